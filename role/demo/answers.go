package demo

import (
	"strings"

	"writ/law"
)

// An answer is what the law said to one ask, in words.
type answer struct{ Category, Answer, Ground, Provision, Rest string }

// answers puts a decision into words, an answer an ask.
func answers(d law.Decision) []answer {
	var out []answer
	for o := range d.Outcomes() {
		name, ground := law.AnswerName(o.Answer)
		a := answer{Category: string(o.Category), Answer: name, Ground: string(ground)}
		if len(o.Grounds) > 0 {
			a.Provision = o.Grounds[0].Provision
		}
		var rest []string
		for _, f := range o.Shortfall {
			rest = append(rest, strings.TrimSpace(f.Kind+" "+bracketed(f.Provision)))
		}
		a.Rest = strings.Join(rest, "; ")
		out = append(out, a)
	}
	return out
}

func bracketed(s string) string {
	if s == "" {
		return ""
	}
	return "(" + s + ")"
}

// String is the answer on one line.
func (a answer) String() string {
	line := a.Category + strings.Repeat(" ", max(1, 17-len(a.Category))) + a.Answer
	if a.Ground != "" {
		line += " " + bracketed(a.Ground)
	}
	if a.Provision != "" {
		line += " on " + a.Provision
	}
	if a.Rest != "" {
		line += "; the rest: " + a.Rest
	}
	return line
}
