// Package lemf runs the agency's twin: it listens for HI2 and HI3 (TS 102 232-1 over TCP, plain or with mutual TLS), stores what
// comes durably before it counts, checks files of any vendor's mediation, and makes calls and sessions again.
//
// What is stored is what came: DIR/hi2.ber and DIR/hi3.ber are PS-PDUs one after another, as on the wire
// (docs/formats/delivery.md). Start at [Open] to receive, [Check] to judge, [Rebuild] to look.
package lemf
