// Command gen writes the tables of package asn1 anew from the modules of the standards, which are not part of this
// repository:
//
//	go run ./wire/asn1/gen -out wire/asn1/tables MODULE.asn...
package main

import (
	"flag"
	"fmt"
	"os" //nolint:depguard // a generator that people run by hand; nothing links it
	"path/filepath"

	"writ/wire/asn1/module"
)

func main() {
	out := flag.String("out", "wire/asn1/tables", "the folder into which tables are written")
	flag.Parse()
	if err := run(*out, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

func run(out string, files []string) error {
	all, err := tables(files)
	if err != nil {
		return err
	}
	for name, text := range all {
		if err := os.WriteFile(filepath.Join(out, name+".txt"), []byte(text), 0o644); err != nil {
			return err
		}
	}
	return nil
}

// tables gives the text of each table, by the name of its module.
func tables(files []string) (map[string]string, error) {
	set := module.Set{}
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			return nil, err
		}
		if err := set.Add(filepath.Base(f), string(text)); err != nil {
			return nil, err
		}
	}
	all := map[string]string{}
	for name, standard := range wanted(set) {
		text, err := set.Table(name)
		if err != nil {
			return nil, err
		}
		all[name] = fmt.Sprintf("# %s\n# The types of module %s: names, tags and limits. Written by wire/asn1/gen; don't edit.\n", standard, name) + text
	}
	return all, nil
}

// wanted gives the modules to write, each with its standard: the listed ones and whatever they import.
func wanted(set module.Set) map[string]string {
	all := map[string]string{}
	var add func(name string)
	add = func(name string) {
		if _, ok := all[name]; ok {
			return
		}
		all[name] = standards[name]
		for _, from := range set.Imports(name) {
			add(from)
		}
	}
	for _, root := range roots {
		if set[root] != nil {
			add(root)
		}
	}
	return all
}
