// Package ledger is the append-only Merkle log that lies under everything: what was decided, who
// approved, what left, what was erased. Anyone who holds the log's verification key can check it offline.
//
// Hashes are those of RFC 6962 §2.1, checkpoints are signed notes (c2sp.org/tlog-checkpoint, Ed25519),
// the published files are tiles (c2sp.org/tlog-tiles), and a proof has the text form of
// c2sp.org/tlog-proof. Entries are canonical JSON (RFC 8785). docs/formats/ledger.md has the details.
//
// The package does no I/O and reads no clock: a [Store] keeps the bytes, the caller brings the instant
// and the key. It leaves out witnesses and key rotation.
//
// Start at [Open] and [Log.Append]; to check a log, at [Verify] and [Proof.Verify].
package ledger
