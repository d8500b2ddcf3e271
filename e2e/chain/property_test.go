package chain_test

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"writ/e2e/chain/oracle"
	"writ/law"
	"writ/retention"
	"writ/retention/retentiontest"
	"writ/scope"
)

const (
	perLedger = 60 // demands share a ledger, so that its making does not outweigh them
	perDemand = 3  // providers on whom the same demand is served: attempts at one lookup
)

func TestWhatLeavesIsWhatTheOracleSays(t *testing.T) { compare(t, 6_000) }

func TestSoakWhatLeavesIsWhatTheOracleSays(t *testing.T) {
	if os.Getenv("WRIT_SOAK") == "" {
		t.Skip("set WRIT_SOAK=1: 120,000 cases")
	}
	compare(t, 120_000)
}

// compare plays n random cases through the real door and beside it asks the oracle. WRIT_SEED plays the same again.
func compare(t *testing.T, n int) {
	if testing.Short() {
		n /= 6
	}
	seed := seedOf(t)
	hits := newTally()
	t.Run("plays", func(t *testing.T) {
		for half := range uint64(2) {
			t.Run(strconv.FormatUint(half, 10), func(t *testing.T) {
				t.Parallel()
				hits.add(playMany(t, n/2, seed, half))
			})
		}
	})
	if !t.Failed() {
		hits.print(t, n)
	}
}

func seedOf(t *testing.T) uint64 {
	seed := uint64(time.Now().UnixNano())
	if s := os.Getenv("WRIT_SEED"); s != "" {
		var err error
		if seed, err = strconv.ParseUint(s, 10, 64); err != nil {
			t.Fatal("WRIT_SEED is a number")
		}
	}
	t.Logf("WRIT_SEED=%d", seed)
	return seed
}

func playMany(t *testing.T, n int, seed, half uint64) *tally {
	hits := newTally()
	var h *house
	for i := 0; i < n; i += perDemand {
		if i%(perLedger*perDemand) == 0 {
			h = newHouse(t)
		}
		d := dice{rand.New(rand.NewPCG(seed, half<<32+uint64(i)))}
		p := throw(d)
		c := h.bring(p, i)
		for range perDemand {
			p = p.fill(d)
			run, wrong := c.play(p)
			if wrong != "" {
				p, wrong = smaller(t, p, wrong)
				t.Fatalf("demand %d of half %d: %s\n%s", i, half, wrong, p.text())
			}
			hits.note(p, run)
		}
	}
	return hits
}

// A run is what the oracle said of a play, and the asks as the decision opened them.
type run struct {
	rows    []oracle.Row
	asks    []oracle.Ask
	leaves  []oracle.Leaves
	several []int
}

// A brought demand is decided and approved.
type brought struct {
	*house
	d       law.Decision
	counted bool
}

func (h *house) bring(p *play, number int) *brought {
	h.t.Helper()
	d := decide(h.t, demand(fmt.Sprintf("case-%d", number), p.letter, p.lawAsks()...))
	h.approve(d)
	return &brought{house: h, d: d, counted: number%5 != 0}
}

// play looks up, and says what is wrong, or nothing.
func (h *brought) play(p *play) (run, string) {
	h.t.Helper()
	r := run{rows: p.everything(), asks: p.opened(h.d)}
	r.leaves, r.several = oracle.Leaving(r.rows, r.asks, now)
	if !slices.ContainsFunc(r.asks, func(a oracle.Ask) bool { return a.Opened }) {
		s, err := h.grant(h.d)
		if err != nil {
			h.t.Fatal(err)
		}
		if _, err := s.Issue(scope.Lookup); err == nil {
			return r, "a permit to look up what no ask opens"
		}
		return r, ""
	}
	hv, _, err := retention.Lookup(context.Background(), h.permit(h.d, scope.Lookup), p.source(h.log.ID()), &retentiontest.Spool{})
	if err != nil {
		return r, err.Error()
	}
	if !h.counted {
		h.counted = true
		if wrong := h.survey(p, h.d, hv); wrong != "" {
			return r, wrong
		}
	}
	return r, r.differs(hv)
}

// survey counts the same without a row.
func (h *house) survey(p *play, d law.Decision, looked scope.Harvest) string {
	hv, _, err := retention.Survey(context.Background(), h.permit(d, scope.Count), p.source(h.log.ID()))
	if err != nil {
		return err.Error()
	}
	for range hv.Rows() {
		return "a picture gave a row"
	}
	a, b, c := hv.Tally()
	x, y, z := looked.Tally()
	if a != x || b != y || c != z || !slices.Equal(hv.Totals(), looked.Totals()) || !slices.Equal(hv.Findings(), looked.Findings()) || !maps.Equal(hv.Stayed(), looked.Stayed()) {
		return fmt.Sprintf("counted %d %d %d, looked up %d %d %d", a, b, c, x, y, z)
	}
	return ""
}

