package strategy

import (
	"crypto/sha256"
	"embed"
	"encoding/binary"
	"errors"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"sync"

	"writ"
	"writ/strict"
)

// RulesFormat names the form of a file of rules, docs/formats/strategy.md.
const RulesFormat = "writ/strategy-rules/1"

//go:embed rules/*.yaml
var embedded embed.FS

// Rules are the duties of all places that are known, compiled. They never change.
type Rules struct {
	places      []Place
	rules       []rule
	byCountry   map[string][]*rule // of services, the country's own first
	ofProvider  []*rule
	tests       map[string][]branch
	groups      map[string][]string
	makes       map[writ.Service][]writ.Category
	authorities map[string]string // in small letters: the country
	kinds       map[string]string // of licences that one country alone knows
	counsel     []counsel
	names       map[string]string // of countries without a file of their own
	ways        map[Duty]way
	asks        way
	hash        [32]byte
}

// A Place is what is known of one place beside its rules.
type Place struct {
	Name, Title string
	Countries   []string
	General     bool
	Packs       []string // law packs that hold its instruments
	Deliver     string   // how intercepted traffic is handed over, in words
	Penalties   []Note
	Deadlines   []Note // to answer, and to file
	Watch       []Note // law to come, and what to look at again
	Reviews     []Review
	file        string
}

// Embedded gives the rules that this binary carries. They are read once.
var Embedded = sync.OnceValues(func() (*Rules, error) {
	dir, err := fs.Sub(embedded, "rules")
	if err != nil {
		return nil, err
	}
	return Load(dir)
})

// Builtin gives the files of the rules that this binary carries.
func Builtin() fs.FS {
	dir, err := fs.Sub(embedded, "rules")
	if err != nil {
		panic("strategy: the embedded rules are not there")
	}
	return dir
}

// Load reads the rules of folders. A file of a later folder stands beside those before it; a name that stands twice
// is an error: nothing is overridden in silence. The error joins every [strict.Error] found.
func Load(dirs ...fs.FS) (*Rules, error) {
	r := &Rules{byCountry: map[string][]*rule{}, tests: map[string][]branch{}, groups: map[string][]string{}, makes: map[writ.Service][]writ.Category{}, authorities: map[string]string{}, ways: map[Duty]way{}, kinds: map[string]string{}, names: map[string]string{}}
	files, err := collect(dirs)
	if err != nil {
		return nil, err
	}
	h := sha256.New()
	var sheets []*strict.Sheet
	var roots []strict.Cursor
	var wrong []error
	for _, f := range files {
		for _, text := range []string{f.name, string(f.data)} {
			h.Write(binary.BigEndian.AppendUint64(nil, uint64(len(text))))
			h.Write([]byte(text))
		}
		s := &strict.Sheet{File: f.name}
		root, err := s.Open(f.data)
		if err != nil {
			wrong = append(wrong, err)
			continue
		}
		roots = append(roots, root)
		sheets = append(sheets, s)
	}
	for _, root := range roots {
		r.readShared(root)
	}
	for _, root := range roots {
		r.readFile(root)
	}
	h.Sum(r.hash[:0])
	r.check(sheets)
	for _, s := range sheets {
		wrong = append(wrong, s.Err())
	}
	if err := errors.Join(wrong...); err != nil {
		return nil, err
	}
	r.compile()
	return r, nil
}

type ruleFile struct {
	name string
	data []byte
}

// collect reads the files of the folders, in the order of their names.
func collect(dirs []fs.FS) ([]ruleFile, error) {
	var out []ruleFile
	seen := map[string]bool{}
	for _, dir := range dirs {
		names, err := fs.Glob(dir, "*.yaml")
		if err != nil {
			return nil, err
		}
		slices.Sort(names)
		for _, n := range names {
			data, err := fs.ReadFile(dir, n)
			if err != nil {
				return nil, err
			}
			if seen[n] {
				return nil, &strict.Error{File: n, Problem: "another file of rules has this name", Fix: "name it after what it adds; a rule is never overridden in silence"}
			}
			seen[n] = true
			out = append(out, ruleFile{n, data})
		}
	}
	if len(out) == 0 {
		return nil, &strict.Error{File: ".", Problem: "holds no file of rules", Fix: "name a folder with *.yaml of the form " + RulesFormat}
	}
	return out, nil
}

var fileKeys = []string{"format", "place", "title", "countries", "groups", "names", "general", "packs", "authorities", "kinds", "defaults", "tests", "makes", "rules", "counsel", "ways",
	"deliver", "penalties", "deadlines", "watch", "reviews"}

