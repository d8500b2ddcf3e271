package scope

import (
	"slices"

	"writ/ledger"
)

// Enrolled folds who is enrolled and not revoked, in the order of enrolment, and the policy, as [Grant] does: there is
// no second reading of who counts. The entries are those of ledger.Log.OfCase("").
func Enrolled(id ledger.ID, entries []ledger.Entry) (Policy, []Person) {
	f := folded{id: id, people: map[string]Person{}, keys: map[string]string{}}
	var names []string
	for _, e := range entries {
		switch e.Kind {
		case "policy", "enrol", "revoke":
			f.take(e)
			names = append(names, f.fresh(names)...)
		default: // says nothing of who is enrolled
		}
	}
	var people []Person
	for _, n := range names {
		if p, ok := f.people[n]; ok {
			people = append(people, p)
		}
	}
	return f.policy, people
}

// fresh lists those who are enrolled and not among the names yet: the founders in the order of the policy.
func (f *folded) fresh(names []string) []string {
	var out []string
	for _, p := range f.policy.Founders {
		if _, ok := f.people[p.Name]; ok && !slices.Contains(names, p.Name) && !slices.Contains(out, p.Name) {
			out = append(out, p.Name)
		}
	}
	for n := range f.people {
		if !slices.Contains(names, n) && !slices.Contains(out, n) {
			out = append(out, n)
		}
	}
	return out
}
