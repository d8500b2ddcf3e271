package production

import (
	"writ/law"
	"writ/production/format"
	"writ/scope"
)

// shortfall.json: what was asked and does not leave. It never says how much there is, nor when.
type (
	shortfallFile struct {
		Format string     `json:"format"`
		Stays  []stayText `json:"stays"`
	}
	stayText struct {
		Ask       int    `json:"ask"`
		Category  string `json:"category"`
		Kind      string `json:"kind"` // one of the stays… below
		Answer    string `json:"answer,omitempty"`
		Ground    string `json:"ground,omitempty"`
		Provision string `json:"provision"`
		Repair    string `json:"repair,omitempty"`
	}
)

// How much of an ask stays.
const (
	staysWhole = "whole" // nothing leaves
	staysPart  = "part"  // the decision itself says that a part stays
	staysFound = "found" // found only when the records were looked at: more than one holder fits
)

func shortfallOf(d law.Decision, findings []scope.Finding) shortfallFile {
	out := shortfallFile{Format: format.Shortfall, Stays: []stayText{}}
	for o := range d.Outcomes() {
		out.Stays = append(out.Stays, staysOf(o)...)
		for _, f := range findings {
			if f.Ask == o.Ask {
				out.Stays = append(out.Stays, stayText{Ask: o.Ask + 1, Category: string(o.Category), Kind: staysFound, Ground: string(f.Ground), Provision: provisionOf(o)})
			}
		}
	}
	return out
}

func staysOf(o law.Outcome) []stayText {
	var out []stayText
	if !o.Opens() {
		name, ground := law.AnswerName(o.Answer)
		out = append(out, stayText{Ask: o.Ask + 1, Category: string(o.Category), Kind: staysWhole, Answer: name, Ground: string(ground),
			Provision: provisionOf(o), Repair: repair(o.Answer)})
	}
	for _, s := range o.Shortfall {
		out = append(out, stayText{Ask: o.Ask + 1, Category: string(o.Category), Kind: staysPart, Answer: s.Kind, Ground: string(s.Ground), Provision: s.Provision})
	}
	return out
}

func provisionOf(o law.Outcome) string {
	if len(o.Grounds) == 0 {
		return ""
	}
	return o.Grounds[0].Provision
}
