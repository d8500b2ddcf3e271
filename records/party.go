package records

import "writ"

// Named gives the canonical text of a field that names somebody, or the source's own text where it is no such
// name: a telephone extension, an emergency number, "anonymous".
func Named(kind writ.Kind, text string) string {
	return named(writ.NumberPlan{}, kind, text)
}

func named(plan writ.NumberPlan, kind writ.Kind, text string) string {
	switch {
	case text == "" || kind == writ.E164 && isE164(text):
		return text
	case kind == writ.IMEI && len(text) == 15 && text[14] == '0':
		text = text[:14] // the network writes 0 for the check digit (TS 23.003 clause 6.2.1)
	}
	if canonical, err := plan.Canonical(kind, text); err == nil {
		return canonical
	}
	return text
}

// isE164 reports whether a number is canonical already.
func isE164(s string) bool {
	if len(s) < 8 || len(s) > 16 || s[0] != '+' || s[1] == '0' {
		return false
	}
	_, ok := digits(s[1:])
	return ok
}
