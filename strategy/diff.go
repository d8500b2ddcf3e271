package strategy

import (
	"cmp"
	"slices"
	"strings"
)

// A Change is one difference between two assessments.
type Change struct {
	What string // country, service, owner, licence, profile, finding, advice, step
	Kind string // new, gone, or changed
	Name string
	Was  string // of what changed or is gone
	Is   string // of what changed or is new
}

// Diff says what the second assessment adds to the first, takes away or changes: first what the profile says, then
// findings, advice and steps. The days of steps that law does not fix are not compared: they follow the assessment.
func Diff(old, now Assessment) []Change {
	var out []Change
	out = append(out, lists("country", places(old), places(now))...)
	out = append(out, lists("service", offers(old.Profile), offers(now.Profile))...)
	out = append(out, lists("owner", owners(old.Profile), owners(now.Profile))...)
	out = append(out, lists("licence", licences(old.Profile), licences(now.Profile))...)
	out = append(out, lists("profile", staff(old.Profile), staff(now.Profile))...)
	out = append(out, found(old.Findings, now.Findings)...)
	out = append(out, lists("advice", advices(old), advices(now))...)
	return append(out, lists("step", steps(old), steps(now))...)
}

// lists compares names with what is said of each.
func lists(what string, old, now map[string]string) []Change {
	var out []Change
	for name, is := range now {
		was, ok := old[name]
		switch {
		case !ok:
			out = append(out, Change{what, "new", name, "", is})
		case was != is:
			out = append(out, Change{what, "changed", name, was, is})
		}
	}
	for name, was := range old {
		if _, ok := now[name]; !ok {
			out = append(out, Change{what, "gone", name, was, ""})
		}
	}
	slices.SortFunc(out, func(a, b Change) int {
		return cmp.Or(cmp.Compare(order(a.Kind), order(b.Kind)), cmp.Compare(a.Name, b.Name))
	})
	return out
}

func order(kind string) int { return slices.Index([]string{"new", "changed", "gone"}, kind) }

func places(a Assessment) map[string]string {
	out := map[string]string{}
	for _, c := range a.Countries {
		out[c] = ""
	}
	return out
}

func offers(p Profile) map[string]string {
	out := map[string]string{}
	for _, s := range p.Services {
		out[string(s.Class)] = strings.Join(slices.Sorted(slices.Values(s.Offers)), ", ")
	}
	return out
}

// owners names owners by their country: a name of a person is not repeated.
func owners(p Profile) map[string]string {
	shares := map[string]float64{}
	for _, o := range p.Owners {
		shares[o.Country] += o.Share
	}
	out := map[string]string{}
	for c, s := range shares {
		out[c] = number(s) + " per cent"
	}
	return out
}

func licences(p Profile) map[string]string {
	states := map[string][]string{}
	for _, l := range p.Licences {
		name := l.Kind + " (" + l.Authority + ")"
		states[name] = append(states[name], l.State)
	}
	out := map[string]string{}
	for name, all := range states {
		out[name] = strings.Join(slices.Sorted(slices.Values(all)), ", ")
	}
	return out
}

func staff(p Profile) map[string]string {
	return map[string]string{
		"delivery standard": p.Network.LI, "hosting": strings.Join(slices.Sorted(slices.Values(p.Network.Hosting)), ", "), "cloud": yes(p.Network.Cloud),
		"people for legal process": number(float64(p.Staff.Compliance)), "trusted third party": p.Staff.TTP, "reachable 24x7": yes(p.Staff.Office24x7),
	}
}

func yes(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}

// found compares findings by country, service, duty and rule.
func found(old, now []Finding) []Change {
	key := func(f Finding) string {
		return joined(f.Country, string(f.Service), string(f.Duty), "("+f.Rule+")")
	}
	by := func(all []Finding) map[string]string {
		out := map[string]string{}
		for _, f := range all {
			out[key(f)] = joined(string(f.Status), f.Missing, dateText(f.Day))
		}
		return out
	}
	return lists("finding", by(old), by(now))
}

func advices(a Assessment) map[string]string {
	out := map[string]string{}
	for _, g := range a.Advice {
		out[string(g.Advice)] = g.Text
	}
	return out
}

func steps(a Assessment) map[string]string {
	out := map[string]string{}
	for _, s := range a.Steps {
		by := ""
		if s.Fixed {
			by = "by " + dateText(s.By)
		}
		where := strings.Join(slices.Sorted(slices.Values(s.Countries)), ", ")
		out[s.Do] = joined(out[s.Do], where, by)
	}
	return out
}
