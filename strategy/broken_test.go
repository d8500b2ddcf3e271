package strategy

import (
	"errors"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"
	"writ/strict"
)

// sound is a file of rules in which nothing is wrong.
const sound = `format: writ/strategy-rules/1
place: aa
title: Testland
countries: [AQ]
defaults: {source: a book, certainty: known, from: 2020-01-01}
groups: {both: [AQ, BV]}
makes: {mobile: [call-records, location]}
tests:
  staffed: [{when: {staffed: true}, status: met}, {status: gap, missing: nobody}]
rules:
- {id: one, duty: records-production, services: all, test: staffed, provision: Act s 1, because: it says so}
- {id: two, duty: data-retention, services: [mobile], keep: {call-records: P1Y}, provision: Act s 2, because: it says so}
- {id: three, duty: data-erasure, services: [mobile], at-most: {call-records: P2Y}, provision: Act s 3, because: it says so}
counsel:
- {advice: ttp-or-staff, found: [{duty: records-production, status: gap}], text: name somebody}
penalties:
- {text: a fine, provision: Act s 9}
`

func loadText(text string) (*Rules, error) {
	return Load(fstest.MapFS{"aa.yaml": {Data: []byte(text)}})
}

func TestASoundFileOfRulesLoads(t *testing.T) {
	r, err := loadText(sound)
	if err != nil {
		t.Fatal(err)
	}
	if len(r.IDs()) != 3 {
		t.Errorf("%v", r.IDs())
	}
}

func TestBrokenRulesSayWhereAndWhatToDo(t *testing.T) {
	for _, tc := range []struct{ name, old, new, want, fix string }{
		{"an unknown key", "because: it says so}\n- {id: two", "becaus: it says so}\n- {id: two", `unknown key "becaus"`, "did you mean because?"},
		{"a key twice", "title: Testland", "title: Testland\ntitle: Again", "twice", "keep one"},
		{"another format", "rules/1", "rules/2", "no format", "writ/strategy-rules/1"},
		{"another name than the file's", "place: aa", "place: bb", "not the name of the file", "place: aa"},
		{"a code that is no country", "countries: [AQ]", "countries: [UK]", "no country code", "write GB"},
		{"a country in small letters", "countries: [AQ]", "countries: [aq]", "no country code", "write AQ"},
		{"an unknown duty", "duty: data-retention", "duty: data-retension", "no duty", "data-retention"},
		{"an unknown class of service", "[mobile], keep", "[mobil], keep", "no class of service", "mobile"},
		{"an unknown category", "{call-records: P1Y}", "{calls: P1Y}", "no category", "call-records"},
		{"a period that is none", "P1Y", "1Y", "no period", "P18M"},
		{"a date that is none", "2020-01-01", "2020-13-01", "not a date", "YYYY-MM-DD"},
		{"no provision", "provision: Act s 1, ", "", "has no provision", "act and section"},
		{"no certainty", "certainty: known, ", "", "has no certainty", "verified, known or uncertain"},
		{"an unknown certainty", "certainty: known", "certainty: sure", "no certainty", "verified"},
		{"no source", "source: a book, ", "", "has no source", "where it was read"},
		{"no day in force", ", from: 2020-01-01", "", "in-force date", "from:"},
		{"an end before the beginning", "from: 2020-01-01", "from: 2020-01-01, to: 2019-01-01", "ends before it begins", "to: on or after"},
		{"no reason", ", because: it says so}\n- {id: two", "}\n- {id: two", "does not say why", "because:"},
		{"no services", "services: all, ", "", "has no services", "services: all"},
		{"no status", "test: staffed, ", "", "gives no status", "status:, test:"},
		{"a status in two ways", "test: staffed", "test: staffed, status: met", "more than one way", "keep one"},
		{"an unknown test", "test: staffed", "test: stafed", "there is no test", "did you mean staffed?"},
		{"an unknown look", "{staffed: true}, status: met", "{stafed: true}, status: met", "unknown test", "did you mean staffed?"},
		{"a look of another kind", "{staffed: true}", "{staffed: maybe}", "neither true nor false", "true or false"},
		{"a test without an end", "{status: gap, missing: nobody}", "{when: {ttp: true}, status: gap}", "must end with a branch", "leave when: out"},
		{"a test that ends too early", "{when: {staffed: true}, status: met}", "{status: met}", "must end with a branch", "leave when: out"},
		{"an unknown status", "status: met}", "status: fine}", "no status", "met"},
		{"a name twice", "id: two", "id: one", "another rule has this name", "otherwise"},
		{"two rules that say the same", "- {id: three", "- {id: four, duty: records-production, services: [sms], status: exempt, provision: Act s 1, because: no}\n- {id: three", "or the contrary", "to:"},
		{"a group that is not there", "countries: [AQ]", "countries: three", "no group", "both"},
		{"nowhere", "countries: [AQ]\n", "", "binds no country", "countries:"},
		{"an unknown standard", "keep: {call-records: P1Y}", "standard: 3gpp, keep: {call-records: P1Y}", "no standard", "etsi"},
		{"an advice that is none", "advice: ttp-or-staff", "advice: hire", "no advice", "ttp-or-staff"},
		{"an advice that is never given", "found: [{duty: records-production, status: gap}], ", "", "never given", "found:"},
		{"a penalty without a provision", "{text: a fine, provision: Act s 9}", "{text: a fine}", "has no provision", "act and section"},
		{"nothing kept", "{call-records: P1Y}", "{}", "names no category", "call-records: P12M"},
		{"an anchor", "title: Testland", "title: &a Testland", "anchor", "write the value out"},
		{"no YAML", "rules:", "rules: [", "is not YAML", "indentation"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			broken := strings.Replace(sound, tc.old, tc.new, 1)
			if broken == sound {
				t.Fatal("the test changed nothing")
			}
			_, err := loadText(broken)
			var e *strict.Error
			if !errors.As(err, &e) || e.File != "aa.yaml" || e.Line == 0 {
				t.Fatalf("got %v", err)
			}
			if !strings.Contains(err.Error(), tc.want) || !strings.Contains(err.Error(), tc.fix) {
				t.Errorf("got %v; wanted %q and %q", err, tc.want, tc.fix)
			}
		})
	}
}

