package packet

import (
	"encoding/binary"
	"net/netip"
)

// transport reads the ports of UDP and TCP and cuts their headers off.
func (p *Packet) transport() error {
	switch p.Protocol {
	case UDP:
		return p.udp(p.Payload)
	case TCP:
		return p.tcp(p.Payload)
	default:
		return nil
	}
}

func (p *Packet) udp(b []byte) error {
	if len(b) < 8 {
		return ErrShort
	}
	p.ports(b)
	p.Payload = b[8:]
	if n := int(binary.BigEndian.Uint16(b[4:])); n >= 8 && n <= len(b) {
		p.Payload = b[8:n]
	} else if n > len(b) {
		p.Cut = true
	}
	return nil
}

func (p *Packet) tcp(b []byte) error {
	if len(b) < 20 || len(b) < int(b[12]>>4)*4 || b[12]>>4 < 5 {
		return ErrShort
	}
	p.ports(b)
	p.Seq = binary.BigEndian.Uint32(b[4:])
	p.FIN, p.SYN, p.RST = b[13]&1 != 0, b[13]&2 != 0, b[13]&4 != 0
	p.Payload = b[int(b[12]>>4)*4:]
	return nil
}

func (p *Packet) ports(b []byte) {
	p.Source = netip.AddrPortFrom(p.Source.Addr(), binary.BigEndian.Uint16(b))
	p.Destination = netip.AddrPortFrom(p.Destination.Addr(), binary.BigEndian.Uint16(b[2:]))
}
