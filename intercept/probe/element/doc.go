// Package element is the X1 end of writ's own point of interception: what a network element answers to its administration function
// (ETSI TS 103 221-1). It puts requests into calls of a [probe.Core], keeps the destinations, and watches for keepalives.
//
// Start at [Element.Handle], which [x1.Respond] calls after the checks of the envelope. It does no I/O and reads no clock; one
// goroutine at a time may use it, the one that shows packets to the core.
//
// Beside what the standard wants, a task must carry writ's own extension, since X1 has no end of a task: without an end it is refused.
// What this element could not heed is refused too, never left out: a service, a policy, a correlation, an extension that it does not
// know, a destination set. It is not told LIIDs: a task with mediation details is refused.
package element
