// Package spool keeps what was captured until the LEMF has it, on embedded NATS JetStream: the Spool that
// intercept/mediation asks for. Acknowledged means synced. What lies on disk is sealed for each task under a
// key of its own, which is kept wrapped to a key that the keeper holds (mediation.Keys); when the task is
// drained both go, and what remains on disk opens for nobody.
//
// One batch is one message and one sync, whatever tasks and routes are in it. So a route whose LEMF is down
// would hold the others' octets: what it has not taken is carried over, as it is, to a stream of its own, and
// the batches are deleted. An outage grows on disk, not in memory.
//
// The server runs in this process and listens on nothing. docs/formats/spool.md has the form of every
// message, docs/decisions/0014-spool.md the measured prices.
//
// Start at [Open].
package spool
