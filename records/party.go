package records

import "writ"

// Named gives the canonical text of a field that names somebody, or the source's own text where it is no such
// name: a telephone extension, an emergency number, "anonymous".
func Named(kind writ.Kind, text string) string {
	return named(writ.NumberPlan{}, kind, text)
}

// PartyText gives a number in E.164 where the plan can tell, else the source's own text.
func PartyText(plan writ.NumberPlan, text string) string { return named(plan, writ.E164, text) }

func named(plan writ.NumberPlan, kind writ.Kind, text string) string {
	if text == "" {
		return ""
	}
	if id, err := plan.ParseIdentifier(kind, text); err == nil {
		return id.Reveal()
	}
	return text
}
