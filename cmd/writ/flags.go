package main

import (
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"writ/role/keeper"
)

// homeFlag names the folder where everything is kept.
func homeFlag(c *cobra.Command, sh *shell, into *string) {
	c.Flags().StringVar(into, "home", sh.env(homeVar), "the folder where everything is kept (or "+homeVar+")")
}

// tenantFlag names the client for whom the command works.
func tenantFlag(c *cobra.Command, into *string) {
	c.Flags().StringVar(into, "tenant", keeper.DefaultTenant, "the client for whom this is")
}

// readOptional reads a file, or nothing where none is named.
func readOptional(file string) ([]byte, error) {
	if file == "" {
		return nil, nil
	}
	b, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", file, err)
	}
	return b, nil
}
