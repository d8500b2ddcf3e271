// Package retention says how stored records are reached and how they are kept: by class and UTC day, each day
// under a key of its own, so that erasing the key erases the day.
//
// [Lookup] and [Survey] spend a permit, find the candidates and put each before the sieve of package scope: nothing
// plain leaves this room but through it. A [Source] is whatever yields plain rows; it asks for a [Ticket], and only
// this package makes one. What outside/segments and outside/catalogue hand each other stands in day.go.
//
// Start at [Lookup], then [Source]. Expiry, holds and erasure receipts are not here yet.
package retention
