package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"writ/law"
	"writ/law/signed"
	"writ/role/keeper"
)

func newPacksAdd(sh *shell) *cobra.Command {
	var replaces string
	c := &cobra.Command{
		Use:   "add PACKDIR [--replaces PACK]",
		Short: "Take a pack of your own into the home, when two people have signed it",
		Long: `Takes the pack in PACKDIR into the home: from then on its cases are decided by it, too. The pack must be signed by two people
who are enrolled (writ packs sign), sound, and right about every case that stands beside it. What is taken in stands on the
ledger: which files, by their hash, in the place of what, and who signed.

A pack of a name that is law already takes its place only with --replaces. Which cases, beside the old and the new one, are
decided otherwise is shown first. Cases in hand keep the law on which they were decided; where the new law answers one of them
otherwise, nothing leaves on the old answer, and the demand is entered anew (writ case correct).`,
		Example: "  writ packs add --home H mylaw/ie --replaces ie",
		Args:    cobra.ExactArgs(1),
	}
	w := whereFlags(c, sh)
	c.Flags().StringVar(&replaces, "replaces", "", "the pack whose place it takes: its own name")
	c.RunE = func(cmd *cobra.Command, args []string) error {
		p, err := packFolder(args[0])
		if err != nil {
			return err
		}
		return w.with(cmd.Context(), sh, func(k *keeper.Keeper) error { return addPack(sh, k, p, args[0], replaces) })
	}
	return c
}

func addPack(sh *shell, k *keeper.Keeper, p signed.Pack, dir, replaces string) error {
	t, err := k.Weigh(p)
	if err != nil {
		return err
	}
	own, err := casesAmong(p.Files, "")
	if err != nil {
		return err
	}
	if err := allRight(sh, t.New, own); err != nil {
		return err
	}
	n, err := sayDifference(sh, t, own)
	if err != nil {
		return err
	}
	if err := k.TakeIn(t, replaces); err != nil {
		return err
	}
	return sh.result(map[string]any{"pack": t.Pack, "hash": t.Hash, "replaces": t.Replaces, "signed_by": t.By, "decided_otherwise": n, "cases": len(own), "set": hashText(k.Law())},
		"%s is law here from now on: %s, signed by %s", t.Pack, t.Hash, strings.Join(t.By, " and "))
}

// allRight decides the cases beside a pack: a pack that is wrong about its own cases is not taken in.
func allRight(sh *shell, s *law.Set, cases []law.Case) error {
	wrong := 0
	for _, c := range cases {
		if ok, line := law.Line(c, s); !ok {
			sh.say("%s", line)
			wrong++
		}
	}
	if wrong > 0 {
		return notSo(fmt.Errorf("%d of the %d cases beside the pack are decided otherwise than they expect; nothing was taken in", wrong, len(cases)))
	}
	return nil
}

// sayDifference shows which cases, beside the pack and beside the one whose place it takes, are decided otherwise, and
// counts them.
func sayDifference(sh *shell, t keeper.Taking, own []law.Case) (int, error) {
	if t.Replaces == "" {
		return 0, nil
	}
	before, err := casesAmong(t.Before, "")
	if err != nil {
		return 0, err
	}
	all := decidedOtherwise(t.Old, t.New, append(before, own...))
	for _, c := range all {
		sh.say("case %s: %s -> %s", c.Name, c.Was, c.Is)
	}
	if len(all) == 0 {
		sh.say("no case beside the pack is decided otherwise")
	}
	return len(all), nil
}
