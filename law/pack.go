package law

import (
	"slices"
	"time"

	"writ"
	"writ/calendar"
	"writ/strict"
)

// packFormat is the version of the pack's form that this engine reads (docs/formats/pack.md).
const packFormat = "writ-pack/1"

// A pack is the law of one place, compiled.
type pack struct {
	name         string
	title        string
	country      string
	notice       writ.Notice
	certificate  bool // days, languages and duties are those of facts.addressee-country
	countries    []country
	aliases      map[string]string
	instruments  map[string][]*instrument // by type, versions by date
	rules        []rule                   // of the whole pack, before they are handed to the instruments
	limits       []limit
	relief       []remedy
	duties       []duty
	kept         []kept
	reach        map[writ.Category]reach
	area         *rule
	texts        map[string]map[string]string // language, key
	holidays     calendar.Set
	numbering    []numbering
	bars         []bar
	shortAt      map[string]strict.Place // where each short name stands
	strict.Place                         // of the header
}

// A numbering says how many digits follow a calling code, where a plan leaves no choice: a number with a digit too few
// is nobody's.
type numbering struct {
	prefix      string
	least, most int
}

// A country says which zone and languages a country has.
type country struct {
	code      string
	zone      *time.Location
	languages []string
}

// A cite is what every rule of law carries.
type cite struct {
	strict.Place
	id        string
	provision string
	source    string
	certainty string
	from, to  time.Time // in force, days inclusive; to zero: still
	since     string    // from, as a Ground writes it
	byAt      bool      // judged by the day of decision, not by that of the instrument
}

// inForce reports whether it is law on the day that counts for it.
func (c cite) inForce(k *docket) bool {
	day := k.lawDay
	if c.byAt {
		day = k.today
	}
	return !day.Before(c.from) && (c.to.IsZero() || !day.After(c.to))
}

func (c cite) ground(because string) Ground {
	return Ground{Rule: c.id, Provision: c.provision, Certainty: c.certainty, Because: because, Since: c.since, Source: c.source}
}

// overlaps reports whether both are in force on some day.
func (c cite) overlaps(d cite) bool {
	if c.byAt != d.byAt {
		return true
	}
	return (c.to.IsZero() || !c.to.Before(d.from)) && (d.to.IsZero() || !d.to.Before(c.from))
}

// An instrument is one kind of paper, in the version of a time.
type instrument struct {
	cite
	kind    string
	pack    *pack
	name    map[string]string
	issuers []issuers
	opens   []opening
	keeps   []opening // preserved, nothing handed over
	reads   []reading
	closed  closing
	limits  []limit
	cuts    []cut
	notice  []noticeRule
	due     []due
	relief  []remedy
	cost    string // what the pack says of it
	signed  string // provision of the form
	wrong   string // provision on the addressee
	over    string // provision on the end of its force
	early   string // provision that sets the day from which it may be made
	beyond  string // what is said of a category that it does not reach
	compels bool
	lasting bool // its last day counts for service, not for the answer
	oral    *condition
	byStage [stages][]*rule
}

// An issuers entry says who may sign for some categories.
type issuers struct {
	categories []writ.Category // nil: all
	kinds      []string
	provision  string
}

func (i issuers) covers(c writ.Category) bool {
	return len(i.categories) == 0 || slices.Contains(i.categories, c)
}

// An opening is one thing that an instrument opens, taps or preserves.
type opening struct {
	cite
	categories []writ.Category
	when       *condition
	fields     []writ.Narrowing
	as         string // read as this instrument
	asFact     *path  // or as the one that this fact names
	asOf       []string
	given      map[string]string
	because    string
	toCome     bool // also records that do not exist yet
	windowless bool
	until      ends // of what is preserved
}

func (o *opening) covers(c writ.Category) bool { return slices.Contains(o.categories, c) }

// A reading says that the law takes what is asked for another category.
type reading struct {
	cite
	category, as writ.Category
	when         *condition
}

// A closing is the answer to what an instrument does not open.
type closing struct {
	ground    writ.Ground
	provision string
	why       map[writ.Category]string // provisions for single categories
}

// A reach says what would open a category, for the repair and as the other right provision.
type reach struct{ provision, by string }

// A rule is a defect or a doubt: where its condition holds it gives the answer, in its place in the order of checks.
type rule struct {
	cite
	check       stage
	when        *condition
	instruments []string
	answer      string // withhold, clarify, refer, preserve
	ground      writ.Ground
	because     string
	repair      string
	question    string
	until       ends // of what it preserves
}

// A limit ends or begins what an instrument reaches.
type limit struct {
	cite
	categories  []writ.Category
	instruments []string
	when        *condition
	from, until *moment
	ground      writ.Ground
	because     string
}

// A cut holds back a kind of record, whatever the window.
type cut struct {
	cite
	when    *condition
	because string
}

// A noticeRule says whether the user may be told.
type noticeRule struct {
	is        writ.Notice
	when      *condition
	provision string
	until     *moment // from when on it no longer holds
}

// A due says when the answer is due.
type due struct {
	when *condition
	at   moment
}

// A duty says what had to be kept, how long, and for what.
type duty struct {
	cite
	categories []writ.Category
	services   []string
	when       *condition
	period     writ.Period
	periodOf   *path // the fact that gives the period, within the one above; where it gives none, nothing had to be kept
	runsFrom   *path // for records without a window: the fact from which the period runs
	round      bool  // to the end of the calendar year
	collected  bool  // only what was collected had to be kept: what never was is no breach
	purpose    *condition
	because    string
	alone      []rule // records that are held only because of it, asked for another purpose; the first that holds
	past       []rule // records held past its period, which nothing else explains; the first that holds
}

// A kept entry says that a fact, not the profile, gives the age of the oldest record.
type kept struct {
	category writ.Category
	when     *condition
	fact     path
}

// A stage is a place in the order of checks.
type stage int

// The order of checks. The first that fails gives the ground.
const (
	stageAddressee stage = iota
	stageIssuer
	stageSignature
	stageDates
	stageEmergency
	stageIdentifier
	stageClosed
	stageWindow
	stageCategory
	stageOffence
	stagePerson
	stages
)

var stageNames = [stages]string{"addressee", "issuer", "signature", "dates", "emergency", "identifier", "closed", "window", "category", "offence", "person"}
