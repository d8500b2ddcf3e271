package letter

import (
	"maps"
	"slices"

	"writ"
)

// english holds our own words. A pack may say them better, and in other languages.
var english = map[string]string{
	"letter/opening":  "We have received the instrument named below. This is our answer.",
	"letter/withhold": "The instrument does not reach the following. It does not leave.",
	"letter/not-held": "The following is not kept, and no law in force said to keep it. There is nothing to hand over.",
	"letter/default":  "The following had to be kept under the provision named and is not available. We report this as a breach of that duty; it is not a refusal.",
	"letter/clarify":  "The following can't be acted on until it is clarified. Nothing was guessed and nothing was looked up.",
	"letter/refer":    "The following is before counsel. Nothing is deleted meanwhile, and nothing leaves.",
	"letter/preserve": "The following is kept as it is from now on. Nothing is handed over under this instrument.",
	"letter/closing":  "Except where it says that records are not kept, this letter does not say whether there are records on anyone. Asks are numbered as on the paper: ask 1 is the first thing that it asks for.",

	"title/rejection":     "The demand is rejected",
	"title/clarification": "A question before we can act",
	"title/counsel":       "Held for counsel",
	"title/not-held":      "The records are not kept",
	"title/default":       "Records that should have been kept are missing",
	"title/preserved":     "The records are preserved",
	"title/mixed":         "Answer to your demand",

	"label/provider": "From", "label/agency": "To", "label/reference": "Your reference", "label/case": "Our case", "label/instrument": "Instrument",
	"label/issued": "Issued", "label/date": "Date", "label/decision": "Digest of the decision",
	"label/ask": "Ask", "label/category": "Category", "label/ground": "Ground", "label/provision": "Provision", "label/because": "Why",
	"label/reach": "What would reach it", "label/question": "Question", "label/deadline": "Before",
}

// Keys lists the keys of all texts, sorted: what a pack may translate. A question's own text is by ground
// ("question/window-missing"); in English it comes with the decision.
func Keys() []string {
	out := slices.Collect(maps.Keys(english))
	for _, g := range writ.Grounds() {
		out = append(out, "question/"+string(g))
	}
	slices.Sort(out)
	return out
}

// say gives a text in English: the pack's own or ours.
func (l Letter) say(key string) string {
	if t := l.Inputs.English.Words[key]; t != "" {
		return t
	}
	return english[key]
}

// own gives a text in the issuer's language, "" where the pack has none.
func (l Letter) own(key string) string {
	if l.Inputs.Texts.Language == "" || l.Inputs.Texts.Language == "en" {
		return ""
	}
	return l.Inputs.Texts.Words[key]
}

// both gives a short text in both languages, on one line.
func (l Letter) both(key string) string {
	if t := l.own(key); t != "" && t != l.say(key) {
		return t + " · " + l.say(key)
	}
	return l.say(key)
}
