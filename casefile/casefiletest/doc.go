// Package casefiletest tests any casefile.Store ([Run]), and furnishes a [House] with people, keys, a ledger and a
// demand for tests of those who work with cases.
package casefiletest
