// Package records says what a provider's record is: its kind, its fields, which category each field
// belongs to, whom it names, and who held a number or address when.
//
// Each field belongs to one category and leaves only with it ([Fields]). A feed (a folder below) turns
// a file into [Row] values; it loses nothing: what can't be read is a [Refusal].
//
// Start at [Row], then [Fields], then [Tenure].
package records
