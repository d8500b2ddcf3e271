// Package freeradius reads the accounting of FreeRADIUS: detail files (rlm_detail), and the table radacct as CSV
// with a header or as an SQL dump. The variant is found in the file itself.
//
// A record of a detail file is one accounting packet (RFC 2866): start, interim or stop of a session. A row of
// radacct is a whole session and gives the events that it tells of: its start, its stop, and for a session that is
// still open its last interim. The same event in both has one key. Where a session has an IPv4 and an IPv6 address,
// or two prefixes, a second row of the event carries the others.
//
// Left out: Accounting-On and -Off (dropped, with the reason), and radpostauth, which records log-ins.
//
// Start at [New].
package freeradius
