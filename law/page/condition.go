package page

import (
	"strings"

	"writ/law/written"
)

// A Clause is one thing that must hold, as a sentence without its full stop, or several under a head.
type Clause struct {
	Text string
	Sub  []Clause
}

// conditions turns `when:` into what must hold, all of it.
func conditions(v written.Value) []Clause {
	var out []Clause
	for _, e := range v.Entries() {
		switch e.Key {
		case "any":
			out = append(out, anyOf(e.Value))
		case "none":
			out = append(out, noneOf(e.Value))
		default:
			out = append(out, tests(e.Key, e.Value)...)
		}
	}
	return out
}

func anyOf(v written.Value) Clause {
	groups := v.List()
	if len(groups) == 1 {
		return together(groups[0])
	}
	c := Clause{Text: "at least one of these holds"}
	for _, g := range groups {
		c.Sub = append(c.Sub, together(g))
	}
	return c
}

func noneOf(v written.Value) Clause {
	c := Clause{Text: "none of these holds"}
	if len(v.List()) == 1 {
		c.Text = "this does not hold"
	}
	for _, g := range v.List() {
		c.Sub = append(c.Sub, together(g))
	}
	return c
}

// together makes one clause of a condition: its one test, or all of them joined.
func together(v written.Value) Clause {
	all := conditions(v)
	if len(all) == 1 {
		return all[0]
	}
	var texts []string
	for _, c := range all {
		if len(c.Sub) > 0 {
			return Clause{"all of these hold", all}
		}
		texts = append(texts, c.Text)
	}
	return Clause{Text: list(texts, "and")}
}

// tests says what is asked of one path.
func tests(path string, v written.Value) []Clause {
	s := about(path)
	if !v.IsMap() {
		return []Clause{{Text: among(s, v.Words())}}
	}
	stated, other := "", false
	var texts []string
	for _, e := range v.Entries() {
		if e.Key == "stated" {
			stated = statedText(s, e.Value.Text() == "true")
			continue
		}
		other = true
		texts = append(texts, test(s, path, e))
	}
	if stated != "" && (!other || strings.HasSuffix(stated, "not stated")) {
		texts = append([]string{stated}, texts...)
	} else if stated != "" { // stated and something else: the "or not stated" of a not is barred
		for i := range texts {
			texts[i] = strings.TrimSuffix(texts[i], orUnstated(s))
		}
		texts = append([]string{stated}, texts...)
	}
	out := make([]Clause, len(texts))
	for i, t := range texts {
		out[i] = Clause{Text: t}
	}
	return out
}

func statedText(s subject, yes bool) string {
	if yes {
		return s.name + s.verb(" is", " are") + " stated"
	}
	return s.name + s.verb(" is", " are") + " not stated"
}

func orUnstated(s subject) string { return ", or" + s.verb(" is", " are") + " not stated" }

// among says that the path is one of the words.
func among(s subject, words []string) string {
	if s.fact && truth(words) {
		return s.name + " is answered " + s.say(words[0])
	}
	if s.yes != "" && len(words) == 1 {
		if words[0] == "true" {
			return s.yes
		}
		return s.no
	}
	return s.name + s.verb(" is ", " include ") + list(s.all(words), "or")
}

// barred says that the path is none of the words; it holds also where nothing is stated.
func barred(s subject, words []string) string {
	if s.fact && truth(words) {
		return s.name + " is not answered " + s.say(words[0])
	}
	if s.yes != "" && len(words) == 1 {
		if words[0] == "true" {
			return "it is not stated that " + s.yes
		}
		return "it is not stated that " + s.no
	}
	if s.many {
		return s.name + " include none of " + list(s.all(words), "and") + orUnstated(s)
	}
	neither := "not "
	if len(words) > 1 {
		neither = "none of "
	}
	return s.name + " is " + neither + list(s.all(words), "and") + orUnstated(s)
}

// truth reports whether the words are yes or no alone.
func truth(words []string) bool {
	return len(words) == 1 && (words[0] == "true" || words[0] == "false")
}

// test says one test with its name.
func test(s subject, path string, e written.Entry) string {
	switch e.Key {
	case "is":
		return among(s, e.Value.Words())
	case "not":
		return barred(s, e.Value.Words())
	case "contains":
		parts := e.Value.Words()
		for i := range parts {
			parts[i] = quoted(parts[i])
		}
		return s.name + " contains " + list(parts, "or")
	case "at-least":
		return amount(s, e.Value.Text(), " is %s or more")
	case "more-than":
		return amount(s, e.Value.Text(), " is more than %s")
	case "at-most":
		return amount(s, e.Value.Text(), " is %s or less")
	case "under":
		return amount(s, e.Value.Text(), " is under %s")
	case "same-as":
		return s.name + s.verb(" is the same as ", " include ") + about(e.Value.Text()).name
	case "differs-from":
		return s.name + " and " + about(e.Value.Text()).name + " differ"
	case "has":
		return s.name + s.verb(" has ", " include ") + about(e.Value.Text()).name
	case "from", "before", "beyond":
		return timed(path, e)
	case "in-hours":
		return s.name + " is on a business day, in the hours " + e.Value.Text()
	}
	return s.name + " " + spaced(e.Key) + " " + e.Value.Text()
}

// amount says a number with its unit.
func amount(s subject, n, form string) string {
	if s.unit != "" {
		n += " " + s.unit
		if n == "1 "+s.unit {
			n = strings.TrimSuffix(n, "s")
		}
	}
	return s.name + strings.Replace(form, "%s", n, 1)
}

// timed sets an event beside a moment.
func timed(path string, e written.Entry) string {
	verb := map[string]string{"from": "comes at or after", "before": "comes before", "beyond": "goes beyond"}[e.Key]
	return about(path).name + " " + verb + " " + moment(e.Value)
}
