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
// is an error: nothing is overridden in silence. The error joins every [FileError] found.
func Load(dirs ...fs.FS) (*Rules, error) {
	r := &Rules{byCountry: map[string][]*rule{}, tests: map[string][]branch{}, groups: map[string][]string{}, makes: map[writ.Service][]writ.Category{}, authorities: map[string]string{}, ways: map[Duty]way{}, kinds: map[string]string{}, names: map[string]string{}}
	files, err := collect(dirs)
	if err != nil {
		return nil, err
	}
	h := sha256.New()
	var sheets []*sheet
	var roots []cursor
	for _, f := range files {
		for _, text := range []string{f.name, string(f.data)} {
			h.Write(binary.BigEndian.AppendUint64(nil, uint64(len(text))))
			h.Write([]byte(text))
		}
		s := &sheet{file: f.name, groups: r.groups}
		root, err := s.open(f.data)
		if err != nil {
			s.errors = append(s.errors, err)
		} else {
			roots = append(roots, root)
		}
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
	var wrong []error
	for _, s := range sheets {
		wrong = append(wrong, s.err())
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
				return nil, &FileError{File: n, Problem: "another file of rules has this name", Fix: "name it after what it adds; a rule is never overridden in silence"}
			}
			seen[n] = true
			out = append(out, ruleFile{n, data})
		}
	}
	if len(out) == 0 {
		return nil, &FileError{File: ".", Problem: "holds no file of rules", Fix: "name a folder with *.yaml of the form " + RulesFormat}
	}
	return out, nil
}

var fileKeys = []string{"format", "place", "title", "countries", "groups", "names", "general", "packs", "authorities", "kinds", "defaults", "tests", "makes", "rules", "counsel", "ways",
	"deliver", "penalties", "deadlines", "watch", "reviews"}

// readShared reads what files share: groups of countries, what services make, authorities, tests.
func (r *Rules) readShared(root cursor) {
	for _, e := range root.entries() {
		switch e.key {
		case "groups":
			for _, g := range e.value.entries() {
				r.groups[g.key] = g.value.countries()
			}
		case "makes":
			for _, m := range e.value.entries() {
				r.makes[one(m.at, "class of service", writ.ParseService)] = some(m.value, "category", writ.ParseCategory)
			}
		case "names":
			for _, n := range e.value.entries() {
				r.names[n.at.text()] = n.value.text()
			}
		case "kinds":
			for _, k := range e.value.entries() {
				for _, kind := range some(k.value, "kind of licence", wordOf("kind of licence", licenceKinds())) {
					r.kinds[kind] = k.at.country()
				}
			}
		case "authorities":
			r.readAuthorities(e.value)
		case "tests":
			for _, t := range e.value.entries() {
				if r.tests[t.key] != nil {
					t.at.fail("another test has this name", "name it otherwise")
				}
				r.tests[t.key] = readBranches(t.value)
			}
		}
	}
}

func (r *Rules) readAuthorities(c cursor) {
	for _, e := range c.entries() {
		country := e.at.country()
		for _, a := range e.value.list() {
			name := strings.ToLower(a.text())
			if had := r.authorities[name]; had != "" && had != country {
				a.fail("the authority is one of another country too", "leave it out; a profile then names the country")
			}
			r.authorities[name] = country
		}
	}
}

// readFile reads one file.
func (r *Rules) readFile(root cursor) {
	t := root.table(fileKeys...)
	if v, ok := t.must("format", "add format: "+RulesFormat); ok && v.text() != RulesFormat {
		v.fail(v.quoted()+" is no format that this program reads", "write "+RulesFormat)
	}
	p := Place{file: root.sheet.file, Title: t.textOf("title"), Deliver: t.textOf("deliver")}
	if v, ok := t.must("place", "name the place as the file is named"); ok {
		if p.Name = v.text(); p.Name+".yaml" != p.file {
			v.fail(v.quoted()+" is not the name of the file", "write place: "+strings.TrimSuffix(p.file, ".yaml"))
		}
	}
	if v, ok := t.has("countries"); ok {
		p.Countries = r.countriesOf(v)
	}
	if v, ok := t.has("general"); ok {
		p.General = v.truth()
	}
	if v, ok := t.has("packs"); ok {
		for _, e := range v.list() {
			p.Packs = append(p.Packs, e.text())
		}
	}
	h := header{place: p.Name, countries: p.Countries, general: p.General}
	if v, ok := t.has("defaults"); ok {
		h.base.read(v.table(sourceKeys...))
	}
	p.Penalties, p.Deadlines, p.Watch = readNotes(t, "penalties", h), readNotes(t, "deadlines", h), readNotes(t, "watch", h)
	p.Reviews = readReviews(t, h)
	if v, ok := t.has("rules"); ok {
		for _, e := range v.list() {
			r.readRule(e, h)
		}
	}
	if v, ok := t.has("counsel"); ok {
		for _, e := range v.list() {
			r.readCounsel(e)
		}
	}
	if v, ok := t.has("ways"); ok {
		r.readWays(v)
	}
	r.places = append(r.places, p)
}

// countriesOf reads a group's name or a list of countries.
func (r *Rules) countriesOf(c cursor) []string {
	if c.node.Value == "" {
		return c.countries()
	}
	g, ok := r.groups[c.node.Value]
	if !ok {
		c.fail("there is no group "+c.quoted(), "write a list of countries, or one of "+strings.Join(slices.Sorted(maps.Keys(r.groups)), ", "))
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
func (r *Rules) add(t table, o rule) {
	for _, had := range r.rules {
		if had.id == o.id && o.id != "" {
			t.fail("another rule has this name", "name it otherwise")
		}
	}
	if len(o.countries) == 0 && o.union == "" {
		t.fail("binds no country", "add countries: to the rule or to the file")
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
