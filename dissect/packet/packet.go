package packet

import (
	"errors"
	"net/netip"
	"time"
)

// The protocols that have ports (IANA).
const (
	TCP = 6
	UDP = 17
)

// Why a frame gives no packet.
var (
	ErrNotIP = errors.New("packet: not IP")
	ErrShort = errors.New("packet: a header is cut off or contradicts itself")
	ErrLink  = errors.New("packet: frames of this link type are not read")
	ErrPart  = errors.New("packet: a fragment; its datagram is not complete yet")
	ErrBound = errors.New("packet: a fragment that breaks a bound or overlaps another; its datagram is given up")
)

// A Packet is one IP packet. Its octets are aliases.
type Packet struct {
	First, Last time.Time // when its first and last frame were captured; the same but for fragments
	Fragments   int       // frames that it came in, when more than one; otherwise 0

	IP                  []byte // from the IP header on, without what the link added; a datagram put together has one header again
	Source, Destination netip.AddrPort
	Protocol            uint8
	Payload             []byte // of UDP or TCP, or of IP for other protocols
	Cut                 bool   // the capture holds less than the packet had

	Seq  uint32 // of TCP
	SYN  bool
	FIN  bool
	RST  bool
	VLAN uint16 // the outermost tag's id; 0: none
}

// A Link says how frames begin, by the numbers of pcap files.
type Link uint32

// The link types that are read.
const (
	Null      Link = 0
	Ethernet  Link = 1
	RawOld    Link = 12
	Loop      Link = 108
	Raw       Link = 101
	Cooked    Link = 113
	RawIPv4   Link = 228
	RawIPv6   Link = 229
	CookedTwo Link = 276
)

// A Decoder reads frames and holds the fragments that wait for the rest. The zero value is ready.
type Decoder struct {
	parts parts
}

// Frame reads one frame into p. An error says why there is no packet; ErrPart is none.
func (d *Decoder) Frame(link Link, frame []byte, at time.Time, p *Packet) error {
	*p = Packet{First: at, Last: at}
	ip, err := network(link, frame, &p.VLAN)
	if err != nil {
		return err
	}
	f, err := p.header(ip)
	if err != nil {
		return err
	}
	if f.is {
		if err := d.parts.add(p, f); err != nil {
			return err
		}
		if _, err := p.header(p.IP); err != nil {
			return err
		}
	}
	return p.transport()
}
