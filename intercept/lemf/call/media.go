package call

import (
	"net/netip"
	"strconv"
	"strings"
	"time"

	"writ/dissect/sip"
)

// A Media is one stream that a side set up: where it receives, and how.
type Media struct {
	Owner   Side
	Address netip.AddrPort
	RTCP    netip.AddrPort
	Kind    string // audio, video, image, message
	Proto   string // RTP/AVP, RTP/SAVP, udptl, TCP/MSRP
	Keys    bool   // the SDP holds the keys (a=crypto)
	Codecs  map[uint8]Codec
	From    time.Time // when it was first announced
}

// A Codec is what a payload type stands for.
type Codec struct {
	Name string
	Rate int // of the time stamps, Hz
}

// Secure says that the stream is encrypted (SRTP).
func (m *Media) Secure() bool { return strings.Contains(m.Proto, "SAVP") }

// static are the payload types that need no rtpmap (RFC 3551).
var static = map[uint8]Codec{
	0: {"PCMU", 8000}, 3: {"GSM", 8000}, 4: {"G723", 8000}, 8: {"PCMA", 8000}, 9: {"G722", 8000}, 13: {"CN", 8000}, 15: {"G728", 8000},
	18: {"G729", 8000}, 26: {"JPEG", 90000}, 31: {"H261", 90000}, 34: {"H263", 90000},
}

// media takes one stream of an SDP, or adds what it says of one that is known.
func (c *Call) media(at time.Time, owner Side, d *sip.SDP, s *sip.Stream) {
	if !s.Address.IsValid() || s.Address.Port() == 0 {
		return
	}
	m := c.known(owner, s.Address)
	if m == nil {
		if len(c.Media) >= MaxMedia {
			return
		}
		c.Media = append(c.Media, Media{Owner: owner, Address: s.Address, RTCP: s.RTCP, From: at, Codecs: map[uint8]Codec{}})
		m = &c.Media[len(c.Media)-1]
	}
	m.Kind, m.Proto, m.Keys = short(s.Kind), short(s.Proto), m.Keys || len(s.Crypto) > 0
	for _, f := range strings.Fields(string(s.Formats)) {
		if n, err := strconv.ParseUint(f, 10, 7); err == nil {
			if k, ok := static[uint8(n)]; ok {
				m.Codecs[uint8(n)] = k
			}
		}
	}
	for _, r := range d.RTPMaps(s) {
		m.Codecs[r.Type] = Codec{short(r.Name), r.Rate}
	}
}

// short keeps a token that a stranger wrote, at most 32 characters.
func short(b []byte) string { return string(b[:min(len(b), 32)]) }

func (c *Call) known(owner Side, at netip.AddrPort) *Media {
	for i := range c.Media {
		if c.Media[i].Owner == owner && c.Media[i].Address == at {
			return &c.Media[i]
		}
	}
	return nil
}

// Sender says which side sent a packet, by the streams that were set up: one that goes to where a side receives comes from
// the other, and one that comes from there is its own. Where both ends tell different things, the destination counts.
func (c *Call) Sender(from, to netip.AddrPort) Side {
	if m := c.At(to); m != nil {
		return m.Owner.Other()
	}
	if m := c.At(from); m != nil {
		return m.Owner
	}
	return 0
}

// At finds the stream whose owner receives at an address, RTCP included; nil where none does.
func (c *Call) At(a netip.AddrPort) *Media {
	for i := range c.Media {
		if m := &c.Media[i]; m.Address == a || m.RTCP == a {
			return m
		}
	}
	return nil
}

// Named finds the stream that a stream identifier names: the c= and m= lines of its SDP (TS 102 232-5 streamIdentifier); nil where
// it is of another form or names none.
func (c *Call) Named(identifier []byte) *Media {
	var d sip.SDP
	d.Scan(identifier)
	if len(d.Streams) != 1 {
		return nil
	}
	return c.At(d.Streams[0].Address)
}

// Between finds the stream between two addresses: the one to its destination, else the one from its source.
func (c *Call) Between(from, to netip.AddrPort) *Media {
	if m := c.At(to); m != nil {
		return m
	}
	return c.At(from)
}

// Codec finds what a payload type stands for in a stream; m may be nil.
func (m *Media) Codec(payload uint8) (Codec, bool) {
	if m != nil {
		if k, ok := m.Codecs[payload]; ok {
			return k, true
		}
	}
	k, ok := static[payload]
	return k, ok
}
