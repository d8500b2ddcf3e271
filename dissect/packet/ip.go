package packet

import (
	"encoding/binary"
	"net/netip"
)

// A fragment says where a piece lies in its datagram.
type fragment struct {
	is     bool
	more   bool
	offset int    // octets
	id     uint32 // with addresses and protocol it names the datagram
	header int    // octets of IP before the piece
	fixed  int    // IPv6: octets before the fragment header
	next   int    // IPv6: where the number of the fragment header stands
}

// header reads the IP header: addresses, protocol, payload.
func (p *Packet) header(b []byte) (fragment, error) {
	switch {
	case len(b) < 20:
		return fragment{}, ErrShort
	case b[0]>>4 == 4:
		return p.headerIPv4(b)
	case b[0]>>4 == 6:
		return p.headerIPv6(b)
	default:
		return fragment{}, ErrNotIP
	}
}

func (p *Packet) headerIPv4(b []byte) (f fragment, err error) {
	length, header := int(binary.BigEndian.Uint16(b[2:])), int(b[0]&15)*4
	if length == 0 {
		length = len(b) // left to the network card by the sender's own host
	}
	if header < 20 || length < header || len(b) < header {
		return f, ErrShort
	}
	p.cut(b, length)
	p.addresses(netip.AddrFrom4([4]byte(b[12:16])), netip.AddrFrom4([4]byte(b[16:20])))
	p.Protocol, p.Payload = b[9], p.IP[header:]
	flags := binary.BigEndian.Uint16(b[6:])
	f = fragment{more: flags&0x2000 != 0, offset: int(flags&0x1fff) * 8, id: uint32(binary.BigEndian.Uint16(b[4:])), header: header}
	f.is = f.more || f.offset > 0
	return f, nil
}

// cut takes the packet's own length out of what was captured.
func (p *Packet) cut(b []byte, length int) {
	if length > len(b) {
		length, p.Cut = len(b), true
	}
	p.IP = b[:length:length]
}

func (p *Packet) addresses(from, to netip.Addr) {
	p.Source, p.Destination = netip.AddrPortFrom(from, 0), netip.AddrPortFrom(to, 0)
}

// The extension headers of IPv6 that are walked over.
const (
	hopByHop       = 0
	routing        = 43
	fragmentHeader = 44
	authentication = 51
	destinationOpt = 60
	maxExtensions  = 16
)

func (p *Packet) headerIPv6(b []byte) (f fragment, err error) {
	if len(b) < 40 {
		return f, ErrShort
	}
	p.cut(b, 40+int(binary.BigEndian.Uint16(b[4:])))
	p.addresses(netip.AddrFrom16([16]byte(b[8:24])), netip.AddrFrom16([16]byte(b[24:40])))
	next, at, where := b[6], 40, 6
	for range maxExtensions {
		n := 0
		switch next {
		case hopByHop, routing, destinationOpt:
			n = 8
		case authentication:
			n = 8
		case fragmentHeader:
			return p.fragmentIPv6(at, where)
		default:
			p.Protocol, p.Payload = next, p.IP[at:]
			return f, nil
		}
		if len(p.IP) < at+n {
			return f, ErrShort
		}
		if next == authentication {
			n = int(p.IP[at+1])*4 + 8
		} else {
			n = int(p.IP[at+1])*8 + 8
		}
		if len(p.IP) < at+n {
			return f, ErrShort
		}
		next, where, at = p.IP[at], at, at+n
	}
	return f, ErrShort
}

func (p *Packet) fragmentIPv6(at, where int) (fragment, error) {
	if len(p.IP) < at+8 {
		return fragment{}, ErrShort
	}
	h := p.IP[at:]
	offset := binary.BigEndian.Uint16(h[2:])
	p.Protocol, p.Payload = h[0], h[8:]
	return fragment{
		is: true, more: offset&1 != 0, offset: int(offset &^ 7), id: binary.BigEndian.Uint32(h[4:]),
		header: at + 8, fixed: at, next: where,
	}, nil
}
