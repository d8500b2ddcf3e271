package law

import (
	"crypto/sha256"
	"encoding/binary"
	"slices"
	"sync"
	"time"

	"writ"
)

// digestForm stands in each digest; it changes with the encoding, and with nothing else.
const digestForm = "writ/law/1"

// sum binds a decision: packs, demand and what was answered. Neither the engine nor the release of the zone data is
// bound: a later one that answers alike gives the same digest, and one that answers otherwise gives another, since
// every window, deadline, answer, notice and relief is in it. The encoding is canonical: each text has its length before
// it, each list its count, maps are sorted, times are UTC. The words of a rule stand for nothing that its name and the
// hash of the packs do not bind.
func (d *decision) sum() [32]byte {
	e := rooms.Get().(*encoder) // the pool holds nothing else
	defer rooms.Put(e)
	e.b = e.b[:0]
	e.text(digestForm)
	e.raw(d.packs[:])
	e.demand(&d.demand)
	e.count(len(d.outcomes))
	for i := range d.outcomes {
		e.outcome(&d.outcomes[i])
	}
	e.text(string(d.verdict))
	e.text(string(d.telling.Is))
	e.text(d.telling.Provision)
	e.time(d.telling.Until)
	e.time(d.due)
	e.reliefs(d.reliefs)
	return sha256.Sum256(e.b)
}

type encoder struct{ b []byte }

var categories = writ.Categories()

// rooms keeps the space of encodings for the next one.
var rooms = sync.Pool{New: func() any { return &encoder{make([]byte, 0, 8192)} }}

func (e *encoder) raw(b []byte)  { e.b = append(e.b, b...) }
func (e *encoder) count(n int)   { e.b = binary.BigEndian.AppendUint64(e.b, uint64(n)) } //nolint:gosec // lengths and small numbers
func (e *encoder) text(s string) { e.count(len(s)); e.b = append(e.b, s...) }

func (e *encoder) texts(list []string) {
	e.count(len(list))
	for _, s := range list {
		e.text(s)
	}
}

func (e *encoder) time(t time.Time) {
	if t.IsZero() {
		e.count(0)
		return
	}
	e.count(1)
	e.b = binary.BigEndian.AppendUint64(e.b, uint64(t.Unix())) //nolint:gosec // two's complement is what is meant
	e.b = binary.BigEndian.AppendUint32(e.b, uint32(t.Nanosecond()))
}

func (e *encoder) truth(b *bool) { e.text(flag(b)) }

func (e *encoder) stamp(s *Stamp) {
	if s == nil {
		e.count(0)
		return
	}
	e.count(1)
	e.text(s.Text)
	e.time(s.Time)
	e.truth(&s.HasTime)
	e.truth(&s.Offset)
}

func (e *encoder) demand(d *Demand) {
	e.text(d.Case)
	e.raw(d.Salt[:])
	e.count(d.Version)
	e.time(d.At)
	e.texts(d.Packs)
	p := d.Provider
	e.texts(p.Established)
	e.texts(p.Offers)
	e.text(string(p.Service))
	e.text(p.Zone)
	e.keeps(p.Keeps)
	e.instrument(&d.Instrument)
	e.count(len(d.Asks))
	for i := range d.Asks {
		e.ask(&d.Asks[i])
	}
}

func (e *encoder) keeps(ages map[writ.Category]writ.Period) {
	left := len(ages)
	e.count(left)
	for _, c := range categories {
		if left == 0 {
			return
		}
		if age, ok := ages[c]; ok {
			e.text(string(c))
			e.text(age.String())
			left--
		}
	}
}

func (e *encoder) instrument(i *Instrument) {
	e.texts([]string{i.Type, string(i.Issuer.Kind), i.Issuer.Country, i.Addressee, i.Language})
	for _, s := range []*Stamp{i.Issued, i.Served, i.Expires} {
		e.stamp(s)
	}
	e.truth(i.Signed)
	e.truth(i.Emergency)
	if o := i.Offence; o != nil {
		e.text(o.Name)
		e.truth(o.Listed)
		if o.MaxYears != nil {
			e.count(*o.MaxYears)
		}
	}
	e.text("/")
	if i.Secrecy != nil {
		e.text("secrecy")
		e.stamp(i.Secrecy.Until)
	}
	if u := i.User; u != nil {
		e.texts([]string{"user", u.Residence, u.Nationality, u.Role})
	}
	e.fact(i.Facts)
}

func (e *encoder) fact(v any) {
	switch v := v.(type) {
	case map[string]any:
		e.text("{")
		e.count(len(v))
		var room [16]string
		keys := room[:0]
		for k := range v {
			keys = append(keys, k)
		}
		slices.Sort(keys)
		for _, k := range keys {
			e.text(k)
			e.fact(v[k])
		}
	case []any:
		e.text("[")
		e.count(len(v))
		for _, x := range v {
			e.fact(x)
		}
	case string:
		e.text("s")
		e.text(v)
	default:
		e.text("v")
		e.text(word(v))
	}
}

func (e *encoder) ask(a *Ask) {
	e.text(string(a.Category))
	e.text(a.File)
	e.count(len(a.Identifiers))
	for _, s := range a.Identifiers {
		e.text(string(s.Kind))
		e.text(s.Text)
	}
	if a.Window == nil {
		e.count(0)
		return
	}
	e.count(1)
	e.stamp(a.Window.From)
	e.stamp(a.Window.To)
}

func (e *encoder) outcome(o *Outcome) {
	e.count(o.Ask)
	name, ground := AnswerName(o.Answer)
	e.text(name)
	e.text(string(ground))
	e.window(o.Window)
	e.count(len(o.Fields))
	for _, f := range o.Fields {
		e.text(string(f))
	}
	e.count(len(o.Shortfall))
	for _, s := range o.Shortfall {
		e.text(s.Kind)
		e.text(string(s.Ground))
		e.text(s.Provision)
	}
	e.count(len(o.Grounds))
	for _, g := range o.Grounds {
		e.text(g.Rule)
		e.text(g.Provision)
	}
	e.time(o.Deadline)
	e.time(o.Until)
}

func (e *encoder) window(w writ.Window) {
	e.time(w.From())
	e.time(w.To())
}

func (e *encoder) reliefs(all []Relief) {
	e.count(len(all))
	for _, r := range all {
		e.text(r.Ground.Rule)
		e.count(len(r.Asks))
		for _, a := range r.Asks {
			e.count(a)
		}
		e.time(r.By)
	}
}
