// Package process keeps what a process holds in memory out of swap, core dumps and debuggers, as far as the system
// lets it, without cgo.
//
// Start at [Guard].
package process
