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
	m := c.known(owner, s)
	if m == nil {
		if len(c.Media) >= MaxMedia {
			return
		}
		c.Media = append(c.Media, Media{Owner: owner, Address: s.Address, RTCP: s.RTCP, Kind: short(s.Kind), Proto: short(s.Proto), From: at, Codecs: map[uint8]Codec{}})
		m = &c.Media[len(c.Media)-1]
	}
	m.Keys = m.Keys || len(s.Crypto) > 0
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

// known finds what was announced before: the same owner, place and form. A place that turns from sound to fax is announced anew.
func (c *Call) known(owner Side, s *sip.Stream) *Media {
	for i := range c.Media {
		m := &c.Media[i]
		if m.Owner == owner && m.Address == s.Address && m.Kind == short(s.Kind) && m.Proto == short(s.Proto) {
			return m
		}
	}
	return nil
}

// Sender says which side sent a packet, by the streams that were set up: one that goes to where a side receives comes from
// the other, and one that comes from there is its own. Where both ends tell different things, the destination counts.
func (c *Call) Sender(from, to netip.AddrPort) Side {
	if m := c.At(to, time.Time{}); m != nil {
		return m.Owner.Other()
	}
	if m := c.At(from, time.Time{}); m != nil {
		return m.Owner
	}
	return 0
}

// At finds the stream whose owner receives at an address, RTCP included, as it was announced last before an instant, or first where
// all came later; nil where none does.
func (c *Call) At(a netip.AddrPort, when time.Time) (found *Media) {
	for i := range c.Media {
		m := &c.Media[i]
		if m.Address != a && m.RTCP != a {
			continue
		}
		if found == nil || !m.From.After(when) && !m.From.Before(found.From) {
			found = m
		}
	}
	return found
}

// Named finds the stream that a stream identifier names: the c= and m= lines of its SDP (TS 102 232-5 streamIdentifier); nil where
// it is of another form or names none.
func (c *Call) Named(identifier []byte, when time.Time) *Media {
	var d sip.SDP
	d.Scan(identifier)
	if len(d.Streams) != 1 {
		return nil
	}
	return c.At(d.Streams[0].Address, when)
}

// Between finds the stream between two addresses: the one to its destination, else the one from its source.
func (c *Call) Between(from, to netip.AddrPort, when time.Time) *Media {
	if m := c.At(to, when); m != nil {
		return m
	}
	return c.At(from, when)
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
