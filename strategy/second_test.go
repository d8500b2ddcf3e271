package strategy

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"time"

	"go.yaml.in/yaml/v4"
	"pgregory.net/rapid"

	"writ"
)

// A second evaluator, straight from the rows of the rules and sharing none of the engine: plain maps, read by the plain
// YAML reader, looked at in the most obvious order. It leaves out what may not be kept longer.
type row = map[string]any

type second struct {
	files  []row
	groups map[string]any
	tests  map[string]any
	makes  map[string]any
	kinds  map[string]string
	seats  map[string]string
}

func newSecond(t *testing.T) *second {
	t.Helper()
	s := &second{groups: row{}, tests: row{}, makes: row{}, kinds: map[string]string{}, seats: map[string]string{}}
	names, err := fs.Glob(Builtin(), "*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range names {
		b, err := fs.ReadFile(Builtin(), n)
		if err != nil {
			t.Fatal(err)
		}
		var f row
		if err := yaml.Unmarshal(b, &f); err != nil {
			t.Fatal(err)
		}
		for key, into := range map[string]row{"groups": s.groups, "tests": s.tests, "makes": s.makes} {
			if m, ok := f[key].(row); ok {
				for k, v := range m {
					into[k] = v
				}
			}
		}
		for key, into := range map[string]map[string]string{"kinds": s.kinds, "authorities": s.seats} {
			if m, ok := f[key].(row); ok {
				for country, all := range m {
					for _, v := range all.([]any) {
						into[strings.ToLower(v.(string))] = country
					}
				}
			}
		}
		s.files = append(s.files, f)
	}
	return s
}

func words(v any) []string {
	switch v := v.(type) {
	case nil:
		return nil
	case string:
		return []string{v}
	case []any:
		var out []string
		for _, e := range v {
			out = append(out, fmt.Sprint(e))
		}
		return out
	default:
		return []string{fmt.Sprint(v)}
	}
}

func (s *second) countries(v any) []string {
	if name, ok := v.(string); ok {
		return words(s.groups[name])
	}
	return words(v)
}

// A view is one place and service, as the second evaluator looks at it.
type view struct {
	p       Profile
	at      time.Time
	country string
	class   writ.Service
	union   []string
}

func asDay(v any) time.Time {
	if t, ok := v.(time.Time); ok {
		return t.UTC()
	}
	return date(fmt.Sprint(v))
}

// assess lists "country service duty status provision".
func (s *second) assess(p Profile, at time.Time) []string {
	var out []string
	lookedAt := map[string][]Service{}
	for _, sv := range p.Services {
		for _, c := range sv.Offers {
			if p.Users[c] > 0 || sv.Launched.After(at) {
				lookedAt[c] = append(lookedAt[c], sv)
			}
		}
	}
	for _, f := range s.files {
		rules, _ := f["rules"].([]any)
		for _, e := range rules {
			r := e.(row)
			if _, limit := r["at-most"]; limit || r["silent"] == true {
				continue
			}
			countries := s.countries(f["countries"])
			if r["countries"] != nil {
				countries = s.countries(r["countries"])
			}
			classes := words(r["services"])
			if r["services"] == "all" || classes == nil {
				for _, c := range writ.Services() {
					classes = append(classes, string(c))
				}
			}
			if u, ok := r["union"].(string); ok {
				var first time.Time
				for _, c := range countries {
					for _, sv := range lookedAt[c] {
						if slices.Contains(classes, string(sv.Class)) && (first.IsZero() || sv.Launched.Before(first)) {
							first = sv.Launched
						}
					}
				}
				for _, sv := range p.Services { // a service launched counts wherever it is offered in the union
					if slices.Contains(classes, string(sv.Class)) && slices.ContainsFunc(sv.Offers, func(c string) bool { return slices.Contains(countries, c) }) && !first.IsZero() && sv.Launched.Before(first) {
						first = sv.Launched
					}
				}
				if !first.IsZero() {
					out = append(out, s.say(f, r, view{p, at, u, "", countries}, first)...)
				}
				continue
			}
			for _, c := range countries {
				if r["of"] == "provider" {
					if r["anywhere"] == true || slices.ContainsFunc(lookedAt[c], func(sv Service) bool { return slices.Contains(classes, string(sv.Class)) }) {
						out = append(out, s.say(f, r, view{p, at, c, "", nil}, time.Time{})...)
					}
					continue
				}
				for _, sv := range lookedAt[c] {
					if !slices.Contains(classes, string(sv.Class)) || s.general(f, r) && s.ownSpeaks(r, view{p, at, c, sv.Class, nil}) {
						continue
					}
					out = append(out, s.say(f, r, view{p, at, c, sv.Class, nil}, time.Time{})...)
				}
			}
		}
	}
	slices.Sort(out)
	return out
}

