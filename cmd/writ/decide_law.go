package main

import (
	"os"

	"github.com/spf13/cobra"

	"writ/law"
	"writ/role/keeper"
)

// lawFrom says by which packs a question is decided.
type lawFrom struct {
	sh              *shell
	dir, asOf, home string
}

func (l *lawFrom) flags(c *cobra.Command) {
	c.Flags().StringVar(&l.dir, "packs", "", "decide by the packs of this folder")
	c.Flags().StringVar(&l.asOf, "as-of", "", "decide by the set of packs of this hash, which the home keeps; its first digits suffice")
	c.Flags().StringVar(&l.home, "home", l.sh.env(homeVar), "the home that keeps them (or "+homeVar+")")
	c.MarkFlagsMutuallyExclusive("packs", "as-of")
}

// packs loads them. A home is read without its passphrase: law is no secret.
func (l *lawFrom) packs() (*law.Set, error) {
	switch {
	case l.dir != "":
		s, err := law.Load(os.DirFS(l.dir))
		if err != nil {
			return nil, notSo(err)
		}
		return s, nil
	case l.asOf == "":
		return law.Embedded()
	}
	w := where{sh: l.sh, home: l.home}
	if err := w.resolve(); err != nil {
		return nil, err
	}
	s, err := keeper.LawAsOf(w.home, l.asOf)
	return s, kindOf(err)
}
