package law

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"writ/strict"
)

// facts tries other values of the facts that stand in the way: those that the rule which answers looks at, and those on
// which the instrument opens the category. A fact that says what is held, or why, is left as it is.
func (c *changer) facts() {
	if c.e.inst == nil {
		return
	}
	var asked []test
	if c.e.cause != nil {
		asked = c.e.cause.when.all(asked)
	}
	for _, list := range [][]opening{c.e.inst.opens, c.e.inst.keeps} {
		for n := range list {
			if list[n].covers(c.e.category) {
				asked = list[n].when.all(asked)
			}
		}
	}
	k := new(docket)
	k.open(&c.d, c.set)
	m := k.asked(c.ask)
	for _, t := range asked {
		name, ok := strings.CutPrefix(t.path.name, "facts.")
		if !ok || c.set.tellsWhatIsHeld(t.path.name) {
			continue
		}
		c.fact(name, t, asked, m)
	}
}

// fact tries what a test on a fact compares it with.
func (c *changer) fact(name string, t test, asked []test, m *matter) {
	set := func(kind, says string, v any) {
		if !slices.ContainsFunc(c.out, func(o change) bool { return o.says == says }) {
			c.try(kind, says, func(d *Demand) { d.setFact(name, v) })
		}
	}
	states := "the paper states " + name + stating
	for _, v := range t.values(m) {
		if v == true && t.looks && slices.ContainsFunc(asked, func(o test) bool { return o.path.name == t.path.name && len(o.wanted)+len(o.barred) > 0 }) {
			continue // the law knows its words
		}
		set("fact "+name, states+plainFact(v), v)
	}
	for _, n := range t.numbers {
		for _, v := range []int{n, n - 1, n + 1} {
			set(onlyOne+name, states+strconv.Itoa(v), v)
		}
	}
	switch had := t.path.read(m); {
	case had.absent():
	case t.looks:
		set("fact "+name, "the paper does not state "+name, nil)
	case slices.Contains(t.wanted, had.one) && had.one != "true" && had.one != "false":
		set("fact "+name, "the paper states "+name+", and not "+had.one, "another")
	}
}

// setFact gives a fact another value; nil takes it away.
func (d *Demand) setFact(name string, v any) {
	if d.Instrument.Facts == nil {
		d.Instrument.Facts = map[string]any{}
	}
	facts := d.Instrument.Facts
	if outer, inner, nested := strings.Cut(name, "."); nested {
		t, ok := facts[outer].(map[string]any)
		if !ok {
			t = map[string]any{}
			facts[outer] = t
		}
		facts, name = t, inner
	}
	if v == nil {
		delete(facts, name)
		return
	}
	facts[name] = v
}

func plainFact(v any) string {
	if list, ok := v.([]any); ok {
		words := make([]string, len(list))
		for i, e := range list {
			words[i] = word(e)
		}
		return strings.Join(words, ", ")
	}
	return word(v)
}

// all gives every test of a condition, also those of its groups.
func (c *condition) all(to []test) []test {
	if c == nil {
		return to
	}
	to = append(to, c.tests...)
	for _, g := range slices.Concat(c.anyOf, c.none) {
		to = g.all(to)
	}
	return to
}

// values are what a fact could be so that a test on it turns out otherwise.
func (t test) values(m *matter) []any {
	var out []any
	if t.looks {
		out = append(out, true)
	}
	for _, w := range slices.Concat(t.wanted, t.barred) {
		switch w {
		case "true", "false":
			out = append(out, true, false)
		default:
			out = append(out, w)
		}
	}
	for _, p := range t.beside {
		if w := p.read(m); w.one != "" {
			out = append(out, w.one, []any{w.one})
		}
	}
	for _, limit := range t.moments {
		if when, ok := limit.on(m); ok {
			out = append(out, when.AddDate(0, 0, -2).Format(time.RFC3339), when.AddDate(0, 0, 2).Format(time.RFC3339))
		}
	}
	return out
}

// tellsWhatIsHeld reports whether a duty to keep, or what is said of the age of records, looks at a fact.
func (s *Set) tellsWhatIsHeld(name string) bool { return s.held[name] }

// gatherHeld finds those facts.
func (p *pack) gatherHeld(into map[string]bool) {
	note := func(conditions ...*condition) {
		for _, c := range conditions {
			for _, t := range c.all(nil) {
				into[t.path.name] = true
			}
		}
	}
	for i := range p.kept {
		note(p.kept[i].when)
		into[p.kept[i].fact.name] = true
	}
	for i := range p.duties {
		d := &p.duties[i]
		note(d.when)
		for _, r := range slices.Concat(d.alone, d.past) {
			note(r.when)
		}
	}
}

// number reads a whole number that a test compares with.
func (t *test) number(c strict.Cursor) int {
	n := c.Number()
	t.numbers = append(t.numbers, n)
	return n
}
