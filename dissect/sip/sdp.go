package sip

import (
	"bytes"
	"net/netip"
)

// SDP is a session description: the streams that it offers or answers.
type SDP struct {
	Connection netip.Addr // of the session's c=; invalid when absent or a name
	Streams    []Stream
	maps       []RTPMap
}

// Present reports whether there was a description with a stream.
func (s *SDP) Present() bool { return len(s.Streams) > 0 }

// A Stream is one m= line with what belongs to it.
type Stream struct {
	Kind    []byte         // audio, video, image, message, …
	Address netip.AddrPort // where its owner receives; invalid when the address is a name or absent. Port 0: refused
	RTCP    netip.AddrPort // where its owner receives RTCP: a=rtcp, or the next port
	Proto   []byte         // RTP/AVP, RTP/SAVP, udptl, TCP/MSRP, …
	Formats []byte         // payload types as they stand: "8 101"
	Mode    []byte         // sendrecv, sendonly, recvonly, inactive; nil: sendrecv
	Ptime   int            // milliseconds; 0 when absent
	Crypto  []byte         // the value of the first a=crypto
	own     bool           // it has a c= of its own
	first   int            // of the RTPMaps
	maps    int
}

// An RTPMap is one a=rtpmap.
type RTPMap struct {
	Type uint8
	Name []byte // PCMA
	Rate int    // Hz
}

// RTPMaps gives the a=rtpmap lines of one of s's streams. It aliases s.
func (s *SDP) RTPMaps(of *Stream) []RTPMap { return s.maps[of.first : of.first+of.maps] }

// Scan reads a description. What it doesn't know or can't read is passed over.
func (s *SDP) Scan(src []byte) {
	*s = SDP{Streams: s.Streams[:0], maps: s.maps[:0]}
	for len(src) > 0 {
		var line []byte
		line, src = cutLine(src)
		if len(line) < 2 || line[1] != '=' {
			continue
		}
		switch v := line[2:]; line[0] {
		case 'c':
			s.connection(v)
		case 'm':
			s.media(v)
		case 'a':
			s.attribute(v)
		}
	}
	s.settle()
}

// connection reads "IN IP4 192.0.2.1" or "IN IP6 2001:db8::1", also with /ttl.
func (s *SDP) connection(v []byte) {
	_, v = word(v)
	_, v = word(v)
	v, _, _ = bytes.Cut(v, []byte{'/'})
	ip, _ := ParseAddr(trim(v))
	if n := len(s.Streams); n > 0 {
		m := &s.Streams[n-1]
		m.Address, m.own = netip.AddrPortFrom(ip, m.Address.Port()), true
		return
	}
	s.Connection = ip
}

// media reads "audio 30188 RTP/AVP 8 101", also with "/number of ports".
func (s *SDP) media(v []byte) {
	if len(s.Streams) == MaxStreams {
		return
	}
	kind, v := word(v)
	digits, v := word(v)
	digits, _, _ = bytes.Cut(digits, []byte{'/'})
	port, ok := decimal(digits)
	if !ok || port > 1<<16-1 {
		port = 0
	}
	proto, formats := word(v)
	s.Streams = append(s.Streams, Stream{
		Kind: kind, Address: netip.AddrPortFrom(netip.Addr{}, uint16(port)), Proto: proto, Formats: formats, first: len(s.maps),
	})
}

func (s *SDP) attribute(v []byte) {
	if len(s.Streams) == 0 {
		return
	}
	m := &s.Streams[len(s.Streams)-1]
	key, value, _ := bytes.Cut(v, []byte{':'})
	switch string(key) {
	case "rtpmap":
		s.rtpmap(m, value)
	case "ptime":
		n, _ := decimal(trim(value))
		m.Ptime = int(min(n, 1<<16))
	case "crypto":
		if m.Crypto == nil {
			m.Crypto = trim(value)
		}
	case "rtcp":
		m.rtcp(value)
	case "sendrecv", "sendonly", "recvonly", "inactive":
		m.Mode = key
	}
}

// rtcp reads "30189" or "30189 IN IP4 192.0.2.1" (RFC 3605).
func (m *Stream) rtcp(v []byte) {
	digits, v := word(v)
	port, ok := decimal(digits)
	if !ok || port > 1<<16-1 {
		return
	}
	_, v = word(v)
	_, v = word(v)
	ip, _ := ParseAddr(trim(v))
	m.RTCP = netip.AddrPortFrom(ip, uint16(port))
}

// rtpmap reads "8 PCMA/8000" or "96 opus/48000/2".
func (s *SDP) rtpmap(m *Stream, v []byte) {
	if len(s.maps) == MaxMaps {
		return
	}
	digits, v := word(v)
	payloadType, ok := decimal(digits)
	encoding, rate, _ := bytes.Cut(v, []byte{'/'})
	rate, _, _ = bytes.Cut(rate, []byte{'/'})
	hz, _ := decimal(trim(rate))
	if ok && payloadType < 128 {
		s.maps = append(s.maps, RTPMap{uint8(payloadType), encoding, int(min(hz, 1<<30))})
		m.maps++
	}
}

// settle gives streams without their own c= the session's, and each its place for RTCP.
func (s *SDP) settle() {
	for i := range s.Streams {
		m := &s.Streams[i]
		if !m.own {
			m.Address = netip.AddrPortFrom(s.Connection, m.Address.Port())
		}
		port := m.RTCP.Port()
		if port == 0 && m.Address.Port() > 0 {
			port = m.Address.Port() + 1
		}
		if ip := m.RTCP.Addr(); ip.IsValid() {
			m.RTCP = netip.AddrPortFrom(ip, port)
		} else {
			m.RTCP = netip.AddrPortFrom(m.Address.Addr(), port)
		}
	}
}
