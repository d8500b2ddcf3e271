package production_test

import (
	"regexp"
	"strings"
	"testing"

	"writ/law"
	"writ/production"
	"writ/production/productiontest"
)

// page is the report of a package, as a browser gets it.
func page(t *testing.T, rows int, change func(d *law.Demand, in *production.Inputs)) string {
	t.Helper()
	dem := productiontest.Demand("2026-0017", 1)
	change(&dem, &production.Inputs{})
	c := productiontest.NewHouse(t).Decide(dem).Approve()
	h := c.Harvest(&productiontest.Spool{}, productiontest.Tenures(), productiontest.Rows(t, rows))
	in := c.Inputs()
	change(&law.Demand{}, &in)
	a := c.Assemble(h, in)
	holds(t, c, a.Seal())
	return a.Staging.Plain(t, "report.html")
}

func TestWhatAReportSays(t *testing.T) {
	italian := func(words map[string]string) func(*law.Demand, *production.Inputs) {
		return func(_ *law.Demand, in *production.Inputs) {
			in.Texts = production.ReportTexts{Language: "it", Words: words}
		}
	}
	live := func(d *law.Demand, _ *production.Inputs) {
		if len(d.Asks) > 0 {
			d.Asks = d.Asks[:1] // the subscriber, who has no window and whose record has no instant
		}
	}
	for _, tc := range []struct {
		name      string
		rows      int
		change    func(d *law.Demand, in *production.Inputs)
		has, lack []string
	}{
		{"the reference of the issuer", 5, func(*law.Demand, *production.Inputs) {}, []string{"TL-2026/17"}, []string{"none given", "translation", "There are no rows", "The first 200 rows", "0001-01-01"}},
		{"that there is no reference", 5, func(_ *law.Demand, in *production.Inputs) { in.Paper.Reference = "" }, []string{"none given"}, nil},
		{"the pack's name of the instrument beside its type", 5, func(_ *law.Demand, in *production.Inputs) { in.Paper.Instrument = "Order of the court" }, []string{"Order of the court (order)"}, nil},
		{"the type alone where the pack has no name", 5, func(_ *law.Demand, in *production.Inputs) { in.Paper.Instrument = "" }, []string{">order<"}, []string{" (order)"}},
		{"headings in both languages", 5, italian(map[string]string{"report/asked": "Che cosa è chiesto", "report/rows": "Rows"}),
			[]string{"Che cosa è chiesto · What was asked", ">Which law applied<", ">Rows<"}, []string{"no translation", "Rows · Rows"}},
		{"that there is no translation", 5, italian(nil), []string{"There is no translation into the language “it”"}, nil},
		{"that it shows the first rows only", 400, func(*law.Demand, *production.Inputs) {}, []string{">The first 200 rows<"}, []string{">Rows</h"}},
		{"the asks by their number on the paper", 5, func(*law.Demand, *production.Inputs) {}, []string{">1</td><td dir=\"auto\">subscriber", ">5</td><td dir=\"auto\">content"}, nil},
		{"the instant of events, which a customer has none of", 5, live, nil, []string{">at</th>"}},
		{"that a paper without a date has none", 5, func(d *law.Demand, _ *production.Inputs) { d.Instrument.Served = nil }, []string{"not stated"}, nil},
	} {
		t.Run("it says "+tc.name, func(t *testing.T) {
			got := page(t, tc.rows, tc.change)
			for _, s := range tc.has {
				if !strings.Contains(got, s) {
					t.Errorf("it lacks %q", s)
				}
			}
			for _, s := range tc.lack {
				if strings.Contains(got, s) {
					t.Errorf("it has %q", s)
				}
			}
		})
	}
}

// Each heading has a key, so that a pack can give it in another language.
func TestEveryHeadingCanBeTranslated(t *testing.T) {
	words := map[string]string{}
	for _, k := range production.HeadingKeys() {
		words[k] = "«" + k + "»"
	}
	said := page(t, 5, func(_ *law.Demand, in *production.Inputs) {
		in.Texts = production.ReportTexts{Language: "xx", Words: words}
	}) +
		page(t, 400, func(_ *law.Demand, in *production.Inputs) {
			in.Texts = production.ReportTexts{Language: "xx", Words: words}
		})
	for k := range words {
		if !strings.Contains(said, words[k]+" · ") {
			t.Errorf("%s stands nowhere", k)
		}
	}
	for _, h := range regexp.MustCompile(`<(h\d)[^>]*>«(report/[a-z-]+)`).FindAllStringSubmatch(said, -1) {
		if want := map[bool]string{true: "h1", false: "h2"}[h[2] == "report/title"]; h[1] != want {
			t.Errorf("%s is a heading %s, want %s", h[2], h[1], want)
		}
	}
}
