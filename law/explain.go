package law

import (
	"encoding/hex"
	"strconv"
	"strings"
	"time"

	"writ"
	"writ/calendar"
)

// An Explanation is a decision as a lawyer reads it: each answer, the rules that it rests on, where they stand. It
// names no one. Its JSON form is that of `writ decide --explain --json`.
type Explanation struct {
	Instrument string            `json:"instrument"`
	Issuer     string            `json:"issuer"`
	At         string            `json:"at"`   // in the zone in which days were counted
	Zone       string            `json:"zone"` // IANA
	ZoneData   string            `json:"zone-data"`
	Outcome    writ.Verdict      `json:"outcome"`
	Due        string            `json:"due,omitempty"` // the first instant after
	Notice     writ.Notice       `json:"notice"`
	NoticeBy   string            `json:"notice-provision,omitempty"`
	NoticeTill string            `json:"notice-until,omitempty"` // the first instant at which it no longer holds
	Cost       string            `json:"cost,omitempty"`
	Relief     []ExplainedRelief `json:"relief,omitempty"`
	Answers    []ExplainedAnswer `json:"answers"`
	PackSet    string            `json:"pack-set"` // hash, hex
	Digest     string            `json:"digest"`
}

// An ExplainedAnswer is one answer with its grounds.
type ExplainedAnswer struct {
	Category  writ.Category    `json:"category"`
	Answer    string           `json:"answer"`
	Ground    writ.Ground      `json:"ground,omitempty"`
	From      string           `json:"from,omitempty"`
	To        string           `json:"to,omitempty"`
	Until     string           `json:"until,omitempty"` // of what is preserved: the first instant after; "" where the law states no end
	Fields    []writ.Narrowing `json:"fields,omitempty"`
	Question  string           `json:"question,omitempty"`
	Repair    string           `json:"repair,omitempty"`
	Shortfall []Shortfall      `json:"shortfall,omitempty"`
	Grounds   []Ground         `json:"grounds"`
}

// Explain sets out a decision. The zero Decision explains itself as one that opens nothing.
func Explain(d Decision) Explanation {
	demand := d.Demand()
	loc, err := calendar.Zone(d.Zone())
	if err != nil {
		loc = time.UTC
	}
	digest, set := d.Digest(), d.PackSet()
	x := Explanation{
		Instrument: demand.Instrument.Type,
		Issuer:     strings.TrimSpace(string(demand.Instrument.Issuer.Kind) + " " + demand.Instrument.Issuer.Country),
		At:         demand.At.In(loc).Format(time.RFC3339), Zone: d.Zone(), ZoneData: calendar.ZoneData,
		Outcome: d.Verdict(), Notice: d.Notice(),
		PackSet: hex.EncodeToString(set[:]), Digest: hex.EncodeToString(digest[:]),
	}
	if due, ok := d.Due(); ok {
		x.Due = due.In(loc).Format(time.RFC3339)
	}
	x.beside(d, loc)
	for o := range d.Outcomes() {
		x.Answers = append(x.Answers, explained(o, loc))
	}
	return x
}

func explained(o Outcome, loc *time.Location) ExplainedAnswer {
	a := ExplainedAnswer{Category: o.Category, Fields: o.Fields, Shortfall: o.Shortfall, Grounds: o.Grounds}
	a.Answer, a.Ground = AnswerName(o.Answer)
	switch v := o.Answer.(type) {
	case Clarify:
		a.Question = v.Question
	case Withhold:
		a.Repair = v.Repair
	case Release, MustRelease, NotHeld, Default, Refer, Preserve, Intercept:
	}
	if !o.Window.IsZero() {
		a.From, a.To = o.Window.From().In(loc).Format(time.RFC3339), o.Window.To().In(loc).Format(time.RFC3339)
	}
	if !o.Until.IsZero() {
		a.Until = o.Until.In(loc).Format(time.RFC3339)
	}
	return a
}

// String writes the explanation as an indented tree.
func (x Explanation) String() string {
	var t tree
	t.line(0, string(x.Outcome)+": "+x.Instrument+" of "+x.Issuer+", decided "+x.At+" ("+x.Zone+")")
	for i, a := range x.Answers {
		t.answer(i+1, a)
	}
	if x.Due != "" {
		t.line(0, "due before "+x.Due)
	}
	t.beside(x)
	t.line(0, "packs "+short(x.PackSet)+", zone data "+x.ZoneData+", digest "+x.Digest)
	return t.String()
}

func short(hash string) string { return hash[:min(16, len(hash))] }

type tree struct{ strings.Builder }

func (t *tree) line(depth int, text string) {
	t.WriteString(strings.Repeat("  ", depth) + text + "\n")
}

func (t *tree) answer(n int, a ExplainedAnswer) {
	head := strconv.Itoa(n) + ". " + string(a.Category) + ": " + a.Answer
	if a.Ground != "" {
		head += ", " + string(a.Ground)
	}
	t.line(1, head)
	if a.From != "" {
		t.line(2, "from "+a.From+" until before "+a.To)
	}
	switch {
	case a.Until != "":
		t.line(2, "to be kept until "+a.Until)
	case a.Answer == "preserve":
		t.line(2, "to be kept; the law states no end")
	}
	if len(a.Fields) > 0 {
		names := make([]string, len(a.Fields))
		for i, f := range a.Fields {
			names[i] = string(f)
		}
		t.line(2, "only "+strings.Join(names, ", "))
	}
	for _, s := range a.Shortfall {
		t.line(2, strings.TrimSpace("does not leave: "+s.Kind+" "+string(s.Ground))+" ["+s.Provision+"]")
	}
	for _, g := range a.Grounds {
		t.ground(g)
	}
	if a.Question != "" {
		t.line(2, "ask: "+a.Question)
	}
	if a.Repair != "" {
		t.line(2, "what would reach it: "+a.Repair)
	}
}

func (t *tree) ground(g Ground) {
	t.line(2, "because "+g.Because)
	where := g.Provision
	if g.Since != "" {
		where += ", in force since " + g.Since
	}
	t.line(3, where+" ("+g.Certainty+")")
	rule := "rule " + g.Rule
	if g.Source != "" {
		rule += "; read in: " + g.Source
	}
	t.line(3, rule)
}
