package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"writ/law"
	"writ/role/keeper"
)

// homeFlags gives a command a --home that it does not need: with it the packs by which that home decides are meant. It
// takes no home from the environment: who only looks at law should not have to unlock one.
func homeFlags(c *cobra.Command, sh *shell) *where {
	w := &where{sh: sh}
	c.Flags().StringVar(&w.home, "home", "", "the packs of this home: the program's, and those that it has taken in")
	c.Flags().StringVar(&w.tenant, "tenant", "", "the client of the home (default "+keeper.DefaultTenant+")")
	return w
}

// packs loads the packs of a folder, of the home, or of the program.
func (w *where) packs(ctx context.Context, sh *shell, dir []string) (s *law.Set, err error) {
	switch {
	case w.home == "":
		if s, err = packSet(dir); err != nil {
			return nil, notSo(err)
		}
		return s, nil
	case len(dir) > 0:
		return nil, usage("give a folder of packs or --home, not both")
	}
	err = w.with(ctx, sh, func(k *keeper.Keeper) error {
		s = k.Law()
		return nil
	})
	return s, err
}

// listHome lists the packs by which a home decides.
func listHome(ctx context.Context, sh *shell, w *where, dir []string) error {
	if len(dir) > 0 {
		return usage("give a folder of packs or --home, not both")
	}
	return w.with(ctx, sh, func(k *keeper.Keeper) error {
		more := map[string]string{}
		for _, t := range k.Packs() {
			var by []string
			at := time.Time{}
			for _, s := range t.By {
				who := s.Who
				if _, there := k.People().Find(who); !there {
					who += " (revoked since)"
				}
				by = append(by, who)
				if s.At.After(at) {
					at = s.At
				}
			}
			more[t.Pack] = fmt.Sprintf("taken in as %s, signed by %s, %s", t.Hash, strings.Join(by, " and "), instant(at, k.Profile().Zone))
		}
		return listPacks(sh, k.Law(), more)
	})
}

// known says that a set has no such pack, with the nearest.
func known(s *law.Set, name string) error {
	if slices.Contains(s.Names(), name) {
		return nil
	}
	return usage("there is no such pack; %s", orNearest(name, "there are: ", s.Names()))
}

// completePacks completes the name of a pack of the program.
func completePacks(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	s, err := law.Embedded()
	if err != nil {
		return nil, cobra.ShellCompDirectiveError
	}
	return s.Names(), cobra.ShellCompDirectiveNoFileComp
}
