package mediation

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"net/netip"
	"slices"
	"strconv"

	"writ/dissect/sip"
	"writ/wire/etsi"
	"writ/wire/x2x3"
)

// A signal is one SIP message to be sent.
type signal struct {
	message []byte
	whole   []byte // with IP and UDP or TCP headers, for OriginalMessage
	form    etsi.SignalForm
}

// onlySince is the version of IPMultimediaPDU from which the alternatives for IRI alone are used [inferred]; an older one gets the
// common alternative with the same octets.
const onlySince = 13

// sipMessage sends a SIP message as IRI. One that can't be read is still handed over, as a Report.
func (c *Core) sipMessage(s *session, in *input, m signal, out *Out) Reason {
	s.service = Multimedia
	typ := etsi.IRIReport
	ends := false
	if len(m.message) == 0 {
		return Unreadable
	}
	read := c.sip.Scan(m.message) == nil
	if read {
		typ, ends = c.follow(s, out)
		c.announce(s, &c.sip)
	}
	if !s.t.content() && (!read || !m.cut(&c.sip)) {
		return ContentNotOrdered
	}
	c.body.part, c.body.only = etsi.Part5, !s.t.content()
	c.body.iri.Kind = etsi.MultimediaIRI
	c.body.iri.Multimedia = etsi.Multimedia{Form: m.form, Content: m.message, Source: address(in.source.Addr()), Destination: address(in.dest.Addr())}
	if m.whole != nil {
		c.body.iri.Multimedia = etsi.Multimedia{Form: m.form, Content: m.whole}
	}
	return c.record(s, in, typ, ends, out)
}

// record sends c.body as an IRI, and keeps account of where the communication stands.
func (c *Core) record(s *session, in *input, typ etsi.IRIType, ends bool, out *Out) Reason {
	c.body.handover, c.body.typ = HI2, typ
	why := c.product(s, in, out)
	if typ == etsi.IRIBegin || typ == etsi.IRIContinue {
		s.begun, s.ended = true, false
	}
	if ends {
		s.ended = true
		c.closeSession(s, out)
	}
	return why
}

// address writes an address of the network layer. The module wants one: where the point of interception gave none it is the
// unspecified address.
func address(a netip.Addr) etsi.Address {
	if !a.IsValid() {
		a = netip.IPv4Unspecified()
	}
	out := etsi.Address{IP: a.Unmap()}
	if out.IP.Is6() {
		out.Prefix = 128
	}
	return out
}

// cut takes from a message that was read as p what a task for IRI alone may not have: every body but a session description. It is false
// where that can't be parted.
func (m *signal) cut(p *sip.Message) bool {
	end := p.Head
	if end <= 0 || end > len(m.message) {
		return false
	}
	if end == len(m.message) || bytes.Equal(bytes.ToLower(mediaType(p.ContentType)), []byte("application/sdp")) {
		return true
	}
	cut := len(m.message) - end
	m.message = m.message[:end]
	if m.whole != nil {
		m.whole = m.whole[:len(m.whole)-cut]
	}
	return true
}

func mediaType(v []byte) []byte {
	v, _, _ = bytes.Cut(v, []byte{';'})
	return bytes.TrimSpace(v)
}

// digest names a text in few octets. It does not depend on who else is tapped.
func digest(parts ...[]byte) uint64 {
	h := sha256.New()
	for _, p := range parts {
		h.Write(binary.BigEndian.AppendUint32(nil, uint32(len(p))))
		h.Write(p)
	}
	return binary.BigEndian.Uint64(h.Sum(nil))
}

// A call is one Call-ID: what its INVITE began, with all its forks.
type call struct {
	id     uint64
	invite uint32   // CSeq of the last INVITE outside of a dialogue
	closed bool     // by a final failure or the answer to the last BYE
	failed bool     // by a failure: another fork may still answer
	early  []uint64 // dialogues that a provisional answer began, by their tags
	up     []uint64 // dialogues that a 2xx confirmed
}

// mostDialogues is how many forks of one call are told apart.
const mostDialogues = 32

// pair names a dialogue by both tags, whichever side speaks.
func pair(m *sip.Message) uint64 {
	a, b := m.From.Tag, m.To.Tag
	if bytes.Compare(a, b) > 0 {
		a, b = b, a
	}
	return digest(a, b)
}

