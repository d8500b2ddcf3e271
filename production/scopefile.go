package production

import (
	"encoding/hex"
	"time"

	"writ"
	"writ/law"
	"writ/production/format"
)

// scope.json: what was asked, what was decided, and all that is needed to decide it again.
type (
	scopeText struct {
		Format   string         `json:"format"`
		Demand   demandText     `json:"demand"`
		Decision decisionText   `json:"decision"`
		Packs    []PackText     `json:"packs"`
		Paper    paperText      `json:"paper"`
		Certify  *certifiesText `json:"certificate,omitempty"`
	}
	paperText struct {
		Provider  string `json:"provider"`
		Agency    string `json:"agency"`
		Reference string `json:"reference"`
	}
	certifiesText struct {
		Provisions []string `json:"provisions"`
		Custodian  string   `json:"custodian"`
		Title      string   `json:"title"`
	}
	decisionText struct {
		Digest   string        `json:"digest"`
		Packs    string        `json:"packs"`
		Verdict  string        `json:"verdict"`
		Notice   string        `json:"notice"`
		Zone     string        `json:"zone"`
		Due      string        `json:"due,omitempty"`
		Outcomes []outcomeText `json:"outcomes"`
	}
	outcomeText struct {
		Ask         int             `json:"ask"`
		Category    string          `json:"category"`
		Identifiers []statedText    `json:"identifiers"`
		Answer      string          `json:"answer"`
		Ground      string          `json:"ground,omitempty"`
		Repair      string          `json:"repair,omitempty"`
		Window      *windowText     `json:"window,omitempty"`
		Fields      []string        `json:"fields,omitempty"`
		Shortfall   []shortfallText `json:"shortfall,omitempty"`
		Grounds     []groundText    `json:"grounds"`
		Deadline    string          `json:"deadline,omitempty"`
		Until       string          `json:"until,omitempty"`
	}
	windowText struct {
		From string `json:"from"`
		To   string `json:"to"`
	}
	groundText struct {
		Rule      string `json:"rule"`
		Provision string `json:"provision"`
		Certainty string `json:"certainty"`
		Because   string `json:"because"`
		Since     string `json:"since,omitempty"`
		Source    string `json:"source,omitempty"`
	}
	shortfallText struct {
		Kind      string `json:"kind"`
		Ground    string `json:"ground,omitempty"`
		Provision string `json:"provision,omitempty"`
	}
)

func scopeOf(d law.Decision, in Inputs) (scopeText, error) {
	demand, err := textOf(d.Demand())
	if err != nil {
		return scopeText{}, err
	}
	out := scopeText{Format: format.Scope, Demand: demand, Decision: decisionOf(d), Packs: in.Packs,
		Paper: paperText{in.Paper.Provider, in.Paper.Agency, in.Paper.Reference}}
	if in.Certify != nil {
		out.Certify = &certifiesText{in.Certify.Provisions, in.Custodian.Name, in.Custodian.Title}
	}
	return out, nil
}

func decisionOf(d law.Decision) decisionText {
	digest, packs := d.Digest(), d.PackSet()
	out := decisionText{Digest: hex.EncodeToString(digest[:]), Packs: hex.EncodeToString(packs[:]), Verdict: string(d.Verdict()),
		Notice: string(d.Notice()), Zone: d.Zone()}
	if due, ok := d.Due(); ok {
		out.Due = stamp(due)
	}
	for o := range d.Outcomes() {
		out.Outcomes = append(out.Outcomes, outcomeOf(o))
	}
	return out
}

func outcomeOf(o law.Outcome) outcomeText {
	name, ground := law.AnswerName(o.Answer)
	out := outcomeText{Ask: o.Ask + 1, Category: string(o.Category), Answer: name, Ground: string(ground), Repair: repair(o.Answer),
		Window: windowOf(o.Window), Identifiers: []statedText{}, Grounds: []groundText{}}
	for _, id := range o.Identifiers {
		out.Identifiers = append(out.Identifiers, statedText{string(id.Kind()), id.Reveal()})
	}
	for _, f := range o.Fields {
		out.Fields = append(out.Fields, string(f))
	}
	for _, s := range o.Shortfall {
		out.Shortfall = append(out.Shortfall, shortfallText{s.Kind, string(s.Ground), s.Provision})
	}
	for _, g := range o.Grounds {
		out.Grounds = append(out.Grounds, groundText{g.Rule, g.Provision, g.Certainty, g.Because, g.Since, g.Source})
	}
	if !o.Deadline.IsZero() {
		out.Deadline = stamp(o.Deadline)
	}
	if !o.Until.IsZero() {
		out.Until = stamp(o.Until)
	}
	return out
}

func windowOf(w writ.Window) *windowText {
	if w.IsZero() {
		return nil
	}
	return &windowText{w.From().Format(time.RFC3339Nano), w.To().Format(time.RFC3339Nano)}
}

// repair is what the requester may send, or is asked.
func repair(a law.Answer) string {
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
