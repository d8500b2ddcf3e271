package writ

import (
	"strconv"
	"strings"
)

// A NumberPlan says how the tenant's own network writes numbers, so that a national number becomes one
// that is unique in the world (ITU-T E.164). The zero plan settles nothing: only numbers that carry
// their country are read.
type NumberPlan struct {
	Calling       string // calling code, digits: "1", "39"
	Trunk         string // what precedes a national number and is dropped: "1" (North America), "0"; empty where nothing is
	International string // what precedes a number of another country: "011", "00"; empty reads as "00"
	Least, Most   int    // digits of a national significant number; 0: 4 to 15 less the calling code
}

// Parse reads a number as the tenant's network writes it.
func (p NumberPlan) Parse(text string) (Identifier, error) { return p.ParseIdentifier(E164, text) }

var dressing = strings.NewReplacer(" ", "", "-", "", ".", "", "(", "", ")", "", "/", "", "\u00a0", "")

// e164 gives "+" and digits. Spaces, dots, hyphens, slashes and parentheses are only dressing.
func (p NumberPlan) e164(s string) (canonical, problem, fix string) {
	fix = "write it with + and country code, or give the number plan"
	plus := strings.HasPrefix(s, "+")
	digits := dressing.Replace(strings.TrimPrefix(s, "+"))
	if !allDigits(digits) {
		return "", "holds a character that is no digit", fix
	}
	if !plus {
		if digits, problem = p.international(digits); problem != "" {
			return "", problem, fix
		}
	}
	switch {
	case digits[0] == '0':
		return "", "its country code begins with 0", fix
	case len(digits) < 7 || len(digits) > 15:
		return "", "has " + strconv.Itoa(len(digits)) + " digits with its country, not 7 to 15", fix
	}
	return "+" + digits, "", ""
}

// international gives a number without "+" its country.
func (p NumberPlan) international(digits string) (full, problem string) {
	if p.Calling == "" {
		return "", "has no country"
	}
	prefix := p.International
	if prefix == "" {
		prefix = "00"
	}
	if rest, ok := strings.CutPrefix(digits, prefix); ok && rest != "" {
		return rest, ""
	}
	national, ok := p.national(digits)
	switch {
	case ok && p.fits(national):
		return p.Calling + national, ""
	case strings.HasPrefix(digits, p.Calling) && p.Least > 0 && p.fits(digits[len(p.Calling):]):
		return digits, "" // E.164 without its plus sign
	case !ok:
		return "", "lacks the prefix of a national number of this plan"
	}
	return "", "is not a national number of this plan"
}

// national takes the trunk prefix off. Where that is not the calling code (as it is in North America, where nobody
// needs it) a number without it is a local one, which another place has as well.
func (p NumberPlan) national(digits string) (string, bool) {
	rest, ok := strings.CutPrefix(digits, p.Trunk)
	if ok || p.Trunk == p.Calling {
		return rest, true
	}
	return digits, false
}

// fits reports whether a national significant number has a length of the plan.
func (p NumberPlan) fits(national string) bool {
	least, most := p.Least, p.Most
	if least == 0 {
		least = 4
	}
	if most == 0 {
		most = 15 - len(p.Calling)
	}
	return len(national) >= least && len(national) <= most
}
