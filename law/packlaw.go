package law

import (
	"slices"
	"strconv"
	"strings"

	"writ"
	"writ/strict"
)

// readLaw reads the rules of a file.
func (p *pack) readLaw(t strict.Table, base cite) {
	for _, e := range items(t, "instruments") {
		p.readInstrument(e, base)
	}
	for i, e := range items(t, "rules") {
		p.rules = append(p.rules, p.readRule(e, base, p.name+"/rule-"+strconv.Itoa(i+1), true))
	}
	for i, e := range items(t, "limits") {
		p.limits = append(p.limits, readLimit(e, base, p.name+"/limit-"+strconv.Itoa(i+1), true))
	}
	p.readBars(t, base)
	p.relief = append(p.relief, readRemedies(t, base, p.name, true)...)
	for i, e := range items(t, "duties") {
		p.duties = append(p.duties, p.readDuty(e, base, p.name+"/duty-"+strconv.Itoa(i+1)))
	}
	for _, e := range items(t, "kept") {
		k := e.Table("category", "when", "fact")
		var out kept
		if v, ok := k.Must("category", "name the category"); ok {
			out.category = strict.One(v, "category", writ.ParseCategory)
		}
		if v, ok := k.Must("fact", "name the fact"); ok {
			if out.fact = strict.One(v, "fact", findPath); out.fact.name != "" && !strings.HasPrefix(out.fact.name, "facts.") {
				v.Fail(v.Quoted()+" is no fact", "write facts.NAME")
			}
		}
		out.when = whenOf(k)
		p.kept = append(p.kept, out)
	}
	if v, ok := t.Has("area"); ok {
		r := p.readRule(v, base, p.name+"/area", false)
		p.area = &r
	}
}

func items(t strict.Table, key string) []strict.Cursor {
	if v, ok := t.Has(key); ok {
		return v.List()
	}
	return nil
}

func whenOf(t strict.Table) *condition {
	if v, ok := t.Has("when"); ok {
		return readCondition(v)
	}
	return nil
}

func (p *pack) readInstrument(c strict.Cursor, base cite) {
	kind := ""
	if c.Node.Kind == mapping {
		for _, e := range c.Entries() {
			if e.Key == "type" {
				kind = e.Value.Text()
			}
		}
	}
	c.Of = p.name + "/" + kind
	t := c.Table(slices.Concat(citeKeys, []string{"type", "name", "issuers", "opens", "preserves", "reads", "closed", "limits", "cuts", "notice", "due", "relief",
		"signed", "addressee", "expires", "early", "lasting", "oral", "compels", "rules", "face", "cost", "notes", "deadline"})...)
	if kind == "" {
		t.Fail("has no type", "name the instrument")
		return
	}
	i := &instrument{kind: kind, pack: p, name: map[string]string{}, compels: true}
	i.cite = cited(t, base, p.name+"/"+kind)
	i.readNames(t)
	i.readFlags(t)
	i.readReach(t)
	for n, e := range items(t, "rules") {
		r := p.readRule(e, i.cite, i.id+"/rule-"+strconv.Itoa(n+1), false)
		i.byStage[r.check] = append(i.byStage[r.check], &r)
	}
	for n, e := range items(t, "limits") {
		i.limits = append(i.limits, readLimit(e, i.cite, i.id+"/limit-"+strconv.Itoa(n+1), false))
	}
	for n, e := range items(t, "cuts") {
		ct := e.Table(slices.Concat(citeKeys, []string{"when", "because"})...)
		i.cuts = append(i.cuts, cut{cited(ct, i.cite, i.id+"/cut-"+strconv.Itoa(n+1)), whenOf(ct), ct.TextOf("because")})
	}
	i.readNotice(t)
	i.relief = readRemedies(t, i.cite, i.id, false)
	p.addVersion(c, i)
}

// addVersion files an instrument; two versions of one type may not be in force on the same day.
func (p *pack) addVersion(c strict.Cursor, i *instrument) {
	for _, had := range p.instruments[i.kind] {
		if had.overlaps(i.cite) {
			c.Fail("overlaps another version of the same type", "end the older one with to: the day before")
		}
	}
	p.instruments[i.kind] = append(p.instruments[i.kind], i)
	slices.SortFunc(p.instruments[i.kind], func(a, b *instrument) int { return a.from.Compare(b.from) })
}

