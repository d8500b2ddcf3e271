// Package probe runs a point of interception (POI, ETSI TS 103 221-1 and -2): it answers X1 over mutual TLS, keeps its tasks over
// restarts, and carries what intercept/probe makes of packets to mediation over X2 and X3. It is the loop that carries effects out;
// what is tapped, and until when, is decided in intercept/probe.
//
// What is promised:
//
//   - a change of tasks or destinations is acknowledged when it is on the disk, sealed, never before;
//   - a task that is taken away gives nothing from the next packet on, whoever else is up or down;
//   - what mediation has not acknowledged is kept, up to a bound, and sent again; what the bound gives up is reported;
//   - when nothing happens nothing runs: a timer stands only for what is due.
//
// Packets come from a capture file ([Probe.Play]) or from whoever calls [Probe.Packet]. Start at [Open] and [Probe.Run].
package probe
