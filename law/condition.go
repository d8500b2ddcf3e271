package law

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v4"
	"writ/strict"
)

const (
	mapping  = yaml.MappingNode
	sequence = yaml.SequenceNode
)

// A condition is what `when:` says: every test holds, one of each `any:` group holds, none of `none:` holds.
// The nil condition always holds.
type condition struct {
	tests []test
	anyOf []*condition
	none  []*condition
	text  string // the same for two that say the same
}

// A test looks at one path.
type test struct {
	path   path
	ops    []op
	wanted []string // the words of a plain test, for overlap
	barred []string // the words of a `not`

	// What else it compares with, for what could be otherwise.
	looks   bool // whether it is stated at all
	numbers []int
	beside  []path
	moments []moment
}

// cost is greater where days are counted.
func (t test) cost() int {
	if t.path.time != nil || t.path.name == "days-asked" {
		return 1
	}
	return 0
}

type op func(m *matter, v value) bool

func readCondition(c strict.Cursor) *condition {
	out := &condition{text: canon(c.Node)}
	for _, e := range c.Entries() {
		switch e.Key {
		case "any":
			for _, g := range e.Value.List() {
				out.anyOf = append(out.anyOf, readCondition(g))
			}
		case "none":
			for _, g := range pick(e.Value) {
				out.none = append(out.none, readCondition(g))
			}
		default:
			out.tests = append(out.tests, readTest(e))
		}
	}
	slices.SortStableFunc(out.tests, func(a, b test) int { return a.cost() - b.cost() }) // all must hold: the dear ones are asked last
	if len(out.tests)+len(out.anyOf)+len(out.none) == 0 {
		c.Fail("says nothing", "leave when out, or name what is to hold")
	}
	return out
}

// pick reads one or a list of them.
func pick(c strict.Cursor) []strict.Cursor {
	if c.Node.Kind == sequence {
		return c.List()
	}
	return []strict.Cursor{c}
}

func readTest(e strict.Entry) test {
	var t test
	p, err := findPath(e.Key)
	if err != nil {
		e.At.Fail(e.At.Quoted()+" is nothing that a rule can look at", err.Error())
		return t
	}
	t.path = p
	if e.Value.Node.Kind != mapping {
		t.wanted = e.Value.AtLeastOne()
		p.spelled(e.Value, t.wanted)
		t.ops = append(t.ops, among(t.wanted))
		return t
	}
	for _, o := range e.Value.Entries() {
		t.ops = append(t.ops, t.readOp(o))
	}
	return t
}

func among(words []string) op {
	return func(_ *matter, v value) bool {
		return v.any(func(w string) bool { return slices.Contains(words, w) })
	}
}

func (t *test) readOp(o strict.Entry) op {
	switch o.Key {
	case "is":
		t.wanted = o.Value.AtLeastOne()
		t.path.spelled(o.Value, t.wanted)
		return among(t.wanted)
	case "not":
		t.barred = o.Value.AtLeastOne()
		t.path.spelled(o.Value, t.barred)
		in := among(t.barred)
		return func(m *matter, v value) bool { return !in(m, v) }
	case "stated":
		want := o.Value.Truth()
		t.looks = true
		return func(_ *matter, v value) bool { return v.absent() != want }
	case "contains":
		parts := o.Value.AtLeastOne()
		return func(_ *matter, v value) bool { return v.any(func(w string) bool { return holdsPart(w, parts) }) }
	case "at-least", "more-than", "at-most", "under":
		return numeric(o.Key, t.number(o.Value))
	case "same-as", "differs-from":
		return t.compare(o)
	case "has":
		return t.compare(o)
	case "from", "before", "beyond":
		return t.timed(o)
	case "in-hours":
		return t.inHours(o)
	}
	o.At.Fail(o.At.Quoted()+" is no test", "write is, not, stated, contains, at-least, more-than, at-most, under, same-as, differs-from, has, from, before, beyond or in-hours")
	return nil
}

func holdsPart(w string, parts []string) bool {
	w = strings.ToLower(w)
	return slices.ContainsFunc(parts, func(p string) bool { return strings.Contains(w, p) })
}

func numeric(key string, n int) op {
	return func(_ *matter, v value) bool {
		return v.any(func(w string) bool {
			x, err := strconv.Atoi(w)
			if err != nil {
				return false
			}
			switch key {
			case "at-least":
				return x >= n
			case "more-than":
				return x > n
			case "at-most":
				return x <= n
			default:
				return x < n
			}
		})
	}
}

// compare sets two paths side by side. Both must be stated.
func (t *test) compare(o strict.Entry) op {
	other := strict.One(o.Value, "path", findPath)
	if other.read == nil {
		return nil
	}
	if other.name == t.path.name {
		o.Value.Fail(o.Value.Quoted()+" is compared with itself", "name another path")
	}
	t.beside = append(t.beside, other)
	same := o.Key != "differs-from"
	return func(m *matter, v value) bool {
		w := other.read(m)
		if v.absent() || w.absent() {
			return false
		}
		return v.any(func(a string) bool { return w.any(func(b string) bool { return a == b }) }) == same
	}
}

// timed sets a time beside a moment: from it on, before it, or running beyond it.
func (t *test) timed(o strict.Entry) op {
	limit := readMoment(o.Value)
	if t.path.time == nil {
		o.At.Fail("the path is no time", "test at, issued, served, expires, start, end or a fact that is a date")
		return nil
	}
	t.moments = append(t.moments, limit)
	read, key := t.path.time, o.Key
	return func(m *matter, _ value) bool {
		from, to, ok := read(m)
		end, known := limit.on(m)
		if !ok || !known {
			return false
		}
		return timeHolds(key, from, to, end)
	}
}

func timeHolds(key string, from, to, end time.Time) bool {
	switch key {
	case "from":
		return !from.Before(end)
	case "before":
		return from.Before(end)
	default:
		return to.After(end)
	}
}

// holds reports whether the condition is met.
func (c *condition) holds(m *matter) bool {
	if c == nil {
		return true
	}
	for i := range c.tests {
		v := c.tests[i].path.read(m)
		for _, o := range c.tests[i].ops {
			if !o(m, v) {
				return false
			}
		}
	}
	for _, g := range c.none {
		if g.holds(m) {
			return false
		}
	}
	return len(c.anyOf) == 0 || slices.ContainsFunc(c.anyOf, func(g *condition) bool { return g.holds(m) })
}

// apart reports whether two conditions can be seen never to hold together: some path must be of words that the
// other bars, or of other words. It errs on the side of false.
func (c *condition) apart(d *condition) bool {
	if c == nil || d == nil {
		return false
	}
	for _, a := range c.tests {
		for _, b := range d.tests {
			if a.path.name == b.path.name && !a.path.multi && wordsApart(a, b) {
				return true
			}
		}
	}
	return false
}

func wordsApart(a, b test) bool {
	disjoint := func(x, y []string) bool {
		return !slices.ContainsFunc(x, func(w string) bool { return slices.Contains(y, w) })
	}
	within := func(x, y []string) bool {
		return !slices.ContainsFunc(x, func(w string) bool { return !slices.Contains(y, w) })
	}
	switch {
	case a.wanted != nil && b.wanted != nil:
		return disjoint(a.wanted, b.wanted)
	case a.wanted != nil && b.barred != nil:
		return within(a.wanted, b.barred)
	case a.barred != nil && b.wanted != nil:
		return within(b.wanted, a.barred)
	}
	return false
}
