// Package asterisk reads Master.csv of Asterisk (cdr_csv): no header, 16 columns, then uniqueid, userfield, and
// peeraccount, linkedid and sequence where the configuration asks for them. A record is a whole call.
//
// Its times are local to the Asterisk host (cdr.conf usegmtime=no) and carry no zone: the feed must be told. The
// uniqueid begins with the epoch of the channel; it settles a local time that comes twice, and shows a zone that
// is wrong.
//
// Left out: CEL files, which are another format and are refused as a whole; the application that ran last, its
// data and the user field.
//
// Start at [New].
package asterisk
