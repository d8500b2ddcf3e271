package law

import (
	"cmp"
	"slices"
	"strings"

	"writ"
)

// A Way is a smallest change of a demand under which the law would reach an ask that it does not reach as the paper
// stands, or would reach more of it.
type Way struct {
	Ask       int           `json:"ask"` // from 1, as on the paper
	Category  writ.Category `json:"category"`
	Now       string        `json:"now"`     // what the law says to the ask as it stands: "withhold", "clarify", "refer", "preserved", "reached in part"
	Changes   []string      `json:"changes"` // each a sentence; one, or two of which neither is enough
	Gives     string        `json:"gives"`   // "reached", "reached in part", "tapped", "preserved"
	Provision string        `json:"provision"`
}

// mostWays is how many ways are told for one ask.
const mostWays = 12

// WhatIf tries what the issuer could change on its paper, one thing at a time and then two, all else as it is, and
// gives the ways in which an ask would be reached that is not: those of one change first. It looks at what the law
// reaches and never at what is held: two providers that keep different records are told the same.
func WhatIf(d Demand, s *Set) ([]Way, error) {
	if err := sound(d, s); err != nil {
		return nil, err
	}
	var out []Way
	for i := range d.Asks {
		out = append(out, (&search{set: s, ask: i}).of(d)...)
	}
	return out, nil
}

// A search looks for the ways of one ask.
type search struct {
	set  *Set
	ask  int
	now  extent
	ways []Way
}

func (q *search) of(d Demand) []Way {
	q.now = q.set.extentOf(d, q.ask)
	if q.now.rank == reachesAll || q.now.rank == reachesToKeep && q.now.cause == nil {
		return nil // reached, or kept as was asked
	}
	var stuck []step
	helped := map[string]bool{}
	for _, c := range q.changes(d, q.now) {
		e := q.set.extentOf(c.to, q.ask)
		switch {
		case e.rank > q.now.rank:
			if !strings.HasPrefix(c.kind, onlyOne) || !helped[c.kind] {
				q.found(e, c)
			}
			helped[c.kind] = true
		case e.rule != q.now.rule: // it stumbles over something else: with that mended too it may be reached
			stuck = append(stuck, step{c, e})
		}
	}
	if len(q.ways) == 0 {
		q.second(stuck)
	}
	return q.best()
}

// best orders the ways by what they give. That something would be kept is told only where nothing would reach it.
func (q *search) best() []Way {
	slices.SortStableFunc(q.ways, func(a, b Way) int { return cmp.Compare(order[a.Gives], order[b.Gives]) })
	toKeep := slices.IndexFunc(q.ways, func(w Way) bool { return w.Gives == extents[reachesToKeep] })
	if toKeep > 0 {
		q.ways = q.ways[:toKeep]
	}
	return q.ways[:min(len(q.ways), mostWays)]
}

// order puts the ways that give most first.
var order = map[string]int{extents[reachesAll]: 0, tapped: 0, extents[reachesPart]: 1, extents[reachesToKeep]: 2}

// A step is a change that was not enough, and what then stood in the way.
type step struct {
	change
	left extent
}

// second tries a further change after each that was not enough. Two that lead to one demand in either order count once.
func (q *search) second(stuck []step) {
	for _, one := range stuck {
		for _, c := range q.changes(one.to, one.left) {
			if c.kind == one.kind {
				continue
			}
			if e := q.set.extentOf(c.to, q.ask); e.rank > q.now.rank {
				q.found(e, one.change, c)
			}
		}
	}
}

// found notes a way. Issuers and instruments that lead to the same on the same provision become one.
func (q *search) found(e extent, changes ...change) {
	w := Way{Ask: q.ask + 1, Category: q.now.category, Now: q.now.word(), Gives: e.word(), Provision: e.provision}
	slices.SortFunc(changes, func(a, b change) int { return cmp.Or(cmp.Compare(a.kind, b.kind), cmp.Compare(a.says, b.says)) })
	for _, c := range changes {
		w.Changes = append(w.Changes, c.says)
	}
	for i := range q.ways {
		if q.ways[i].joins(w) {
			return
		}
	}
	q.ways = append(q.ways, w)
}

// joins reports whether the way says the same already, and adds the other's issuer, country or value where that is all
// that differs.
func (w *Way) joins(o Way) bool {
	if w.Gives != o.Gives || w.Provision != o.Provision || len(w.Changes) != len(o.Changes) {
		return false
	}
	differ := -1
	for i := range w.Changes {
		if w.Changes[i] != o.Changes[i] {
			if differ >= 0 {
				return false
			}
			differ = i
		}
	}
	if differ < 0 {
		return true
	}
	for _, before := range []string{givenBy, authorityOf, stating} {
		head, had, ok := strings.Cut(w.Changes[differ], before)
		otherHead, more, alike := strings.Cut(o.Changes[differ], before)
		switch {
		case !ok && !alike:
			continue
		case !ok || !alike || head != otherHead:
			return false
		}
		if !slices.Contains(strings.Split(had, ", "), more) {
			w.Changes[differ] += ", " + more
		}
		return true
	}
	return false
}
