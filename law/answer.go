package law

import "writ"

// An Answer is what the law says to one ask. It is one of the types below; code switches on them, with
// a default that opens nothing, because embedding can satisfy any interface.
//
//sumtype:decl
type Answer interface{ answer() }

type (
	// Release: the instrument reaches it, it is held, it leaves.
	Release struct{}
	// MustRelease: as Release, and a retention duty in force says that it had to be kept.
	MustRelease struct{}
	// Withhold: the law does not let it leave on this instrument. Repair says what would reach it.
	Withhold struct {
		Ground writ.Ground
		Repair string
	}
	// NotHeld: not kept, and no law said to keep it: a valid rejection.
	NotHeld struct{}
	// Default: not kept, though a retention duty in force said to keep it: a breach to report.
	Default struct{}
	// Clarify: the instrument is unclear or incomplete. Question is what the issuer is asked.
	Clarify struct {
		Ground   writ.Ground
		Question string
	}
	// Refer: counsel decides.
	Refer struct{ Ground writ.Ground }
	// Preserve: keep it as it is, hand nothing over.
	Preserve struct{}
	// Intercept: a live tap may be set within the window stated.
	Intercept struct{}
)

func (Release) answer()     {}
func (MustRelease) answer() {}
func (Withhold) answer()    {}
func (NotHeld) answer()     {}
func (Default) answer()     {}
func (Clarify) answer()     {}
func (Refer) answer()       {}
func (Preserve) answer()    {}
func (Intercept) answer()   {}

// AnswerName gives an answer's name as cases write it, and its ground if it has one. An answer that is none of ours
// has no name.
func AnswerName(a Answer) (name string, ground writ.Ground) {
	switch a := a.(type) {
	case Release:
		return "release", ""
	case MustRelease:
		return "must-release", ""
	case Withhold:
		return "withhold", a.Ground
	case NotHeld:
		return "not-held", ""
	case Default:
		return "default", ""
	case Clarify:
		return "clarify", a.Ground
	case Refer:
		return "refer", a.Ground
	case Preserve:
		return "preserve", ""
	case Intercept:
		return "intercept", ""
	default:
		return "", ""
	}
}
