// Package demo runs the main job on real input with embedded defaults, and explains what it shows while it runs: five
// demands on records that Kamailio and FreeRADIUS wrote. It goes through the same keeper as every other command; only
// the people's keys are in its hand, and its clock is fixed.
//
// Start at [Run].
package demo
