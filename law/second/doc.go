// Package second holds a second evaluator of law, in its tests alone: slow and obvious, straight from the rows of the
// packs' YAML, with its own calendar, and no code of package law but the plain data of a demand. Where the two differ on
// a demand drawn at random, one of them is wrong.
//
// Start at evaluate_test.go.
package second
