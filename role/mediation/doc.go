// Package mediation runs the mediation function (MDF2, MDF3): it accepts X2 and X3 over mutual TLS, has
// intercept/mediation turn them into PS-PDUs, makes these durable in batches, and delivers them to the agencies
// over HI2 and HI3. It is the loop that carries effects out; what is decided is decided in the rooms that it drives.
//
// What is promised:
//
//   - an X2/X3 keep-alive is acknowledged when all that came before it on its connection is durable, never before;
//   - nothing goes to an agency that is not durable, together with the counts that its numbers come from;
//   - a slow or absent agency fills the spool and holds nothing else up;
//   - when nothing happens nothing runs: a timer stands only for what is due.
//
// Start at [Mediation.Run]. Three kinds of goroutine pass work on: one for each X2/X3 connection (intake.go), one
// engine that feeds the core and fills batches (engine.go) with one that appends them (append.go), and one leg for each
// route (leg.go) with its link's reader and writer (link.go).
package mediation
