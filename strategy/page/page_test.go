package page

import (
	"bytes"
	"os"
	"strings"
	"testing"
	"time"

	"writ/render"
	"writ/strategy"
)

var dayOne = time.Date(2026, 10, 1, 0, 0, 0, 0, time.UTC)

// shown gives the strategy of a case in its three readable forms.
func shown(t *testing.T, id string) (a strategy.Assessment, html, pdf, md string) {
	t.Helper()
	r, err := strategy.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile("../cases/cases.yaml")
	if err != nil {
		t.Fatal(err)
	}
	all, err := strategy.ReadCases(b, "cases.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range all {
		if k.ID != id {
			continue
		}
		k.Profile.Name = "<Long & \"quoted\"> שירותי תקשורת " + strings.Repeat("Fernmeldegesellschaft", 9)
		a = r.Assess(k.Profile, k.At)
		var h, p, m bytes.Buffer
		d := Document(a)
		if err := render.HTML(&h, d); err != nil {
			t.Fatal(err)
		}
		if err := render.PDF(&p, d); err != nil {
			t.Fatal(err)
		}
		if err := Markdown(&m, d); err != nil {
			t.Fatal(err)
		}
		return a, h.String(), p.String(), m.String()
	}
	t.Fatal("no such case")
	return a, "", "", ""
}

func TestEveryFindingStandsOnThePage(t *testing.T) {
	for _, id := range []string{"s-001", "s-003", "s-004", "s-005", "s-007"} {
		a, html, pdf, md := shown(t, id)
		if !strings.HasPrefix(pdf, "%PDF-") {
			t.Errorf("%s: no PDF", id)
		}
		for _, f := range a.Findings {
			for form, text := range map[string]string{"page": html, "markdown": strings.ReplaceAll(md, "\\", "")} {
				if !strings.Contains(text, f.Provision) {
					t.Errorf("%s: the %s lacks %s", id, form, f.Provision)
				}
			}
		}
		for _, s := range a.Steps {
			if !strings.Contains(html, day(s.By)) {
				t.Errorf("%s: a step's day is not on the page: %s", id, day(s.By))
			}
		}
	}
}

func TestWhatIsUncertainIsMarkedForCounsel(t *testing.T) {
	a, html, _, md := shown(t, "s-004")
	if a.Count(strategy.Uncertain) == 0 {
		t.Fatal("the case has nothing uncertain")
	}
	for _, want := range []string{`<td dir="auto" class="warn">uncertain: ask counsel (etsi)</td>`, `class="bad">gap`, `class="good">met`} {
		if !strings.Contains(html, want) {
			t.Errorf("the page has no %s", want)
		}
	}
	if !strings.Contains(md, "uncertain: ask counsel") {
		t.Error("the text does not mark it")
	}
}

func TestThePageHoldsItsFiguresAndNothingFromOutside(t *testing.T) {
	_, html, _, _ := shown(t, "s-005")
	for _, id := range []string{"counts", "timeline", "kept-de", "clock-us", "virtual"} {
		if !strings.Contains(html, `<figure id="`+id+`">`) {
			t.Errorf("no figure %s", id)
		}
	}
	for _, bad := range []string{"<script", "http://", "https://", "<img", "<link"} {
		if strings.Contains(strings.ReplaceAll(strings.ReplaceAll(html, "http://www.w3.org/2000/svg", ""), "http://www.w3.org/1999/xhtml", ""), bad) {
			t.Errorf("the page holds %s", bad)
		}
	}
	if strings.Contains(html, "<Long") {
		t.Error("a name is not escaped")
	}
}

func TestAProviderWithoutDutiesGetsAPage(t *testing.T) {
	r, err := strategy.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := render.HTML(&b, Document(r.Assess(strategy.Profile{Name: "Nobody"}, r.Assess(strategy.Profile{}, dayOne).At))); err != nil || !strings.Contains(b.String(), "No duty was found.") {
		t.Errorf("%v", err)
	}
}

func TestEachTableHasAsManyCellsAsColumns(t *testing.T) {
	for _, id := range []string{"s-004", "s-005", "s-007"} {
		a, _, _, _ := shown(t, id)
		seen := map[string]bool{}
		for _, b := range Document(a).Blocks {
			v, ok := b.(render.Table)
			if !ok {
				continue
			}
			if seen[v.ID] {
				t.Errorf("two tables are called %s", v.ID)
			}
			seen[v.ID] = true
			for _, r := range v.Rows {
				if len(r) != len(v.Columns) {
					t.Errorf("%s: a row of %d cells under %d columns", v.ID, len(r), len(v.Columns))
				}
			}
		}
	}
}
