package casefile

import (
	"fmt"
	"slices"

	"writ"
	"writ/law"
)

// ReadRequest reads REQUEST.yaml strictly, with the tables that its asks name (by their file names, as identifiers-file
// has them). Identifiers become canonical, national ones by the tenant's number plan; one that can't be read stays as
// written. Each line of a table becomes an ask of its own. subjects is the ceiling of different identifiers of the
// ledger's policy; 0 is Go's own. Errors say line and column and never quote a value.
func ReadRequest(file string, data []byte, tables map[string][]byte, plan writ.NumberPlan, subjects int) (Request, error) {
	if len(data) > mostYAML {
		return Request{}, &FileError{File: file, Problem: fmt.Sprintf("is larger than %d octets", mostYAML), Fix: "put lists of identifiers into a table"}
	}
	in, err := law.ReadRequest(data, file)
	if err != nil {
		return Request{}, err
	}
	r := Request{Reference: in.Reference, Agency: in.Agency, Papers: in.Papers, Instrument: in.Instrument}
	x := newExpansion(plan)
	for _, a := range in.Asks {
		if a.File == "" {
			r.Asks = append(r.Asks, canonicalAsk(a, plan))
			continue
		}
		if len(a.Identifiers) > 0 {
			return Request{}, &FileError{File: file, Problem: "an ask names identifiers and a table", Fix: "write two asks"}
		}
		data, ok := tables[a.File]
		if !ok {
			return Request{}, &FileError{File: file, Problem: "the table of an ask was not given", Fix: "put the file beside the request"}
		}
		asks, err := x.expand(a, data, len(r.Asks))
		if err != nil {
			return Request{}, err
		}
		r.Asks = append(r.Asks, asks...)
	}
	r.Tables = x.tables
	if subjects <= 0 || subjects > MostSubject {
		subjects = MostSubject
	}
	if n := len(r.subjects()); n > subjects {
		return Request{}, &FileError{File: file, Problem: fmt.Sprintf("names %d identifiers, more than the %d that one demand may", n, subjects), Fix: "split the demand"}
	}
	return r, r.check()
}

// canonicalAsk writes identifiers in their one form, so that two readers who set the hyphens differently read alike.
func canonicalAsk(a law.Ask, plan writ.NumberPlan) law.Ask {
	a.Identifiers = slices.Clone(a.Identifiers)
	for i, s := range a.Identifiers {
		if id, err := plan.ParseIdentifier(s.Kind, s.Text); err == nil {
			a.Identifiers[i].Text = id.Reveal()
		}
	}
	return a
}

// subjects counts the different names.
func (r Request) subjects() map[law.Stated]bool {
	out := map[law.Stated]bool{}
	for _, a := range r.Asks {
		for _, id := range a.Identifiers {
			out[id] = true
		}
	}
	return out
}
