// Package verify checks a package of records offline. It shares no code with those who assemble packages
// (production) or who open the door to the records (scope): from docs/formats/package.md and
// docs/formats/ledger.md alone it reads each part, decides again, folds the ledger's entries again and
// judges each row again.
//
// It does no I/O and knows no cipher: the caller brings the file as an io.ReaderAt and what opens it.
//
// Start at [File] for the outer file, at [Parts] for the parts within. The checks, in their order, stand in
// report.go. What it can't find out is said in docs/formats/package.md.
package verify
