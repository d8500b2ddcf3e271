package main

import (
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"
	"go.yaml.in/yaml/v4"
)

// A config is the one file that says where things are. It is read once and checked whole; what it leaves out has a
// default. Secrets are never in it.
type config struct {
	Version int    `yaml:"writ"`    // 1
	Home    string `yaml:"home"`    // the folder where everything is kept
	Tenant  string `yaml:"tenant"`  // the client that commands work for; default: main
	Deliver string `yaml:"deliver"` // the folder into which packages and letters are delivered; default: HOME/delivered
}

func readConfig(file string) (config, error) {
	c := config{Version: 1}
	b, err := os.ReadFile(file)
	if err != nil {
		return c, fmt.Errorf("read the configuration: %w", err)
	}
	if err := yaml.Load(b, &c, yaml.WithKnownFields()); err != nil {
		return c, fmt.Errorf("%s: %w; the keys are writ, home, tenant, deliver", file, err)
	}
	return c, c.check(file)
}

func (c config) check(file string) error {
	switch {
	case c.Version != 1:
		return fmt.Errorf("%s: writ: is not 1; this program reads version 1 of the configuration", file)
	case c.Home == "":
		return errors.New(file + ": home: is missing; name the folder where everything is kept")
	}
	return nil
}

func newConfig(sh *shell) *cobra.Command {
	c := &cobra.Command{Use: "config", Short: "Look at the configuration"}
	c.AddCommand(&cobra.Command{
		Use:     "check FILE",
		Short:   "Say whether a configuration is right, and what it means",
		Example: "  writ config check writ.yaml",
		Args:    cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			conf, err := readConfig(args[0])
			if err != nil {
				return err
			}
			return sh.result(map[string]any{"ok": true, "home": conf.Home, "tenant": conf.Tenant, "deliver": conf.Deliver}, "%s is right", args[0])
		},
	})
	return c
}
