package demo

import (
	"fmt"

	"writ/law"
)

// answers puts a decision into a line an ask.
func answers(d law.Decision) []string {
	var out []string
	for o := range d.Outcomes() {
		name, ground := law.AnswerName(o.Answer)
		line := fmt.Sprintf("%-16s %s", o.Category, name)
		if ground != "" {
			line += " (" + string(ground) + ")"
		}
		if len(o.Grounds) > 0 {
			line += " on " + o.Grounds[0].Provision
		}
		for _, f := range o.Shortfall {
			line += "; the rest: " + f.Kind
			if f.Provision != "" {
				line += " (" + f.Provision + ")"
			}
		}
		out = append(out, line)
	}
	return out
}
