package strategy

import (
	"maps"
	"slices"
	"time"

	"writ"
)

// ProfileFormat names the form of a profile, docs/formats/strategy.md.
const ProfileFormat = "writ/strategy-profile/1"

// A Profile is a provider as far as duties look at it.
type Profile struct {
	At          time.Time // the day that the file names for its assessment; zero: none
	Name        string
	Established []string // ISO 3166-1 alpha-2
	Owners      []Owner
	Licences    []Licence
	Users       map[string]int // by country
	Services    []Service
	Network     Network
	Keeps       map[string]map[writ.Category]writ.Period // by country: age of the oldest record; absent: not kept
	Staff       Staff
	Contacts    []Contact // for the capability statement
	Delivers    []string  // forms in which records leave, for the capability statement
}

// An Owner holds a share, in per cent, directly or not. Owners are those at the end of the chain.
type Owner struct {
	Country string
	Share   float64
	Name    string // optional
}

// A Licence is what was applied for, filed or served, and how far it has come.
type Licence struct {
	Authority, Kind, State string
	Country                string          // of the authority, where its name does not tell
	Since                  time.Time       // the day of the state; zero: not said
	Complete               time.Time       // the day on which a review began to count its days; zero: not said
	Categories             []writ.Category // that a notice names
}

// A Service is one service as it is offered.
type Service struct {
	Class    writ.Service
	Offers   []string // countries
	Launched time.Time
	NoToll   bool // a telephone service that neither offers nor bills toll calls
}

// A Network is how the services run.
type Network struct {
	Cloud      bool
	Softswitch string
	SBC        bool
	LI         string   // none, atis, etsi, both or vendor-proprietary
	Hosting    []string // countries
	Encryption string   // none, provider-keys or end-to-end; "": not said
	Elements   []Element
}

// An Element is one network element.
type Element struct {
	Kind    string
	Country string
	Virtual bool
	Count   int
}

// Staff says who is there for legal process.
type Staff struct {
	Compliance     int    // people who process it
	CitizenContact bool   // a contact who is a citizen or permanent resident of the place that asks for one
	TTP            string // a trusted third party; "": none
	Office24x7     bool
	Cleared        []string // countries in which those who see intercepts are screened
}

// A Contact is whom an authority reaches.
type Contact struct {
	For       string // legal-process, emergency, interception or preservation
	Name      string // optional: of the desk, rather than of a person
	Email     string
	Phone     string
	URL       string
	Hours     string // as people write them, or "24x7"
	Zone      string // IANA
	Languages []string
}

// Staffed reports whether somebody is there who processes legal process.
func (p *Profile) Staffed() bool { return p.Staff.Compliance >= 1 || p.Staff.TTP != "" }

// Countries lists where a duty is looked for, sorted: where a service is offered and has users, or is still to be
// launched after the day.
func (p *Profile) Countries(at time.Time) []string {
	seen := map[string]bool{}
	for _, s := range p.Services {
		for _, c := range s.Offers {
			if p.Users[c] > 0 || s.Launched.After(at) {
				seen[c] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(seen))
}

// in lists the services that are looked at in a country.
func (p *Profile) in(country string, at time.Time) []Service {
	var out []Service
	for _, s := range p.Services {
		if slices.Contains(s.Offers, country) && (p.Users[country] > 0 || s.Launched.After(at)) {
			out = append(out, s)
		}
	}
	return out
}

// WithoutUsers lists the countries in which a service is offered and has no users, sorted: no duty is looked for there.
func (p *Profile) WithoutUsers(at time.Time) []string {
	seen := map[string]bool{}
	looked := p.Countries(at)
	for _, s := range p.Services {
		for _, c := range s.Offers {
			if !slices.Contains(looked, c) {
				seen[c] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(seen))
}
