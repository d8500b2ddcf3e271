// Package mediation turns what points of interception send (X2 and X3, TS 103 221-2) into what agencies take (HI2 and HI3,
// TS 102 232-1, -3, -5): it finds the task, checks its authority again, gives each communication its CIN and each PDU its number,
// says whether an IRI begins, continues, ends or reports, and closes hashes and signatures over what went out.
//
// Start at [Core]. It is deterministic: the same events give the same PDUs, it reads no clock and draws no randomness. Its
// state is a snapshot and the deltas of the batches after it ([Core.Snapshot], [Core.Delta], [Core.Restore]), so that a
// killed mediation goes on where its spool ends. [Spool] is what keeps PDUs until the agency has them.
//
// Nothing is lost in silence: each PDU in was delivered, waits, or was dropped for a named reason, and [Counts.Check] adds it up.
// What reaches an agency depends on its own tasks alone.
//
// Left out: sockets, keep-alives, acknowledgements (role/mediation, intercept/handover). No case and no law is known here.
package mediation
