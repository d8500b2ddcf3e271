// Package lemf is the agency's twin: what a law enforcement monitoring facility does with the PS-PDUs of ETSI TS 102 232-1 that
// it is handed over on HI2 and HI3. It reads no clock and no socket.
//
//   - [Receiver] takes the octets of any number of links, frames them, drops what came twice, answers keep-alives, options and
//     acknowledgement requests, and says what to store (Step).
//   - [Book] counts what came, what is missing and whether IRI and CC belong together.
//   - lemf/check looks for departures from the standard; lemf/rebuild makes calls and sessions again; lemf/page shows it all;
//     lemf/audio and lemf/pcap write sound and packets.
//
// LIIDs are shown in what the agency asks for ([Name.Reveal]) and never in an error.
package lemf
