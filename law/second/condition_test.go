package second

import (
	"strconv"
	"strings"
	"time"

	"writ/law"
)

// stamp gives the instants that a date or time on the paper covers.
func stamp(s *law.Stamp, loc, wall *time.Location) (from, to time.Time, ok bool) {
	if s == nil {
		return
	}
	if !s.HasTime {
		y, m, d := s.Time.Date()
		noon := time.Date(y, m, d, 12, 0, 0, 0, loc)
		return midnight(noon, 0), midnight(noon, 1), true
	}
	if s.Offset {
		return s.Time.In(loc), s.Time.In(loc), true
	}
	if wall == nil {
		return
	}
	// every instant within a day of it whose clock shows that time
	w := s.Time.Format("2006-01-02T15:04:05")
	var found []time.Time
	for minutes := -15 * 60; minutes <= 15*60; minutes += 15 {
		t := s.Time.Add(time.Duration(minutes) * time.Minute).In(wall)
		if t.Format("2006-01-02T15:04:05") == w {
			found = append(found, t.In(loc))
		}
	}
	if len(found) != 1 {
		return
	}
	return found[0], found[0], true
}

func plain(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case bool:
		return strconv.FormatBool(v)
	case int:
		return strconv.Itoa(v)
	}
	return ""
}

func truth(b *bool) string {
	if b == nil {
		return ""
	}
	return strconv.FormatBool(*b)
}

func one(s string) []string {
	if s == "" {
		return nil
	}
	return []string{s}
}

// fact finds a fact by its path after "facts.".
func (a *asked) fact(name string) any {
	outer, inner, nested := strings.Cut(name, ".")
	get := func(k string) any {
		if v, ok := a.given[k]; ok {
			return v
		}
		return a.d.Instrument.Facts[k]
	}
	if !nested {
		return get(name)
	}
	m, _ := get(outer).(map[string]any)
	return m[inner]
}

// moments of the paper by name.
func (a *asked) when(path string) (from, to time.Time, ok bool) {
	i := a.d.Instrument
	switch path {
	case "at":
		return a.at, a.at, true
	case "issued":
		return stamp(i.Issued, a.loc, a.wall)
	case "served":
		return stamp(i.Served, a.loc, a.wall)
	case "expires":
		return stamp(i.Expires, a.loc, a.wall)
	case "start":
		return a.from.In(a.loc), a.from.In(a.loc), a.hasFrom
	case "end":
		return a.to.In(a.loc), a.to.In(a.loc), a.hasTo
	}
	name, isFact := strings.CutPrefix(path, "facts.")
	if !isFact {
		return
	}
	s, err := law.ParseStamp(plain(a.fact(name)))
	if err != nil {
		return
	}
	return stamp(&s, a.loc, a.wall)
}

// values are the words that a path has; none where nothing is stated.
func (a *asked) values(path string) []string {
	i, p := a.d.Instrument, a.d.Provider
	var user law.User
	if i.User != nil {
		user = *i.User
	}
	switch path {
	case "category":
		return one(a.category)
	case "asked":
		return one(a.ask0)
	case "service":
		return one(string(p.Service))
	case "issuer":
		return one(string(i.Issuer.Kind))
	case "issuer-country":
		return one(i.Issuer.Country)
	case "addressee":
		return one(i.Addressee)
	case "language":
		return one(i.Language)
	case "signed":
		return one(truth(i.Signed))
	case "emergency":
		return one(truth(i.Emergency))
	case "secrecy":
		if i.Secrecy != nil {
			return []string{"ordered"}
		}
		return nil
	case "offence.name":
		if i.Offence != nil {
			return one(i.Offence.Name)
		}
		return nil
	case "offence.max-years":
		if i.Offence != nil && i.Offence.MaxYears != nil {
			return one(strconv.Itoa(*i.Offence.MaxYears))
		}
		return nil
	case "offence.listed":
		if i.Offence != nil {
			return one(truth(i.Offence.Listed))
		}
		return nil
	case "user.role":
		return one(user.Role)
	case "user.residence":
		return one(user.Residence)
	case "user.nationality":
		return one(user.Nationality)
	case "days-asked":
		return one(strconv.Itoa(a.daysAsked()))
	case "window":
		if a.hasFrom {
			return []string{"stated"}
		}
		return nil
	case "established":
		return p.Established
	case "offers":
		return p.Offers
	case "asks":
		var out []string
		for _, x := range a.d.Asks {
			out = append(out, string(x.Category))
		}
		return out
	case "identifier":
		var out []string
		for _, x := range a.d.Asks[a.n].Identifiers {
			out = append(out, string(x.Kind))
		}
		return out
	case "packs":
		return a.d.Packs
	case "official-language":
		return a.languages
	case "country":
		return one(a.country)
	}
	if name, ok := strings.CutPrefix(path, "facts."); ok {
		v := a.fact(name)
		if many, ok := v.([]any); ok {
			out := []string{}
			for _, e := range many {
				out = append(out, plain(e))
			}
			return out
		}
		return one(plain(v))
	}
	if _, _, ok := a.when(path); ok {
		return []string{"stated"}
	}
	return nil
}

func (a *asked) daysAsked() int {
	seen := map[string]bool{}
	mine := a.d.Asks[a.n]
	for n, x := range a.d.Asks {
		w := a.windows[n]
		shared := false
		for _, i := range x.Identifiers {
			for _, j := range mine.Identifiers {
				shared = shared || i == j
			}
		}
		if string(x.Category) != a.ask0 || !w.whole || !shared {
			continue
		}
		last := w.to.Add(-1).In(a.loc).Format(time.DateOnly)
		for d := midday(w.from.In(a.loc)); d.Format(time.DateOnly) <= last && len(seen) < 4000; d = midday(d.AddDate(0, 0, 1)) {
			seen[d.Format(time.DateOnly)] = true
		}
	}
	return len(seen)
}

