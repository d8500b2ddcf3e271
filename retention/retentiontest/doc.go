// Package retentiontest holds what every [retention.Source] must keep to, and opens the door in tests: a demand with
// everything that people must say about it, on a ledger in memory. There is no other way to a Ticket, in tests either.
//
// Start at [Run]; [Open] gives permits for other tests.
package retentiontest
