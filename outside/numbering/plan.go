package numbering

import (
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/nyaruka/phonenumbers"

	"writ"
)

// A PlanError says that a text is neither a country nor a calling code.
type PlanError struct{}

func (*PlanError) Error() string {
	return "not a country or calling code with a number plan; write two letters (US, IT) or a calling code (1, +39)"
}

var load = sync.OnceValues(func() (map[string]*phonenumbers.PhoneMetadata, error) {
	all, err := phonenumbers.MetadataCollection()
	if err != nil {
		return nil, err
	}
	by := map[string]*phonenumbers.PhoneMetadata{}
	for _, m := range all.GetMetadata() {
		code := strconv.Itoa(int(m.GetCountryCode()))
		if m.GetId() != "001" {
			by[m.GetId()] = m
		}
		if by[code] == nil || m.GetMainCountryForCode() {
			by[code] = m
		}
	}
	return by, nil
})

// Plan gives the number plan of a country (ISO 3166-1 alpha-2, "US") or of a calling code ("1", "+39"; where
// several countries share one, that of the main one). Anything else is a [PlanError].
func Plan(country string) (writ.NumberPlan, error) {
	by, err := load()
	if err != nil {
		return writ.NumberPlan{}, err
	}
	m := by[strings.TrimPrefix(strings.ToUpper(strings.TrimSpace(country)), "+")]
	if m == nil {
		return writ.NumberPlan{}, &PlanError{}
	}
	lengths := m.GetGeneralDesc().GetPossibleLength()
	if len(lengths) == 0 {
		return writ.NumberPlan{}, &PlanError{}
	}
	p := writ.NumberPlan{
		Calling:       strconv.Itoa(int(m.GetCountryCode())),
		Trunk:         onlyDigits(m.GetNationalPrefix()),
		International: international(m),
		Least:         int(slices.Min(lengths)),
		Most:          int(slices.Max(lengths)),
	}
	if misreads(p, m.GetId()) {
		p.Least = never
	}
	return p, nil
}

// never is a length that no number has: the plan reads numbers with their country only.
const never = 16

// misreads reports whether the plan takes the country's own example, in national form, for another number: its
// domestic form is more than a prefix.
func misreads(p writ.NumberPlan, region string) bool {
	example := phonenumbers.GetExampleNumber(region)
	if example == nil {
		return false
	}
	id, err := p.Parse(phonenumbers.Format(example, phonenumbers.NATIONAL))
	return err == nil && id.Reveal() != phonenumbers.Format(example, phonenumbers.E164)
}

// none is an international prefix that no number begins with: where a country has several and prefers none, a
// number behind one of them is not read.
const none = "-"

// international gives the one prefix before numbers of another country.
func international(m *phonenumbers.PhoneMetadata) string {
	for _, p := range []string{m.GetPreferredInternationalPrefix(), m.GetInternationalPrefix()} {
		if p = strings.ReplaceAll(p, "~", ""); onlyDigits(p) != "" {
			return p
		}
	}
	return none
}

func onlyDigits(s string) string {
	if s == "" || strings.Trim(s, "0123456789") != "" {
		return ""
	}
	return s
}
