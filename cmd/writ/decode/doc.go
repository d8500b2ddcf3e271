// Package decode reads a stream of lawful interception PDUs of any format, one after another, and gives a line for each.
//
// Start at [Read]. It tells the format of each PDU by its first octets (sniff.go), finds its end, and reads it with the
// room of its standard. What can't be read becomes a line with an error; where the end of the broken PDU is in doubt, it
// looks for the next octets that begin a PDU beyond doubt. Memory is bounded by [MaxPDU], whatever the stream holds.
package decode
