// Package production makes the answer to a demand: a package of what leaves, or (in production/letter) a
// letter that says why nothing does.
//
// [Assemble] takes a spent-once permit and a [scope.Harvest] and writes the parts of the package to a
// [Staging] area; all renderings come from one pass over the rows. Before it returns, production/verify,
// which knows nothing of this package, has checked what was written. The caller then ends the action on
// the ledger with [Staged.Outcome], and [Seal] writes the one file that leaves: signed, proven, encrypted.
// Seal needs only the staging area and the ledger, so a crash after the outcome is finished without
// another lookup: [Resume], then Seal.
//
// The form is docs/formats/package.md. The package does no I/O of its own, reads no clock, draws no
// randomness and knows no cipher: these come in as arguments. outside/lap joins it with age and files.
package production