func (s *second) general(f, r row) bool {
	return f["general"] == true && r["beside"] != true && r["union"] == nil
}

// ownSpeaks reports whether a country's own file has a rule for the same duty and service that is law and concerns it.
func (s *second) ownSpeaks(general row, v view) bool {
	for _, f := range s.files {
		rules, _ := f["rules"].([]any)
		for _, e := range rules {
			r := e.(row)
			countries := s.countries(f["countries"])
			if r["countries"] != nil {
				countries = s.countries(r["countries"])
			}
			classes := words(r["services"])
			of := slices.Contains(classes, string(v.class)) || r["services"] == "all"
			if f["general"] == true || r["duty"] != general["duty"] || r["of"] != nil || !slices.Contains(countries, v.country) || !of {
				continue
			}
			from, to, _ := s.span(f, r)
			if (v.at.Before(from) && r["announced"] != true) || !to.IsZero() && v.at.After(to) || !s.holds(r["when"], v) {
				continue
			}
			return true
		}
	}
	return false
}

func (s *second) span(f, r row) (from, to time.Time, certainty string) {
	d, _ := f["defaults"].(row)
	pick := func(key string) any {
		if r[key] != nil {
			return r[key]
		}
		return d[key]
	}
	if v := pick("to"); v != nil {
		to = asDay(v)
	}
	return asDay(pick("from")), to, fmt.Sprint(pick("certainty"))
}

func (s *second) say(f, r row, v view, launched time.Time) []string {
	from, to, certainty := s.span(f, r)
	if !to.IsZero() && v.at.After(to) || v.at.Before(from) && r["announced"] != true || !s.holds(r["when"], v) {
		return nil
	}
	status := ""
	var due time.Time
	if d, ok := r["due"].(row); ok {
		if due = asDay(d["by"]); launched.After(asDay(d["standing"])) {
			due = period(d["after"].(string)).After(launched)
		}
	}
	switch {
	case v.at.Before(from), v.at.Before(due):
		status = "upcoming"
	case r["status"] != nil:
		status = r["status"].(string)
	case r["test"] != nil:
		status = s.branch(r["test"], v)
	default:
		if status = s.keeps(r, v); status == "" {
			return nil
		}
	}
	if certainty == "uncertain" {
		status = "uncertain"
	}
	return []string{fmt.Sprintf("%s %s %s %s %s", v.country, v.class, r["duty"], status, r["provision"])}
}

func (s *second) branch(test any, v view) string {
	if name, ok := test.(string); ok {
		test = s.tests[name]
	}
	for _, b := range test.([]any) {
		if s.holds(b.(row)["when"], v) {
			return b.(row)["status"].(string)
		}
	}
	return "no branch holds"
}

func (s *second) keeps(r row, v view) string {
	keep := row{}
	for k, p := range r["keep"].(row) {
		keep[k] = p
	}
	status := ""
	for category, p := range keep {
		if !slices.Contains(words(s.makes[string(v.class)]), category) {
			continue
		}
		if status == "" {
			status = "met"
		}
		held, ok := v.p.Keeps[v.country][writ.Category(category)]
		if !ok || held.After(v.at).Before(period(p.(string)).After(v.at)) {
			status = "gap"
		}
	}
	return status
}

func (s *second) holds(when any, v view) bool {
	w, ok := when.(row)
	if !ok {
		return true
	}
	for key, want := range w {
		if !s.one(key, want, v) {
			return false
		}
	}
	return true
}

func (s *second) here(v view, all []string) bool {
	return slices.ContainsFunc(all, func(c string) bool { return c == v.country || slices.Contains(v.union, c) })
}

