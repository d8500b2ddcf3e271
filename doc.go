// Package writ is the vocabulary that every room shares: who is named (identifiers), what is asked
// (categories, services, windows), and what the law answers (answers, grounds).
//
// It holds values and their one canonical form, no rule of any country and no I/O, and it imports
// the standard library only. The closed lists are those of docs/formats/cases.md.
//
// Start at [Identifier] and [Window].
package writ