// readShared reads what files share: groups of countries, what services make, authorities, tests.
func (r *Rules) readShared(root strict.Cursor) {
	for _, e := range root.Entries() {
		switch e.Key {
		case "groups":
			for _, g := range e.Value.Entries() {
				r.groups[g.Key] = readCountries(g.Value)
			}
		case "makes":
			for _, m := range e.Value.Entries() {
				r.makes[strict.One(m.At, "class of service", writ.ParseService)] = strict.All(m.Value, "category", writ.ParseCategory)
			}
		case "names":
			for _, n := range e.Value.Entries() {
				r.names[n.At.Text()] = n.Value.Text()
			}
		case "kinds":
			for _, k := range e.Value.Entries() {
				for _, kind := range strict.All(k.Value, "kind of licence", wordOf("kind of licence", licenceKinds())) {
					r.kinds[kind] = readCountry(k.At)
				}
			}
		case "authorities":
			r.readAuthorities(e.Value)
		case "tests":
			for _, t := range e.Value.Entries() {
				if r.tests[t.Key] != nil {
					t.At.Fail("another test has this name", "name it otherwise")
				}
				r.tests[t.Key] = r.readBranches(t.Value)
			}
		}
	}
}

func (r *Rules) readAuthorities(c strict.Cursor) {
	for _, e := range c.Entries() {
		country := readCountry(e.At)
		for _, a := range e.Value.List() {
			name := strings.ToLower(a.Text())
			if had := r.authorities[name]; had != "" && had != country {
				a.Fail("the authority is one of another country too", "leave it out; a profile then names the country")
			}
			r.authorities[name] = country
		}
	}
}

// readFile reads one file.
func (r *Rules) readFile(root strict.Cursor) {
	t := root.Table(fileKeys...)
	if v, ok := t.Must("format", "add format: "+RulesFormat); ok && v.Text() != RulesFormat {
		v.Fail(v.Quoted()+" is no format that this program reads", "write "+RulesFormat)
	}
	p := Place{file: root.Sheet.File, Title: t.TextOf("title"), Deliver: t.TextOf("deliver")}
	if v, ok := t.Must("place", "name the place as the file is named"); ok {
		if p.Name = v.Text(); p.Name+".yaml" != p.file {
			v.Fail(v.Quoted()+" is not the name of the file", "write place: "+strings.TrimSuffix(p.file, ".yaml"))
		}
	}
	if v, ok := t.Has("countries"); ok {
		p.Countries = r.countriesOf(v)
	}
	if v, ok := t.Has("general"); ok {
		p.General = v.Truth()
	}
	if v, ok := t.Has("packs"); ok {
		for _, e := range v.List() {
			p.Packs = append(p.Packs, e.Text())
		}
	}
	h := header{place: p.Name, countries: p.Countries, general: p.General}
	if v, ok := t.Has("defaults"); ok {
		h.base.read(v.Table(sourceKeys...))
	}
	p.Penalties, p.Deadlines, p.Watch = readNotes(t, "penalties", h), readNotes(t, "deadlines", h), readNotes(t, "watch", h)
	p.Reviews = r.readReviews(t, h)
	if v, ok := t.Has("rules"); ok {
		for _, e := range v.List() {
			r.readRule(e, h)
		}
	}
	if v, ok := t.Has("counsel"); ok {
		for _, e := range v.List() {
			r.readCounsel(e)
		}
	}
	if v, ok := t.Has("ways"); ok {
		r.readWays(v)
	}
	r.places = append(r.places, p)
}

// countriesOf reads a group's name or a list of countries.
func (r *Rules) countriesOf(c strict.Cursor) []string {
	if c.Node.Value == "" {
		return readCountries(c)
	}
	g, ok := r.groups[c.Node.Value]
	if !ok {
		c.Fail("there is no group "+c.Quoted(), "write a list of countries, or one of "+strings.Join(slices.Sorted(maps.Keys(r.groups)), ", "))
	}
	return g
}

func (r *Rules) testNames() []string {
	names := slices.Sorted(maps.Keys(r.tests))
	if len(names) == 0 {
		return []string{"(no test is defined)"}
	}
	return names
}

// add files a rule.
func (r *Rules) add(t strict.Table, o rule) {
	for _, had := range r.rules {
		if had.id == o.id && o.id != "" {
			t.Fail("another rule has this name", "name it otherwise")
		}
	}
	if len(o.countries) == 0 && o.union == "" {
		t.Fail("binds no country", "add countries: to the rule or to the file")
	}
	r.rules = append(r.rules, o)
}

// Hash is the digest of every file of rules. It stands in each assessment.
func (r *Rules) Hash() [32]byte { return r.hash }

// Places lists the places, by name.
func (r *Rules) Places() []Place { return slices.Clone(r.places) }

// IDs lists the rules, in the order of their files.
func (r *Rules) IDs() []string {
	out := make([]string, len(r.rules))
	for i := range r.rules {
		out[i] = r.rules[i].id
	}
	return out
}
