package law

import (
	"maps"
	"slices"
	"strconv"

	"writ"
	"writ/strict"
)

// readRule reads a defect or a doubt.
func (p *pack) readRule(c strict.Cursor, base cite, id string, whole bool) rule {
	keys := slices.Concat(citeKeys, []string{"check", "when", "answer", "ground", "because", "repair", "question", "until"})
	if whole {
		keys = append(keys, "instruments")
	}
	c.Of = id
	t := c.Table(keys...)
	if v, ok := t.Has("id"); ok {
		t.Of = id[:len(id)-len(lastPart(id))] + v.Text()
	}
	r := rule{cite: cited(t, ruleBase(base, t), id), when: whenOf(t), because: t.TextOf("because"), repair: t.TextOf("repair"), question: t.TextOf("question")}
	if v, ok := t.Has("instruments"); ok {
		r.instruments = v.AtLeastOne()
	}
	if v, ok := t.Has("check"); ok {
		r.check = strict.One(v, "check", parseStage)
	} else {
		r.check = stageCategory
	}
	r.readAnswer(t)
	r.until = readEnds(t)
	if r.because == "" {
		t.Fail("has no because", "say in a sentence why, for the lawyer who reads the decision")
	}
	return r
}

// ruleBase drops the inherited provision: a rule cites its own.
func ruleBase(base cite, _ strict.Table) cite {
	base.provision = ""
	return base
}

func lastPart(id string) string {
	for i := len(id) - 1; i >= 0; i-- {
		if id[i] == '/' {
			return id[i+1:]
		}
	}
	return id
}

func parseStage(s string) (stage, error) {
	for i, n := range stageNames {
		if n == s {
			return stage(i), nil
		}
	}
	return 0, &writ.ListError{What: "check", Known: stageNames[:]}
}

// readAnswer reads what a rule answers. No rule may open anything: that is for `opens` alone.
func (r *rule) readAnswer(t strict.Table) {
	v, ok := t.Must("answer", "write withhold, clarify, refer or preserve")
	if !ok {
		return
	}
	r.answer = v.Text()
	if !slices.Contains([]string{"withhold", "clarify", "refer", "preserve"}, r.answer) {
		v.Fail(v.Quoted()+" is no answer that a rule can give", "write withhold, clarify, refer or preserve; only opens: opens")
	}
	if v, ok := t.Has("until"); ok && r.answer != "preserve" {
		v.Fail("only what is preserved has an end", "leave until out, or write answer: preserve")
	}
	g, has := t.Has("ground")
	if has {
		r.ground = strict.One(g, "ground", writ.ParseGround)
	}
	switch {
	case r.answer == "preserve" && has:
		g.Fail("preserve has no ground", "leave it out")
	case r.answer != "preserve" && !has:
		t.Fail("has no ground", "name one of the grounds of docs/formats/cases.md")
	case r.certainty == "uncertain" && r.answer != "refer":
		t.Fail("rests on an uncertain rule and does not refer", "write answer: refer, ground: uncertain-rule")
	}
}

// readLimit reads an end or a beginning of what is reached.
func readLimit(c strict.Cursor, base cite, id string, whole bool) limit {
	keys := slices.Concat(citeKeys, []string{"categories", "when", "starts", "ends", "ground", "because"})
	if whole {
		keys = append(keys, "instruments")
	}
	c.Of = id
	t := c.Table(keys...)
	base.provision = ""
	l := limit{cite: cited(t, base, id), when: whenOf(t), ground: "instrument-too-weak", because: t.TextOf("because")}
	if v, ok := t.Has("instruments"); ok {
		l.instruments = v.AtLeastOne()
	}
	if v, ok := t.Must("categories", "list the categories"); ok {
		v.Some()
		l.categories = strict.All(v, "category", writ.ParseCategory)
	}
	if v, ok := t.Has("ground"); ok {
		l.ground = strict.One(v, "ground", writ.ParseGround)
	}
	if v, ok := t.Has("starts"); ok {
		m := readMoment(v)
		l.from = &m
	}
	if v, ok := t.Has("ends"); ok {
		m := readMoment(v)
		l.until = &m
	}
	if l.from == nil && l.until == nil {
		t.Fail("neither starts nor ends", "add starts: or ends:")
	}
	if literalsCross(l.from, l.until) {
		t.Fail("ends before it starts", "write starts: before ends:")
	}
	return l
}

