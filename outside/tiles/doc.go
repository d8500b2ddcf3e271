// Package tiles keeps a ledger in a folder: a journal, to which each append adds one synced frame, and the
// tiles of c2sp.org/tlog-tiles that are published from it, which any tile reader can read or serve.
//
// The folder is 0700, its files 0600. It has one writer: a second one is refused. Readers need no lock.
// docs/formats/ledger.md shows the folder.
//
// Start at [Open]; to check a folder, at [Verify].
package tiles
