package letter

import (
	"errors"
	"time"

	"writ/law"
)

// A Kind says what a letter is as a whole.
type Kind string

// The kinds.
const (
	Rejection     Kind = "rejection"     // the law does not let it leave on this instrument
	Clarification Kind = "clarification" // the issuer is asked
	Counsel       Kind = "counsel"       // held: counsel decides
	NotHeld       Kind = "not-held"      // not kept, and no law said to keep it: a valid rejection
	Default       Kind = "default"       // not kept, though a law said to keep it: a breach to report
	Kept          Kind = "preserved"     // kept as it is, nothing handed over
	Mixed         Kind = "mixed"         // several of these
)

// Inputs are what a letter says beside the decision.
type Inputs struct {
	At         time.Time // the letter's instant
	Provider   string
	Agency     string
	Reference  string // the agency's own; may be empty
	Instrument string // the instrument's name in words; empty: its type stands for it
	Sheet      string // "A4" or "Letter"; empty reads as "A4"
	Texts      Texts  // in the issuer's language
	English    Texts  // of the pack, where it has better words than ours
}

// Texts are a pack's words in one language, by key: those that [Keys] lists.
type Texts struct {
	Language string // BCP 47; empty: none
	Words    map[string]string
}

// An Item is the answer to one ask, or to a part of it.
type Item struct {
	Ask       int    `json:"ask"` // its place on the paper, from 1
	Category  string `json:"category"`
	Part      bool   `json:"part"`   // the rest of the ask is answered by a package
	Answer    string `json:"answer"` // docs/formats/cases.md
	Ground    string `json:"ground,omitempty"`
	Provision string `json:"provision"`
	Because   string `json:"because,omitempty"`
	Reach     string `json:"reach,omitempty"` // what would reach it, or what is asked
	Deadline  string `json:"deadline,omitempty"`
}

// A Letter is the answer. It is plain data, made by [Compose].
type Letter struct {
	Kind     Kind
	Inputs   Inputs
	Case     string
	Version  int
	Type     string // of the instrument
	Issued   string // as on the paper
	Decision [32]byte
	Items    []Item
}

// ErrNothing says that a decision leaves nothing to write of: all of it is released in full.
var ErrNothing = errors.New("letter: everything that was asked leaves; send the package")

// ErrInput says that the instant, the provider or the agency is missing.
var ErrInput = errors.New("letter: the instant, the provider's and the agency's name are needed")

// Compose gives the letter that a decision asks for.
func Compose(d law.Decision, in Inputs) (Letter, error) {
	if in.At.IsZero() || in.Provider == "" || in.Agency == "" || d.Zero() {
		return Letter{}, ErrInput
	}
	dem := d.Demand()
	l := Letter{Inputs: in, Case: dem.Case, Version: dem.Version, Type: dem.Instrument.Type, Decision: d.Digest()}
	if dem.Instrument.Issued != nil {
		l.Issued = dem.Instrument.Issued.Text
	}
	for o := range d.Outcomes() {
		l.Items = append(l.Items, itemsOf(o)...)
	}
	if len(l.Items) == 0 {
		return Letter{}, ErrNothing
	}
	l.Kind = kindOf(l.Items)
	return l, nil
}

func itemsOf(o law.Outcome) []Item {
	item := Item{Ask: o.Ask + 1, Category: string(o.Category)}
	if !o.Deadline.IsZero() {
		item.Deadline = o.Deadline.UTC().Format(time.RFC3339Nano)
	}
	var out []Item
	switch a := o.Answer.(type) {
	case law.Release, law.MustRelease, law.Intercept:
	case law.Withhold:
		out = append(out, item.whole(o, a.Repair))
	case law.Clarify:
		out = append(out, item.whole(o, a.Question))
	case law.NotHeld, law.Default, law.Refer, law.Preserve:
		out = append(out, item.whole(o, ""))
	default:
	}
	for _, s := range o.Shortfall {
		part := item
		part.Part, part.Answer, part.Ground, part.Provision = true, s.Kind, string(s.Ground), s.Provision
		out = append(out, part)
	}
	return out
}

func (i Item) whole(o law.Outcome, reach string) Item {
	name, ground := law.AnswerName(o.Answer)
	i.Answer, i.Ground, i.Reach = name, string(ground), reach
	if len(o.Grounds) > 0 {
		i.Provision, i.Because = o.Grounds[0].Provision, o.Grounds[0].Because
	}
	return i
}

var kinds = map[string]Kind{"withhold": Rejection, "clarify": Clarification, "refer": Counsel, "not-held": NotHeld, "default": Default, "preserve": Kept}

func kindOf(items []Item) Kind {
	kind := kinds[items[0].Answer]
	for _, i := range items {
		if kinds[i.Answer] != kind {
			return Mixed
		}
	}
	return kind
}
