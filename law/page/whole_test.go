package page_test

import (
	"html"
	"strconv"
	"strings"
	"testing"

	"writ/law/page"
	"writ/law/written"
)

// told are the keys whose text a lawyer must find on the page as the pack has it.
var told = map[string]bool{"provision": true, "because": true, "repair": true, "question": true, "title": true, "source": true, "cost": true, "notes": true,
	"decides": true, "en": true, "own": true}

// TestNothingOfAPackIsLeftOut looks for every provision, reason, name and source of every pack on its page, and for the
// line of every rule: what the page does not show, counsel does not see.
func TestNothingOfAPackIsLeftOut(t *testing.T) {
	s := embedded(t)
	for _, name := range s.Names() {
		b, err := page.Write(s, name)
		if err != nil {
			t.Fatal(err)
		}
		text := html.UnescapeString(string(b))
		p, err := written.Read(s, name)
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for _, f := range p.Files {
			for _, e := range f.All() {
				if e.Key != "texts" && e.Key != "defaults" {
					n += look(t, text, e)
				}
			}
		}
		if n < 3 {
			t.Errorf("%s: only %d texts were looked for", name, n)
		}
	}
}

func look(t *testing.T, text string, e written.Entry) int {
	t.Helper()
	n := 0
	if said := strings.TrimSpace(e.Value.Text()); told[e.Key] && said != "" {
		n++
		if !strings.Contains(text, said) && !strings.Contains(text, upper(said)) {
			t.Errorf("%s:%d: the page does not say %s: %.120s", e.Place.File, e.Place.Line, e.Key, said)
		}
	}
	for _, v := range append(e.Value.List(), e.Value) {
		for _, sub := range v.All() {
			n += look(t, text, sub)
		}
	}
	return n
}

func upper(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

// TestEveryRuleNamesItsLine: the engineer finds each rule, opening, duty and limit by file and line.
func TestEveryRuleNamesItsLine(t *testing.T) {
	s := embedded(t)
	rules := 0
	for _, name := range s.Names() {
		b, err := page.Write(s, name)
		if err != nil {
			t.Fatal(err)
		}
		p, err := written.Read(s, name)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range p.Files {
			for _, place := range ruleLines(f) {
				rules++
				if !strings.Contains(string(b), "· "+place+"</span>") {
					t.Errorf("%s: the page names no rule there", place)
				}
			}
		}
	}
	if rules < 500 {
		t.Errorf("only %d rules were looked for", rules)
	}
}

// ruleLines lists where the rules of a file stand: what has an id of its own.
func ruleLines(v written.Value) []string {
	var out []string
	for _, e := range v.All() {
		for _, item := range e.Value.List() {
			if id := find(item, "id"); id != "" && e.Key != "countries" {
				out = append(out, place(item))
			}
			out = append(out, ruleLines(item)...)
		}
	}
	return out
}

func find(v written.Value, key string) string {
	for _, e := range v.All() {
		if e.Key == key {
			return e.Value.Text()
		}
	}
	return ""
}

func place(v written.Value) string {
	p := v.Place()
	return p.File + ":" + strconv.Itoa(p.Line)
}
