package law

import (
	"crypto/sha256"
	"embed"
	"encoding/binary"
	"errors"
	"io/fs"
	"maps"
	slash "path"
	"slices"
	"strings"
	"sync"
	"writ/strict"
)

//go:embed packs
var embedded embed.FS

// A Set is the packs that are loaded, compiled for [Decide]. It never changes.
type Set struct {
	packs     map[string]*pack
	countries map[string]country
	aliases   [][2]string
	numbering []numbering
	held      map[string]bool // facts that say what is held, or why
	hash      [32]byte
	files     []File
}

// Embedded gives the packs that this binary carries. They are read once.
var Embedded = sync.OnceValues(func() (*Set, error) {
	dir, err := fs.Sub(embedded, "packs")
	if err != nil {
		return nil, err
	}
	return Load(dir)
})

// Load reads packs, each a folder of dir with a pack.yaml; without names, every folder. Files named *cases.yaml and
// more.yaml are cases and are left out. The error joins every [strict.Error] found.
func Load(dir fs.FS, names ...string) (*Set, error) {
	if len(names) == 0 {
		found, err := folders(dir)
		if err != nil {
			return nil, err
		}
		names = found
	}
	s := &Set{packs: map[string]*pack{}, countries: map[string]country{}, held: map[string]bool{}}
	h := sha256.New()
	names = slices.Sorted(slices.Values(names))
	all := make([][]packFile, len(names))
	for i, name := range names {
		files, err := packFiles(dir, name)
		if err != nil {
			return nil, err
		}
		for _, f := range files {
			write(h.Write, name, f.name, string(f.data))
			s.files = append(s.files, File{f.name, string(f.data)})
		}
		all[i] = files
	}
	if err := s.compile(names, all); err != nil {
		return nil, err
	}
	h.Sum(s.hash[:0])
	return s, s.gather()
}

// compile reads the packs side by side, since most of a start is spent on it. Its errors stand in the order of the names.
func (s *Set) compile(names []string, files [][]packFile) error {
	packs, wrong := make([]*pack, len(names)), make([]error, len(names))
	var reading sync.WaitGroup
	for i, name := range names {
		reading.Go(func() { packs[i], wrong[i] = readPack(name, files[i]) })
	}
	reading.Wait()
	for i, name := range names {
		if wrong[i] == nil {
			s.packs[name] = packs[i]
		}
	}
	return errors.Join(wrong...)
}

// write hashes texts, each with its length before it.
func write(out func([]byte) (int, error), texts ...string) {
	for _, t := range texts {
		_, _ = out(binary.BigEndian.AppendUint64(nil, uint64(len(t))))
		_, _ = out([]byte(t))
	}
}

func folders(dir fs.FS) ([]string, error) {
	entries, err := fs.ReadDir(dir, ".")
	if err != nil {
		return nil, err
	}
	var names []string
	for _, e := range entries {
		if e.IsDir() {
			names = append(names, e.Name())
		}
	}
	if len(names) == 0 {
		return nil, &strict.Error{File: ".", Problem: "holds no pack", Fix: "name a folder whose folders each have a pack.yaml"}
	}
	return names, nil
}

// A packFile is one file of a pack.
type packFile struct {
	name string
	data []byte
}

func packFiles(dir fs.FS, name string) ([]packFile, error) {
	entries, err := fs.ReadDir(dir, name)
	if err != nil {
		return nil, &strict.Error{File: name, Problem: "there is no such pack", Fix: "name a folder that has a pack.yaml"}
	}
	var files []packFile
	for _, e := range entries {
		f := e.Name()
		if e.IsDir() || !strings.HasSuffix(f, ".yaml") || strings.HasSuffix(f, "cases.yaml") || f == "more.yaml" {
			continue
		}
		data, err := fs.ReadFile(dir, slash.Join(name, f))
		if err != nil {
			return nil, err
		}
		files = append(files, packFile{slash.Join(name, f), data})
	}
	return files, nil
}

// gather joins what packs say of countries and of the names of acts; they may not contradict each other.
func (s *Set) gather() error {
	for _, name := range s.Names() {
		p := s.packs[name]
		for _, c := range p.countries {
			had, ok := s.countries[c.code]
			if ok && had.zone.String() != c.zone.String() {
				return &strict.Error{File: name, Problem: "gives " + c.code + " another zone than another pack", Fix: "write one zone in both"}
			}
			if len(had.languages) > len(c.languages) {
				c.languages = had.languages
			}
			s.countries[c.code] = c
		}
		s.numbering = append(s.numbering, p.numbering...)
		p.gatherHeld(s.held)
		for _, short := range slices.Sorted(maps.Keys(p.aliases)) {
			s.aliases = append(s.aliases, [2]string{short, p.aliases[short]})
		}
	}
	return nil
}

// Hash is the digest of every file of law in the set. It stands in each Decision.
func (s *Set) Hash() [32]byte { return s.hash }

// Names lists the packs, sorted.
func (s *Set) Names() []string { return slices.Sorted(maps.Keys(s.packs)) }

// Title is a pack's title, or "".
func (s *Set) Title(name string) string {
	if p := s.packs[name]; p != nil {
		return p.title
	}
	return ""
}

// Text gives a pack's own words for a letter, in a language (ISO 639-1), or ok false.
func (s *Set) Text(name, lang, key string) (text string, ok bool) {
	p := s.packs[name]
	if p == nil {
		return "", false
	}
	text, ok = p.texts[lang][key]
	return text, ok
}

// Languages lists the languages in which a pack has texts, sorted.
func (s *Set) Languages(name string) []string {
	if p := s.packs[name]; p != nil {
		return slices.Sorted(maps.Keys(p.texts))
	}
	return nil
}

// Instruments lists the types of instrument that a pack knows, sorted.
func (s *Set) Instruments(name string) []string {
	if p := s.packs[name]; p != nil {
		return slices.Sorted(maps.Keys(p.instruments))
	}
	return nil
}

// InstrumentName gives the name of an instrument in a language, "own" or "en".
func (s *Set) InstrumentName(pack, kind, lang string) string {
	p := s.packs[pack]
	if p == nil || len(p.instruments[kind]) == 0 {
		return ""
	}
	versions := p.instruments[kind]
	return versions[len(versions)-1].name[lang]
}
