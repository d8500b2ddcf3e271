package casefile

import (
	"maps"
	"time"

	"writ/law"
)

// A Prior is an earlier case of the same agency with the same reference. Cases of other agencies are never looked at:
// no answer differs because another agency asked.
type Prior struct {
	Case     string    `json:"case"`
	Answered time.Time `json:"answered"` // when it was delivered; zero while it is not
	Asks     []law.Ask `json:"asks"`
}

// PriorOf gives the earlier case as a later one sees it. ok is false where it does not count: it is the same case, of
// another agency or reference, or was refused or withdrawn.
func PriorOf(c Case, id, agency, reference string) (Prior, bool) {
	if c.ID == id || c.Agency != agency || c.Request.Reference != reference || c.State == Refused || c.State == Withdrawn {
		return Prior{}, false
	}
	p := Prior{Case: c.ID, Asks: c.Request.Asks}
	for _, h := range c.History {
		if h.To == Delivered {
			p.Answered = h.At
		}
	}
	return p, true
}

// withDuplicate adds the fact that the agency has been answered on this reference before, if it has.
func withDuplicate(r Request, priors []Prior) law.Instrument {
	i := r.Instrument
	var last *Prior
	for k, p := range priors {
		if !p.Answered.IsZero() && (last == nil || identical(p.Asks, r.Asks) || !identical(last.Asks, r.Asks)) {
			last = &priors[k]
		}
	}
	if last == nil {
		return i
	}
	facts := maps.Clone(i.Facts)
	if facts == nil {
		facts = map[string]any{}
	}
	facts["duplicate-of"] = map[string]any{"reference": r.Reference, "answered": last.Answered.UTC().Format(time.DateOnly),
		"identical": identical(last.Asks, r.Asks)}
	i.Facts = facts
	return i
}

// identical reports whether two demands ask for the same categories, identifiers and windows, in whatever order.
func identical(a, b []law.Ask) bool {
	if len(a) != len(b) {
		return false
	}
	left := map[string]int{}
	for _, x := range plainAsks(a) {
		left[marshalled(x)]++
	}
	for _, x := range plainAsks(b) {
		k := marshalled(x)
		if left[k]--; left[k] < 0 {
			return false
		}
	}
	return true
}
