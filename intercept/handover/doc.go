// Package handover is what a role needs of the delivery to an agency, whatever the standard: a session with one
// LEMF over one handover interface (HI2 or HI3), as a machine that steps from event to effects. Each folder
// below is one standard's; to add a standard is to add a folder.
//
// A session does no I/O and reads no clock: every event carries its time, and what is to be done is an effect.
// The spool keeps what waits; a session takes only what its window has room for, so a slow LEMF presses back on
// the spool and never on the network.
//
// Start at [Session].
package handover
