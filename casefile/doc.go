// Package casefile holds the case: what was served, what two people read in it, who verified and approved it, how far
// it has come, and the clocks that run on it.
//
// [Step] is the whole state machine: a pure function from a [Case] and an [Event] to the next Case and the effects
// wanted. Events carry their time and their person; effects are values that a [Store] writes down in the same
// transaction as the Case. Nothing here opens data: scope.Grant reads the ledger, not this. A case that was edited
// on disk to look approved opens nothing, and [Check] finds it.
//
// The forms of what people write for it are docs/formats/request.md, profile.md and agencies.md; the stored form is
// docs/formats/case.md. It leaves out the signed, structured demand that needs no second reading: everything is
// read twice.
//
// Start at [Case], then [Step].
package casefile
