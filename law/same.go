package law

import "slices"

// SameAnswers reports whether two decisions let the same leave, withhold the same for the same ground, keep the same as
// long, and say the same of time and notice. Words, provisions and rules may differ: a pack that says the same better
// changes no answer. The verdict and the day of the whole follow from the answers. It is for two decisions on one demand.
func (d Decision) SameAnswers(e Decision) bool {
	if d.Zero() || e.Zero() {
		return false
	}
	told, toldElse := d.Telling(), e.Telling()
	return told.Is == toldElse.Is && told.Until.Equal(toldElse.Until) &&
		slices.EqualFunc(slices.Collect(d.Outcomes()), slices.Collect(e.Outcomes()), sameAnswer)
}

func sameAnswer(a, b Outcome) bool {
	answer, ground := AnswerName(a.Answer)
	other, because := AnswerName(b.Answer)
	return a.Ask == b.Ask && a.Category == b.Category && answer == other && ground == because && a.Window.Equal(b.Window) &&
		slices.Equal(a.Identifiers, b.Identifiers) && sameFields(a.Fields, b.Fields) && a.Deadline.Equal(b.Deadline) && a.Until.Equal(b.Until) &&
		slices.EqualFunc(a.Shortfall, b.Shortfall, func(s, t Shortfall) bool { return s.Kind == t.Kind && s.Ground == t.Ground })
}
