package law

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"writ/calendar"
)

// A Draft is a letter by which the provider uses a [Relief]: text for counsel to complete and sign. It names asks by
// number and category, never a target.
type Draft struct {
	Relief   Relief
	Language string // ISO 639-1
	Whole    bool   // every part is in that language; else what has no translation stands in English
	Text     string
}

// Drafts gives the drafts of every relief that a decision carries and whose day has not passed: in the issuer's
// language, where the pack has texts in it, and in English.
func Drafts(d Decision, s *Set) []Draft {
	var out []Draft
	at := d.Demand().At
	for _, r := range d.Reliefs() {
		if r.Over(at) {
			continue
		}
		pack, _, _ := strings.Cut(r.Ground.Rule, "/")
		if lang := s.spoken(pack, d.Demand().Instrument.Issuer.Country); lang != "en" {
			out = append(out, draft(d, s, r, pack, lang))
		}
		out = append(out, draft(d, s, r, pack, "en"))
	}
	return out
}

// spoken is the first language of a country in which a pack has texts for relief, else English.
func (s *Set) spoken(pack, country string) string {
	for _, lang := range s.countries[country].languages {
		if _, ok := s.Text(pack, lang, "relief/opening"); ok {
			return lang
		}
	}
	return "en"
}

// A letterWriter puts the parts of a draft together.
type letterWriter struct {
	*Set
	pack, lang string
	whole      bool
}

// say gives a text in the letter's language, else the pack's in English, else the one given.
func (w *letterWriter) say(key, english string) string {
	if t, ok := w.Text(w.pack, w.lang, key); ok {
		return t
	}
	if w.lang != "en" {
		w.whole = false
	}
	if t, ok := w.Text(w.pack, "en", key); ok {
		return t
	}
	return english
}

func draft(d Decision, s *Set, r Relief, pack, lang string) Draft {
	w := &letterWriter{s, pack, lang, true}
	id, in := lastPart(r.Ground.Rule), d.Demand().Instrument
	words := strings.NewReplacer(
		"{instrument}", w.instrument(in.Type), "{issued}", issuedOn(in), "{asks}", asksOf(d, r), "{provision}", r.Ground.Provision,
		"{because}", w.say("relief/because/"+id, r.Ground.Because), "{decides}", w.say("relief/decides/"+id, r.To), "{before}", lastDay(d, r))
	parts := []string{w.say("relief/heading", draftWords["relief/heading"]), w.say("relief/opening", draftWords["relief/opening"])}
	key := "relief/" + string(r.Is)
	parts = append(parts, w.say(key, draftWords[key]))
	if !r.By.IsZero() {
		parts = append(parts, w.say("relief/last-day", draftWords["relief/last-day"]))
	}
	if r.Ground.Certainty == "uncertain" {
		parts = append(parts, w.say("relief/uncertain", draftWords["relief/uncertain"])) // struck out before the letter leaves
	}
	parts = append(parts, w.say("relief/closing", draftWords["relief/closing"]))
	return Draft{Relief: r, Language: lang, Whole: w.whole, Text: words.Replace(strings.Join(parts, "\n\n")) + "\n"}
}

// instrument names the paper: by its own name in a letter of another language than English, where the pack has one.
func (w *letterWriter) instrument(kind string) string {
	names := []string{w.lang, "own", "en"}
	if w.lang == "en" {
		names = []string{"en"}
	}
	for _, n := range names {
		if name := w.InstrumentName(w.pack, kind, n); name != "" {
			return name
		}
	}
	return kind
}

func issuedOn(i Instrument) string {
	if i.Issued == nil {
		return "[…]"
	}
	return i.Issued.Text
}

// asksOf names the asks as the paper counts them.
func asksOf(d Decision, r Relief) string {
	var out []string
	for o := range d.Outcomes() {
		if slices.Contains(r.Asks, o.Ask) {
			out = append(out, strconv.Itoa(o.Ask+1)+" ("+string(o.Category)+")")
		}
	}
	return strings.Join(out, ", ")
}

// lastDay writes the first instant that is too late, in the zone of the decision.
func lastDay(d Decision, r Relief) string {
	loc, err := calendar.Zone(d.Zone())
	if err != nil {
		loc = time.UTC
	}
	return r.By.In(loc).Format("2006-01-02 15:04 -07:00")
}

// draftWords are our own words in English; a pack may say them better.
var draftWords = map[string]string{
	"relief/heading":      "DRAFT, for counsel to complete and sign. To: {decides}",
	"relief/opening":      "We have received the instrument named “{instrument}”, issued on {issued}. This concerns what it asks for under {asks}.",
	"relief/object":       "We object under {provision}: {because}. We ask that the instrument be set aside in so far. Our reasons in fact are: […] What was asked for is kept as it is meanwhile.",
	"relief/modify":       "We ask under {provision} that the instrument be changed or completed: {because}. Our reasons in fact are: […] We propose instead: […] What was asked for is kept as it is meanwhile.",
	"relief/more-time":    "We say under {provision} that we cannot answer in full or in time: {because}. Our reasons in fact are: […] We expect to answer by: […] What was asked for is kept as it is meanwhile.",
	"relief/lift-secrecy": "We ask under {provision} that we may tell the user: {because}. Our reasons in fact are: […]",
	"relief/cost":         "We ask under {provision} that our costs be paid: {because}. Our statement of costs is enclosed: […]",
	"relief/last-day":     "This is made before {before}.",
	"relief/uncertain":    "[For counsel: whether this provision gives the relief asked for is uncertain.]",
	"relief/closing":      "This letter does not say whether there are records on anyone.\n\nFor the provider: (name, office, date, signature)",
}
