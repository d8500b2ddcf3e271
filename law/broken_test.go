package law_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"writ/law"
	"writ/strict"
)

// TestBrokenPacksAreRefusedWithLineProblemAndFix changes one thing in a good pack and reads what the author is told.
func TestBrokenPacksAreRefusedWithLineProblemAndFix(t *testing.T) {
	kinds := map[string]bool{}
	for _, tc := range slices.Concat(brokenPacks, brokenLaw, brokenShapes) {
		kinds[tc.name] = true
		tc.check(t)
	}
	t.Logf("%d kinds of broken pack", len(kinds))
	if len(kinds) < 100 {
		t.Errorf("only %d kinds of broken pack", len(kinds))
	}
}

// A broken pack is Ruritania with one text replaced.
type broken struct {
	name, old, now string
	says           string // the problem
	line           int    // 0: any
}

// check reads what the author is told: always a file, a line, and what to do.
func (tc broken) check(t *testing.T) {
	t.Helper()
	text := strings.Replace(ruritania, tc.old, tc.now, 1)
	if text == ruritania {
		t.Errorf("%s: the change changes nothing", tc.name)
		return
	}
	_, err := law.Load(fstest.MapFS{"ruritania/pack.yaml": {Data: []byte(text)}}, "ruritania")
	var pe *strict.Error
	switch {
	case err == nil:
		t.Errorf("%s: the pack was loaded", tc.name)
	case !errors.As(err, &pe):
		t.Errorf("%s: %v is no error of a file", tc.name, err)
	case !strings.Contains(err.Error(), tc.says):
		t.Errorf("%s: says %v, want %q", tc.name, err, tc.says)
	case pe.File != "ruritania/pack.yaml" || pe.Line == 0 || tc.line != 0 && pe.Line != tc.line:
		t.Errorf("%s: at %s line %d, want %d: %v", tc.name, pe.File, pe.Line, tc.line, err)
	case pe.Fix == "":
		t.Errorf("%s: does not say what to do: %v", tc.name, err)
	}
}