func TestFurtherRulesStandBesideAndOverrideNothing(t *testing.T) {
	further := strings.NewReplacer("place: aa", "place: zz", "groups: {both: [AQ, BV]}\nmakes: {mobile: [call-records, location]}\n", "", "tests:\n", "", "  staffed: [{when: {staffed: true}, status: met}, {status: gap, missing: nobody}]\n", "",
		"counsel:\n- {advice: ttp-or-staff, found: [{duty: records-production, status: gap}], text: name somebody}\n", "").Replace(sound)
	r, err := Load(Builtin(), fstest.MapFS{"zz.yaml": {Data: []byte(further)}})
	if err != nil {
		t.Fatal(err)
	}
	if len(r.IDs()) != len(rules(t).IDs())+3 || r.Hash() == rules(t).Hash() {
		t.Error("the further rules are not there, or the hash does not tell")
	}
	if _, err := Load(Builtin(), fstest.MapFS{"us.yaml": {Data: []byte(further)}}); err == nil || !strings.Contains(err.Error(), "another file of rules has this name") {
		t.Errorf("a file overrides another in silence: %v", err)
	}
	if _, err := Load(fstest.MapFS{}); err == nil {
		t.Error("no rules at all are taken")
	}
}

// profileText is a profile in which nothing is wrong.
const profileText = `format: writ/strategy-profile/1
at: 2026-06-01
provider:
  name: Example Ltd
  established: [IE]
  owners: [{country: IE, share: 60}, {country: DE, share: 40}]
  licences: [{authority: ComReg, kind: general-authorisation, state: notified}]
  users: {IE: 100}
  services:
  - {class: mobile, offers: [IE], launched: 2020-01-01}
  network: {cloud: false, li: etsi, hosting: [IE]}
  keeps: {IE: {call-records: P1Y}}
  staff: {compliance: 1}
  contacts: [{for: legal-process, email: desk@voice.example, hours: "Mon-Fri 09:00-17:00", zone: Europe/Dublin}]
`

