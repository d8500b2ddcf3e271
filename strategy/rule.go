package strategy

import (
	"time"

	"writ"
)

// A Source is what every rule of law carries.
type Source struct {
	Provision string
	Read      string    // where it was read
	Certainty string    // verified, known or uncertain
	From, To  time.Time // in force on these days, inclusive; To zero: still
}

func (s Source) inForce(at time.Time) bool {
	return !at.Before(s.From) && (s.To.IsZero() || !at.After(s.To))
}

// A rule says that a duty binds some services somewhere, and what the profile must hold.
type rule struct {
	Source
	id        string // "place/name"
	place     string // the file's
	file      string
	line      int
	countries []string
	union     string // the finding's country where a union asks as one; "": each country by itself
	general   bool   // yields to a country's own rule for the same duty and service
	beside    bool   // stands beside what others say: neither yields nor makes yield
	duty      Duty
	provider  bool           // of the provider as a whole
	anywhere  bool           // also where no service is looked at
	services  []writ.Service // of a rule for services, or, for a union, those of which one must be offered
	when      *condition
	standard  Standard
	because   string
	missing   string
	purpose   string // of a retention
	announced bool   // before it is in force it is found as upcoming
	due       *due
	answer    answer
	silent    bool // no finding: it stands in the table of retention only, or keeps a general rule from speaking
}

// An answer is how a rule gives a status: exactly one of its parts is set, but for limits.
type answer struct {
	fixed  Status
	test   []branch
	keep   []span // at least so long
	limit  []span // no longer than this, a duty to keep longer excepted
	doubt  []span // longer than this is for counsel
	notice string // kind of licence whose categories, where it names them, stand for those of keep
}

// A branch is one case of a test; the first that holds answers.
type branch struct {
	when    *condition
	status  Status
	because string
	missing string
}

// A span is how long a category is kept.
type span struct {
	category writ.Category
	period   writ.Period
}

// A due says from which day a duty binds a provider that began to offer on a day.
type due struct {
	standing time.Time   // who offered on this day
	by       time.Time   // is bound from this
	after    writ.Period // and who began later, so long after the beginning
}

func (d *due) day(launched time.Time) time.Time {
	if launched.After(d.standing) {
		return d.after.After(launched)
	}
	return d.by
}
