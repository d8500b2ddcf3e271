package check

import (
	"errors"
	"fmt"

	"writ/intercept/lemf"
	"writ/wire/etsi"
)

// broken tells why a PDU can't be decoded, with the field of the module.
func (c *Checker) broken(at Place, err error) {
	var e *etsi.Error
	if !errors.As(err, &e) {
		c.found.add("decode", at, at, 1, "it can't be decoded: "+err.Error())
		return
	}
	c.found.add("decode", scope2{at.File, e.Field + e.Problem}, at, 1, fmt.Sprintf("octet %d of the PDU: %s", e.Offset, e.Problem))
	if f := c.found.list[len(c.found.list)-1]; f.Rule == "decode" && f.Clause == rules["decode"].clause {
		f.Clause = e.Field
	}
}

// scope2 is a scope of two parts.
type scope2 struct{ a, b any }

// forms tells of BER that is legal and unusual.
func (c *Checker) forms(p *etsi.PDU, at Place) {
	for _, r := range []struct {
		remark etsi.Remark
		rule   Rule
		what   string
	}{
		{etsi.LongLengths, "long-lengths", "a length or tag has more octets than it needs, or is indefinite"},
		{etsi.Segmented, "segmented", "a string comes in segments"},
		{etsi.UnknownFields, "unknown-fields", "fields that the modules at hand don't know were stepped over"},
		{etsi.WrongDomain, "domain", "the domain identifier is not that of TS 102 232-1"},
	} {
		if p.Remarks&r.remark != 0 {
			c.found.add(r.rule, scope2{at.File, p.Kind}, at, 1, r.what)
		}
	}
}

func (c *Checker) header(p *etsi.PDU, m lemf.Mark, at Place) {
	add := func(when bool, r Rule, what string) {
		if when {
			c.found.add(r, scope2{m.LIID, m.Kind}, at, 1, what)
		}
	}
	product := m.Kind == lemf.KindIRI || m.Kind == lemf.KindCC
	add(p.Level > etsi.NewestLevel, "level-newer", fmt.Sprintf("the module's version is %d, newer than the %d known here", p.Level, etsi.NewestLevel))
	if p.Remarks&etsi.WrongDomain == 0 {
		c.levels[p.Level] = true
	}
	if len(c.levels) > 1 {
		c.found.add("level-mixed", "", at, 1, fmt.Sprintf("the module's version is %d here and another elsewhere", p.Level))
	}
	add(product && !goodLIID(p.LIID), "liid-form", "the LIID has no text form that agencies agree on")
	for _, code := range [][2]byte{p.Authorisation, p.Delivery} {
		add(product && code == [2]byte{}, "country-missing", "a country code is absent")
		add(code != [2]byte{} && !letters(code), "country-form", "a country code is no pair of capital letters")
	}
	add(product && p.Element == nil && p.ElementETSI == nil, "element-missing", "no network element is named")
	add(product && p.NoCIN, "cin-missing", "the CIN is absent")
	add(product && p.Form == etsi.NoTime, "time-missing", "no time stamp")
	add(p.Form == etsi.BothTimes, "time-both", "both forms of the time stamp are given")
	add(product && p.Form == etsi.GeneralizedTime, "time-milliseconds", "the time stamp has milliseconds at best")
	add(p.Form != etsi.NoTime && (p.Sec < oddBefore || p.Sec > oddAfter), "time-odd", "the time stamp is not of this century's decades in use")
	add(p.Form != etsi.NoTime && p.Qualifier == etsi.NoQualifier, "qualifier-missing", "nothing says what the time stamp is the time of")
	add(product && p.Qualifier > etsi.NoQualifier && p.Qualifier != etsi.TimeOfInterception, "qualifier", "the time stamp is not the time of interception")
}

// Times outside these are a clock that was never set.
const (
	oddBefore = 946684800  // 2000-01-01
	oddAfter  = 4102444800 // 2100-01-01
)

// goodLIID knows the two forms of TS 103 280.
func goodLIID(b []byte) bool {
	for _, c := range b {
		if c < '!' || c > '~' {
			return len(b) >= 13
		}
	}
	return true
}

func letters(c [2]byte) bool {
	return c[0] >= 'A' && c[0] <= 'Z' && c[1] >= 'A' && c[1] <= 'Z'
}
