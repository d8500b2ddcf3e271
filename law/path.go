package law

import (
	"errors"
	"strconv"
	"strings"
	"time"

	"writ"
)

// A path names something that a rule may look at. Each is in docs/formats/pack.md.
type path struct {
	name  string
	multi bool // holds several words at once
	read  func(*matter) value
	time  func(*matter) (from, to time.Time, ok bool) // for those that are a date or an instant
}

// A value is one word, or several of which any may fit. The zero value is absent.
type value struct {
	one  string
	many []string
}

func (v value) absent() bool { return v.one == "" && len(v.many) == 0 }

// any reports whether one of its words passes.
func (v value) any(test func(string) bool) bool {
	if v.one != "" {
		return test(v.one)
	}
	for _, w := range v.many {
		if test(w) {
			return true
		}
	}
	return false
}

var errPath = errors.New("write one of " + strings.Join(pathNames(), ", ") + ", or facts.NAME")

// findPath finds a path by its name.
func findPath(name string) (path, error) {
	if fact, ok := strings.CutPrefix(name, "facts."); ok && fact != "" {
		return factPath(name, fact), nil
	}
	for _, p := range paths {
		if p.name == name {
			return p, nil
		}
	}
	return path{}, errPath
}

func factPath(name, fact string) path {
	outer, inner, nested := strings.Cut(fact, ".")
	look := func(m *matter) any {
		if !nested {
			return m.fact(fact)
		}
		t, _ := m.fact(outer).(map[string]any)
		return t[inner]
	}
	return path{
		name: name,
		read: func(m *matter) value {
			v := look(m)
			list, ok := v.([]any)
			if !ok {
				return value{one: word(v)}
			}
			var out value
			for _, e := range list {
				out.many = append(out.many, word(e))
			}
			return out
		},
		time: func(m *matter) (time.Time, time.Time, bool) {
			s, err := ParseStamp(word(look(m)))
			if err != nil {
				return time.Time{}, time.Time{}, false
			}
			return m.when(&s)
		},
	}
}

func pathNames() []string {
	names := make([]string, len(paths))
	for i, p := range paths {
		names[i] = p.name
	}
	return names
}

// paths lists what a rule may look at, besides facts.
var paths = []path{
	text("category", func(m *matter) string { return string(m.category) }),
	text("asked", func(m *matter) string { return string(m.asked) }),
	text("service", func(m *matter) string { return string(m.d.Provider.Service) }),
	text("issuer", func(m *matter) string { return string(m.d.Instrument.Issuer.Kind) }),
	text("issuer-country", func(m *matter) string { return m.d.Instrument.Issuer.Country }),
	text("addressee", func(m *matter) string { return m.d.Instrument.Addressee }),
	text("language", func(m *matter) string { return m.d.Instrument.Language }),
	text("signed", func(m *matter) string { return flag(m.d.Instrument.Signed) }),
	text("emergency", func(m *matter) string { return flag(m.d.Instrument.Emergency) }),
	text("secrecy", secrecy),
	text("offence.name", offenceName),
	text("offence.max-years", offenceYears),
	text("offence.listed", func(m *matter) string {
		if o := m.d.Instrument.Offence; o != nil {
			return flag(o.Listed)
		}
		return ""
	}),
	text("user.role", func(m *matter) string { return user(m).Role }),
	text("user.residence", func(m *matter) string { return user(m).Residence }),
	text("user.nationality", func(m *matter) string { return user(m).Nationality }),
	text("days-asked", func(m *matter) string { return strconv.Itoa(m.daysAsked()) }),
	text("window", func(m *matter) string {
		if m.hasFrom {
			return "stated"
		}
		return ""
	}),
	several("established", func(m *matter) []string { return m.d.Provider.Established }),
	several("offers", func(m *matter) []string { return m.d.Provider.Offers }),
	several("asks", func(m *matter) []string { return m.allAsked() }),
	several("identifier", func(m *matter) []string { return m.kinds }),
	several("packs", func(m *matter) []string { return m.d.Packs }),
	several("official-language", func(m *matter) []string { return m.languages }),
	text("country", func(m *matter) string { return m.country }),
	instant("at", func(m *matter) (time.Time, time.Time, bool) { t := m.at.In(m.loc); return t, t, true }),
	instant("issued", func(m *matter) (time.Time, time.Time, bool) { return m.issue.read() }),
	instant("served", func(m *matter) (time.Time, time.Time, bool) { return m.service.read() }),
	instant("expires", func(m *matter) (time.Time, time.Time, bool) { return m.lastDay.read() }),
	instant("start", func(m *matter) (time.Time, time.Time, bool) { return m.from.In(m.loc), m.from.In(m.loc), m.hasFrom }),
	instant("end", func(m *matter) (time.Time, time.Time, bool) { return m.to.In(m.loc), m.to.In(m.loc), m.hasTo }),
}

func text(name string, read func(*matter) string) path {
	return path{name: name, read: func(m *matter) value { return value{one: read(m)} }}
}

func several(name string, read func(*matter) []string) path {
	return path{name: name, multi: true, read: func(m *matter) value { return value{many: read(m)} }}
}

func instant(name string, at func(*matter) (time.Time, time.Time, bool)) path {
	return path{name: name, time: at, read: func(m *matter) value {
		if _, _, ok := at(m); ok {
			return value{one: "stated"}
		}
		return value{}
	}}
}

func flag(b *bool) string {
	if b == nil {
		return ""
	}
	return strconv.FormatBool(*b)
}

func user(m *matter) User {
	if m.d.Instrument.User == nil {
		return User{}
	}
	return *m.d.Instrument.User
}

// secrecy says that the paper orders it, whether it still runs or not.
func secrecy(m *matter) string {
	if m.d.Instrument.Secrecy == nil {
		return ""
	}
	return "ordered"
}

// allAsked lists the categories of the whole paper.
func (m *matter) allAsked() []string {
	out := make([]string, len(m.d.Asks))
	for i, a := range m.d.Asks {
		out[i] = string(a.Category)
	}
	return out
}

func offenceName(m *matter) string {
	if o := m.d.Instrument.Offence; o != nil {
		return o.Name
	}
	return ""
}

func offenceYears(m *matter) string {
	if o := m.d.Instrument.Offence; o != nil && o.MaxYears != nil {
		return strconv.Itoa(*o.MaxYears)
	}
	return ""
}

// live reports whether the ask can only be tapped.
func (m *matter) live() bool { return writ.Category(m.asked).Live() }
