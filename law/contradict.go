package law

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"

	"writ"
	"writ/strict"
)

// contradictions finds what can't be seen line by line: rules that no demand can reach, two of one name, what is read in
// a circle, and what is opened against the pack's own bar.
func (p *pack) contradictions() {
	reached, handed := map[*rule]bool{}, map[*rule]*rule{}
	for _, kind := range slices.Sorted(maps.Keys(p.instruments)) {
		for _, i := range p.instruments[kind] {
			for _, rules := range i.byStage {
				buried(rules, reached, handed)
			}
			i.names()
			i.circles()
			i.againstItself()
			p.barred(kind, i)
		}
	}
	for r, before := range handed {
		if !reached[r] {
			r.Fail(r.id, "is never reached: "+before.id+" answers first wherever it holds", "leave one out, or give it another when:")
		}
	}
	p.shorts()
}

// buried notes which rules of a stage an earlier one always answers for.
func buried(rules []*rule, reached map[*rule]bool, by map[*rule]*rule) {
	for n, r := range rules {
		at := slices.IndexFunc(rules[:n], func(b *rule) bool { return b.alwaysBefore(r) })
		if at < 0 {
			reached[r] = true
			continue
		}
		by[r] = rules[at]
	}
}

// alwaysBefore reports whether b holds whenever r does.
func (r *rule) alwaysBefore(later *rule) bool {
	inForce := r.byAt == later.byAt && !r.from.After(later.from) && (r.to.IsZero() || !later.to.IsZero() && !r.to.Before(later.to))
	return inForce && (r.when == nil || later.when != nil && r.when.text == later.when.text)
}

// names wants each opening, limit, cut and relief to have a name of its own.
func (i *instrument) names() {
	lists := [][]cite{nil, nil, nil, nil}
	for _, o := range slices.Concat(i.opens, i.keeps) {
		lists[0] = append(lists[0], o.cite)
	}
	for _, l := range i.limits {
		lists[1] = append(lists[1], l.cite)
	}
	for _, c := range i.cuts {
		lists[2] = append(lists[2], c.cite)
	}
	for _, r := range i.relief {
		lists[3] = append(lists[3], r.cite)
	}
	for _, list := range lists {
		seen := map[string]bool{}
		for _, c := range list {
			if seen[c.id] {
				c.Fail(c.id, "has the name of another of its list", "name each its own")
			}
			seen[c.id] = true
		}
	}
}

// circles finds categories that are read as one that is itself read as another, and two readings of one that may both hold.
func (i *instrument) circles() {
	for n, a := range i.reads {
		for m, b := range i.reads {
			switch {
			case a.as == b.category && a.overlaps(b.cite):
				a.Fail(a.id, "reads "+string(a.category)+" as "+string(a.as)+", which is itself read as another", "name the last one")
			case m > n && a.category == b.category && a.overlaps(b.cite) && !a.when.apart(b.when):
				b.Fail(b.id, "overlapping rules: "+a.id+" and "+b.id+" may both read "+string(a.category), "give each a when: that bars the other's")
			}
		}
	}
}

// againstItself finds a category that the instrument both opens, always, and names as closed.
func (i *instrument) againstItself() {
	for _, o := range i.opens {
		for _, c := range o.categories {
			if _, closed := i.closed.why[c]; closed && o.when == nil && o.to.IsZero() && !o.from.After(i.from) {
				o.Fail(o.id, "opens "+string(c)+", which closed: for: names as closed", "leave out the one that is wrong")
			}
		}
	}
}

// A bar is a higher rule: what no opening of these instruments may ever open.
type bar struct {
	cite
	categories  []writ.Category
	instruments []string
	because     string
}

func (p *pack) readBars(t strict.Table, base cite) {
	base.provision = ""
	for n, c := range items(t, "never") {
		id := p.name + "/never-" + strconv.Itoa(n+1)
		c.Of = id
		e := c.Table(slices.Concat(citeKeys, []string{"categories", "instruments", "because"})...)
		b := bar{cite: cited(e, base, id)}
		if v, ok := e.Must("categories", "list what is never opened"); ok {
			v.Some()
			b.categories = strict.All(v, "category", writ.ParseCategory)
		}
		if v, ok := e.Must("instruments", "list the instruments that never open it"); ok {
			b.instruments = v.AtLeastOne()
		}
		if v, ok := e.Must("because", "say why, for whoever would open it"); ok {
			b.because = v.Text()
		}
		p.bars = append(p.bars, b)
	}
}

// barred refuses an opening that a higher rule of the pack forbids.
func (p *pack) barred(kind string, i *instrument) {
	for _, b := range p.bars {
		if !slices.Contains(b.instruments, kind) {
			continue
		}
		for _, o := range i.opens {
			for _, c := range o.categories {
				if slices.Contains(b.categories, c) && o.overlaps(b.cite) {
					o.Fail(o.id, "opens "+string(c)+", which "+b.id+" forbids: "+b.because+" ("+b.provision+")", "leave the category out, or end the bar with to:")
				}
			}
		}
	}
}

// shorts finds short names of acts that stand for another short name: a name is looked up once.
func (p *pack) shorts() {
	for _, short := range slices.Sorted(maps.Keys(p.aliases)) {
		for other := range p.aliases {
			if strings.EqualFold(p.aliases[short], other) {
				p.shortAt[short].Fail(p.name, "the short name "+short+" stands for another short name", "write the full name of the act")
				break
			}
		}
	}
}

// literalsCross reports a beginning that is not before its end, where both are dates.
func literalsCross(from, until *moment) bool {
	return from != nil && until != nil && !from.literal.IsZero() && !until.literal.IsZero() && !from.literal.Before(until.literal)
}

// canon writes a condition so that two that say the same in another order are alike.
func canon(n *yaml.Node) string {
	var parts []string
	switch n.Kind {
	case yaml.MappingNode:
		for i := 0; i+1 < len(n.Content); i += 2 {
			parts = append(parts, n.Content[i].Value+":"+canon(n.Content[i+1]))
		}
		slices.Sort(parts)
		return "{" + strings.Join(parts, ",") + "}"
	case yaml.SequenceNode:
		for _, c := range n.Content {
			parts = append(parts, canon(c))
		}
		slices.Sort(parts)
		return "[" + strings.Join(parts, ",") + "]"
	case yaml.ScalarNode, yaml.AliasNode, yaml.DocumentNode, yaml.StreamNode:
	}
	return n.Value
}
