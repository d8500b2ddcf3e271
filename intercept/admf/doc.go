// Package admf is the ordering side of interception (ADMF: LIPF and LICF of 3GPP TS 33.127): from the work of a spent permit
// to tasks, and from tasks to requests of X1. The sealed chain of package scope ends here; behind X1 the guards are mutual TLS, the
// end that stands in each task, the ledger's proof, and reconciliation.
//
// Start at [Plan], which makes a [Tap] of a [scope.Work], and [Tap.Wanted], which says what its elements should hold at an instant.
// Everything else follows from that: starting, renewing, stopping and repairing are the difference between what is wanted and what an
// element holds ([Tap.Calls], [Reconcile]). To take away needs no permit.
//
// A tap is one target identity of one warrant for one agency: several identities in one task of X1 would narrow each other. Where what
// is delivered changes from one authority to the next, the element holds one at a time, and is told of the next when the first is over.
//
// The package does no I/O; instants and random octets are handed in.
package admf