var brokenPacks = []broken{
	{"an unknown key", "notice: permitted", "notise: permitted", `unknown key "notise"; did you mean notice?`, 6},
	{"an unknown key of a rule", "provision: Post Act art. 3}", "provision: Post Act art. 3, zince: 2020-01-01}", `unknown key "zince"`, 19},
	{"a key twice", "title: Ruritania", "title: Ruritania\ntitle: Ruritania again", "the key stands twice", 5},
	{"another format", "writ-pack/1", "writ-pack/2", "is no format that this engine reads", 2},
	{"no format", "format: writ-pack/1\n", "", "has no format", 0},
	{"another name than the folder", "pack: ruritania", "pack: strelsau", "is not the name of the folder", 3},
	{"no title", "title: Ruritania\n", "", "has no title", 0},
	{"no notice", "notice: permitted\n", "", "has no notice", 0},
	{"a notice that is none", "notice: permitted", "notice: perhaps", "is no notice", 6},
	{"a zone that is none", "Europe/Prague", "Europe/Zenda", `"Europe/Zenda" is no zone`, 8},
	{"a certainty that is none", "certainty: known}", "certainty: likely}", "is no certainty", 9},
	{"a rule without provision", "  - {categories: [subscriber, call-records, session-records], provision: Post Act art. 3}", "  - {categories: [subscriber, call-records, session-records]}", "has no provision", 19},
	{"no certainty anywhere", ", certainty: known}", "}", "has no certainty", 0},
	{"no source anywhere", "source: the Royal Gazette, ", "", "has no source", 0},
	{"no date anywhere", "from: 2020-01-01, ", "", "has no in-force date; add from: YYYY-MM-DD", 0},
	{"a date that is none", "from: 2020-01-01", "from: 2020-13-01", `"2020-13-01" is not a date; write YYYY-MM-DD`, 9},
	{"an end before its beginning", "from: 2020-01-01", "from: 2020-01-01, to: 2019-01-01", "ends before it begins", 9},
	{"a category that is none", "[live-iri], provision: Post Act art. 5", "[live-iry], provision: Post Act art. 5", "is no category", 21},
	{"an issuer that is none", "kinds: [police]", "kinds: [sheriff]", "is no issuer kind", 30},
	{"a service that is none", "services: [telephony]", "services: [telegraphy]", "is no service", 36},
	{"a period that is none", "period: P12M", "period: twelve months", "is no period", 37},
	{"a period that says not how it is counted", "plus: P3D, count: after", "plus: P3D", "does not say how the period is counted", 25},
	{"a way to count that is none", "plus: P3D, count: after", "plus: P3D, count: loosely", "is no way to count", 25},
	{"a moment that starts from nothing", "{of: served, plus", "{plus", "a moment begins with of or with earliest", 25},
	{"a moment of something that is no time", "of: served", "of: service", "is no date or instant", 25},
	{"a ground that is none", "ground: expired", "ground: stale", "is no ground", 23},
	{"a limit that neither starts nor ends", "ends: {of: issued, plus: P7D, count: beginning}, ", "", "neither starts nor ends", 23},
	{"overlapping rules", "provision: Post Act art. 5}", "provision: Post Act art. 5}\n  - {categories: [live-iri], provision: Post Act art. 5a}", "overlapping rules", 0},
	{"two versions in force on one day", "- type: rt-freeze", "- type: rt-writ", "overlaps another version", 0},
	{"an instrument without a type", "- type: rt-freeze\n  name", "- name", "has no type", 0},
	{"an instrument without issuers", "  issuers:\n  - {kinds: [police]}\n", "", "has no issuers", 0},
	{"an instrument without a name", "  name: {en: Order to keep}\n", "", "has no name", 0},
	{"a duty without services", "  services: [telephony]\n", "", "has no services", 0},
	{"two duties of one name", "duties:\n", "duties:\n- {id: calls, categories: [payment], services: [sms], period: P1D, provision: Post Act art. 8}\n", "two duties have this id", 0},
	{"an anchor", "title: Ruritania", "title: &t Ruritania", "has an anchor or alias", 4},
	{"two documents", "duties:\n", "---\nduties:\n", "more than one document", 0},
	{"no YAML", "duties:", "duties: [", "is not YAML", 0},
	{"a list where a mapping belongs", "countries:\n- {code: XR, zone: Europe/Prague, languages: [rt]}", "countries: {code: XR}", "is no list", 0},
	{"a rule that looks at nothing known", "period: P12M", "period: P12M\n  when: {weather: fine}", "is nothing that a rule can look at", 0},
	{"a test that is none", "period: P12M", "period: P12M\n  when: {service: {resembles: telephony}}", "is no test", 0},
	{"an empty condition", "period: P12M", "period: P12M\n  when: {}", "says nothing", 0},
	{"a rule that would open", "duties:\n", "rules:\n- {check: person, answer: release, ground: expired, provision: P 1, because: why not}\nduties:\n", "is no answer that a rule can give", 0},
	{"a rule without a reason", "duties:\n", "rules:\n- {check: person, answer: withhold, ground: expired, provision: P 1}\nduties:\n", "has no because", 0},
	{"a rule without a ground", "duties:\n", "rules:\n- {check: person, answer: withhold, provision: P 1, because: so}\nduties:\n", "has no ground", 0},
	{"a rule at no check", "duties:\n", "rules:\n- {check: weather, answer: refer, ground: uncertain-rule, provision: P 1, because: so}\nduties:\n", "is no check", 0},
	{"an uncertain rule that decides", "duties:\n", "rules:\n- {check: person, certainty: uncertain, answer: withhold, ground: expired, provision: P 1, because: so}\nduties:\n", "rests on an uncertain rule and does not refer", 0},
	{"a rule for an instrument that is not there", "duties:\n", "rules:\n- {check: person, instruments: [rt-wit], answer: refer, ground: uncertain-rule, provision: P 1, because: so}\nduties:\n", "which the pack does not have", 0},
	{"an instrument read as one that is not there", "provision: Post Act art. 7}\n", "provision: Post Act art. 7}\n  opens:\n  - {categories: [content], as: rt-nothing}\n", "is read as rt-nothing", 0},
	{"a field of another category", "session-records], provision: Post Act art. 3}", "session-records], fields: [cell], provision: Post Act art. 3}", "is no field of that category", 0},
	{"an end of what is opened", "session-records], provision: Post Act art. 3}", "session-records], provision: Post Act art. 3, until: served}", `unknown key "until"`, 19},
	{"an end of preservation that says not how it is counted", "[call-records], provision: Post Act art. 7}", "[call-records], provision: Post Act art. 7, until: {of: served, plus: P90D}}", "does not say how the period is counted", 32},
	{"an end of preservation from what is no time", "[call-records], provision: Post Act art. 7}", "[call-records], provision: Post Act art. 7, until: service}", "is no date or instant", 32},
	{"ends of which one names no moment", "[call-records], provision: Post Act art. 7}", "[call-records], provision: Post Act art. 7, until: [{when: {service: sms}}]}", "has no at; write a moment, or none where the law states no end", 32},
	{"an end that is never reached", "[call-records], provision: Post Act art. 7}", "[call-records], provision: Post Act art. 7, until: [{at: none}, {at: served}]}", "is never reached", 32},
	{"ends with an unknown key", "[call-records], provision: Post Act art. 7}", "[call-records], provision: Post Act art. 7, until: [{wenn: {service: sms}, at: none}]}", `unknown key "wenn"; did you mean when?`, 32},
	{"an end where a rule preserves nothing", "duties:\n", "rules:\n- {check: person, answer: refer, ground: uncertain-rule, until: served, provision: P 1, because: so}\nduties:\n", "only what is preserved has an end", 0},
	{"holidays without a source", "duties:\n", "holidays: {name: feasts, days: [{name: Coronation, on: 1 June}]}\nduties:\n", "has no source", 0},
	{"a holiday that is no day", "duties:\n", "holidays: {name: feasts, source: almanac, days: [{name: Coronation, on: in June}]}\nduties:\n", "no rule for a day", 0},
}