func add(list []uint64, v uint64) []uint64 {
	if len(list) >= mostDialogues || slices.Contains(list, v) {
		return list
	}
	return append(list, v)
}

func drop(list []uint64, v uint64) []uint64 {
	if i := slices.Index(list, v); i >= 0 {
		return slices.Delete(list, i, i+1)
	}
	return list
}

func (s *session) call(id uint64) *call {
	for i := range s.calls {
		if s.calls[i].id == id {
			return &s.calls[i]
		}
	}
	return nil
}

// follow says which IRI the scanned message is, and whether the communication ends with it.
func (c *Core) follow(s *session, out *Out) (typ etsi.IRIType, ends bool) {
	m := &c.sip
	if len(m.CallID) == 0 {
		return etsi.IRIReport, false
	}
	id := digest(m.CallID)
	k := s.call(id)
	switch {
	case k == nil && s.starts(m) || k != nil && k.closed && m.IsRequest() && m.Is("INVITE") && len(m.To.Tag) == 0 && m.CSeq > k.invite:
		return c.newCall(s, id, out)
	case k == nil:
		return etsi.IRIReport, false
	case k.closed && !k.revives(m):
		return etsi.IRIReport, false
	}
	if k.step(m); k.closed && s.allClosed() {
		return etsi.IRIEnd, true
	}
	return s.next(), false
}

// next is the type of a message within the communication: its first one is the Begin, whatever it is.
func (s *session) next() etsi.IRIType {
	if s.begun {
		return etsi.IRIContinue
	}
	return etsi.IRIBegin
}

func (s *session) allClosed() bool {
	return !slices.ContainsFunc(s.calls, func(k call) bool { return !k.closed })
}

// starts says whether a message of an unknown Call-ID is of a call: an INVITE, or what can only come within one that was open when the
// tap began.
func (s *session) starts(m *sip.Message) bool {
	if !m.IsRequest() {
		return m.Is("INVITE") && m.Status < 300
	}
	if m.Is("INVITE") || m.Is("CANCEL") {
		return true
	}
	return len(m.To.Tag) > 0 && (m.Is("ACK") || m.Is("BYE") || m.Is("PRACK") || m.Is("UPDATE") || m.Is("INFO"))
}

// newCall begins a call. Where the communication before it has ended it is another, with a CIN of its own.
func (c *Core) newCall(s *session, id uint64, out *Out) (etsi.IRIType, bool) {
	m := &c.sip
	if s.ended {
		c.renew(s, out)
		s.service = Multimedia
	}
	if k := s.call(id); k == nil {
		if len(s.calls) == mostCalls {
			s.calls = slices.Delete(s.calls, 0, 1)
		}
		s.calls = append(s.calls, call{id: id})
	}
	k := s.call(id)
	k.closed, k.failed = false, false
	typ := s.next()
	if (!m.IsRequest() || !m.Is("INVITE") || len(m.To.Tag) > 0) && !s.toldOpen && typ == etsi.IRIBegin {
		s.toldOpen = true
		c.openAtStart(s)
	}
	k.step(m)
	return typ, false
}

// revives says whether another fork of a call answers after one has failed.
func (k *call) revives(m *sip.Message) bool {
	return !m.IsRequest() && m.Is("INVITE") && m.Status > 100 && m.Status < 300 && m.CSeq == k.invite && len(k.up) == 0 && !slices.Contains(k.early, pair(m)) && len(m.To.Tag) > 0 && k.failed
}

// step moves a call by one message.
func (k *call) step(m *sip.Message) {
	switch {
	case m.IsRequest() && m.Is("INVITE") && len(m.To.Tag) == 0:
		k.invite = max(k.invite, m.CSeq)
	case m.IsRequest() && len(m.To.Tag) > 0 && (m.Is("ACK") || m.Is("INVITE") || m.Is("BYE")):
		if len(k.up) == 0 && k.invite == 0 {
			k.up = add(k.up, pair(m)) // open before the tap began
		}
	case !m.IsRequest() && m.Is("INVITE"):
		k.answer(m)
	case !m.IsRequest() && m.Is("BYE") && m.Status >= 200 && !challenge(m.Status):
		k.up = drop(k.up, pair(m))
		k.closed = len(k.up) == 0
	}
}

