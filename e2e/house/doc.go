// Package house is a provider with its people, its agency and its records, founded for tests of the whole system.
//
// A house is founded once, which takes the time of a passphrase, and copied as often as a test needs it: a copy opens
// by the recovery share, at once. Its records are those of the demo, which Kamailio wrote.
//
// Start at [Found], then [House.Open] and [House.Carry].
package house