// readDuty reads a duty to keep.
func (p *pack) readDuty(c strict.Cursor, base cite, id string) duty {
	c.Of = id
	t := c.Table(slices.Concat(citeKeys, []string{"categories", "services", "when", "period", "period-of", "runs-from", "round", "only-collected", "purpose", "because", "alone", "past"})...)
	if v, ok := t.Has("id"); ok {
		t.Of = p.name + "/" + v.Text()
	}
	base.byAt = true
	d := duty{cite: cited(t, ruleBase(base, t), id), when: whenOf(t), because: t.TextOf("because")}
	d.byAt = true
	if v, ok := t.Must("categories", "list the categories"); ok {
		v.Some()
		d.categories = strict.All(v, "category", writ.ParseCategory)
	}
	if v, ok := t.Must("services", "list the services that are bound"); ok {
		v.Some()
		for _, s := range strict.All(v, "service", writ.ParseService) {
			d.services = append(d.services, string(s))
		}
	}
	if v, ok := t.Must("period", "say how long"); ok {
		if d.period = v.Period(); d.period.IsZero() {
			v.Fail("is no time at all", "say how long, or leave the duty out")
		}
	}
	if v, ok := t.Has("period-of"); ok {
		f := strict.One(v, "fact", findPath)
		d.periodOf = &f
	}
	if v, ok := t.Has("runs-from"); ok {
		f := strict.One(v, "date", findPath)
		d.runsFrom = &f
	}
	if v, ok := t.Has("round"); ok {
		if d.round = v.Text() == "year-end"; !d.round {
			v.Fail(v.Quoted()+" is no rounding", "write year-end")
		}
	}
	if v, ok := t.Has("only-collected"); ok {
		d.collected = v.Truth()
	}
	if v, ok := t.Has("purpose"); ok {
		d.purpose = readCondition(v)
	}
	d.readEdges(p, t)
	return d
}

func (d *duty) readEdges(p *pack, t strict.Table) {
	base := d.cite
	if base.certainty == "uncertain" {
		base.certainty = "known"
	}
	for _, e := range []struct {
		key  string
		into *[]rule
	}{{"alone", &d.alone}, {"past", &d.past}} {
		v, ok := t.Has(e.key)
		if !ok {
			continue
		}
		for n, c := range pick(v) {
			r := p.readRule(c, base, d.id+"/"+e.key+"-"+strconv.Itoa(n+1), false)
			r.byAt = true
			if r.answer == "preserve" {
				c.Fail("the edge of a duty preserves", "write answer: withhold, clarify or refer; what is held is kept meanwhile in any case")
			}
			*e.into = append(*e.into, r)
		}
	}
}

// compile hands the pack's own rules to its instruments, and looks for what points nowhere.
func (p *pack) compile() {
	ids := map[string]bool{}
	for i := range p.rules {
		r := &p.rules[i]
		p.hand(r.instruments, r.cite, func(inst *instrument) { inst.byStage[r.check] = append(inst.byStage[r.check], r) })
	}
	for _, l := range p.limits {
		p.hand(l.instruments, l.cite, func(inst *instrument) { inst.limits = append(inst.limits, l) })
	}
	for _, b := range p.bars {
		p.hand(b.instruments, b.cite, func(*instrument) {})
	}
	for _, r := range p.relief {
		p.hand(r.instruments, r.cite, func(inst *instrument) { inst.relief = append(inst.relief, r) })
	}
	for _, d := range p.duties {
		if ids[d.id] {
			d.Fail(d.id, "two duties have this id", "name each its own")
		}
		ids[d.id] = true
	}
	for _, kind := range slices.Sorted(maps.Keys(p.instruments)) {
		for _, i := range p.instruments[kind] {
			p.checkAs(kind, i)
			i.uniqueRules()
		}
	}
	p.contradictions()
}

func (i *instrument) uniqueRules() {
	ids := map[string]bool{}
	for _, rules := range i.byStage {
		for _, r := range rules {
			if ids[r.id] {
				r.Fail(r.id, "two rules have this id", "name each its own")
			}
			ids[r.id] = true
		}
	}
}

// hand gives something to the instruments that it names, or to all.
func (p *pack) hand(kinds []string, c cite, to func(*instrument)) {
	for _, k := range kinds {
		if p.instruments[k] == nil {
			c.Fail(c.id, "names the instrument "+k+", which the pack does not have", "name one that it has")
		}
	}
	for kind, versions := range p.instruments {
		if len(kinds) > 0 && !slices.Contains(kinds, kind) {
			continue
		}
		for _, i := range versions {
			to(i)
		}
	}
}

// checkAs finds instruments that are read as one that is not there, or as one that is itself read as another.
func (p *pack) checkAs(kind string, i *instrument) {
	for _, o := range i.opens {
		targets := o.asOf
		if o.as != "" {
			targets = append([]string{o.as}, targets...)
		}
		if o.asFact != nil && len(o.asOf) == 0 {
			o.Fail(o.id, "reads the instrument from a fact and does not say which it may be", "add as-of: [type, …]")
		}
		for _, target := range targets {
			if p.instruments[target] == nil || target == kind {
				o.Fail(o.id, "is read as "+target+", which the pack does not have", "name another type of this pack")
			}
			for _, v := range p.instruments[target] {
				if v.passesOn(o) {
					o.Fail(o.id, "is read as "+target+", which is itself read as another", "name the last one")
				}
			}
		}
	}
}

// passesOn reports whether an instrument reads some category of o as yet another instrument.
func (i *instrument) passesOn(o opening) bool {
	return slices.ContainsFunc(i.opens, func(x opening) bool {
		return (x.as != "" || x.asFact != nil) && slices.ContainsFunc(x.categories, o.covers)
	})
}
