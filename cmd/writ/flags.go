package main

import (
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"writ/role/keeper"
)

// where says which tenant of which home a command works on: by its flags, else the environment, else the
// configuration.
type where struct {
	sh           *shell
	home, tenant string
}

// whereFlags gives a command --home and --tenant.
func whereFlags(c *cobra.Command, sh *shell) *where {
	w := &where{sh: sh}
	c.Flags().StringVar(&w.home, "home", sh.env(homeVar), "the folder where everything is kept (or "+homeVar+")")
	c.Flags().StringVar(&w.tenant, "tenant", "", "the client for whom this is (default "+keeper.DefaultTenant+")")
	return w
}

// resolve settles home and tenant once the flags and the configuration are read.
func (w *where) resolve() error {
	if w.home == "" {
		w.home = w.sh.conf.Home
	}
	if w.tenant == "" {
		w.tenant = w.sh.conf.Tenant
	}
	if w.tenant == "" {
		w.tenant = keeper.DefaultTenant
	}
	if w.home == "" {
		return usage("--home is missing: name the folder where everything is kept, or set %s, or write it into a configuration", homeVar)
	}
	return nil
}

// readOptional reads a file, or nothing where none is named.
func readOptional(file string) ([]byte, error) {
	if file == "" {
		return nil, nil
	}
	b, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("read a file: %w", err)
	}
	return b, nil
}
