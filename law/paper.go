package law

import (
	"slices"
	"strconv"
	"strings"

	"writ"
	"writ/strict"
)

func readPaper(t strict.Table) (Instrument, []Ask) {
	var i Instrument
	if v, ok := t.Must("instrument", "say what was served"); ok {
		i = readInstrument(v)
	}
	v, ok := t.Must("asks", "list what is asked")
	if !ok {
		return i, nil
	}
	var asks []Ask
	for _, e := range v.List() {
		asks = append(asks, readAsk(e))
	}
	if len(asks) == 0 {
		v.Fail("asks for nothing", "list what is asked")
	}
	return i, asks
}

func readInstrument(c strict.Cursor) Instrument {
	t := c.Table("type", "issuer", "issued", "served", "expires", "addressee", "signed", "language", "offence", "emergency", "secrecy", "user", "facts")
	i := Instrument{Language: t.TextOf("language"), Issued: stampOf(t, "issued"), Served: stampOf(t, "served"), Expires: stampOf(t, "expires"),
		Signed: truthOf(t, "signed"), Emergency: truthOf(t, "emergency")}
	if v, ok := t.Must("type", "name the instrument"); ok {
		i.Type = v.Text()
	}
	if v, ok := t.Must("issuer", "write {kind: …, country: …}"); ok {
		it := v.Table("kind", "country")
		if k, ok := it.Must("kind", "name the kind of issuer"); ok {
			i.Issuer.Kind = strict.One(k, "kind of issuer", writ.ParseIssuerKind)
		}
		i.Issuer.Country = it.TextOf("country")
	}
	if v, ok := t.Has("addressee"); ok {
		i.Addressee = readWord(v, "addressee", "provider", "representative", "other-entity")
	}
	if v, ok := t.Has("offence"); ok {
		i.Offence = readOffence(v)
	}
	if v, ok := t.Has("secrecy"); ok {
		i.Secrecy = &Secrecy{Until: stampOf(v.Table("until"), "until")}
	}
	if v, ok := t.Has("user"); ok {
		ut := v.Table("residence", "nationality", "role")
		i.User = &User{Residence: ut.TextOf("residence"), Nationality: ut.TextOf("nationality")}
		if r, ok := ut.Has("role"); ok {
			i.User.Role = readWord(r, "role", "none", "lawyer", "journalist", "doctor", "diplomat")
		}
	}
	if v, ok := t.Has("facts"); ok && v.Node.Tag != "!!null" {
		i.Facts, _ = readFact(v, 0).(map[string]any)
	}
	return i
}

// readWord reads a word of a short list.
func readWord(c strict.Cursor, what string, known ...string) string {
	w := c.Text()
	if !slices.Contains(known, w) {
		c.Fail("is no "+what, "write one of "+strings.Join(known, ", "))
	}
	return w
}

// readOffence reads the offence. A part of a year is not counted: the maximum is in whole years, 0 is less than one.
func readOffence(c strict.Cursor) *Offence {
	t := c.Table("name", "max-years", "listed")
	o := &Offence{Name: t.TextOf("name"), Listed: truthOf(t, "listed")}
	if v, ok := t.Has("max-years"); ok {
		whole, _, _ := strings.Cut(v.Text(), ".")
		n, err := strconv.Atoi(whole)
		if err != nil || n < 0 {
			v.Fail("is no number of years", "write whole years; 0 is less than one")
		}
		o.MaxYears = &n
	}
	return o
}

// readFact reads further facts as they stand: truths and whole numbers as such, all else as text.
func readFact(c strict.Cursor, depth int) any {
	switch {
	case depth > 4:
		c.Fail("is nested too deep", "write it flatter")
		return nil
	case c.Node.Kind == mapping:
		out := map[string]any{}
		for _, e := range c.Entries() {
			if v := readFact(e.Value, depth+1); v != nil {
				out[e.Key] = v
			}
		}
		return out
	case c.Node.Kind == sequence:
		out := []any{}
		for _, e := range c.List() {
			out = append(out, readFact(e, depth+1))
		}
		return out
	}
	switch c.Node.Tag {
	case "!!null":
		return nil
	case "!!bool":
		return c.Truth()
	case "!!int":
		if n, err := strconv.Atoi(c.Node.Value); err == nil && strconv.Itoa(n) == c.Node.Value {
			return n
		}
	}
	return c.Node.Value
}

func readAsk(c strict.Cursor) Ask {
	t := c.Table("category", "identifiers", "identifiers-file", "window")
	a := Ask{File: t.TextOf("identifiers-file")}
	if v, ok := t.Must("category", "name the category"); ok {
		a.Category = strict.One(v, "category", writ.ParseCategory)
	}
	if v, ok := t.Has("identifiers"); ok {
		for _, e := range v.List() {
			it := e.Table("kind", "value")
			var s Stated
			if k, ok := it.Must("kind", "name the kind of identifier"); ok {
				s.Kind = strict.One(k, "kind of identifier", writ.ParseKind)
			}
			if x, ok := it.Must("value", "write the identifier as the paper has it"); ok {
				s.Text = x.Text()
			}
			a.Identifiers = append(a.Identifiers, s)
		}
	}
	if v, ok := t.Has("window"); ok {
		wt := v.Table("from", "to")
		a.Window = &StatedWindow{From: stampOf(wt, "from"), To: stampOf(wt, "to")}
	}
	return a
}