// holds reports whether a condition is met; one that is not there always is.
func (a *asked) holds(when any) bool {
	c, ok := when.(row)
	if !ok {
		return true
	}
	for key, want := range c {
		switch key {
		case "any":
			some := false
			for _, g := range list(want) {
				some = some || a.holds(g)
			}
			if !some {
				return false
			}
		case "none":
			for _, g := range list(want) {
				if a.holds(g) {
					return false
				}
			}
		default:
			if !a.test(key, want) {
				return false
			}
		}
	}
	return true
}

func (a *asked) test(path string, want any) bool {
	tests, ok := want.(row)
	if !ok {
		return some(a.values(path), func(w string) bool { return in(w, words(want)) })
	}
	for op, v := range tests {
		if !a.op(path, op, v) {
			return false
		}
	}
	return true
}

func some(all []string, f func(string) bool) bool {
	for _, w := range all {
		if f(w) {
			return true
		}
	}
	return false
}

func (a *asked) op(path, op string, v any) bool {
	have := a.values(path)
	number := func(f func(x, n int) bool) bool {
		n, _ := strconv.Atoi(text(v))
		return some(have, func(w string) bool { x, err := strconv.Atoi(w); return err == nil && f(x, n) })
	}
	switch op {
	case "is":
		return some(have, func(w string) bool { return in(w, words(v)) })
	case "not":
		return !some(have, func(w string) bool { return in(w, words(v)) })
	case "stated":
		return (len(have) > 0) == (strings.ToLower(text(v)) == "true")
	case "contains":
		return some(have, func(w string) bool {
			return some(words(v), func(p string) bool { return strings.Contains(strings.ToLower(w), p) })
		})
	case "at-least":
		return number(func(x, n int) bool { return x >= n })
	case "more-than":
		return number(func(x, n int) bool { return x > n })
	case "at-most":
		return number(func(x, n int) bool { return x <= n })
	case "under":
		return number(func(x, n int) bool { return x < n })
	case "same-as", "has", "differs-from":
		other := a.values(text(v))
		if len(have) == 0 || len(other) == 0 {
			return false
		}
		return some(have, func(w string) bool { return in(w, other) }) == (op != "differs-from")
	case "in-hours":
		return a.inHours(path, text(v))
	}
	from, to, ok := a.when(path)
	limit, known := a.moment(v)
	if !ok || !known {
		return false
	}
	switch op {
	case "from":
		return !from.Before(limit)
	case "before":
		return from.Before(limit)
	case "beyond":
		return to.After(limit)
	}
	panic("no test " + op)
}

func (a *asked) inHours(path, hours string) bool {
	first, last, _ := strings.Cut(hours, "-")
	from, to, ok := a.when(path)
	clock := from.Format("15:04")
	return ok && from.Equal(to) && office(a.feasts(), from) && clock >= first && clock < last
}

// moment reckons what a pack writes as a moment.
func (a *asked) moment(v any) (time.Time, bool) {
	m, ok := v.(row)
	if !ok {
		s := text(v)
		if d, err := time.Parse(time.DateOnly, s); err == nil {
			y, mo, day := d.Date()
			return midnight(time.Date(y, mo, day, 12, 0, 0, 0, a.loc), 0), true
		}
		m = row{"of": s}
	}
	t, ok := a.begins(m)
	if !ok {
		return t, false
	}
	how := text(m["count"])
	switch {
	case m["days"] != nil:
		most, _ := strconv.Atoi(text(m["most"]))
		n := most
		if have := a.values(text(m["days"])); len(have) == 1 {
			if x, err := strconv.Atoi(have[0]); err == nil {
				n = x
			}
		}
		if most > 0 && n > most {
			n = most
		}
		if n <= 0 || n > 4000 {
			return t, false
		}
		t = count(t, length{days: n}, how)
	case how == "business" || how == "working":
		l, _ := parseLength(text(m["plus"]))
		t = midnight(t, 1)
		for n := l.days; n > 0; t = midnight(t, 1) {
			if how == "business" && office(a.feasts(), t) || how == "working" && t.Weekday() != time.Sunday && !isFeast(a.feasts(), t) {
				n--
			}
		}
	case m["minus"] != nil:
		l, _ := parseLength(text(m["minus"]))
		if how == "beginning" {
			t = midnight(shift(midday(t), l, -1), 0)
		} else {
			t = shift(t, l, -1)
		}
	case m["plus"] != nil || how == "after":
		l, _ := parseLength(text(m["plus"]))
		t = count(t, l, how)
	}
	if m["round"] != nil {
		t = time.Date(t.Add(-1).Year()+1, 1, 1, 0, 0, 0, 0, t.Location())
	}
	if text(m["roll"]) == "true" {
		for !office(a.feasts(), t.Add(-1)) {
			t = midnight(t, 1)
		}
	}
	return t, true
}

func (a *asked) begins(m row) (time.Time, bool) {
	for _, p := range words(m["of"]) {
		if from, to, ok := a.when(p); ok {
			if p == "expires" {
				return to, true
			}
			return from, true
		}
	}
	var first time.Time
	for _, e := range list(m["earliest"]) {
		if t, ok := a.moment(e); ok && (first.IsZero() || t.Before(first)) {
			first = t
		}
	}
	return first, !first.IsZero()
}
