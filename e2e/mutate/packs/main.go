package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"slices"

	"writ/e2e/mutate/reasons"
)

const usage = `usage: packs [-finer] [-dir law/packs] [PACK...]

Takes each rule, opening, issuer entry, limit, cut, duty, due, preservation, relief, notice … out of a pack, one at a
time, and decides the cases beside that pack, and those of other packs that name it, until one fails. It prints each
removal that no case notices, and the share. Without PACK: all. Exit 1 where such a removal has no reason in the list, 2
where it can't run.

`

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

func run(args []string, out, problems io.Writer) int {
	flags := flag.NewFlagSet("packs", flag.ContinueOnError)
	flags.SetOutput(problems)
	dir := flags.String("dir", "law/packs", "the folder of packs")
	finer := flags.Bool("finer", false, "also each condition, each word of a list, each provision of a check, each holiday")
	list := flags.String("reasons", "e2e/mutate/reasons.txt", "removals that no case can notice, each with its reason")
	flags.Usage = func() {
		fmt.Fprint(problems, usage)
		flags.PrintDefaults()
	}
	if flags.Parse(args) != nil {
		return 2
	}
	known, err := reasons.Read(*list)
	if err != nil {
		fmt.Fprintln(problems, err)
		return 2
	}
	l, err := openLibrary(os.DirFS(*dir), *dir)
	if err != nil {
		fmt.Fprintln(problems, err)
		return 2
	}
	names := flags.Args()
	if len(names) == 0 {
		names = l.packs()
	}
	var all sum
	for _, name := range names {
		if !slices.Contains(l.packs(), name) {
			fmt.Fprintf(problems, "%s: no such pack in %s\n", name, *dir)
			return 2
		}
		s, err := l.try(name, *finer)
		if err != nil {
			fmt.Fprintln(problems, err)
			return 2
		}
		s.print(out, name, known)
		all.add(s)
	}
	if len(names) > 1 {
		all.survivors = nil // printed above
		all.print(out, "all", known)
	}
	if all.bare > 0 {
		return 1
	}
	return 0
}

// A removed is a removal that no case noticed.
type removed struct {
	line       int
	file, what string
}

// name calls a removal as the list of reasons does: lines move, what is taken out does not.
func (r removed) name() string { return r.file + ": " + r.what }

// A sum says how many removals were noticed.
type sum struct {
	removed, noticed int
	unread           int // of those noticed, that left a pack which can't be read
	cases            int
	survivors        []removed
	bare             int // of the survivors, those without a reason
}

func (s *sum) add(t sum) {
	s.removed, s.noticed, s.unread, s.cases = s.removed+t.removed, s.noticed+t.noticed, s.unread+t.unread, s.cases+t.cases
	s.bare += t.bare
}

// print lists the survivors, with their reasons, and counts those that have none.
func (s *sum) print(out io.Writer, name string, known map[string]string) {
	share := 100.0
	if s.removed > 0 {
		share = 100 * float64(s.noticed) / float64(s.removed)
	}
	fmt.Fprintf(out, "%s: %d removals, %d noticed (%d as a pack that can't be read), by %d cases: %.1f %%\n", name, s.removed, s.noticed, s.unread, s.cases, share)
	for _, r := range s.survivors {
		fmt.Fprintf(out, "  %s:%d: %s\n", r.file, r.line, r.what)
		why := known[r.name()]
		if why == "" {
			s.bare++
			why = "no reason stands for it"
		}
		fmt.Fprintln(out, "    "+why)
	}
}
