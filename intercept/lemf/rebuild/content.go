package rebuild

import (
	"bytes"
	"cmp"
	"net/netip"
	"slices"
	"time"

	"writ/intercept/lemf"
	"writ/intercept/lemf/audio"
	"writ/intercept/lemf/call"
	"writ/intercept/lemf/datagram"
	"writ/wire/etsi"
)

// content is what is loaded of one session.
type content struct {
	streams  map[streamKey]*Stream
	flows    map[flowKey]*Flow
	messages []Signal
	packets  []Captured
	pdu      etsi.PDU
	sip      call.Reader
}

// A Signal is one message of the signalling with its text.
type Signal struct {
	At       time.Time
	From, To netip.Addr
	Text     []byte
}

// A Captured is one IP packet, whole or with headers made up (see [datagram.Append]).
type Captured struct {
	At     time.Time
	Packet []byte
}

type streamKey struct {
	from, to netip.AddrPort
	ssrc     uint32
}

// A Stream is the RTP of one sender (one SSRC) between two addresses.
type Stream struct {
	From, To  netip.AddrPort
	SSRC      uint32
	Direction etsi.Direction // as it is marked
	Sender    call.Side      // by the SDP
	Codecs    []string       // by name, or "payload type 96"
	Secure    bool           // SRTP
	Keys      bool           // the SDP of the IRI holds its keys
	First     time.Time
	Last      time.Time
	Packets   int
	Octets    int
	Other     int    // packets that can't be heard here
	Why       string // why not; empty where all can
	Same      bool   // the same media as another stream, seen on another hop
	Track     audio.Track
	Digits    []Digit
	heard     []audio.Packet
	digits    map[uint32]int
}

// A Digit is a telephone event (RFC 4733).
type Digit struct {
	At   time.Time
	Key  string
	Long time.Duration
}

// Load takes one PDU of the session, in any order.
func (s *Session) Load(octets []byte) {
	c := &s.content
	if c.streams == nil {
		c.streams, c.flows = map[streamKey]*Stream{}, map[flowKey]*Flow{}
	}
	p := &c.pdu
	if _, err := s.opener.Decode(p, octets); err != nil {
		return
	}
	at := lemf.When(p.Stamp)
	for i := range p.IRI {
		c.signal(&p.IRI[i], at)
	}
	for i := range p.CC {
		v := &p.CC[i]
		when := at
		if t := lemf.When(v.Stamp); !t.IsZero() {
			when = t
		}
		switch v.CC.Kind {
		case etsi.PacketCC:
			c.packet(v, when)
		case etsi.MultimediaCC:
			s.media(v, when)
		default: // other parts are not shown
		}
	}
}

func (c *content) signal(v *etsi.IRIPayload, at time.Time) {
	if v.IRI.Kind != etsi.MultimediaIRI {
		return
	}
	_, from, to, ok := c.sip.Read(&v.IRI.Multimedia)
	if !ok {
		return
	}
	text := v.IRI.Multimedia.Content
	if v.IRI.Multimedia.Form == etsi.OriginalMessage || v.IRI.Multimedia.Form == etsi.OnlyOriginalMessage {
		p, _ := datagram.Split(text)
		text = p.Payload
	}
	c.messages = append(c.messages, Signal{at, from, to, bytes.Clone(text)})
}

// media takes one frame of a call.
func (s *Session) media(v *etsi.CCPayload, at time.Time) {
	from, to, payload, ok := s.frame(v)
	if !ok {
		return
	}
	packet, whole := v.CC.Octets, v.CC.Frame == etsi.IPFrame || v.CC.Frame == etsi.NoFrame
	if !whole {
		packet, _ = datagram.Append(nil, from, to, payload)
	}
	r, isRTP := readRTP(payload)
	m := s.Call.Between(from, to, at)
	if !whole {
		m = s.Call.Named(v.CC.Stream, at)
	}
	if !isRTP || m != nil && !audible(m) {
		s.content.keep(at, packet)
		s.other(v, from, to, at, len(payload), m)
		return
	}
	st := s.stream(streamKey{from, to, r.ssrc}, v, at)
	st.Octets += len(r.payload)
	if st.take(m, r, at) {
		return
	}
	st.Other++
	s.content.keep(at, packet)
}

// audible says that a stream is RTP whose payload may be read.
func audible(m *call.Media) bool {
	return m.Kind == "audio" && !m.Secure()
}

// frame finds addresses and payload of a CC, as far as its form gives them.
func (s *Session) frame(v *etsi.CCPayload) (from, to netip.AddrPort, payload []byte, ok bool) {
	switch v.CC.Frame {
	case etsi.IPFrame, etsi.NoFrame:
		p, whole := datagram.Split(v.CC.Octets)
		return p.From, p.To, p.Payload, whole && !p.Fragment
	case etsi.UDPFrame:
		b := v.CC.Octets
		if len(b) < 8 {
			return from, to, nil, false
		}
		from, to = s.ends(v)
		return from, to, b[8:], true
	case etsi.RTPFrame, etsi.ArtificialRTPFrame, etsi.UDPTLFrame:
		from, to = s.ends(v)
		return from, to, v.CC.Octets, true
	default:
		return from, to, nil, false
	}
}

// ends makes up addresses for a frame that came without: documentation addresses, one for each direction and stream identifier.
func (s *Session) ends(v *etsi.CCPayload) (from, to netip.AddrPort) {
	port := uint16(10000)
	for _, b := range v.CC.Stream {
		port = port*31 + uint16(b)
	}
	from = netip.AddrPortFrom(netip.AddrFrom4([4]byte{192, 0, 2, 1}), port|1024)
	to = netip.AddrPortFrom(netip.AddrFrom4([4]byte{192, 0, 2, 2}), port|1024)
	if v.Direction == etsi.ToTarget {
		from, to = to, from
	}
	return from, to
}

func (c *content) keep(at time.Time, packet []byte) {
	if len(packet) > 0 {
		c.packets = append(c.packets, Captured{at, bytes.Clone(packet)})
	}
}

func (s *Session) stream(k streamKey, v *etsi.CCPayload, at time.Time) *Stream {
	st := s.content.streams[k]
	if st == nil {
		st = &Stream{From: k.from, To: k.to, SSRC: k.ssrc, Direction: v.Direction, Sender: s.Call.Sender(k.from, k.to), First: at, Last: at, digits: map[uint32]int{}}
		s.content.streams[k] = st
	}
	if at.Before(st.First) {
		st.First = at
	}
	if at.After(st.Last) {
		st.Last = at
	}
	st.Packets++
	return st
}

// other takes what is no RTP that may be read: RTCP, SRTP, fax, messages, video.
func (s *Session) other(v *etsi.CCPayload, from, to netip.AddrPort, at time.Time, size int, m *call.Media) {
	st := s.stream(streamKey{from: from, to: to}, v, at)
	st.Octets += size
	st.Other++
	st.Why = why(m)
	if m != nil {
		st.Secure, st.Keys = m.Secure(), m.Keys
	}
}

// Streams gives the streams of a loaded session in the order of their first packet, each with its track.
func (s *Session) Streams() []*Stream {
	var out []*Stream
	for _, st := range s.content.streams {
		out = append(out, st)
	}
	slices.SortFunc(out, func(a, b *Stream) int {
		return cmp.Or(a.First.Compare(b.First), a.From.Compare(b.From), a.To.Compare(b.To), cmp.Compare(a.SSRC, b.SSRC))
	})
	return out
}

// Unload forgets the content.
func (s *Session) Unload() { s.content = content{} }
