// Package function is the X1 end of writ's own mediation function: what it answers to its administration function (ETSI TS 103 221-1). It
// makes tasks of requests and hands them to whoever mediates ([Mediator]).
//
// Start at [Function.Handle], which [x1.Respond] calls after the checks of the envelope. One goroutine at a time may use it.
//
// A task for mediation carries exactly one MediationDetails: LIID, start, end. Without an end it is refused. Where product goes is the
// provider's configuration: X1 may name the destinations that are configured, by number and address, and make no others. What would
// narrow or widen a task and is not heeded here is refused: services, scoping, policies, correlations, extensions.
//
// Nothing of X1 is kept over a restart: the mediator keeps the tasks, and the reconciliation of the ADMF sends again what is not listed.
package function
