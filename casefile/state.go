package casefile

// A State is how far a case has come.
type State string

// The states, in the order in which a demand travels, then those at its side.
const (
	Received  State = "received"  // registered; fewer than two readings
	Held      State = "held"      // two readings differ
	Read      State = "read"      // two people read it alike
	Verified  State = "verified"  // the requester is who the paper says
	Decided   State = "decided"   // the law has answered
	Approved  State = "approved"  // enough people agree
	Running   State = "running"   // rows are being read
	Assembled State = "assembled" // the package is made
	Delivered State = "delivered" // the answer is out
	Closed    State = "closed"    // only clocks run on

	Refused    State = "refused"    // an approver said no to this version
	Clarifying State = "clarifying" // a letter with the question is out; a correction resumes it
	Referred   State = "referred"   // counsel must approve first
	Withdrawn  State = "withdrawn"  // stopped; two people must approve it again
	Emergency  State = "emergency"  // one person approved; the second's hours run
)
