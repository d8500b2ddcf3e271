package main

import (
	"fmt"
	"io/fs"
	"path"
	"runtime"
	"slices"
	"strings"
	"sync"

	"go.yaml.in/yaml/v4"

	"writ/law"
)

// A library is a folder of packs, with every case that stands beside one.
type library struct {
	dir   fs.FS
	where string // what stands before a file's name when it is printed
	names []string
	cases []beside
}

// A beside is a case and the pack beside which it stands.
type beside struct {
	pack string
	law.Case
}

func openLibrary(dir fs.FS, where string) (*library, error) {
	entries, err := fs.ReadDir(dir, ".")
	if err != nil {
		return nil, fmt.Errorf("read the folder of packs: %w", err)
	}
	l := &library{dir: dir, where: where}
	for _, e := range entries {
		if !e.IsDir() {
			continue
		}
		l.names = append(l.names, e.Name())
		if err := l.readCases(e.Name()); err != nil {
			return nil, err
		}
	}
	return l, nil
}

func (l *library) packs() []string { return l.names }

func isCases(file string) bool {
	return strings.HasSuffix(file, "cases.yaml") || path.Base(file) == "more.yaml"
}

func (l *library) readCases(pack string) error {
	files, err := fs.Glob(l.dir, pack+"/*.yaml")
	if err != nil {
		return err
	}
	for _, f := range files {
		if !isCases(f) {
			continue
		}
		data, err := fs.ReadFile(l.dir, f)
		if err != nil {
			return err
		}
		cases, err := law.ReadCases(data, f)
		if err != nil {
			return err
		}
		for _, c := range cases {
			l.cases = append(l.cases, beside{pack, c})
		}
	}
	return nil
}

// touching gives the cases beside a pack and those that name it, and the packs that they need.
func (l *library) touching(pack string) (cases []law.Case, needed []string) {
	needed = []string{pack}
	for _, c := range l.cases {
		if c.pack != pack && !slices.Contains(c.Demand.Packs, pack) {
			continue
		}
		cases = append(cases, c.Case)
		for _, p := range c.Demand.Packs {
			if slices.Contains(l.names, p) && !slices.Contains(needed, p) {
				needed = append(needed, p)
			}
		}
	}
	return cases, needed
}

// try takes each rule out of a pack.
func (l *library) try(pack string, finer bool) (sum, error) {
	cases, needed := l.touching(pack)
	if bad, err := l.first(cases, l.dir, needed); err != nil || bad != "" {
		needed = nil // what they need is also said in packs that no case names: zones, names of acts
		if bad, err = l.first(cases, l.dir, needed); err != nil {
			return sum{}, err
		} else if bad != "" {
			return sum{}, fmt.Errorf("%s: the case %s fails before anything is removed", pack, bad)
		}
	}
	out := sum{cases: len(cases)}
	files, err := fs.Glob(l.dir, pack+"/*.yaml")
	if err != nil {
		return out, err
	}
	for _, f := range files {
		if isCases(f) {
			continue
		}
		if err := l.tryFile(f, finer, cases, needed, &out); err != nil {
			return out, err
		}
	}
	return out, nil
}

// A trial is a removal, the text that it leaves, and what came of it.
type trial struct {
	removal
	text    []byte
	unread  bool
	noticed bool
}

func (l *library) tryFile(file string, finer bool, cases []law.Case, needed []string, out *sum) error {
	data, err := fs.ReadFile(l.dir, file)
	if err != nil {
		return err
	}
	var doc yaml.Node
	if err := yaml.Unmarshal(data, &doc); err != nil || len(doc.Content) == 0 {
		return fmt.Errorf("%s: is not one YAML document", file)
	}
	f := &finder{file: file, finer: finer}
	f.walk(doc.Content[0], "")
	trials := make([]trial, len(f.found))
	for i, r := range f.found {
		text, err := r.without(doc.Content[0])
		if err != nil {
			return fmt.Errorf("%s:%d: write it again: %w", file, r.line, err)
		}
		trials[i] = trial{removal: r, text: text}
	}
	l.decideAll(trials, cases, needed)
	for _, t := range trials {
		out.removed++
		switch {
		case t.unread:
			out.unread++
			out.noticed++
		case t.noticed:
			out.noticed++
		default:
			out.survivors = append(out.survivors, removed{t.line, path.Join(l.where, t.file), t.what})
		}
	}
	return nil
}

// decideAll tries as many at once as there are cores.
func (l *library) decideAll(trials []trial, cases []law.Case, needed []string) {
	var group sync.WaitGroup
	next := make(chan *trial)
	for range runtime.GOMAXPROCS(0) {
		group.Go(func() {
			for t := range next {
				bad, err := l.first(cases, overlay{l.dir, t.file, t.text}, needed)
				t.unread, t.noticed = err != nil, bad != ""
			}
		})
	}
	for i := range trials {
		next <- &trials[i]
	}
	close(next)
	group.Wait()
}

// first gives the first case that fails, "" where none does.
func (l *library) first(cases []law.Case, dir fs.FS, needed []string) (string, error) {
	s, err := law.Load(dir, needed...)
	if err != nil {
		return "", err
	}
	for _, c := range cases {
		if ok, _, _ := law.CheckCase(c, s); !ok {
			return c.ID, nil
		}
	}
	return "", nil
}

// An overlay is a folder in which one file has another text.
type overlay struct {
	fs.FS
	file string
	text []byte
}

// ReadFile gives the other text for that file.
func (o overlay) ReadFile(name string) ([]byte, error) {
	if name == o.file {
		return o.text, nil
	}
	return fs.ReadFile(o.FS, name)
}
