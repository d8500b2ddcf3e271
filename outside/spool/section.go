package spool

import (
	"crypto/cipher"
	"encoding/binary"
	"math"

	"writ/intercept/mediation"
)

// A place is where something is sealed, and the nonce: no place is used twice under any key. The epoch grows
// with every Open, the attempt with every message made since, the index with every thing sealed in it.
type place struct {
	epoch   uint32
	attempt uint64 // below 2^48
	index   uint16
}

const placeLen = 12

func (p place) append(dst []byte) []byte {
	dst = binary.BigEndian.AppendUint32(dst, p.epoch)
	dst = append(dst, byte(p.attempt>>40), byte(p.attempt>>32))
	dst = binary.BigEndian.AppendUint32(dst, uint32(p.attempt))
	return binary.BigEndian.AppendUint16(dst, p.index)
}

func readPlace(b []byte) place {
	return place{
		epoch:   binary.BigEndian.Uint32(b),
		attempt: uint64(b[4])<<40 | uint64(b[5])<<32 | uint64(binary.BigEndian.Uint32(b[6:])),
		index:   binary.BigEndian.Uint16(b[10:]),
	}
}

// A sectionHead stands in clear before a sealed section, and the section is bound to it.
type sectionHead struct {
	slot  uint64 // names the task's key
	route mediation.Route
	first uint64 // position of its first PDU on the route
	count uint32 // PDUs
	place place
	at    int64  // nanoseconds since 1970
	plain uint32 // octets before sealing: count times 8, and the PDUs
}

const (
	sectionHeadLen = 8 + 17 + 8 + 4 + placeLen + 8 + 4
	perPDU         = 8 // octets before the PDUs, for each: CIN and length
)

func (h sectionHead) append(dst []byte) []byte {
	dst = binary.BigEndian.AppendUint64(dst, h.slot)
	dst = appendRoute(dst, h.route)
	dst = binary.BigEndian.AppendUint64(dst, h.first)
	dst = binary.BigEndian.AppendUint32(dst, h.count)
	dst = h.place.append(dst)
	dst = binary.BigEndian.AppendUint64(dst, uint64(h.at))
	return binary.BigEndian.AppendUint32(dst, h.plain)
}

// readSectionHead reads a head; not ok means that no section has such a one.
func readSectionHead(b []byte) (h sectionHead, ok bool) {
	h = sectionHead{
		slot:  binary.BigEndian.Uint64(b),
		route: readRoute(b[8:]),
		first: binary.BigEndian.Uint64(b[25:]),
		count: binary.BigEndian.Uint32(b[33:]),
		place: readPlace(b[37:]),
		at:    int64(binary.BigEndian.Uint64(b[37+placeLen:])),
		plain: binary.BigEndian.Uint32(b[45+placeLen:]),
	}
	ok = h.count > 0 && h.first > 0 && h.first <= math.MaxUint64-uint64(h.count) &&
		h.plain <= maxMessage && uint64(h.plain) >= perPDU*uint64(h.count)
	return h, ok
}

func (h sectionHead) last() uint64 { return h.first + uint64(h.count) - 1 }

// pduOctets are the octets of its PDUs alone.
func (h sectionHead) pduOctets() int64 { return int64(h.plain) - perPDU*int64(h.count) }

// seal appends a section: its head in clear, then CIN and length of each PDU and all octets, sealed in place.
func (h sectionHead) seal(dst []byte, aead cipher.AEAD, s *mediation.Section) []byte {
	from := len(dst)
	dst = h.append(dst)
	inner := len(dst)
	start := 0
	for _, c := range s.PDUs {
		dst = binary.BigEndian.AppendUint32(dst, c.CIN)
		dst = binary.BigEndian.AppendUint32(dst, uint32(c.End-start))
		start = c.End
	}
	dst = append(dst, s.Octets...)
	return sealTail(dst, aead, h.place, from, inner)
}

// sealTail seals what stands from inner on, in place, bound to what stands from from to inner.
func sealTail(dst []byte, aead cipher.AEAD, p place, from, inner int) []byte {
	var nonce [placeLen]byte
	p.append(nonce[:0])
	return aead.Seal(dst[:inner], nonce[:], dst[inner:], dst[from:inner])
}

// openTail opens what was sealed there. It gives octets of their own.
func openTail(sealed []byte, aead cipher.AEAD, p place, bound []byte) ([]byte, error) {
	var nonce [placeLen]byte
	p.append(nonce[:0])
	return aead.Open(nil, nonce[:], sealed, bound)
}

// open gives the PDUs of a section that come after a position.
func (s sealed) open(octets []byte, k *slot, after uint64, out []mediation.Waiting) ([]mediation.Waiting, error) {
	inner := s.from + sectionHeadLen
	plain, err := openTail(octets[inner:s.to], k.aead, s.place, octets[s.from:inner])
	if err != nil {
		return out, errForm
	}
	at := perPDU * int(s.count)
	for i := range int(s.count) {
		size := int(binary.BigEndian.Uint32(plain[perPDU*i+4:]))
		if size > len(plain)-at {
			return out, errForm
		}
		if pos := s.first + uint64(i); pos > after {
			out = append(out, mediation.Waiting{Position: pos, Task: k.task, CIN: binary.BigEndian.Uint32(plain[perPDU*i:]),
				At: unixNano(s.at), Octets: plain[at : at+size : at+size]})
		}
		at += size
	}
	if at != len(plain) {
		return out, errForm
	}
	return out, nil
}
