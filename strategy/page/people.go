package page

import (
	"strconv"

	"writ/render"
	"writ/strategy"
)

// people weighs own staff against a trusted third party.
func people(a strategy.Assessment) []render.Block {
	s := a.Profile.Staff
	who := counted(s.Compliance, "person") + " for legal process"
	if s.Compliance == 0 {
		who = "nobody for legal process"
	}
	ttp := "no trusted third party"
	if s.TTP != "" {
		ttp = "a trusted third party: " + s.TTP
	}
	hours := "not reachable at all hours"
	if s.Office24x7 {
		hours = "reachable 24 hours, 7 days"
	}
	around, screened := 0, 0
	for _, f := range a.Findings {
		switch f.Duty {
		case "point-of-contact":
			around++
		case "staff-clearance":
			screened++
		default:
		}
	}
	t := render.Table{ID: "inhouse", Caption: "What speaks for which", Columns: titled("Question", "This provider", "In house", "Trusted third party")}
	add := func(cells ...string) { t.Rows = append(t.Rows, cells) }
	add("Countries whose authorities may call", strconv.Itoa(len(a.Countries)), "a few that staff knows", "many, in several languages and laws")
	add("Duties to be reachable", counted(around, "finding"), "an office that never closes", "the third party's own office")
	add("Duties to screen staff", counted(screened, "finding"), "own people are screened", "the third party's people are")
	add("Volume of requests", "not in the profile", "steady, enough to keep several people in practice", "few, or in waves")
	add("Who is liable", "the provider", "the provider", "the provider still: it approves each answer (under CALEA by its own employee)")
	return []render.Block{render.Heading{Level: 1, Text: "In house, or a trusted third party"}, render.Paragraph{Text: "The profile has " + who + ", " + ttp + "; " + hours + "."}, t}
}
