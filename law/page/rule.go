package page

import (
	"strconv"

	"writ"
	"writ/law/written"
)

// A Rule is a defect or a doubt: where its condition holds it gives the answer.
type Rule struct {
	Cite
	Check       string // the key of its check
	When        []Clause
	Answer      string // in words
	Ground      string
	Because     string
	Repair      string
	Question    string
	Until       []End
	For         string // of a rule of the whole pack: the instruments that it names, "" for all
	instruments []string
	refers      bool
}

// An End says until when something is kept: a moment, or none.
type End struct {
	When []Clause
	At   string
}

func rule(v written.Value, base inherited, owner, id string) Rule {
	r := Rule{Cite: cite(v, base, owner, id), Check: v.Get("check").Text(), When: conditions(v.Get("when")), Because: sentence(v.Get("because").Text()),
		Repair: v.Get("repair").Text(), Question: v.Get("question").Text(), Until: ends(v.Get("until")), instruments: v.Get("instruments").Words()}
	if r.Check == "" {
		r.Check = "category"
	}
	answer := v.Get("answer").Text()
	r.Answer, r.refers = worded(answerWords, answer), answer == "refer"
	if g := v.Get("ground").Text(); g != "" {
		r.Ground = worded(groundWords, g)
	}
	return r
}

// ruleList reads the rules under a key.
func ruleList(v written.Value, base inherited, owner string) []Rule {
	var out []Rule
	for n, e := range v.List() {
		out = append(out, rule(e, base, owner, "rule-"+strconv.Itoa(n+1)))
	}
	return out
}

// named reports whether a list names a kind, or names none and so means all.
func named(kinds []string, kind string) bool {
	for _, k := range kinds {
		if k == kind {
			return true
		}
	}
	return len(kinds) == 0
}

func ends(v written.Value) []End {
	switch {
	case v.Absent():
		return nil
	case !v.IsList():
		return []End{{At: end(v)}}
	}
	var out []End
	for _, e := range v.List() {
		out = append(out, End{conditions(e.Get("when")), end(e.Get("at"))})
	}
	return out
}

func end(v written.Value) string {
	if v.Text() == "none" {
		return "the law states no end"
	}
	return "until " + moment(v)
}

// A Never is a higher rule of the pack: what it bars no line of the pack may open.
type Never struct {
	Cite
	Categories  []string
	For         string // the instruments that it names, "" for all
	Because     string
	instruments []string
}

func nevers(v written.Value, base inherited, owner string) []Never {
	var out []Never
	for n, e := range v.List() {
		out = append(out, Never{Cite: cite(e, base, owner, "never-"+strconv.Itoa(n+1)), Categories: each(categoryWords, e.Get("categories").Words()),
			Because: sentence(e.Get("because").Text()), instruments: e.Get("instruments").Words()})
	}
	return out
}

// A Limit begins, ends or cuts what an instrument reaches.
type Limit struct {
	Cite
	Categories  []string
	When        []Clause
	Starts      string
	Ends        string
	Ground      string
	Because     string
	instruments []string
}

func limits(v written.Value, base inherited, owner string) []Limit {
	var out []Limit
	for n, e := range v.List() {
		l := Limit{Cite: cite(e, base, owner, "limit-"+strconv.Itoa(n+1)), Categories: each(categoryWords, e.Get("categories").Words()), When: conditions(e.Get("when")),
			Because: sentence(e.Get("because").Text()), Ground: worded(groundWords, e.Get("ground").Text()), instruments: e.Get("instruments").Words()}
		if l.Ground == "" {
			l.Ground = groundWords[writ.Ground("instrument-too-weak")]
		}
		if s := e.Get("starts"); !s.Absent() {
			l.Starts = moment(s)
		}
		if s := e.Get("ends"); !s.Absent() {
			l.Ends = moment(s)
		}
		out = append(out, l)
	}
	return out
}
