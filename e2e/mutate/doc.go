// Mutate changes the code of a package bit by bit and runs the tests that cover it. A change that no test notices is
// a survivor: a rule that nobody would miss. It touches no file: each change is laid over the tree (go build -overlay).
//
//	go run ./e2e/mutate [-most N] [-seed S] [-again OUTPUT] ./scope ./law ./production
//
// With -again it tries only what survived in the output of an earlier run, to see whether the tests written since notice.
// It prints each survivor as it stands in reasons.txt, where a reason makes it a known one, and exits with 1 where a
// survivor has none. Why it is our own stands in docs/decisions/0007-mutation.md. Start at change.go: what is changed.
package main