func TestTwoFilesOfAPackMayNotSayTheSame(t *testing.T) {
	for name, more := range map[string]string{
		"is a second header":                         "pack: ruritania\ntitle: Again\nnotice: permitted\n",
		"another file of the pack has this text too": "texts: {rt: {letter/opening: Hoch}}\n",
		"overlaps another version of the same type":  "instruments:\n- {type: rt-writ, name: {en: W}, provision: P 1, source: s, certainty: known, from: 2021-01-01, issuers: [{kinds: [judge]}]}\n",
		"two duties have this id":                    "duties:\n- {id: calls, categories: [payment], services: [sms], period: P1D, provision: P 1, source: s, certainty: known, from: 2021-01-01}\n",
	} {
		dir := fstest.MapFS{"ruritania/pack.yaml": {Data: []byte(ruritania + "texts: {rt: {letter/opening: Hoch}}\n")},
			"ruritania/second.yaml": {Data: []byte("format: writ-pack/1\n" + more)}}
		_, err := law.Load(dir)
		var pe *strict.Error
		if !errors.As(err, &pe) || !strings.Contains(err.Error(), name) || pe.File != "ruritania/second.yaml" || pe.Line == 0 || pe.Fix == "" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestTwoPacksMayNotGiveOneCountryTwoZones(t *testing.T) {
	other := strings.NewReplacer("pack: ruritania", "pack: zenda", "Europe/Prague", "Europe/Rome").Replace(ruritania)
	dir := fstest.MapFS{"ruritania/pack.yaml": {Data: []byte(ruritania)}, "zenda/pack.yaml": {Data: []byte(other)}}
	var pe *strict.Error
	if _, err := law.Load(dir); !errors.As(err, &pe) || !strings.Contains(err.Error(), "another zone than another pack") {
		t.Errorf("got %v", err)
	}
}

func TestFoldersThatAreNoPacksAreRefused(t *testing.T) {
	for name, dir := range map[string]fstest.MapFS{
		"an empty folder of packs": {},
		"no such pack":             {"other/pack.yaml": {Data: []byte(ruritania)}},
		"a pack without a header":  {"ruritania/more-law.yaml": {Data: []byte("format: writ-pack/1\n")}},
		"a pack that is empty":     {"ruritania/pack.yaml": {Data: nil}},
	} {
		names := []string{"ruritania"}
		if len(dir) == 0 {
			names = nil
		}
		if _, err := law.Load(dir, names...); err == nil {
			t.Errorf("%s was loaded", name)
		}
	}
}

// TestAWordThatIsNoneIsToldOnce: what is wrong in one place is one error.
func TestAWordThatIsNoneIsToldOnce(t *testing.T) {
	for _, c := range [][2]string{
		{"{of: served, plus", "{of: weather, plus"}, {"{of: served, plus: P3D, count: after}", "weather"}, {"certainty: known}", "certainty: likely}"},
		{"by: \"the King's own writ\"", "why: so"}, {"kinds: [police]", "kinds: [sheriff]"},
		{"services: [telephony]", "services: []"}, {"zone: Europe/Prague", "zone: Europe/Zenda"},
	} {
		text := strings.Replace(ruritania, c[0], c[1], 1)
		_, err := law.Load(fstest.MapFS{"ruritania/pack.yaml": {Data: []byte(text)}})
		if err == nil || text == ruritania || strings.Count(err.Error(), "ruritania/pack.yaml:") != 1 {
			t.Errorf("%s: %v", c[1], err)
		}
	}
}
