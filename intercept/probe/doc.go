// Package probe is the core of a point of interception (POI, ETSI TS 103 221-1 and -2): packets in, X2 and X3 PDUs of exactly the
// tapped targets out, until exactly the end of each task.
//
// Start at [Core]. It is told tasks by X1 ([Core.Activate], [Core.Modify], [Core.Deactivate]) and shown packets ([Core.Packet]); what
// it emits stands in an [Out]. It does no I/O, reads no clock and draws no randomness: the same tasks and packets give the same octets.
// A [Link] carries the octets of one destination over its connections, and keeps what mediation has not said to have.
//
// What holds always:
//   - A packet is emitted only if it was captured wholly inside [From, Until) of the task, by its own capture time.
//   - A task that orders signalling alone yields no X3, and the text of a SIP MESSAGE is cut off its X2.
//   - Each task's PDUs are what they would be if it were alone: numbers, correlation and directions are its own.
//   - Direction is relative to the target: whose side announced the address that a packet goes to.
//   - Under its own ADMF it obeys only a task that the ledger holds, within ceilings that were set when it was set up ([Limits]).
//
// Left out: other sources than SIP and a fixed IP address (RADIUS, DHCP, GTP), SIP inside WebSocket, tunnels.
package probe
