package main

import (
	"context"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"writ/calendar"
	"writ/casefile"
	"writ/law"
	"writ/role/keeper"
)

func newCaseList(sh *shell) *cobra.Command {
	c := &cobra.Command{Use: "list", Short: "All cases, the oldest first, with their deadlines", Example: "  writ case list --home H", Args: cobra.NoArgs}
	w := whereFlags(c, sh)
	c.RunE = func(cmd *cobra.Command, _ []string) error {
		return w.with(cmd.Context(), sh, func(k *keeper.Keeper) error {
			told, err := k.Ring(cmd.Context())
			if err != nil {
				return err
			}
			for _, t := range told {
				sh.say("%s", t)
			}
			all, err := k.List(cmd.Context())
			if err != nil {
				return err
			}
			for _, s := range all {
				if err := listed(sh, k, s); err != nil {
					return err
				}
			}
			return nil
		})
	}
	return c
}

func listed(sh *shell, k *keeper.Keeper, s casefile.Summary) error {
	zone := k.Profile().Zone
	due := instant(s.Clocks.Deadline, zone)
	if s.Clocks.Overdue {
		due += "  OVERDUE"
	}
	return sh.result(map[string]any{"case": s.ID, "version": s.Version, "state": s.State, "registered": s.Registered, "deadline": orNil(s.Clocks.Deadline), "overdue": s.Clocks.Overdue},
		"%s  %-10s registered %s  due before %s", s.ID, s.State, instant(s.Registered, zone), due)
}

// instant writes a time for people in the zone, or a dash.
func instant(t time.Time, zone string) string {
	if t.IsZero() {
		return "-"
	}
	loc, err := calendar.Zone(zone)
	if err != nil {
		loc = time.UTC
	}
	return t.In(loc).Format("2006-01-02 15:04 MST")
}

// orNil leaves a time out of JSON where there is none.
func orNil(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.UTC()
}

func newCaseShow(sh *shell) *cobra.Command {
	var key string
	c := caseCommand(sh, "show", "Where a case stands, who must do what next, what happened, and what the law said", "writ case show 4f1c…",
		func(ctx context.Context, k *keeper.Keeper, id string) error {
			c, err := k.Case(ctx, id)
			if err != nil {
				return err
			}
			differ, err := differences(ctx, sh, k, c, key)
			if err != nil {
				return err
			}
			d, err := explained(ctx, k, c)
			if err != nil {
				return err
			}
			if sh.json {
				return sh.result(map[string]any{"case": c.ID, "version": c.Version, "state": c.State, "next": next(k, c), "papers": len(c.Papers), "clocks": clocksOf(c.Clocks),
					"approvals": c.Approvals, "history": c.History, "tables": tablesOf(c), "differs": differ, "decision": d}, "")
			}
			showCase(sh, k, c, d)
			for _, path := range differ {
				sh.line("the readings differ at %s", path)
			}
			return nil
		})
	c.Long = `Shows where a case stands, who must do what next, its deadline in the provider's zone, what happened, what became of each
line of its tables, and the law's answer with its provisions. It names no one who is asked for.

With --key, the key of a person who read none of the papers, it says in which fields the readings of a held case differ,
never what stands in them.`
	keyFlag(c, &key)
	return c
}

// differences are told of a held case to a person who read none of the papers.
func differences(ctx context.Context, sh *shell, k *keeper.Keeper, c casefile.Case, key string) ([]string, error) {
	if key == "" || c.State != casefile.Held {
		return nil, nil
	}
	by, err := sh.signer(key)
	if err != nil {
		return nil, err
	}
	return k.Differs(ctx, c.ID, by)
}

func explained(ctx context.Context, k *keeper.Keeper, c casefile.Case) (*law.Explanation, error) {
	if c.Decision == nil {
		return nil, nil
	}
	d, err := k.Explained(ctx, c.ID)
	if err != nil {
		return nil, err
	}
	packs, err := k.LawOf(c)
	if err != nil {
		return nil, err
	}
	x := explanation(d, packs)
	return &x, nil
}

func showCase(sh *shell, k *keeper.Keeper, c casefile.Case, d *law.Explanation) {
	zone := k.Profile().Zone
	if d != nil {
		zone = d.Zone
	}
	sh.line("case %s, version %d: %s", c.ID, c.Version, c.State)
	sh.line("next: %s", next(k, c))
	if !c.Clocks.Deadline.IsZero() {
		overdue := ""
		if c.Clocks.Overdue {
			overdue = ", OVERDUE"
		}
		sh.line("due before %s (%s)%s", instant(c.Clocks.Deadline, zone), zone, overdue)
	}
	if !c.Clocks.SecondBy.IsZero() {
		sh.line("the second approval must be here before %s", instant(c.Clocks.SecondBy, zone))
	}
	sh.line("papers: %d, at agency %s", len(c.Papers), c.Agency)
	for _, t := range tablesOf(c) {
		sh.line("table, line %d: %s", t.Line, t.Says)
	}
	for _, h := range c.History {
		sh.line("  %s  %-12s %s", instant(h.At, zone), h.Who, h.Note)
	}
	if d != nil {
		sh.line("%s", strings.TrimRight(d.String(), "\n"))
	}
}

type tableLine struct {
	Table int    `json:"table"`
	Line  int    `json:"line"`
	Asks  []int  `json:"asks,omitempty"` // from 1
	Says  string `json:"says"`
}

// tablesOf says what became of each line of the case's tables.
func tablesOf(c casefile.Case) []tableLine {
	var out []tableLine
	for i, t := range c.Request.Tables {
		for _, l := range t.Lines {
			line := tableLine{Table: i + 1, Line: l.Number, Says: "refused: " + l.Problem + "; " + l.Fix}
			for _, a := range l.Asks {
				line.Asks = append(line.Asks, a+1)
			}
			if l.Problem == "" {
				line.Says = "answered as ask " + numbers(line.Asks)
			}
			out = append(out, line)
		}
	}
	return out
}

// clocksOf gives the clocks that run.
func clocksOf(k casefile.Clocks) map[string]any {
	out := map[string]any{}
	for name, at := range map[string]time.Time{"deadline": k.Deadline, "secrecy": k.Secrecy, "preserve": k.Preserve, "second_by": k.SecondBy} {
		if !at.IsZero() {
			out[name] = at.UTC()
		}
	}
	out["overdue"] = k.Overdue
	return out
}
