package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"

	"github.com/spf13/cobra"
	"go.yaml.in/yaml/v4"

	"writ/role/keeper"
)

// configVar names the configuration where --config does not.
const configVar = "WRIT_CONFIG"

// A config is the one file that says where things are. It is read once and checked whole; what it leaves out has a
// default, and a flag stands above it. Secrets are never in it. Paths are taken from the folder of the file.
type config struct {
	Version int    `yaml:"writ"`    // 1
	Home    string `yaml:"home"`    // the folder where everything is kept
	Tenant  string `yaml:"tenant"`  // the client that commands work for; default: main
	Deliver string `yaml:"deliver"` // the folder into which packages and letters are delivered; default: in the home
}

// configure reads the configuration, where one is named.
func (s *shell) configure() (err error) {
	if s.configFile != "" {
		s.conf, err = readConfig(s.configFile)
	}
	return err
}

var yamlLine = regexp.MustCompile(`line (\d+)`)

func readConfig(file string) (config, error) {
	var c config
	b, err := os.ReadFile(file)
	if err != nil {
		return c, fmt.Errorf("read the configuration: %w", err)
	}
	if err := yaml.Load(b, &c, yaml.WithKnownFields()); err != nil {
		where := file
		if m := yamlLine.FindStringSubmatch(err.Error()); m != nil {
			where += ":" + m[1]
		}
		return c, fmt.Errorf("%s: is not the configuration; write key: value lines, with the keys writ, home, tenant, deliver and no others", where)
	}
	c.Home, c.Deliver = beside(file, c.Home), beside(file, c.Deliver)
	return c, c.check(file)
}

// beside takes a path from the folder of the file that names it.
func beside(file, path string) string {
	if path == "" || filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(filepath.Dir(file), path)
}

func (c *config) check(file string) error {
	if c.Tenant == "" {
		c.Tenant = keeper.DefaultTenant
	}
	switch {
	case c.Version != 1:
		return fmt.Errorf("%s: writ: is not 1; this program reads version 1 of the configuration: write writ: 1", file)
	case c.Home == "":
		return fmt.Errorf("%s: home: is missing; name the folder where everything is kept", file)
	}
	return nil
}

func newConfig(sh *shell) *cobra.Command {
	c := &cobra.Command{Use: "config", Short: "Look at the configuration", Example: "  writ config check writ.yaml"}
	c.AddCommand(&cobra.Command{
		Use:   "check FILE",
		Short: "Say whether a configuration is right, and what it means",
		Long: `Reads a configuration strictly and says what it means. It has the keys writ (1), home, tenant and deliver; paths are taken
from its own folder. Other commands read it with --config FILE, or from WRIT_CONFIG; a flag stands above it.`,
		Example: "  writ config check writ.yaml",
		Args:    cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			conf, err := readConfig(args[0])
			if err != nil {
				return err
			}
			return sh.result(map[string]any{"ok": true, "home": conf.Home, "tenant": conf.Tenant, "deliver": conf.Deliver},
				"%s is right: home %s, tenant %s", args[0], conf.Home, conf.Tenant)
		},
	})
	return c
}
