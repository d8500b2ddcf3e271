// Package scope is the one door to protected data.
//
// [Grant] folds everything that the ledger says about a case over a decision and gives a [Scope]; [Scope.Issue]
// writes the intent to the ledger and gives a [Permit]; [Permit.Spend] gives [Work], which the stores ask for;
// [Sift] judges row by row and closes into a [Harvest], the only thing that production takes.
//
// Each is a value around one unexported pointer, and its zero value refuses to work. Start and restart are the
// same call: there is no second constructor, and no caller can leave out the entry that speaks against.
//
// Start at [Grant], then read fold.go: what counts as an approval stands there, in Go, and policy only raises it.
package scope
