// Package tap sets taps through a whole keeper: papers read twice, a decision, approvals, orders on the ledger, X1 to writ's own point of
// interception, and every way in which a tap ends.
package tap
