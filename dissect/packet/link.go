package packet

import "encoding/binary"

const (
	typeIPv4 = 0x0800
	typeIPv6 = 0x86dd
	typeVLAN = 0x8100
	typeQinQ = 0x88a8
	maxTags  = 4
)

// network gives what follows the link's header.
func network(link Link, frame []byte, vlan *uint16) ([]byte, error) {
	switch link {
	case Ethernet:
		return typed(frame, 12, vlan)
	case Cooked:
		return typed(frame, 14, vlan)
	case CookedTwo:
		if len(frame) < 20 {
			return nil, ErrShort
		}
		return known(binary.BigEndian.Uint16(frame), frame[20:])
	case Null, Loop:
		if len(frame) < 4 {
			return nil, ErrShort
		}
		return frame[4:], nil
	case Raw, RawOld, RawIPv4, RawIPv6:
		return frame, nil
	default:
		return nil, ErrLink
	}
}

// typed reads the EtherType at an offset, behind any VLAN tags.
func typed(frame []byte, at int, vlan *uint16) ([]byte, error) {
	for range maxTags {
		if len(frame) < at+2 {
			return nil, ErrShort
		}
		t := binary.BigEndian.Uint16(frame[at:])
		if t != typeVLAN && t != typeQinQ {
			return known(t, frame[at+2:])
		}
		if len(frame) < at+4 {
			return nil, ErrShort
		}
		if *vlan == 0 {
			*vlan = binary.BigEndian.Uint16(frame[at+2:]) & 0xfff
		}
		at += 4
	}
	return nil, ErrShort
}

func known(etherType uint16, rest []byte) ([]byte, error) {
	if etherType != typeIPv4 && etherType != typeIPv6 {
		return nil, ErrNotIP
	}
	return rest, nil
}
