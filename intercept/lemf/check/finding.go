package check

import (
	"cmp"
	"slices"
)

// A Severity says how bad a finding is.
type Severity string

// The severities.
const (
	Error   Severity = "error"   // against the standard, or something is lost
	Warning Severity = "warning" // allowed, or not sure, and likely to trouble an agency
	Note    Severity = "note"    // to know
)

// A Finding is one departure.
type Finding struct {
	Severity Severity `json:"severity"`
	Rule     Rule     `json:"rule"`   // stable name
	Clause   string   `json:"clause"` // the field of the module or the clause
	File     string   `json:"file,omitempty"`
	Offset   int64    `json:"offset"` // of the first PDU concerned, in its file
	PDU      int      `json:"pdu"`    // its index in the file, from 0
	What     string   `json:"what"`
	Do       string   `json:"do"`
	Count    int      `json:"count"` // how many PDUs in this session, or how many numbers
}

// A Place is where a PDU stands.
type Place struct {
	File   string
	Offset int64
	PDU    int
}

// maxFindings is how many different findings of one rule are kept; further ones are counted with the last.
const maxFindings = 200

// findings gathers: what has the same rule and scope is one.
type findings struct {
	list []*Finding
	at   map[scoped]*Finding
	of   map[Rule]int
}

type scoped struct {
	rule  Rule
	scope any
}

// add notes a departure. scope is comparable: what it is a departure of, such as a session; detail follows the rule's words.
func (f *findings) add(r Rule, scope any, p Place, n int, what string) {
	if f.at == nil {
		f.at, f.of = map[scoped]*Finding{}, map[Rule]int{}
	}
	key := scoped{r, scope}
	if f.of[r] >= maxFindings && f.at[key] == nil {
		key.scope = "more"
	}
	if old := f.at[key]; old != nil {
		old.Count += n
		return
	}
	rule := rules[r]
	f.of[r]++
	v := &Finding{Severity: rule.severity, Rule: r, Clause: rule.clause, File: p.File, Offset: p.Offset, PDU: p.PDU, What: what, Do: rule.do, Count: n}
	f.at[key] = v
	f.list = append(f.list, v)
}

// sorted gives the findings, the worst first, then by place.
func (f *findings) sorted() []Finding {
	out := make([]Finding, len(f.list))
	for i, v := range f.list {
		out[i] = *v
	}
	slices.SortStableFunc(out, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(rank(a.Severity), rank(b.Severity)), cmp.Compare(a.File, b.File), cmp.Compare(a.Offset, b.Offset), cmp.Compare(a.Rule, b.Rule))
	})
	return out
}

func rank(s Severity) int {
	return slices.Index([]Severity{Error, Warning, Note}, s)
}
