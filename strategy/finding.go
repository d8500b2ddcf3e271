package strategy

import (
	"cmp"
	"time"

	"writ"
)

// A Finding is how one duty stands for one service in one country, or for the provider as a whole.
type Finding struct {
	Country   string // ISO 3166-1, or a union's name
	Service   writ.Service
	Duty      Duty
	Status    Status
	Standard  Standard
	Provision string
	Because   string // why it binds, or not
	Missing   string // of a gap: what is missing
	Certainty string // of the rule: verified, known or uncertain
	Source    string // where the rule was read
	Rule      string
	Since     time.Time // the rule is law since
	Day       time.Time // of what is upcoming: the day from which it binds; of what is due: that day
}

// A Kept is one line of the table of retention: how long a category must, may and is kept.
type Kept struct {
	Country   string
	Service   writ.Service
	Category  writ.Category
	Least     writ.Period // zero: no duty
	Most      writ.Period // zero: no limit known
	Held      writ.Period // zero: not kept
	Status    Status
	Purpose   string
	Provision string
	Certainty string
}

// An Assessment is what [Rules.Assess] found.
type Assessment struct {
	At           time.Time
	Profile      Profile
	Rules        [32]byte // hash of the rules
	Countries    []string // in which duties were looked for
	WithoutUsers []string // offered, without users: not looked for
	Unknown      []string // looked for, and no rule knows the country
	Findings     []Finding
	Retention    []Kept
	Advice       []Given
	Steps        []Step
	Places       []PlaceFacts
	Reviews      []ReviewFacts

	names map[string]string // of unions, and of countries without a file
}

// Title names a country, or a union, for a reader.
func (a *Assessment) Title(country string) string {
	for _, p := range a.Places {
		if p.Country == country {
			return p.Title
		}
	}
	return cmp.Or(a.names[country], country)
}

// A Given is an advice with its reason.
type Given struct {
	Advice  Advice
	Text    string
	Because string // the findings that call for it
}

// PlaceFacts is what holds in a country beside its findings.
type PlaceFacts struct {
	Country   string
	Title     string
	Deliver   string
	Standards []Standard
	Penalties []Note
	Deadlines []Note
	Watch     []Note
}

// Count gives how many findings have a status.
func (a *Assessment) Count(s Status) int {
	n := 0
	for _, f := range a.Findings {
		if f.Status == s {
			n++
		}
	}
	return n
}