func (s *second) one(key string, want any, v view) bool {
	p := v.p
	truth := func(b bool) bool { return b == want.(bool) }
	switch key {
	case "staffed":
		return truth(p.Staff.Compliance > 0 || p.Staff.TTP != "")
	case "ttp":
		return truth(p.Staff.TTP != "")
	case "citizen-contact":
		return truth(p.Staff.CitizenContact)
	case "office-24x7":
		return truth(p.Staff.Office24x7)
	case "cloud", "virtual":
		return truth(p.Network.Cloud)
	case "hosting-here":
		return truth(s.here(v, p.Network.Hosting))
	case "element-here":
		return truth(false) // the drawn profiles have none
	case "cleared-here":
		return truth(s.here(v, p.Staff.Cleared))
	case "established-here":
		return truth(s.here(v, p.Established))
	case "toll":
		return truth(true)
	case "li":
		return slices.Contains(words(want), p.Network.LI)
	case "encryption":
		is := p.Network.Encryption
		if is == "" {
			is = "unsaid"
		}
		return slices.Contains(words(want), is)
	case "users-over":
		return p.Users[v.country] > want.(int)
	case "users-up-to":
		return p.Users[v.country] <= want.(int)
	case "foreign-owner", "no-foreign-from":
		reached := slices.ContainsFunc(p.Owners, func(o Owner) bool { return o.Country != v.country && o.Share >= float64(want.(int)) })
		return reached == (key == "foreign-owner")
	case "any", "none":
		hit := slices.ContainsFunc(want.([]any), func(c any) bool { return s.holds(c, v) })
		return hit == (key == "any")
	case "holds":
		h := want.(row)
		return slices.ContainsFunc(p.Licences, func(l Licence) bool {
			return slices.Contains(words(h["kind"]), l.Kind) && slices.Contains(words(h["state"]), l.State) && s.counts(l, v)
		})
	case "also-offers":
		return slices.ContainsFunc(p.Services, func(sv Service) bool {
			return slices.Contains(words(want), string(sv.Class)) && slices.Contains(sv.Offers, v.country) && (p.Users[v.country] > 0 || sv.Launched.After(v.at))
		})
	case "keeps-any":
		return slices.ContainsFunc(words(want), func(c string) bool { _, ok := p.Keeps[v.country][writ.Category(c)]; return ok })
	case "homebound-in", "not-homebound-in", "offers-outside":
		return s.athome(key, words(s.groups[want.(string)]), v)
	default:
		panic("the second evaluator does not know the test " + key)
	}
}

func (s *second) counts(l Licence, v view) bool {
	if v.union != nil {
		return true
	}
	seat := l.Country
	if seat == "" {
		seat = s.kinds[l.Kind]
	}
	if seat == "" {
		seat = s.seats[strings.ToLower(l.Authority)]
	}
	if seat != "" {
		return seat == v.country
	}
	return l.Kind == "spectrum" || l.Kind == "licence" || len(v.p.Countries(v.at)) <= 1
}

func (s *second) athome(key string, union []string, v view) bool {
	var established, inside, outside []string
	for _, c := range v.p.Established {
		if slices.Contains(union, c) {
			established = append(established, c)
		}
	}
	for _, c := range v.p.Countries(v.at) {
		if slices.Contains(union, c) {
			inside = append(inside, c)
		} else {
			outside = append(outside, c)
		}
	}
	home := len(established) == 1 && len(inside) == 1 && inside[0] == established[0]
	switch key {
	case "homebound-in":
		return home
	case "not-homebound-in":
		return !home
	default:
		return home && len(outside) > 0
	}
}

func TestASecondEvaluatorAgrees(t *testing.T) {
	r, s := rules(t), newSecond(t)
	rapid.Check(t, func(t *rapid.T) {
		p, at := anyProfile(t), anyDay(t)
		var got []string
		for _, f := range r.Assess(p, at).Findings {
			if f.Duty != DataErasure {
				got = append(got, fmt.Sprintf("%s %s %s %s %s", f.Country, f.Service, f.Duty, f.Status, f.Provision))
			}
		}
		slices.Sort(got)
		want := s.assess(p, at)
		for _, w := range want {
			if !slices.Contains(got, w) {
				t.Errorf("only the second evaluator finds: %s", w)
			}
		}
		for _, g := range got {
			if !slices.Contains(want, g) {
				t.Errorf("only the engine finds: %s", g)
			}
		}
		if len(want) != len(got) {
			t.Errorf("%d findings, not %d", len(got), len(want))
		}
	})
}
