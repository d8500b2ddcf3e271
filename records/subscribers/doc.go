// Package subscribers reads the subscriber register: CSV with a header that names its columns, one line for each
// span in which a customer's particulars held (docs/formats/subscribers.md). Kinds of address are kept apart.
//
// A number, SIM, device or address that is none is refused with the line: what can't be looked up later must be
// put right now. Lines that overlap are kept as they are: who held what is decided where it is asked.
//
// Start at [New].
package subscribers
