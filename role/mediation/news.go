package mediation

import (
	"fmt"

	"writ/intercept/handover"
	core "writ/intercept/mediation"
)

// News is what the operator is told: one of LinkNews, TaskNews, RefusedNews, DamageNews, SpoolNews, IntakeNews. Their texts
// name no task; TaskNews and RefusedNews carry its XID for the ADMF, masked when printed.
//
//sumtype:decl
type News interface {
	news()
	String() string
}

// LinkNews is about the delivery on one route.
type LinkNews struct {
	Route  core.Route
	Report handover.Report
}

// TaskNews is what the core reports of a task.
type TaskNews struct{ Report core.Report }

// RefusedNews says that a full task's newest content was not kept.
type RefusedNews struct{ Refusal core.Refusal }

// DamageNews says that PDUs in the spool can't be read and are lost.
type DamageNews struct{ Damage *core.Damage }

// SpoolNews says that the spool fails; what was to be kept is tried again. Nil: it works again.
type SpoolNews struct{ Err error }

// IntakeNews says why a point of interception's connection was refused or closed.
type IntakeNews struct{ Err error }

func (LinkNews) news()    {}
func (TaskNews) news()    {}
func (RefusedNews) news() {}
func (DamageNews) news()  {}
func (SpoolNews) news()   {}
func (IntakeNews) news()  {}

// String names destination and handover, and what was reported.
func (n LinkNews) String() string {
	return fmt.Sprintf("%v to %v: %v", n.Route.Handover, n.Route.To, n.Report)
}

// String says what was reported.
func (n TaskNews) String() string { return n.Report.String() }

// String says how much, for where, and by which limit.
func (n RefusedNews) String() string {
	r := n.Refusal
	return fmt.Sprintf("%v to %v: %d PDUs (%d octets) of a task were not kept: full by %v", r.Route.Handover, r.Route.To, r.PDUs, r.Octets, r.Why)
}

// String says what is lost.
func (n DamageNews) String() string { return n.Damage.Error() }

// String says what failed.
func (n SpoolNews) String() string {
	if n.Err == nil {
		return "the spool works again"
	}
	return n.Err.Error()
}

// String says why.
func (n IntakeNews) String() string { return n.Err.Error() }
