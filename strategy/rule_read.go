package strategy

import (
	"slices"
	"strings"

	"writ"
)

// A header is what a file says of all its rules.
type header struct {
	place     string
	countries []string
	general   bool
	base      Source
}

var sourceKeys = []string{"provision", "source", "certainty", "from", "to"}

// read fills what a table says over what it inherits.
func (s *Source) read(t table) {
	if v, ok := t.has("provision"); ok {
		s.Provision = v.text()
	}
	if v, ok := t.has("source"); ok {
		s.Read = v.text()
	}
	if v, ok := t.has("certainty"); ok {
		s.Certainty = one(v, "certainty", wordOf("certainty", certainties()))
	}
	if v, ok := t.has("from"); ok {
		s.From = v.day()
	}
	if v, ok := t.has("to"); ok {
		if s.To = v.day(); s.To.Before(s.From) {
			v.fail("ends before it begins", "write to: on or after from:")
		}
	}
}

// whole complains about what a rule of law may not lack.
func (s Source) whole(t table) {
	for _, lack := range []struct {
		missing  bool
		name, to string
	}{
		{s.Provision == "", "provision", "cite act and section"},
		{s.Certainty == "", "certainty", "add certainty: verified, known or uncertain"},
		{s.Read == "", "source", "say where it was read"},
		{s.From.IsZero(), "in-force date", "add from: YYYY-MM-DD"},
	} {
		if lack.missing {
			t.fail("has no "+lack.name, lack.to)
		}
	}
}

func (r *Rules) readRule(c cursor, h header) {
	keys := slices.Concat(sourceKeys, []string{"id", "duty", "of", "anywhere", "services", "countries", "union", "general", "beside", "when", "standard", "because", "missing", "purpose",
		"announced", "due", "silent", "status", "test", "keep", "at-most", "doubt-over", "notice"})
	t := c.table(keys...)
	out := rule{place: h.place, file: c.sheet.file, line: c.node.Line, countries: h.countries, general: h.general, Source: h.base, standard: NoneDelivered,
		because: t.textOf("because"), missing: t.textOf("missing"), purpose: t.textOf("purpose"), union: t.textOf("union")}
	if v, ok := t.must("id", "name the rule"); ok {
		out.id = h.place + "/" + v.text()
		t = t.named(out.id)
	}
	out.Provision = ""
	out.read(t)
	out.whole(t)
	if v, ok := t.must("duty", "name the duty"); ok {
		out.duty = one(v, "duty", ParseDuty)
	}
	if v, ok := t.has("countries"); ok {
		out.countries = r.countriesOf(v)
	}
	if v, ok := t.has("standard"); ok {
		out.standard = one(v, "standard", ParseStandard)
	}
	if out.because == "" {
		t.fail("does not say why", "add because: a sentence for the reader")
	}
	out.readReach(t)
	if v, ok := t.has("when"); ok {
		out.when = readCondition(v)
	}
	if v, ok := t.has("due"); ok {
		out.due = readDue(v)
	}
	r.readAnswer(t, &out)
	r.add(t, out)
}

// readReach reads whom a rule binds.
func (o *rule) readReach(t table) {
	for key, into := range map[string]*bool{"anywhere": &o.anywhere, "general": &o.general, "beside": &o.beside, "announced": &o.announced, "silent": &o.silent} {
		if v, ok := t.has(key); ok {
			*into = v.truth()
		}
	}
	o.general = o.general && !o.beside && o.union == ""
	if v, ok := t.has("of"); ok {
		if o.provider = v.text() == "provider"; !o.provider {
			v.fail(v.quoted()+" is nobody", "write of: provider, or leave it out")
		}
	}
	o.provider = o.provider || o.union != ""
	v, ok := t.has("services")
	switch {
	case ok && v.node.Value == "all":
		o.services = writ.Services()
	case ok:
		o.services = some(v, "class of service", writ.ParseService)
	case !o.provider:
		t.fail("has no services", "write services: all, or a list of classes, or of: provider")
	default:
		o.services = writ.Services()
	}
}

func readDue(c cursor) *due {
	t := c.table("standing", "by", "after")
	var d due
	if v, ok := t.must("standing", "write the day on which who offers is an old provider"); ok {
		d.standing = v.day()
	}
	if v, ok := t.must("by", "write the day from which an old provider is bound"); ok {
		d.by = v.day()
	}
	if v, ok := t.must("after", "write how long after its beginning a new provider is bound"); ok {
		d.after = v.period()
	}
	return &d
}

// readAnswer reads how a rule gives a status.
func (r *Rules) readAnswer(t table, o *rule) {
	var ways []string
	way := func(key string) (cursor, bool) {
		v, ok := t.has(key)
		if ok {
			ways = append(ways, key)
		}
		return v, ok
	}
	a := &o.answer
	if v, ok := way("status"); ok {
		a.fixed = one(v, "status", ParseStatus)
	}
	if v, ok := way("test"); ok {
		a.test = r.readTest(v)
	}
	if v, ok := way("keep"); ok {
		a.keep = readSpans(v)
	}
	if v, ok := way("at-most"); ok {
		a.limit = readSpans(v)
	}
	if v, ok := t.has("doubt-over"); ok {
		a.doubt = readSpans(v)
	}
	if v, ok := t.has("notice"); ok {
		a.notice = one(v, "kind of licence", wordOf("kind of licence", licenceKinds()))
	}
	switch {
	case len(ways) == 0 && !o.silent:
		t.fail("gives no status", "add status:, test:, keep: or at-most:")
	case len(ways) > 1:
		t.fail("gives a status in more than one way: "+strings.Join(ways, ", "), "keep one of them")
	}
	if o.silent && a.fixed == "" && a.test == nil && a.keep == nil && a.limit == nil {
		a.fixed = NotApplicable
	}
}

func readSpans(c cursor) []span {
	var out []span
	for _, e := range c.entries() {
		out = append(out, span{one(e.at, "category", writ.ParseCategory), e.value.period()})
	}
	if len(out) == 0 {
		c.fail("names no category", "write for example {call-records: P12M}")
	}
	return out
}

// readTest reads a named test, or branches.
func (r *Rules) readTest(c cursor) []branch {
	if c.node.Value != "" {
		t, ok := r.tests[c.node.Value]
		if !ok {
			c.fail("there is no test "+c.quoted(), nearest(c.node.Value, r.testNames()))
		}
		return t
	}
	return readBranches(c)
}

func readBranches(c cursor) []branch {
	var out []branch
	list := c.list()
	for i, e := range list {
		t := e.table("when", "status", "because", "missing")
		b := branch{because: t.textOf("because"), missing: t.textOf("missing")}
		if v, ok := t.must("status", "write the status"); ok {
			b.status = one(v, "status", ParseStatus)
		}
		v, ok := t.has("when")
		if ok {
			b.when = readCondition(v)
		}
		if last := i == len(list)-1; ok == last {
			e.fail("a test must end with a branch that always holds, and with that alone", "leave when: out of the last branch, and write it in each other")
		}
		out = append(out, b)
	}
	if len(out) == 0 {
		c.fail("has no branch", "write - {when: …, status: …} and a last - {status: …}")
	}
	return out
}
