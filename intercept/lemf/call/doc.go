// Package call makes a SIP call again from the signalling that was handed over: who called whom, which messages in which
// order, which streams each side set up, how it ended. Several legs of one communication (proxy, forward) are one [Call].
//
// Sides are the caller's and the callee's; which of them is the target no message says.
package call
