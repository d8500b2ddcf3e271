package page_test

import (
	"html"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"writ"
	"writ/law"
	"writ/law/page"
)

var (
	styles = regexp.MustCompile(`(?s)<style>.*?</style>`)
	marked = regexp.MustCompile(`(?s)<code>.*?</code>|<span class="at">.*?</span>`)
	tags   = regexp.MustCompile(`<[^>]*>`)
)

// prose is what a reader sees of a page, but for what is meant for the engineer: the name that a request writes, the
// rule's name and its line.
func prose(b []byte) string {
	s := marked.ReplaceAllString(styles.ReplaceAllString(string(b), ""), "")
	return html.UnescapeString(tags.ReplaceAllString(s, "\n"))
}

func embedded(t *testing.T) *law.Set {
	t.Helper()
	s, err := law.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// raw are words that only the packs' files write: no reader of a page should meet one.
var raw = regexp.MustCompile(`facts\.|offence\.(name|max-years|listed)|user\.(role|residence|nationality)|\b(issuer-country|days-asked|official-language|max-years|` +
	`at-least|more-than|at-most|same-as|differs-from|call-records|session-records|ip-assignment|live-iri|live-cc|live-location|` +
	`instrument-too-weak|issuer-not-competent|no-jurisdiction|wrong-addressee|not-validated|offence-threshold|window-[a-z]+|identifier-[a-z]+|` +
	`uncertain-rule|conflict-of-laws|mutual-assistance-needed|emergency-not-shown|retention-purpose|service-out-of-scope|too-broad|` +
	`grand-jury|private-party|issuing-authority|emergency-service|foreign-authority|voip-[a-z]+|cloud-storage|private-network|P\d+[YMWD]|PT\d+H|<no value>|\{\{)\b`)

func TestNoRawKeyReachesTheReader(t *testing.T) {
	s := embedded(t)
	for _, name := range s.Names() {
		b, err := page.Write(s, name)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		for _, line := range strings.Split(prose(b), "\n") {
			if m := raw.FindString(line); m != "" {
				t.Errorf("%s: the page shows %q: %.200s", name, m, strings.TrimSpace(line))
			}
		}
		if dir := os.Getenv("WRIT_PAGES"); dir != "" {
			if err := os.WriteFile(filepath.Join(dir, name+".html"), b, 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func TestEveryWordOfTheClosedListsHasWords(t *testing.T) {
	for _, c := range writ.Categories() {
		if !page.HasWords(string(c)) {
			t.Errorf("category %s has no words", c)
		}
	}
	for _, k := range writ.IssuerKinds() {
		if !page.HasWords(string(k)) {
			t.Errorf("issuer %s has no words", k)
		}
	}
	for _, k := range writ.Services() {
		if !page.HasWords(string(k)) {
			t.Errorf("service %s has no words", k)
		}
	}
	for _, k := range writ.Grounds() {
		if !page.HasWords(string(k)) {
			t.Errorf("ground %s has no words", k)
		}
	}
	for _, k := range writ.Kinds() {
		if !page.HasWords(string(k)) {
			t.Errorf("kind %s has no words", k)
		}
	}
}

// small is a pack with one instrument, into which a test writes a condition, a moment or anything else.
func small(extra string) fstest.MapFS {
	return fstest.MapFS{"nova/pack.yaml": {Data: []byte("format: writ-pack/1\npack: nova\ntitle: Nova\ncountry: NV\nnotice: permitted\n" +
		"countries: [{code: NV, zone: UTC, languages: [en]}]\ndefaults: {source: a book, from: 2001-02-03, certainty: known}\n" +
		"instruments:\n- type: writ\n  name: {own: Brief, en: Writ}\n  provision: Act s 1\n  issuers: [{kinds: [court], provision: Act s 2}]\n" +
		"  opens: [{id: all, categories: [subscriber], provision: Act s 3}]\n" + extra)}}
}

func write(t *testing.T, dir fstest.MapFS) (string, error) {
	t.Helper()
	s, err := law.Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	b, err := page.Write(s, "nova")
	return string(b), err
}

func ruleWith(when string) string {
	return "  rules:\n  - {id: bar, check: offence, when: " + when + ", answer: withhold, ground: offence-threshold, provision: Act s 9, because: it is so}\n"
}

func TestConditionsReadAsSentences(t *testing.T) {
	for when, want := range map[string]string{
		"{offence.max-years: {under: 3}}":                                              "If the offence's maximum penalty is under 3 years:",
		"{offence.max-years: {at-least: 1}}":                                           "If the offence's maximum penalty is 1 year or more:",
		"{asks: {not: [content]}}":                                                     "If the categories that the whole paper asks for include none of stored content, or are not stated:",
		"{offence.listed: true}":                                                       "If the offence is on the law's own list:",
		"{offence.listed: {not: [true]}}":                                              "If it is not stated that the offence is on the law's own list:",
		"{facts.grounds-recited: false}":                                               "If the fact “grounds recited” is answered no:",
		"{facts.confirmed: {not: [true]}}":                                             "If the fact “confirmed” is not answered yes:",
		"{facts.state: {stated: false}}":                                               "If the fact “state” is not stated:",
		"{issuer: [police, prosecutor, grand-jury]}":                                   "If the issuer is the police, a prosecutor or a grand jury:",
		"{issuer-country: {stated: true, not: [NV]}}":                                  "the issuer's country is not NV\n",
		"{issuer-country: {not: [NV]}}":                                                "If the issuer's country is not NV, or is not stated:",
		"{offers: {not: [NV, NW]}}":                                                    "If the countries where the service is offered include none of NV and NW, or are not stated:",
		"{asked: [call-records, content]}":                                             "If the category asked for is call records or stored content:",
		"{user.role: [lawyer, doctor]}":                                                "If the profession of the person is lawyer or doctor:",
		"{issuer-country: {same-as: country}}":                                         "If the issuer's country is the same as the country whose law and calendar count:",
		"{offence.name: {contains: [terror]}}":                                         "If the offence as named contains “terror”:",
		"{at: {from: {of: served, plus: P10D, count: after, roll: true}}}":             "If the decision comes at or after the end of the 10th day after service; where that is no business day, to the end of the next one:",
		"{served: {from: {of: issued, plus: P6M, count: after}}}":                      "If service comes at or after the end of the day that lies 6 months after the issue of the paper:",
		"{expires: {beyond: {of: issued, plus: P45D, count: beginning}}}":              "If the last day of the paper goes beyond the end of the 45th day, the day of the issue of the paper being the first:",
		"{at: {from: {of: served, plus: PT48H, count: elapsed}}}":                      "If the decision comes at or after 48 hours after service, by the clock:",
		"{issued: {before: 2021-09-30}}":                                               "If the issue of the paper comes before 30 September 2021:",
		"{none: [{emergency: true}]}":                                                  "If this does not hold:",
		"{any: [{emergency: true}, {days-asked: {at-least: 7}}]}":                      "If at least one of these holds:",
		"{at: {before: {earliest: [{of: served, plus: P1D, count: clock}, expires]}}}": "If the decision comes before the earliest of: 1 day after service, at the same time of day; the last day of the paper:",
	} {
		b, err := write(t, small(ruleWith(when)))
		if err != nil || !strings.Contains(prose([]byte(b)), want) {
			t.Errorf("%s: no %q, %v", when, want, err)
		}
	}
}

// TestNothingOfAPackIsMarkup writes markup into every text of a pack: none of it may become any.
func TestNothingOfAPackIsMarkup(t *testing.T) {
	const evil = `<script>alert(1)</script><img src=x onerror=y>\" ' & --> {{.}}`
	dir := small("  rules:\n  - {id: \"" + evil + "\", check: offence, when: {offence.name: \"" + evil + "\", \"facts." + evil + "\": \"" + evil + "\"}, answer: clarify, ground: expired, provision: \"" + evil +
		"\", because: \"" + evil + "\", question: \"" + evil + "\"}\n  cost: \"" + evil + "\"\naliases: {\"" + evil + "\": Act}\n")
	b, err := write(t, dir)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(b, "<script") || strings.Contains(b, "<img") || strings.Count(b, "&lt;script&gt;alert(1)") < 8 {
		t.Errorf("a text of the pack stands on the page as markup: %d times escaped", strings.Count(b, "&lt;script&gt;alert(1)"))
	}
}

// TestNothingOnThePageIsHidden: a mark that turns the direction of text could make a rule read as its opposite.
func TestNothingOnThePageIsHidden(t *testing.T) {
	b, err := write(t, small("  cost: \"paid \\u202Eton\\u202C always\"\n"))
	if err != nil || strings.ContainsAny(b, "\u202e\u202c") || !strings.Contains(b, "paid \uFFFDton") {
		t.Errorf("a mark of direction came through, %v", err)
	}
}

func TestWhatIsUncertainIsMarked(t *testing.T) {
	b, err := write(t, small("  rules:\n  - {id: bar, answer: refer, ground: uncertain-rule, certainty: uncertain, provision: Act s 9, because: nobody knows}\n"))
	if err != nil || strings.Count(b, `class="badge">uncertain: counsel decides`) < 2 || !strings.Contains(b, "1 rule is") {
		t.Errorf("the doubt is not marked, %v", err)
	}
}

// TestANoticeThatSetsADutyAndAHolidayThatMovesAreSaid in words.
func TestANoticeThatSetsADutyAndAHolidayThatMovesAreSaid(t *testing.T) {
	b, err := write(t, small("holidays: {name: days, source: an almanac, days: [{name: Yule, on: 25 December, observed: next}]}\n"+
		"duties:\n- {id: kept, categories: [subscriber], services: [mobile], period: P12M, period-of: facts.retention-notice, provision: Act s 7, because: it is so}\n"))
	for _, want := range []string{"as long as the fact “retention notice” says, at most 12 months", "kept on the next weekday that no other holiday has"} {
		if err != nil || !strings.Contains(b, want) {
			t.Errorf("no %q on the page, %v", want, err)
		}
	}
}

// TestTwoVersionsStandApart: each has its days, and the timeline has both.
func TestTwoVersionsStandApart(t *testing.T) {
	dir := small("  to: 2009-12-31\n- type: writ\n  from: 2010-01-01\n  name: {en: Writ}\n  provision: New Act s 1\n  issuers: [{kinds: [judge], provision: New Act s 2}]\n  opens: [{id: all, categories: [payment], provision: New Act s 3}]\n")
	b, err := write(t, dir)
	for _, want := range []string{"3 February 2001 to 31 December 2009", "since 1 January 2010", "<th scope=\"row\">31 December 2009</th>", "<th scope=\"row\">1 January 2010</th>"} {
		if err != nil || !strings.Contains(b, want) {
			t.Errorf("no %q on the page, %v", want, err)
		}
	}
}

func TestAPackThatIsNotThereHasNoPage(t *testing.T) {
	if _, err := page.Write(embedded(t), "atlantis"); err == nil {
		t.Error("a page came of no pack")
	}
}

// TestTheSamePackGivesTheSamePage, so that two people who look at a law look at one.
func TestTheSamePackGivesTheSamePage(t *testing.T) {
	s := embedded(t)
	for _, name := range s.Names() {
		a, _ := page.Write(s, name)
		b, _ := page.Write(s, name)
		if len(a) == 0 || string(a) != string(b) {
			t.Errorf("%s: two pages differ", name)
		}
	}
}
