package second

import (
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"writ"
	"writ/law"
)

// A drawer draws demands near the boundaries of one pack: worked cases of it, with up to five things changed to what
// the pack's rows look at, a little before and a little after each day and number.
type drawer struct {
	*rand.Rand
	cases []law.Demand
	types []string
	days  []time.Time
	facts map[string][]any
	spans []length
}

// learn gathers what the rows of a pack look at.
func (w *drawer) learn(v any, under string) {
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			w.learn(e, under)
		}
	case row:
		for k, e := range v {
			if strings.HasPrefix(k, "facts.") {
				under = k
				for _, x := range words(e) {
					w.word(k, x)
				}
			}
			w.learn(e, under)
		}
	case string:
		if d := date(v); !d.IsZero() {
			w.days = append(w.days, d)
		}
		if l, ok := parseLength(v); ok {
			w.spans = append(w.spans, l)
		}
		if name, ok := strings.CutPrefix(v, "facts."); ok && w.facts[name] == nil {
			w.facts[name] = []any{"day"}
		}
		if under != "" {
			w.word(under, v)
		}
	}
}

func (w *drawer) word(path, v string) {
	name := strings.TrimPrefix(path, "facts.")
	n := atoi(v)
	switch {
	case v == "" || len(w.facts[name]) > 40:
	case v == "true" || v == "false":
		w.facts[name] = append(w.facts[name], true, false)
	case n != 0:
		w.facts[name] = append(w.facts[name], n-1, n, n+1)
	case date(v).IsZero():
		w.facts[name] = append(w.facts[name], v)
	default:
		w.facts[name] = append(w.facts[name], "day")
	}
}

func pick[T any](w *drawer, all ...T) T { return all[w.IntN(len(all))] }

// near gives an instant at a boundary: the decision itself, a day of the pack, or a length of it away, give or take.
func (w *drawer) near(at time.Time) time.Time {
	t := at
	switch w.IntN(4) {
	case 0:
		t = at.Add(-time.Duration(w.IntN(800)) * time.Hour)
	case 1:
		if len(w.days) > 0 {
			d := pick(w, w.days...)
			t = time.Date(d.Year(), d.Month(), d.Day(), 10, 0, 0, 0, at.Location())
		}
	default:
		if len(w.spans) > 0 {
			if l := pick(w, w.spans...); l.months < 240 && l.days < 4000 {
				t = shift(at, l, pick(w, -1, -1, -1, 1))
			}
		}
	}
	return t.Add(pick(w, 0, 0, -time.Second, time.Second, -24*time.Hour, 24*time.Hour, -26*time.Hour, 5*time.Hour))
}

func (w *drawer) stamp(at time.Time) *law.Stamp {
	t := w.near(at)
	switch w.IntN(8) {
	case 0:
		return nil
	case 1, 2, 3:
		y, m, d := t.Date()
		return &law.Stamp{Text: t.Format(time.DateOnly), Time: time.Date(y, m, d, 0, 0, 0, 0, time.UTC)}
	case 4:
		y, m, d := t.Date()
		h, mi, s := t.Clock()
		return &law.Stamp{Text: "local", Time: time.Date(y, m, d, h, mi, s, 0, time.UTC), HasTime: true}
	}
	return &law.Stamp{Text: t.Format(time.RFC3339), Time: t, HasTime: true, Offset: true}
}

func (w *drawer) truth() *bool { b := w.IntN(2) == 0; return pick(w, nil, &b, &b) }

func (w *drawer) demand() law.Demand {
	d := pick(w, w.cases...)
	d.Asks = slices.Clone(d.Asks)
	d.Instrument.Facts = maps.Clone(d.Instrument.Facts)
	d.Provider.Keeps = maps.Clone(d.Provider.Keeps)
	if d.Instrument.Facts == nil {
		d.Instrument.Facts = map[string]any{}
	}
	for range w.IntN(6) {
		w.change(&d)
	}
	return d
}

func (w *drawer) change(d *law.Demand) {
	i, p, ask := &d.Instrument, &d.Provider, &d.Asks[w.IntN(len(d.Asks))]
	countries := []string{"US", "IE", "IT", "DE", "FR", "GB", "DK", "XX", ""}
	switch w.IntN(22) {
	case 0:
		i.Type = pick(w, append(w.types, "whim")...)
	case 1:
		i.Issuer.Kind = pick(w, writ.IssuerKinds()...)
	case 2:
		i.Issuer.Country = pick(w, append(countries, p.Established...)...)
	case 3:
		i.Issued = w.stamp(d.At)
	case 4:
		i.Served = w.stamp(d.At)
	case 5:
		i.Expires = w.stamp(d.At)
	case 6:
		i.Addressee = pick(w, "provider", "representative", "other-entity", "")
	case 7:
		i.Signed = w.truth()
	case 8:
		i.Emergency = w.truth()
	case 9:
		years := w.IntN(22)
		i.Offence = pick(w, nil, &law.Offence{Name: pick(w, "fraud", "terrorism", ""), MaxYears: &years, Listed: w.truth()}, &law.Offence{Listed: w.truth()})
	case 10, 11, 12, 13:
		w.fact(d)
	case 14:
		ask.Category = pick(w, writ.Categories()...)
	case 15, 16:
		from, to := w.stamp(d.At), w.stamp(d.At)
		ask.Window = pick(w, nil, &law.StatedWindow{From: from, To: to}, &law.StatedWindow{From: from, To: to})
	case 17:
		p.Service = pick(w, writ.Services()...)
	case 18:
		for _, c := range writ.Categories() {
			delete(p.Keeps, c)
			if age, err := writ.ParsePeriod(pick(w, "P1M", "P6M", "P12M", "P2Y", "P72M", "P30D", "")); err == nil {
				p.Keeps[c] = age
			}
		}
	case 19:
		i.User = pick(w, nil, &law.User{Residence: pick(w, countries...), Nationality: pick(w, countries...), Role: pick(w, "", "none", "lawyer", "journalist", "doctor", "diplomat")})
	case 20:
		ask.Identifiers = pick(w, nil, []law.Stated{{Kind: writ.Cell, Text: "222-1-2-3"}}, []law.Stated{{Kind: writ.E164, Text: "+1202*"}}, []law.Stated{{Kind: writ.Account, Text: "u"}}, []law.Stated{{Kind: writ.IP, Text: "198.51.100.7"}})
	case 21:
		d.At = w.near(d.At)
		i.Secrecy = pick(w, nil, &law.Secrecy{}, &law.Secrecy{Until: w.stamp(d.At)})
		i.Language = pick(w, "", "en", "de", "it", "fr")
	}
}

// fact gives a fact that the pack looks at a value of those that it compares with, or takes it away.
func (w *drawer) fact(d *law.Demand) {
	names := slices.Sorted(maps.Keys(w.facts))
	if len(names) == 0 {
		return
	}
	name := pick(w, names...)
	v := pick(w, append(w.facts[name], nil, true, "another")...)
	if v == "day" {
		if v = nil; w.IntN(5) > 0 {
			v = w.near(d.At).Format(pick(w, time.DateOnly, time.RFC3339))
		}
	}
	if outer, inner, nested := strings.Cut(name, "."); nested {
		d.Instrument.Facts[outer] = map[string]any{inner: v}
		return
	}
	if d.Instrument.Facts[name] = v; v == nil {
		delete(d.Instrument.Facts, name)
	}
	if s, ok := v.(string); ok && w.IntN(8) == 0 {
		d.Instrument.Facts[name] = []any{s, "another"}
	}
}
