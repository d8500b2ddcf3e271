package asn1

import (
	"embed"
	"fmt"
	"strings"
	"sync"
)

//go:embed tables
var tables embed.FS

// A table is one module's types, by name.
type table struct {
	name, oid string
	types     map[string]*definition
}

// A definition is a type as the table writes it.
type definition struct {
	module *table
	name   string
	tag    written // its own, if any
	body   use     // of "is", or the kind of the others

	fields        []*field
	added, closed int // fields before the extension marker, and before the second one
	open          bool
	names         []named
}

type named struct {
	value int64
	name  string
}

// A use is a type as a member or a list uses it.
type use struct {
	module *table
	kind   kind
	ref    string
	limits limits
	item   *use
}

// A written tag is a tag as the table gives it; text "" is none.
type written struct {
	class    byte
	number   uint32
	explicit bool
	given    bool
}

var (
	loaded  = map[string]*table{}
	loading sync.Mutex
)

// module parses a module when it is first asked for.
func module(name string) (*table, error) {
	loading.Lock()
	defer loading.Unlock()
	if t := loaded[name]; t != nil {
		return t, nil
	}
	text, err := tables.ReadFile("tables/" + name + ".txt")
	if err != nil {
		return nil, fmt.Errorf("asn1: there is no table of the module %s", name)
	}
	t, err := parse(string(text))
	if err == nil {
		loaded[name] = t
	}
	return t, err
}

// Modules gives the names of the modules that have a table, sorted.
func Modules() []string {
	entries, err := tables.ReadDir("tables")
	if err != nil {
		return nil
	}
	var all []string
	for _, e := range entries {
		if name, ok := strings.CutSuffix(e.Name(), ".txt"); ok {
			all = append(all, name)
		}
	}
	return all
}

// parse reads a table.
func parse(text string) (*table, error) {
	p := &parser{t: &table{types: map[string]*definition{}}}
	line := 0
	for s := range strings.Lines(text) {
		line++
		s, _, _ = strings.Cut(s, "#")
		if err := p.line(strings.TrimRight(s, " \n\r")); err != nil {
			return nil, fmt.Errorf("asn1: table %s:%d: %w", p.t.name, line, err)
		}
	}
	p.end()
	return p.t, nil
}