// differs compares what left with what the oracle lets leave: rows, fields, counts and reasons.
func (r run) differs(hv scope.Harvest) string {
	want, reasons, records := map[string]int{}, map[string][]oracle.Reason{}, map[int]bool{}
	for _, l := range r.leaves {
		row := r.rows[l.Row]
		s := text(l.Ask, row.Kind, row.At, l.Fields)
		want[s]++
		reasons[s] = append(reasons[s], l.Reasons...)
		records[l.Row] = true
	}
	for j, err := range hv.Rows() {
		if err != nil {
			return err.Error()
		}
		f := map[string]string{}
		for _, v := range j.Values {
			f[string(v.Field)] = v.Text()
		}
		s := text(j.Ask, string(j.Kind), j.At, f)
		if want[s]--; want[s] < 0 {
			return "left and may not: " + s
		}
		if !slices.Contains(reasons[s], oracle.Reason{Asked: j.Why.Asked, Holder: j.Why.Holder}) || j.Why.Provision == "" {
			return "left for a reason that is none: " + s
		}
	}
	for s, n := range want {
		if n != 0 {
			return "stayed and must leave: " + s
		}
	}
	return r.counts(hv, len(records))
}

func (r run) counts(hv scope.Harvest, records int) string {
	if examined, out, withheld := hv.Tally(); examined != out+withheld || out != int64(records) {
		return fmt.Sprintf("examined %d, out %d, withheld %d; the oracle lets %d records leave", examined, out, withheld, records)
	}
	var found []int
	for _, f := range hv.Findings() {
		if f.Ground != "identifier-ambiguous" {
			return "found " + string(f.Ground)
		}
		found = append(found, f.Ask)
	}
	if !slices.Equal(found, r.several) {
		return fmt.Sprintf("more than one fits asks %v, found %v", r.several, found)
	}
	return ""
}

func text(ask int, kind string, at time.Time, fields map[string]string) string {
	s := fmt.Sprintf("ask %d, %s at %s:", ask, kind, at.Format(time.RFC3339Nano))
	for _, f := range slices.Sorted(maps.Keys(fields)) {
		s += " " + f + "=" + fields[f]
	}
	return s
}

func (p *play) lawAsks() []law.Ask {
	var out []law.Ask
	for _, a := range p.asks {
		ask := law.Ask{Category: a.category}
		for _, id := range a.names {
			ask.Identifiers = append(ask.Identifiers, law.Stated{Kind: id.Kind(), Text: id.Reveal()})
		}
		if !a.window.IsZero() {
			ask.Window = &law.StatedWindow{From: instant(a.window.From()), To: instant(a.window.To())}
		}
		out = append(out, ask)
	}
	return out
}

func instant(t time.Time) *law.Stamp {
	return &law.Stamp{Text: t.Format(time.RFC3339Nano), Time: t, HasTime: true, Offset: true}
}

// opened are the asks as the decision opens them. What the law narrows is the law's to test.
func (p *play) opened(d law.Decision) []oracle.Ask {
	var out []oracle.Ask
	for o := range d.Outcomes() {
		a := oracle.Ask{Category: o.Category, Names: p.asks[o.Ask].names, Opened: o.Opens(), Window: o.Window, Parts: o.Fields}
		out = append(out, a)
	}
	return out
}

// smaller takes away what is not needed for the play to go wrong.
func smaller(t *testing.T, p *play, wrong string) (*play, string) {
	for n := 0; n < 400; n++ {
		less := p.without(n)
		if less == nil {
			return p, wrong
		}
		if _, w := newHouse(t).bring(less, 0).play(less); w != "" {
			p, wrong, n = less, w, -1
		}
	}
	return p, wrong
}

// without is the play without its n-th part, or nil.
func (p *play) without(n int) *play {
	q := *p
	for _, list := range []*[]oracle.Row{&q.calls, &q.register, &q.shared} {
		if n < len(*list) {
			*list = slices.Delete(slices.Clone(*list), n, n+1)
			return &q
		}
		n -= len(*list)
	}
	if n < len(q.sittings) {
		q.sittings = slices.Delete(slices.Clone(q.sittings), n, n+1)
		return &q
	}
	if n -= len(q.sittings); n < len(q.asks) && len(q.asks) > 1 && !q.port {
		q.asks = slices.Delete(slices.Clone(q.asks), n, n+1)
		return &q
	}
	return nil
}

func (p *play) text() string {
	var b strings.Builder
	fmt.Fprintf(&b, "letter %t, greedy %t\n", p.letter, p.greedy)
	for _, r := range p.everything() {
		end := "open"
		if !r.Until.IsZero() {
			end = r.Until.Format(time.RFC3339Nano)
		}
		fmt.Fprintf(&b, "%s until %s\n", text(0, r.Kind, r.At, r.Fields), end)
	}
	for n, a := range p.asks {
		fmt.Fprintf(&b, "ask %d: %s in %s:", n, a.category, a.window)
		for _, id := range a.names {
			fmt.Fprintf(&b, " %s %s", id.Kind(), id.Reveal())
		}
		b.WriteString("\n")
	}
	return b.String()
}
