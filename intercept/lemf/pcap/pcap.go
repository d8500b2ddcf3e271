// Package pcap writes captures in the classic pcap format (microseconds, raw IP). It appends to the caller's slice and does no I/O.
package pcap

import (
	"encoding/binary"
	"time"
)

// Named values of the format.
const (
	magic      = 0xa1b2c3d4
	linkRaw    = 101 // the packet begins with its IP header
	snapLength = 262144
)

// AppendHeader appends the head of a capture file whose packets begin with their IP header.
func AppendHeader(dst []byte) []byte {
	le := binary.LittleEndian
	dst = le.AppendUint32(dst, magic)
	dst = le.AppendUint16(dst, 2)
	dst = le.AppendUint16(dst, 4)
	dst = le.AppendUint64(dst, 0) // zone and precision: UTC, not said
	dst = le.AppendUint32(dst, snapLength)
	return le.AppendUint32(dst, linkRaw)
}

// AppendPacket appends one IP packet with its instant. What is longer than a capture may hold is cut and keeps its length.
func AppendPacket(dst []byte, at time.Time, packet []byte) []byte {
	le := binary.LittleEndian
	kept := packet[:min(len(packet), snapLength)]
	dst = le.AppendUint32(dst, uint32(at.Unix()))
	dst = le.AppendUint32(dst, uint32(at.Nanosecond()/1000))
	dst = le.AppendUint32(dst, uint32(len(kept)))
	dst = le.AppendUint32(dst, uint32(len(packet)))
	return append(dst, kept...)
}
