package main

import (
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"writ/law"
	"writ/law/page"
)

func newPacksShow(sh *shell) *cobra.Command {
	var text, html bool
	c := &cobra.Command{
		Use:   "show PACK [DIR]",
		Short: "What a pack holds: its instruments, languages and files",
		Long: `Shows a pack of the program, of DIR, or with --home of the home: its title, the instruments that it knows (the names that a
request writes as type), the languages of its letters, and its files. With --text it prints the files themselves: the law as it
is decided on. With --html it prints the page that writ packs page writes.`,
		Example: "  writ packs show us-federal\n  writ packs show it --text\n  writ packs show it --html > it.html",
		Args:    cobra.RangeArgs(1, 2),
	}
	w := homeFlags(c, sh)
	c.RunE = func(cmd *cobra.Command, args []string) error {
		s, err := w.packs(cmd.Context(), sh, args[1:])
		if err != nil {
			return err
		}
		if err := known(s, args[0]); err != nil {
			return err
		}
		if html {
			return showPage(sh, s, args[0])
		}
		return packShow(sh, s, args[0], text)
	}
	c.ValidArgsFunction = completePacks
	c.Flags().BoolVar(&text, "text", false, "print the pack's files")
	c.Flags().BoolVar(&html, "html", false, "print it as a page for people")
	return c
}

func showPage(sh *shell, s *law.Set, name string) error {
	b, err := page.Write(s, name)
	if err != nil {
		return err
	}
	return sh.result(map[string]any{"pack": name, "html": string(b)}, "%s", b)
}

func packShow(sh *shell, s *law.Set, name string, text bool) error {
	files := filesOf(s, name)
	if sh.json {
		instruments := map[string]string{}
		for _, i := range s.Instruments(name) {
			instruments[i] = s.InstrumentName(name, i, "en")
		}
		return sh.result(map[string]any{"pack": name, "title": s.Title(name), "instruments": instruments, "languages": s.Languages(name), "files": files}, "")
	}
	sh.line("%s: %s", name, s.Title(name))
	for _, i := range s.Instruments(name) {
		sh.line("  %-28s %s", i, s.InstrumentName(name, i, "en"))
	}
	if l := s.Languages(name); len(l) > 0 {
		sh.line("letters in %s", strings.Join(l, ", "))
	}
	for _, f := range files {
		sh.line("file %s", f.Name)
		if text {
			sh.line("%s", strings.TrimRight(f.Text, "\n"))
		}
	}
	return nil
}

func filesOf(s *law.Set, name string) []law.File {
	var out []law.File
	for _, f := range s.Files() {
		if strings.HasPrefix(f.Name, name+"/") {
			out = append(out, f)
		}
	}
	return out
}

func newPacksDiff(sh *shell) *cobra.Command {
	return &cobra.Command{
		Use:   "diff DIR [OTHER]",
		Short: "What changes from the packs of the binary to those of DIR: files, instruments, and the decisions of the cases beside them",
		Long: `Compares the packs of DIR with those in the binary (or with those of OTHER): files and instruments that came, went or
changed, and each case beside the packs of DIR that is decided otherwise. Exit 1 where there is any difference.`,
		Example: "  writ packs diff law/packs",
		Args:    cobra.RangeArgs(1, 2),
		RunE: func(_ *cobra.Command, args []string) error {
			now, err := law.Load(os.DirFS(args[0]))
			if err != nil {
				return notSo(err)
			}
			old, err := packSet(args[1:])
			if err != nil {
				return err
			}
			return packsDiff(sh, old, now, args[0])
		},
	}
}

// A change is one difference between two sets of packs.
type change struct {
	What string `json:"what"` // file, instrument or case
	Name string `json:"name"`
	Was  string `json:"was"`
	Is   string `json:"is"`
}

func packsDiff(sh *shell, old, now *law.Set, dir string) error {
	all := append(compared("file", fileTexts(old), fileTexts(now), "changed"), compared("instrument", instruments(old), instruments(now), "renamed")...)
	cases, err := casesBeside([]string{dir})
	if err != nil {
		return err
	}
	all = append(all, decidedOtherwise(old, now, cases)...)
	for _, c := range all {
		if err := sh.result(c, "%-10s %s: %s", c.What, c.Name, joinNonEmpty(" -> ", c.Was, c.Is)); err != nil {
			return err
		}
	}
	if len(all) > 0 {
		return notSo(errQuiet)
	}
	sh.say("no difference")
	return nil
}

func fileTexts(s *law.Set) map[string]string {
	out := map[string]string{}
	for _, f := range s.Files() {
		out[f.Name] = f.Text
	}
	return out
}

func instruments(s *law.Set) map[string]string {
	out := map[string]string{}
	for _, name := range s.Names() {
		for _, i := range s.Instruments(name) {
			out[name+"/"+i] = s.InstrumentName(name, i, "en")
		}
	}
	return out
}

// compared lists what came, went or changed, in the order of the names.
func compared(what string, old, now map[string]string, changed string) []change {
	var out []change
	for _, name := range sortedKeys(old, now) {
		was, had := old[name]
		is, has := now[name]
		switch {
		case !had:
			out = append(out, change{what, name, "", "new"})
		case !has:
			out = append(out, change{what, name, "", "gone"})
		case was != is:
			out = append(out, change{what, name, "", changed})
		}
	}
	return out
}

// decidedOtherwise decides cases under both sets and gives those that differ, each once.
func decidedOtherwise(old, now *law.Set, cases []law.Case) []change {
	var out []change
	for _, c := range cases {
		_, _, was := law.CheckCase(c, old)
		_, _, is := law.CheckCase(c, now)
		if d := (change{"case", c.ID, was, is}); was != is && !slices.Contains(out, d) {
			out = append(out, d)
		}
	}
	return out
}
