package x1

// A ReportType says how it stands with a task or a destination (TaskReportType).
type ReportType uint8

// The types of reports. The zero value is none.
const (
	_ ReportType = iota
	AllClear
	Warning
	NonTerminatingFault
	TerminatingFault          // it produces no more
	ImplicitDeactivation      // the network element took it away
	FullyActionedSuccessfully // what was acknowledged is done
	FullyActionedUnsuccessfully
)

var reportTypes = []string{"", "AllClear", "Warning", "NonTerminatingFault", "TerminatingFault", "ImplicitDeactivation", "FullyActionedAndSuccessful", "FullyActionedAndUnsuccessful"}

// String is the standard's name.
func (r ReportType) String() string { return nameOf(reportTypes, r) }

// An IssueType says what a network element reports of itself (TypeOfNeIssueMessage).
type IssueType uint8

// The types of issues. The zero value is none.
const (
	_ IssueType = iota
	IssueWarning
	FaultCleared
	FaultReport
	Alert
)

var issueTypes = []string{"", "Warning", "FaultCleared", "FaultReport", "Alert"}

// String is the standard's name.
func (i IssueType) String() string { return nameOf(issueTypes, i) }
