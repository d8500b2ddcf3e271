package capability

import (
	"errors"
	"maps"
	"slices"
	"time"

	"writ"
	"writ/strategy"
)

// Format names the form of a statement.
const Format = "writ/capability/1"

// Path is where it is published, below the provider's own domain.
const Path = "/.well-known/lawful-access.json"

// A Statement is what a provider says of itself to authorities.
type Statement struct {
	Format    string    `json:"format"`
	Provider  string    `json:"provider"`
	Issued    string    `json:"issued"`  // YYYY-MM-DD
	Expires   string    `json:"expires"` // YYYY-MM-DD, the last day
	TTP       string    `json:"trusted_third_party,omitempty"`
	Countries []Country `json:"countries"`
	Formats   []string  `json:"formats"`
	Contacts  []Contact `json:"contacts"`
}

// A Country is where services are offered, and what is answered there.
type Country struct {
	Code        string         `json:"country"`
	Services    []writ.Service `json:"services"`
	Established bool           `json:"established"`
	Delivery    []string       `json:"interception_delivery,omitempty"` // standards that the network speaks and the country takes
	Instruments []Instrument   `json:"instruments"`
}

// An Instrument is a kind of paper that the provider's law packs know.
type Instrument struct {
	Pack string `json:"pack"`
	Type string `json:"type"`
	Name string `json:"name,omitempty"`
}

// A Contact is whom an authority reaches, and when.
type Contact struct {
	For       string   `json:"for"`
	Name      string   `json:"name,omitempty"`
	Email     string   `json:"email,omitempty"`
	Phone     string   `json:"phone,omitempty"`
	URL       string   `json:"url,omitempty"`
	Hours     string   `json:"hours"`
	Zone      string   `json:"zone,omitempty"`
	Languages []string `json:"languages,omitempty"`
}

// Packs knows which instruments a law pack has; law.Set is one.
type Packs interface {
	Instruments(pack string) []string
	InstrumentName(pack, kind, lang string) string
}

// ErrContact says that nobody could be reached by the statement.
var ErrContact = errors.New("the profile names no contact for legal process; add contacts: with for: legal-process")

// ErrNowhere says that the provider offers nothing anywhere on that day.
var ErrNowhere = errors.New("the profile offers no service with users on that day; there is nothing to state")

// validity is how long a statement holds: the strategy is looked at again within a year.
const validity = 365

// State draws a statement from an assessment.
func State(a strategy.Assessment, rules *strategy.Rules, packs Packs) (Statement, error) {
	p := a.Profile
	if !slices.ContainsFunc(p.Contacts, func(c strategy.Contact) bool { return c.For == "legal-process" }) {
		return Statement{}, ErrContact
	}
	out := Statement{Format: Format, Provider: p.Name, Issued: a.At.Format(time.DateOnly), Expires: a.At.AddDate(0, 0, validity).Format(time.DateOnly), TTP: p.Staff.TTP,
		Countries: []Country{}, Formats: formats(p), Contacts: []Contact{}}
	for _, c := range a.Countries {
		if country := stated(a, rules, packs, c); len(country.Services) > 0 {
			out.Countries = append(out.Countries, country)
		}
	}
	if len(out.Countries) == 0 {
		return Statement{}, ErrNowhere
	}
	for _, c := range p.Contacts {
		out.Contacts = append(out.Contacts, Contact(c))
	}
	return out, nil
}

func formats(p strategy.Profile) []string {
	if len(p.Delivers) > 0 {
		return slices.Clone(p.Delivers)
	}
	return []string{"writ/package/1", "writ/letter/1"}
}

func stated(a strategy.Assessment, rules *strategy.Rules, packs Packs, code string) Country {
	out := Country{Code: code, Services: []writ.Service{}, Established: slices.Contains(a.Profile.Established, code), Instruments: []Instrument{}}
	for _, s := range a.Profile.Services {
		if slices.Contains(s.Offers, code) && !s.Launched.After(a.At) && a.Profile.Users[code] > 0 {
			out.Services = append(out.Services, s.Class)
		}
	}
	speaks := map[string]bool{}
	for _, f := range a.Findings {
		if f.Country == code && f.Duty == strategy.InterceptionCapability && f.Status == strategy.Met {
			speaks[string(f.Standard)] = true
		}
	}
	out.Delivery = slices.Sorted(maps.Keys(speaks))
	for _, pack := range rules.PacksOf(code) {
		for _, kind := range packs.Instruments(pack) {
			out.Instruments = append(out.Instruments, Instrument{pack, kind, packs.InstrumentName(pack, kind, "en")})
		}
	}
	return out
}
