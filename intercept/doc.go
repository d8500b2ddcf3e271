// Package intercept holds the words of a tap: who orders it by number (XID, LIID), what it takes (Target, Deliver), for how
// long (From, Until), where it goes (DID) and how its agency takes it (Profile). It follows ETSI TS 103 221-1 and TS 102 232-1.
//
// A [Task] knows no case, no paper and no name: a point of interception and mediation see nothing else. It has an end or it is
// refused. Start at [Task.Check]. [Task.Commitment] is what the ledger says of it.
//
// Numbers of a tap are protected as its target is: fmt, slog and JSON mask them, Reveal is the way out.
package intercept