func (i *instrument) readNames(t strict.Table) {
	v, ok := t.Must("name", "add name: {en: …}")
	if !ok {
		return
	}
	for _, e := range v.Entries() {
		i.name[e.Key] = e.Value.Text()
	}
	if i.name["en"] == "" {
		i.name["en"] = i.name["own"]
	}
	i.beyond = "the instrument is of this kind: " + i.name["en"] + "; it does not reach this category, whoever signs it"
}

func (i *instrument) readFlags(t strict.Table) {
	i.signed, i.wrong, i.over, i.early = t.TextOf("signed"), t.TextOf("addressee"), t.TextOf("expires"), t.TextOf("early")
	i.cost = t.TextOf("cost")
	if v, ok := t.Has("compels"); ok {
		i.compels = v.Truth()
	}
	if v, ok := t.Has("lasting"); ok {
		i.lasting = v.Truth()
	}
	if v, ok := t.Has("oral"); ok {
		i.oral = readCondition(v)
	}
}

func (i *instrument) readReach(t strict.Table) {
	if v, ok := t.Must("issuers", "list who may sign"); ok {
		for _, e := range v.List() {
			i.issuers = append(i.issuers, readIssuers(e))
		}
	}
	for n, e := range items(t, "opens") {
		i.opens = append(i.opens, i.readOpening(e, i.id+"/opens-"+strconv.Itoa(n+1), openingKeys))
	}
	for n, e := range items(t, "preserves") {
		i.keeps = append(i.keeps, i.readOpening(e, i.id+"/preserves-"+strconv.Itoa(n+1), slices.Concat(openingKeys, []string{"until"})))
	}
	i.apart(t, slices.Concat(i.opens, i.keeps))
	for n, e := range items(t, "reads") {
		rt := e.Table(slices.Concat(citeKeys, []string{"category", "as", "when"})...)
		r := reading{cite: cited(rt, i.cite, i.id+"/reads-"+strconv.Itoa(n+1)), when: whenOf(rt)}
		if v, ok := rt.Must("category", "name the category"); ok {
			r.category = strict.One(v, "category", writ.ParseCategory)
		}
		if v, ok := rt.Must("as", "name the category as which it is read"); ok {
			r.as = strict.One(v, "category", writ.ParseCategory)
		}
		i.reads = append(i.reads, r)
	}
	i.closed = closing{ground: "instrument-too-weak", provision: i.provision}
	if v, ok := t.Has("closed"); ok {
		i.closed.read(v)
	}
}

func (c *closing) read(v strict.Cursor) {
	t := v.Table("ground", "provision", "for")
	if g, ok := t.Has("ground"); ok {
		c.ground = strict.One(g, "ground", writ.ParseGround)
	}
	if s := t.TextOf("provision"); s != "" {
		c.provision = s
	}
	if f, ok := t.Has("for"); ok {
		c.why = map[writ.Category]string{}
		for _, e := range f.Entries() {
			c.why[strict.One(e.At, "category", writ.ParseCategory)] = e.Value.Text()
		}
	}
}

func readIssuers(c strict.Cursor) issuers {
	t := c.Table("categories", "kinds", "provision")
	out := issuers{provision: t.TextOf("provision")}
	if v, ok := t.Has("categories"); ok {
		v.Some()
		out.categories = strict.All(v, "category", writ.ParseCategory)
	}
	if v, ok := t.Must("kinds", "list the kinds of issuer"); ok {
		for _, k := range strict.All(v, "issuer kind", writ.ParseIssuerKind) {
			out.kinds = append(out.kinds, string(k))
		}
	}
	return out
}

// openingKeys are what an opening may say; what is preserved has an end besides.
var openingKeys = slices.Concat(citeKeys, []string{"categories", "when", "fields", "as", "as-fact", "as-of", "given", "to-come", "without-window", "because"})

