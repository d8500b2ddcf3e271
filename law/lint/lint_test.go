package lint_test

import (
	"strings"
	"testing"

	"writ/law"
	"writ/law/lint"
)

const head = "format: writ-pack/1\npack: nova\ntitle: Nova\ncountry: NV\nnotice: permitted\n"

const writ = "defaults: {source: a book, from: 2001-02-03, certainty: known}\ninstruments:\n- type: writ\n  name: {en: Writ}\n  provision: Act s 1\n" +
	"  issuers: [{kinds: [court], provision: Act s 2}]\n  opens: [{id: all, categories: [subscriber], provision: Act s 3}]\n"

func remarks(t *testing.T, text string, more ...law.File) string {
	t.Helper()
	files := append([]law.File{{Name: "nova/pack.yaml", Text: text}}, more...)
	s, err := law.LoadFiles(files)
	if err != nil {
		t.Fatal(err)
	}
	all, err := lint.Remarks(s, files)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, r := range all {
		out = append(out, r.String())
	}
	return strings.Join(out, "\n")
}

func TestRemarks(t *testing.T) {
	for _, tc := range []struct{ name, text, want string }{
		{"a plain pack has none", head, ""},
		{"an alias that nobody uses", head + "aliases: {Old Act: Act of 1900}\n", `nova/pack.yaml:6: the alias "Old Act" is used by no rule and no case; take it out, or cite the act by it`},
		{"an alias that a rule cites", head + "aliases: {Act s 1: Act of 1900}\n" + writ, ""},
		{"words that one language lacks", head + "texts:\n  fr: {letter/opening: a, letter/closing: b}\n  de: {letter/opening: c}\n", "nova/pack.yaml:8: the texts in de lack letter/closing; translate them: a letter mixes languages else"},
		{"English lacks nothing", head + "texts:\n  fr: {letter/opening: a}\n  en: {document/sheet: A4}\n", ""},
		{"an official language without words", head + "countries:\n- {code: NV, zone: UTC, languages: [xx, en]}\n" + writ, "nova/pack.yaml:7: there are no texts in xx, an official language; write texts: xx: …, as another pack has them"},
		{"another country's language is its own pack's", head + "countries:\n- {code: NW, zone: UTC, languages: [xx]}\n" + writ, ""},
		{"days that are rolled without holidays", head + writ + "  due: [{at: {of: served, plus: P3D, count: after, roll: true}}]\n", "nova/pack.yaml:13: business days are counted here, and the pack names no holidays; add holidays: {name, source, days}"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := remarks(t, tc.text); got != tc.want {
				t.Errorf("got  %s\nwant %s", got, tc.want)
			}
		})
	}
}

func TestAnAliasThatACaseCitesIsUsed(t *testing.T) {
	got := remarks(t, head+"aliases: {Old Act: Act of 1900}\n", law.File{Name: "nova/cases.yaml", Text: "# provision: Old Act s 3\n"})
	if got != "" {
		t.Error(got)
	}
}

// TestEveryRemarkHasItsPlace looks at the packs of the program, whose remarks are no errors.
func TestEveryRemarkHasItsPlace(t *testing.T) {
	s, err := law.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	files, err := law.EmbeddedFiles()
	if err != nil {
		t.Fatal(err)
	}
	all, err := lint.Remarks(s, files)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range all {
		t.Log(r)
		if r.File == "" || r.Line == 0 || r.Problem == "" || r.Fix == "" {
			t.Errorf("%+v lacks something", r)
		}
	}
}