// answer takes an answer to an INVITE. One within a confirmed dialogue changes nothing.
func (k *call) answer(m *sip.Message) {
	switch {
	case m.Status < 200:
		k.closed = false
		if len(m.To.Tag) > 0 {
			k.early = add(k.early, pair(m))
		}
	case m.Status < 300:
		k.closed = false
		k.early = drop(k.early, pair(m))
		k.up = add(k.up, pair(m))
	case len(k.up) > 0 || m.CSeq < k.invite || challenge(m.Status):
	default:
		k.early = drop(k.early, pair(m))
		k.closed, k.failed = len(k.early) == 0, true
	}
}

// challenge says whether a failure asks the caller to try again in the same call.
func challenge(status int) bool { return status == 401 || status == 407 || status == 422 }

// announce notes the streams of a session description: where they go names the frames of content.
func (c *Core) announce(s *session, m *sip.Message) {
	for i := range m.SDP.Streams {
		st := &m.SDP.Streams[i]
		if !st.Address.IsValid() || !st.Address.Addr().IsValid() || st.Address.Port() == 0 {
			continue
		}
		id := streamID(st)
		c.addMedium(s, st.Address, id)
		if st.RTCP.Addr().IsValid() && st.RTCP.Port() != 0 {
			c.addMedium(s, st.RTCP, id)
		}
	}
}

// streamID writes the c= and m= lines of a stream, in one form whatever the description's order was.
func streamID(st *sip.Stream) []byte {
	id := append([]byte("c=IN "), "IP4 "...)
	if st.Address.Addr().Is6() {
		id = append(id[:len("c=IN ")], "IP6 "...)
	}
	id = st.Address.Addr().AppendTo(id)
	id = append(append(append(id, "\r\nm="...), st.Kind...), ' ')
	id = strconv.AppendUint(id, uint64(st.Address.Port()), 10)
	id = append(append(append(id, ' '), st.Proto...), ' ')
	return append(append(id, st.Formats...), "\r\n"...)
}

func (c *Core) addMedium(s *session, at netip.AddrPort, id []byte) {
	t := s.t
	if s.key.corr == 0 {
		if t.media == nil {
			t.media = map[netip.AddrPort]*session{}
		}
		t.media[at] = s
	}
	for i := range s.media {
		if s.media[i].at == at {
			s.media[i].id = id
			return
		}
	}
	if len(s.media) == mostMedia {
		s.media = slices.Delete(s.media, 0, 1)
	}
	s.media = append(s.media, medium{at, id})
}

// byMedia finds the uncorrelated call whose session description announced where an X3 PDU goes or comes from.
func (t *task) byMedia(in *input) *session {
	source, dest := in.source, in.dest
	if in.format == x2x3.IPv4 || in.format == x2x3.IPv6 {
		if p, ok := parsePacket(in.payload); ok {
			source, dest = p.source, p.dest
		}
	}
	if s := t.media[dest]; s != nil {
		return s
	}
	return t.media[source]
}

// call names the session of uncorrelated signalling by its own identifier: 0 where it has none.
func (c *Core) call(in *input) uint64 {
	if in.typ != x2x3.X2 {
		return 0
	}
	switch in.format {
	case x2x3.SIP:
		return c.callOf(in.payload)
	case x2x3.RADIUS:
		return radiusSession(in.payload)
	case x2x3.DHCP:
		return dhcpClient(in.payload)
	case x2x3.IPv4, x2x3.IPv6:
		p, ok := parsePacket(in.payload)
		switch {
		case !ok:
		case p.protocol == udp && p.on(portAuthentication, portAccounting, oldAuthentication, oldAccounting):
			return radiusSession(p.payload)
		case p.protocol == udp && p.on(portDHCPServer, portDHCPClient, portDHCPv6Client, portDHCPv6Server):
			return dhcpClient(p.payload)
		default:
			return c.callOf(p.payload)
		}
	default:
	}
	return 0
}

func (c *Core) callOf(message []byte) uint64 {
	if c.sip.Scan(message) != nil || len(c.sip.CallID) == 0 {
		return 0
	}
	return digest(c.sip.CallID)
}