func (i *instrument) readOpening(c strict.Cursor, id string, keys []string) opening {
	t := c.Table(keys...)
	base := i.cite
	base.provision = ""
	if _, ok := t.Has("provision"); !ok {
		if _, as := t.Has("as"); as {
			base.provision = i.provision
		}
		if _, as := t.Has("as-fact"); as {
			base.provision = i.provision
		}
	}
	o := opening{cite: cited(t, base, id), when: whenOf(t), as: t.TextOf("as")}
	o.because = or(t.TextOf("because"), "the instrument is of this kind: "+i.name["en"]+"; it reaches this category")
	if v, ok := t.Must("categories", "list the categories"); ok {
		v.Some()
		o.categories = strict.All(v, "category", writ.ParseCategory)
	}
	if v, ok := t.Has("fields"); ok {
		o.readFields(v)
	}
	if v, ok := t.Has("as-fact"); ok {
		p := strict.One(v, "fact", findPath)
		o.asFact = &p
	}
	if v, ok := t.Has("as-of"); ok {
		o.asOf = v.AtLeastOne()
	}
	if v, ok := t.Has("given"); ok {
		o.given = map[string]string{}
		for _, e := range v.Entries() {
			o.given[e.Key] = e.Value.Text()
		}
	}
	if _, as := t.Has("as"); as && o.asFact != nil {
		t.Fail("is read both as a type and as a fact says", "keep one of as and as-fact")
	}
	if o.as == "" && o.asFact == nil && len(o.given)+len(o.asOf) > 0 {
		t.Fail("gives facts, or types, to nothing that it is read as", "add as: TYPE, or leave given and as-of out")
	}
	if o.asFact != nil && o.asFact.name != "" && !strings.HasPrefix(o.asFact.name, "facts.") {
		t.Fail("is read as what is no fact", "write as-fact: facts.NAME")
	}
	if v, ok := t.Has("to-come"); ok {
		o.toCome = v.Truth()
	}
	if v, ok := t.Has("without-window"); ok {
		o.windowless = v.Truth()
	}
	o.until = readEnds(t)
	return o
}

func (o *opening) readFields(v strict.Cursor) {
	for _, e := range v.List() {
		f := writ.Narrowing(e.Text())
		ok := false
		for _, c := range o.categories {
			ok = ok || slices.Contains(writ.Narrowings(c), f)
		}
		if !ok {
			e.Fail(e.Quoted()+" is no field of that category", "write a field of docs/formats/cases.md")
		}
		o.fields = append(o.fields, f)
	}
}

// apart complains where two openings could both hold for one category on one day: which decides would be chance.
func (i *instrument) apart(t strict.Table, all []opening) {
	for n, a := range all {
		for _, b := range all[n+1:] {
			both := slices.ContainsFunc(a.categories, b.covers)
			if both && a.overlaps(b.cite) && !a.when.apart(b.when) {
				t.Fail("overlapping rules: "+a.id+" and "+b.id+" may both hold for one category", "give each a when: that bars the other's")
			}
		}
	}
}

func (i *instrument) readNotice(t strict.Table) {
	open := false // the one before always holds
	for _, e := range items(t, "notice") {
		if open {
			e.Fail("is never reached: the notice before it always holds", "give that one a when:, or put it last")
		}
		n := e.Table("is", "when", "provision", "until")
		r := noticeRule{when: whenOf(n), provision: n.TextOf("provision")}
		if v, ok := n.Must("is", "say permitted, required, prohibited or delayed"); ok {
			r.is = strict.One(v, "notice", parseNotice)
		}
		if v, ok := n.Has("until"); ok {
			m := readMoment(v)
			r.until = &m
		}
		i.notice = append(i.notice, r)
		open = r.when == nil && r.until == nil
	}
	open = false
	for _, e := range items(t, "due") {
		if open {
			e.Fail("is never reached: the due before it always holds", "give that one a when:, or put it last")
		}
		d := e.Table("when", "at")
		r := due{when: whenOf(d)}
		if v, ok := d.Must("at", "write a moment"); ok {
			r.at = readMoment(v)
		}
		i.due = append(i.due, r)
		open = r.when == nil && len(r.at.of) == 1 && r.at.of[0].name == "at"
	}
}
