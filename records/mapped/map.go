package mapped

import (
	"crypto/sha256"
	"fmt"
	"slices"

	"go.yaml.in/yaml/v4"

	"writ/records"
)

// Version is what the first line of a map says.
const Version = "map/1"

// A Map says how a file is to be read. Only [ParseMap] makes one; the zero Map reads nothing.
type Map struct{ m *plan }

// plan is what a map says, checked.
type plan struct {
	sum       [32]byte // of the map's text
	kind      records.Kind
	comma     byte
	header    bool
	width     int // how many columns each line of a file without a header has
	zone      string
	numbers   string
	times     []timeForm
	columns   []column
	constants []constant
	key       []place
	answered  *words // which words of which column mean yes and no
	events    *words // which words mean which event
}

// A place is a column, by its name or by its position from 1.
type place struct {
	name string
	at   int // from 0; -1 where the column has a name
}

type column struct {
	field records.Field
	place place
	form  timeForm // of its own; nil: those of the map
}

type constant struct {
	field records.Field
	text  string
}

// words give meaning to the texts of a column: any text at all ("*"), or those listed.
type words struct {
	place place
	means map[string]string
}

// Zone names the zone of times without an offset, "" where the map leaves it to the command line. The caller
// looks it up and gives it in [records.Options].
func (m Map) Zone() string {
	if m.m == nil {
		return ""
	}
	return m.m.zone
}

// Numbers names the number plan, an ISO country or a calling code, "" where the map leaves it to the command line.
// The caller looks it up and gives it in [records.Options].
func (m Map) Numbers() string {
	if m.m == nil {
		return ""
	}
	return m.m.numbers
}

// A MapError says where a map is wrong, what is, and what to do.
type MapError struct {
	File      string
	Line, Col int
	Problem   string
	Fix       string
}

func (e *MapError) Error() string {
	return fmt.Sprintf("%s:%d:%d: %s; %s", e.File, e.Line, e.Col, e.Problem, e.Fix)
}

// ParseMap reads a map. file is its name, for errors. An unknown key is an error.
func ParseMap(file string, b []byte) (Map, error) {
	p := &parser{file: file}
	var doc yaml.Node
	if err := yaml.Unmarshal(b, &doc); err != nil {
		return Map{}, &MapError{file, 1, 1, "is no YAML", "check indents, quotes and colons"}
	}
	if len(doc.Content) != 1 {
		return Map{}, &MapError{file, 1, 1, "is empty", "begin with writ: " + Version}
	}
	m := &plan{comma: ',', header: true, times: []timeForm{rfc3339}, sum: sha256.Sum256(b)}
	p.root(m, doc.Content[0])
	if p.err == nil {
		p.whole(m, doc.Content[0])
	}
	if p.err != nil {
		return Map{}, p.err
	}
	return Map{m}, nil
}

// whole checks what no single key can show.
func (p *parser) whole(m *plan, n *yaml.Node) {
	has := func(f records.Field) bool {
		return slices.ContainsFunc(m.columns, func(c column) bool { return c.field == f }) || slices.ContainsFunc(m.constants, func(c constant) bool { return c.field == f })
	}
	switch need := needed[m.kind]; {
	case m.kind == "":
		p.fail(n, "names no kind", "write kind: call, session or customer")
	case !has(need[0]):
		p.fail(n, "gives no column for "+string(need[0]), "a "+string(m.kind)+" can't be kept without it")
	case !has(need[1]) && (need[1] != records.Event || m.events == nil):
		p.fail(n, "gives no column for "+string(need[1]), "a "+string(m.kind)+" can't be kept without it; name a column, a constant, or for an event its words")
	case len(m.key) == 0:
		p.fail(n, "names no key", "write key: and the columns that make a record the same when it is read again")
	case m.kind == records.Call && m.answered == nil && !has(records.Answered):
		p.fail(n, "does not say what a call's being answered is read from", "write answered: with a column and its words")
	}
	if !m.header && m.width == 0 {
		p.fail(n, "does not say how many columns a line has", "write width: and their number, since no header tells")
	}
	for _, c := range m.places() {
		switch {
		case m.header != (c.at < 0):
			p.fail(n, "names columns by name where there is no header, or by number where there is one", "with header: yes write names, with header: no write numbers from 1")
		case !m.header && c.at >= m.width:
			p.fail(n, "names a column beyond the width", "count columns from 1")
		}
	}
}

// needed lists the two fields without which a kind of record can't be kept.
var needed = map[records.Kind][2]records.Field{
	records.Call:     {records.Start, records.Caller},
	records.Session:  {records.Start, records.Event},
	records.Customer: {records.From, records.Account},
}
