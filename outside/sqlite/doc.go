// Package sqlite keeps the cases of one tenant in one SQLite file: it is a casefile.Store.
//
// Cases and papers are sealed under a key of the case, and the key is wrapped by whoever hands in the [Sealer]. Plain
// columns hold the case's number, its state and its clocks, no identifier and no reference. What a step wants on the
// ledger waits in the table outbox, written in the step's own transaction (see Drain); jobs stand in the table jobs.
//
// The file is in WAL mode with synchronous=FULL: what was committed survives power loss. It has one writer process.
//
// Start at [Open], then [Store.Step]. Why it is so: docs/decisions/0006-case-store.md.
package sqlite
