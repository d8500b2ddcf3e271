// Package spooltest checks that a spool keeps its promises, and has a spool in memory and a keeper's keys for
// the tests of others.
//
// Start at [Run].
package spooltest
