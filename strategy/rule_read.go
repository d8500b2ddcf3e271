package strategy

import (
	"slices"
	"strings"

	"writ"
	"writ/strict"
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
func (s *Source) read(t strict.Table) {
	if v, ok := t.Has("provision"); ok {
		s.Provision = v.Text()
	}
	if v, ok := t.Has("source"); ok {
		s.Read = v.Text()
	}
	if v, ok := t.Has("certainty"); ok {
		s.Certainty = strict.One(v, "certainty", wordOf("certainty", certainties()))
	}
	if v, ok := t.Has("from"); ok {
		s.From = v.Day()
	}
	if v, ok := t.Has("to"); ok {
		if s.To = v.Day(); s.To.Before(s.From) {
			v.Fail("ends before it begins", "write to: on or after from:")
		}
	}
}

// whole complains about what a rule of law may not lack.
func (s Source) whole(t strict.Table) {
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
			t.Fail("has no "+lack.name, lack.to)
		}
	}
}

func (r *Rules) readRule(c strict.Cursor, h header) {
	keys := slices.Concat(sourceKeys, []string{"id", "duty", "of", "anywhere", "services", "countries", "union", "general", "beside", "when", "standard", "because", "missing", "purpose",
		"announced", "due", "silent", "status", "test", "keep", "at-most", "doubt-over", "notice"})
	t := c.Table(keys...)
	out := rule{place: h.place, file: c.Sheet.File, line: c.Node.Line, countries: h.countries, general: h.general, Source: h.base, standard: NoneDelivered,
		because: t.TextOf("because"), missing: t.TextOf("missing"), purpose: t.TextOf("purpose"), union: t.TextOf("union")}
	if v, ok := t.Must("id", "name the rule"); ok {
		out.id = h.place + "/" + v.Text()
		t = t.Named(out.id)
	}
	out.Provision = ""
	out.read(t)
	out.whole(t)
	if v, ok := t.Must("duty", "name the duty"); ok {
		out.duty = strict.One(v, "duty", ParseDuty)
	}
	if v, ok := t.Has("countries"); ok {
		out.countries = r.countriesOf(v)
	}
	if v, ok := t.Has("standard"); ok {
		out.standard = strict.One(v, "standard", ParseStandard)
	}
	if out.because == "" {
		t.Fail("does not say why", "add because: a sentence for the reader")
	}
	out.readReach(t)
	if v, ok := t.Has("when"); ok {
		out.when = r.readCondition(v)
	}
	if v, ok := t.Has("due"); ok {
		out.due = readDue(v)
	}
	r.readAnswer(t, &out)
	r.add(t, out)
}

// readReach reads whom a rule binds.
func (o *rule) readReach(t strict.Table) {
	for key, into := range map[string]*bool{"anywhere": &o.anywhere, "general": &o.general, "beside": &o.beside, "announced": &o.announced, "silent": &o.silent} {
		if v, ok := t.Has(key); ok {
			*into = v.Truth()
		}
	}
	o.general = o.general && !o.beside && o.union == ""
	if v, ok := t.Has("of"); ok {
		if o.provider = v.Text() == "provider"; !o.provider {
			v.Fail(v.Quoted()+" is nobody", "write of: provider, or leave it out")
		}
	}
	o.provider = o.provider || o.union != ""
	v, ok := t.Has("services")
	switch {
	case ok && v.Node.Value == "all":
		o.services = writ.Services()
	case ok:
		o.services = strict.All(v, "class of service", writ.ParseService)
	case !o.provider:
		t.Fail("has no services", "write services: all, or a list of classes, or of: provider")
	default:
		o.services = writ.Services()
	}
}

func readDue(c strict.Cursor) *due {
	t := c.Table("standing", "by", "after")
	var d due
	if v, ok := t.Must("standing", "write the day on which who offers is an old provider"); ok {
		d.standing = v.Day()
	}
	if v, ok := t.Must("by", "write the day from which an old provider is bound"); ok {
		d.by = v.Day()
	}
	if v, ok := t.Must("after", "write how long after its beginning a new provider is bound"); ok {
		d.after = v.Period()
	}
	return &d
}

// readAnswer reads how a rule gives a status.
func (r *Rules) readAnswer(t strict.Table, o *rule) {
	var ways []string
	way := func(key string) (strict.Cursor, bool) {
		v, ok := t.Has(key)
		if ok {
			ways = append(ways, key)
		}
		return v, ok
	}
	a := &o.answer
	if v, ok := way("status"); ok {
		a.fixed = strict.One(v, "status", ParseStatus)
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
	if v, ok := t.Has("doubt-over"); ok {
		a.doubt = readSpans(v)
	}
	if v, ok := t.Has("notice"); ok {
		a.notice = strict.One(v, "kind of licence", wordOf("kind of licence", licenceKinds()))
	}
	switch {
	case len(ways) == 0 && !o.silent:
		t.Fail("gives no status", "add status:, test:, keep: or at-most:")
	case len(ways) > 1:
		t.Fail("gives a status in more than one way: "+strings.Join(ways, ", "), "keep one of them")
	}
	if o.silent && a.fixed == "" && a.test == nil && a.keep == nil && a.limit == nil {
		a.fixed = NotApplicable
	}
}

func readSpans(c strict.Cursor) []span {
	var out []span
	for _, e := range c.Entries() {
		out = append(out, span{strict.One(e.At, "category", writ.ParseCategory), e.Value.Period()})
	}
	if len(out) == 0 {
		c.Fail("names no category", "write for example {call-records: P12M}")
	}
	return out
}

// readTest reads a named test, or branches.
func (r *Rules) readTest(c strict.Cursor) []branch {
	if c.Node.Value != "" {
		t, ok := r.tests[c.Node.Value]
		if !ok {
			c.Fail("there is no test "+c.Quoted(), strict.Nearest(c.Node.Value, r.testNames()))
		}
		return t
	}
	return r.readBranches(c)
}

func (r *Rules) readBranches(c strict.Cursor) []branch {
	var out []branch
	list := c.List()
	for i, e := range list {
		t := e.Table("when", "status", "because", "missing")
		b := branch{because: t.TextOf("because"), missing: t.TextOf("missing")}
		if v, ok := t.Must("status", "write the status"); ok {
			b.status = strict.One(v, "status", ParseStatus)
		}
		v, ok := t.Has("when")
		if ok {
			b.when = r.readCondition(v)
		}
		if last := i == len(list)-1; ok == last {
			e.Fail("a test must end with a branch that always holds, and with that alone", "leave when: out of the last branch, and write it in each other")
		}
		out = append(out, b)
	}
	if len(out) == 0 {
		c.Fail("has no branch", "write - {when: …, status: …} and a last - {status: …}")
	}
	return out
}
