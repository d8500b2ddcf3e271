// Package datagram takes a raw IP packet apart as far as its ports, and puts IP and UDP headers before a payload that was handed
// over without them. Packets begin with their IP header, as content of communication does (TS 102 232-3 and -5).
package datagram

import (
	"encoding/binary"
	"net/netip"
)

// IP protocol numbers.
const (
	TCP = 6
	UDP = 17
)

// maxHeaders is how many IPv6 extension headers are stepped over.
const maxHeaders = 8

// A Packet is what one IP packet says. Payload aliases it.
type Packet struct {
	From, To netip.AddrPort // port 0 where there are none: other protocols, later fragments
	Protocol uint8
	Fragment bool // a part of a datagram: the payload is not whole
	Payload  []byte
}

// Split takes a packet apart. ok is false for what is no whole IP header; a payload that was cut is as long as what is there.
func Split(b []byte) (p Packet, ok bool) {
	if len(b) == 0 {
		return p, false
	}
	var from, to netip.Addr
	var rest []byte
	switch b[0] >> 4 {
	case 4:
		from, to, rest, ok = p.four(b)
	case 6:
		from, to, rest, ok = p.six(b)
	}
	if !ok {
		return Packet{}, false
	}
	var ports [2]uint16
	ports, p.Payload = transport(p.Protocol, p.Fragment, rest)
	p.From, p.To = netip.AddrPortFrom(from, ports[0]), netip.AddrPortFrom(to, ports[1])
	return p, true
}

func (p *Packet) four(b []byte) (from, to netip.Addr, rest []byte, ok bool) {
	if len(b) < 20 {
		return from, to, nil, false
	}
	head, total := int(b[0]&15)*4, int(binary.BigEndian.Uint16(b[2:]))
	if head < 20 || len(b) < head || total < head {
		return from, to, nil, false
	}
	part := binary.BigEndian.Uint16(b[6:])
	p.Protocol, p.Fragment = b[9], part&0x3fff != 0
	from, to = netip.AddrFrom4([4]byte(b[12:16])), netip.AddrFrom4([4]byte(b[16:20]))
	rest = b[head:min(total, len(b))]
	if part&0x1fff != 0 {
		p.Protocol = 0xff // no ports: they are in the first fragment
	}
	return from, to, rest, true
}

func (p *Packet) six(b []byte) (from, to netip.Addr, rest []byte, ok bool) {
	if len(b) < 40 {
		return from, to, nil, false
	}
	from, to = netip.AddrFrom16([16]byte(b[8:24])), netip.AddrFrom16([16]byte(b[24:40]))
	next := b[6]
	rest = b[40:min(40+int(binary.BigEndian.Uint16(b[4:])), len(b))]
	for range maxHeaders {
		size := 0
		switch next {
		case 0, 43, 60: // hop by hop, routing, destination
			if len(rest) < 8 {
				return from, to, nil, false
			}
			size = 8 * (1 + int(rest[1]))
		case 44: // fragment
			if len(rest) < 8 {
				return from, to, nil, false
			}
			size, p.Fragment = 8, binary.BigEndian.Uint16(rest[2:])&0xfff9 != 0
			if binary.BigEndian.Uint16(rest[2:])&0xfff8 != 0 {
				p.Protocol = 0xff
				return from, to, rest[8:], true
			}
		default:
			p.Protocol = next
			return from, to, rest, true
		}
		if len(rest) < size {
			return from, to, nil, false
		}
		next, rest = rest[0], rest[size:]
	}
	return from, to, nil, false
}

// transport takes the ports and the payload of UDP and TCP.
func transport(protocol uint8, fragment bool, b []byte) (ports [2]uint16, payload []byte) {
	switch {
	case protocol == UDP && len(b) >= 8:
		end := int(binary.BigEndian.Uint16(b[4:]))
		if fragment || end < 8 || end > len(b) {
			end = len(b)
		}
		payload = b[8:end]
	case protocol == TCP && len(b) >= 20 && int(b[12]>>4)*4 >= 20 && int(b[12]>>4)*4 <= len(b):
		payload = b[int(b[12]>>4)*4:]
	default:
		return ports, b
	}
	return [2]uint16{binary.BigEndian.Uint16(b), binary.BigEndian.Uint16(b[2:])}, payload
}
