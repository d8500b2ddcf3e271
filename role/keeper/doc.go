// Package keeper is the ledger's writer, the door and the keys, in one process: what the other roles hold are
// handles. It carries out what the case asks for, in the order that the rules demand: the ledger's entry first, the
// effect after; a stop before everything.
//
// Start at [Init] and [Open]; then case.go, in the order of a case's life.
package keeper
