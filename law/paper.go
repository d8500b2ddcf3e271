package law

import (
	"slices"
	"strconv"
	"strings"

	"writ"
)

func readPaper(t table) (Instrument, []Ask) {
	var i Instrument
	if v, ok := t.must("instrument", "say what was served"); ok {
		i = readInstrument(v)
	}
	v, ok := t.must("asks", "list what is asked")
	if !ok {
		return i, nil
	}
	var asks []Ask
	for _, e := range v.list() {
		asks = append(asks, readAsk(e))
	}
	if len(asks) == 0 {
		v.fail("asks for nothing", "list what is asked")
	}
	return i, asks
}

func readInstrument(c cursor) Instrument {
	t := c.table("type", "issuer", "issued", "served", "expires", "addressee", "signed", "language", "offence", "emergency", "secrecy", "user", "facts")
	i := Instrument{Language: t.textOf("language"), Issued: stampOf(t, "issued"), Served: stampOf(t, "served"), Expires: stampOf(t, "expires"),
		Signed: truthOf(t, "signed"), Emergency: truthOf(t, "emergency")}
	if v, ok := t.must("type", "name the instrument"); ok {
		i.Type = v.text()
	}
	if v, ok := t.must("issuer", "write {kind: …, country: …}"); ok {
		it := v.table("kind", "country")
		if k, ok := it.must("kind", "name the kind of issuer"); ok {
			i.Issuer.Kind = one(k, "kind of issuer", writ.ParseIssuerKind)
		}
		i.Issuer.Country = it.textOf("country")
	}
	if v, ok := t.has("addressee"); ok {
		i.Addressee = readWord(v, "addressee", "provider", "representative", "other-entity")
	}
	if v, ok := t.has("offence"); ok {
		i.Offence = readOffence(v)
	}
	if v, ok := t.has("secrecy"); ok {
		i.Secrecy = &Secrecy{Until: stampOf(v.table("until"), "until")}
	}
	if v, ok := t.has("user"); ok {
		ut := v.table("residence", "nationality", "role")
		i.User = &User{Residence: ut.textOf("residence"), Nationality: ut.textOf("nationality")}
		if r, ok := ut.has("role"); ok {
			i.User.Role = readWord(r, "role", "none", "lawyer", "journalist", "doctor", "diplomat")
		}
	}
	if v, ok := t.has("facts"); ok && v.node.Tag != "!!null" {
		i.Facts, _ = readFact(v, 0).(map[string]any)
	}
	return i
}

// readWord reads a word of a short list.
func readWord(c cursor, what string, known ...string) string {
	w := c.text()
	if !slices.Contains(known, w) {
		c.fail("is no "+what, "write one of "+strings.Join(known, ", "))
	}
	return w
}

// readOffence reads the offence. A part of a year is not counted: the maximum is in whole years, 0 is less than one.
func readOffence(c cursor) *Offence {
	t := c.table("name", "max-years", "listed")
	o := &Offence{Name: t.textOf("name"), Listed: truthOf(t, "listed")}
	if v, ok := t.has("max-years"); ok {
		whole, _, _ := strings.Cut(v.text(), ".")
		n, err := strconv.Atoi(whole)
		if err != nil || n < 0 {
			v.fail("is no number of years", "write whole years; 0 is less than one")
		}
		o.MaxYears = &n
	}
	return o
}

// readFact reads further facts as they stand: truths and whole numbers as such, all else as text.
func readFact(c cursor, depth int) any {
	switch {
	case depth > 4:
		c.fail("is nested too deep", "write it flatter")
		return nil
	case c.node.Kind == mapping:
		out := map[string]any{}
		for _, e := range c.entries() {
			if v := readFact(e.value, depth+1); v != nil {
				out[e.key] = v
			}
		}
		return out
	case c.node.Kind == sequence:
		out := []any{}
		for _, e := range c.list() {
			out = append(out, readFact(e, depth+1))
		}
		return out
	}
	switch c.node.Tag {
	case "!!null":
		return nil
	case "!!bool":
		return c.truth()
	case "!!int":
		if n, err := strconv.Atoi(c.node.Value); err == nil && strconv.Itoa(n) == c.node.Value {
			return n
		}
	}
	return c.node.Value
}

func readAsk(c cursor) Ask {
	t := c.table("category", "identifiers", "identifiers-file", "window")
	a := Ask{File: t.textOf("identifiers-file")}
	if v, ok := t.must("category", "name the category"); ok {
		a.Category = one(v, "category", writ.ParseCategory)
	}
	if v, ok := t.has("identifiers"); ok {
		for _, e := range v.list() {
			it := e.table("kind", "value")
			var s Stated
			if k, ok := it.must("kind", "name the kind of identifier"); ok {
				s.Kind = one(k, "kind of identifier", writ.ParseKind)
			}
			if x, ok := it.must("value", "write the identifier as the paper has it"); ok {
				s.Text = x.text()
			}
			a.Identifiers = append(a.Identifiers, s)
		}
	}
	if v, ok := t.has("window"); ok {
		wt := v.table("from", "to")
		a.Window = &StatedWindow{From: stampOf(wt, "from"), To: stampOf(wt, "to")}
	}
	return a
}