func TestABrokenProfileSaysWhereAndWhatToDo(t *testing.T) {
	if _, err := ReadProfile([]byte(profileText), "p.yaml"); err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct{ name, old, new, want, fix string }{
		{"an unknown key", "established:", "estabished:", "unknown key", "did you mean established?"},
		{"a wrong country", "established: [IE]", "established: [EI]", "no country code", "IT"},
		{"a country's other code", "users: {IE: 100}", "users: {UK: 100}", "no country code", "write GB"},
		{"a country twice", "offers: [IE]", "offers: [IE, IE]", "twice", "keep one"},
		{"a wrong class of service", "class: mobile", "class: cellular", "no class of service", "mobile"},
		{"a class twice", "  network:", "  - {class: mobile, offers: [IE], launched: 2021-01-01}\n  network:", "the class stands twice", "one line"},
		{"a wrong period", "P1Y", "1 year", "no period", "P18M"},
		{"a wrong date", "2020-01-01", "01.01.2020", "not a date", "YYYY-MM-DD"},
		{"a wrong number", "IE: 100", "IE: many", "no whole number", "digits"},
		{"a negative number", "IE: 100", "IE: -1", "no whole number", "digits"},
		{"too many shares", "share: 60", "share: 70", "more than 100", "end of the chain"},
		{"a share that is none", "share: 60", "share: NaN", "no share", "per cent"},
		{"a wrong state", "state: notified", "state: done", "no state", "notified"},
		{"a wrong kind", "kind: general-authorisation", "kind: general", "no kind", "general-authorisation"},
		{"a live category", "call-records: P1Y", "live-cc: P1Y", "nothing live is kept", "stored records"},
		{"no name", "  name: Example Ltd\n", "", "has no name", "legal entity"},
		{"no services", "services:\n  - {class: mobile, offers: [IE], launched: 2020-01-01}\n", "services: []\n", "lists no service", "class:"},
		{"a wrong delivery standard", "li: etsi", "li: etis", "no delivery standard", "etsi"},
		{"hours without a zone", ", zone: Europe/Dublin", "", "hours and no zone", "IANA"},
		{"a wrong zone", "Europe/Dublin", "Europe/Dubbelin", "no zone", "Europe/Rome"},
		{"a contact who can't be reached", "email: desk@voice.example, ", "", "reaches nobody", "email:"},
		{"another format", "profile/1", "profile/9", "no format", "writ/strategy-profile/1"},
		{"no UTF-8", "Example", "Ex\xffmple", "not UTF-8", "save it"},
		{"two documents", "  staff: {compliance: 1}\n", "  staff: {compliance: 1}\n---\na: b\n", "more than one document", "one YAML document"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			broken := strings.Replace(profileText, tc.old, tc.new, 1)
			if broken == profileText {
				t.Fatal("the test changed nothing")
			}
			_, err := ReadProfile([]byte(broken), "p.yaml")
			if err == nil || !strings.Contains(err.Error(), "p.yaml") || !strings.Contains(err.Error(), tc.want) || !strings.Contains(err.Error(), tc.fix) {
				t.Errorf("got %v; wanted %q and %q", err, tc.want, tc.fix)
			}
		})
	}
}

func TestSeveralErrorsAreReportedAtOnce(t *testing.T) {
	broken := strings.NewReplacer("established: [IE]", "established: [XX]", "P1Y", "1Y", "class: mobile", "class: cellular", "2020-01-01", "2020-02-30").Replace(profileText)
	_, err := ReadProfile([]byte(broken), "p.yaml")
	if err == nil || strings.Count(err.Error(), "p.yaml:") != 4 {
		t.Errorf("got %v", err)
	}
}

func TestAProfileMayStandAtTheTopOfItsFile(t *testing.T) {
	head, body, _ := strings.Cut(profileText, "provider:\n")
	flat := head + strings.ReplaceAll("\n"+body, "\n  ", "\n")
	p, err := ReadProfile([]byte(flat), "p.yaml")
	if err != nil || p.Name != "Example Ltd" || len(p.Services) != 1 || p.At != date("2026-06-01") {
		t.Errorf("%+v, %v", p, err)
	}
}

func FuzzReadProfile(f *testing.F) {
	f.Add([]byte(profileText))
	f.Add([]byte("provider: {services: [{class: mobile, offers: [IE]}]}"))
	r, err := Embedded()
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(_ *testing.T, in []byte) {
		if p, err := ReadProfile(in, "p.yaml"); err == nil {
			r.Assess(p, date("2026-10-01"))
		}
	})
}

func FuzzReadCases(f *testing.F) {
	b, err := fs.ReadFile(Builtin(), "ie.yaml")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(b)
	f.Add([]byte("strategies:\n- {id: a, at: 2026-01-01, provider: {name: x}, expect: {findings: [{duty: secrecy}]}}"))
	f.Fuzz(func(t *testing.T, in []byte) {
		if _, err := ReadCases(in, "c.yaml"); err != nil && err.Error() == "" {
			t.Error("an error says nothing")
		}
	})
}

func FuzzLoad(f *testing.F) {
	f.Add([]byte(sound))
	f.Fuzz(func(_ *testing.T, in []byte) {
		if r, err := loadText(string(in)); err == nil {
			r.Assess(Profile{Users: map[string]int{"AQ": 1}, Services: []Service{{Class: "mobile", Offers: []string{"AQ"}}}}, date("2026-10-01"))
		}
	})
}

func FuzzAgree(f *testing.F) {
	f.Add("47 USC 1002(b)(2)(A)", "47 USC 1001(6), 1002")
	f.Fuzz(func(t *testing.T, a, b string) {
		if Agree(a, b) != Agree(b, a) {
			t.Errorf("%q and %q agree one way only", a, b)
		}
	})
}
