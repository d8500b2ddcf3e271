// Package signed says what two people sign when a pack of law is taken in without a new binary: the hash over every file
// of the pack. The form of the file beside them is docs/formats/pack-signature.md. Who may sign stands on the ledger and
// is not known here.
//
// Start at [New], or at [Read] and [Document.Compare].
package signed
