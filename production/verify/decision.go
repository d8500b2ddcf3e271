package verify

import (
	"encoding/hex"
	"slices"
	"time"

	"writ/law"
)

type (
	decision struct {
		Digest   string    `json:"digest"`
		Packs    string    `json:"packs"`
		Verdict  string    `json:"verdict"`
		Notice   string    `json:"notice"`
		Zone     string    `json:"zone"`
		Due      string    `json:"due"`
		Outcomes []outcome `json:"outcomes"`
	}
	outcome struct {
		Ask         int      `json:"ask"`
		Category    string   `json:"category"`
		Identifiers []stated `json:"identifiers"`
		Answer      string   `json:"answer"`
		Ground      string   `json:"ground"`
		Repair      string   `json:"repair"`
		Window      *struct {
			From string `json:"from"`
			To   string `json:"to"`
		} `json:"window"`
		Fields    []string `json:"fields"`
		Shortfall []short  `json:"shortfall"`
		Grounds   []ground `json:"grounds"`
		Deadline  string   `json:"deadline"`
		Until     string   `json:"until"`
	}
	short struct {
		Kind      string `json:"kind"`
		Ground    string `json:"ground"`
		Provision string `json:"provision"`
	}
	ground struct {
		Rule      string `json:"rule"`
		Provision string `json:"provision"`
		Certainty string `json:"certainty"`
		Because   string `json:"because"`
		Since     string `json:"since"`
		Source    string `json:"source"`
	}
)

// decide asks the law enclosed again.
func (c *checker) decide() *fault {
	files := make([]law.File, len(c.sc.Packs))
	for i, p := range c.sc.Packs {
		files[i] = law.File{Name: p.Name, Text: p.Text}
	}
	set, err := law.LoadFiles(files)
	if err != nil {
		return broken("the law enclosed can't be read")
	}
	if h := set.Hash(); hex.EncodeToString(h[:]) != c.sc.Decision.Packs {
		return broken("the law enclosed is not the law that decided")
	}
	dem, ok := c.sc.Demand.law()
	if !ok {
		return broken("the demand enclosed can't be read")
	}
	if c.d, err = law.Decide(dem, set); err != nil {
		return broken("the demand enclosed can't be decided")
	}
	digest := c.d.Digest()
	if text := hex.EncodeToString(digest[:]); text != c.sc.Decision.Digest || text != c.m.Decision {
		return broken("the demand and law enclosed give another decision")
	}
	return c.sameOutcomes()
}

// sameOutcomes compares the decision as written with the one made again.
func (c *checker) sameOutcomes() *fault {
	w := c.sc.Decision
	due := ""
	if t, ok := c.d.Due(); ok {
		due = instantText(t)
	}
	if w.Verdict != string(c.d.Verdict()) || w.Notice != string(c.d.Notice()) || w.Zone != c.d.Zone() || w.Due != due {
		return broken("scope.json writes another verdict, notice or day than the decision's")
	}
	for o := range c.d.Outcomes() {
		c.outcomes = append(c.outcomes, o)
	}
	if len(w.Outcomes) != len(c.outcomes) {
		return broken("scope.json writes another number of outcomes than the decision's")
	}
	for i, o := range c.outcomes {
		if !w.Outcomes[i].is(o) {
			return broken("scope.json writes another outcome than the decision's")
		}
	}
	return nil
}

func instantText(t time.Time) string { return t.UTC().Format(time.RFC3339Nano) }

// instantOrNone writes an instant, or nothing for none.
func instantOrNone(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return instantText(t)
}

func (w outcome) is(o law.Outcome) bool {
	name, why := law.AnswerName(o.Answer)
	if w.Ask != o.Ask+1 || w.Category != string(o.Category) || w.Answer != name || w.Ground != string(why) || w.Repair != repairOf(o.Answer) {
		return false
	}
	if w.Deadline != instantOrNone(o.Deadline) || w.Until != instantOrNone(o.Until) || (w.Window == nil) != o.Window.IsZero() {
		return false
	}
	if w.Window != nil && (w.Window.From != instantText(o.Window.From()) || w.Window.To != instantText(o.Window.To())) {
		return false
	}
	return w.sameLists(o)
}

func (w outcome) sameLists(o law.Outcome) bool {
	if len(w.Identifiers) != len(o.Identifiers) || len(w.Fields) != len(o.Fields) {
		return false
	}
	for i, id := range o.Identifiers {
		if w.Identifiers[i] != (stated{id.Kind(), id.Reveal()}) {
			return false
		}
	}
	for i, f := range o.Fields {
		if w.Fields[i] != string(f) {
			return false
		}
	}
	return slices.EqualFunc(w.Shortfall, o.Shortfall, func(a short, b law.Shortfall) bool {
		return a == short{b.Kind, string(b.Ground), b.Provision}
	}) && slices.EqualFunc(w.Grounds, o.Grounds, func(a ground, b law.Ground) bool {
		return a == ground{b.Rule, b.Provision, b.Certainty, b.Because, b.Since, b.Source}
	})
}

func repairOf(a law.Answer) string {
	switch a := a.(type) {
	case law.Withhold:
		return a.Repair
	case law.Clarify:
		return a.Question
	case law.Release, law.MustRelease, law.NotHeld, law.Default, law.Refer, law.Preserve, law.Intercept:
		return ""
	default:
		return ""
	}
}
