package mediation

import (
	"encoding/binary"
	"net/netip"

	"writ/wire/etsi"
)

// The RADIUS codes that are told apart (RFC 2865, RFC 2866).
const (
	accessRequest     = 1
	accessAccept      = 2
	accessReject      = 3
	accountingRequest = 4
	accessChallenge   = 11
)

// The RADIUS attributes that are read.
const (
	attrUserName     = 1
	attrNASIP        = 4
	attrNASPort      = 5
	attrFramedIP     = 8
	attrFramedMask   = 9
	attrFramedRoute  = 22
	attrCalling      = 31
	attrNASID        = 32
	attrStatus       = 40
	attrInputOctets  = 42
	attrOutputOctets = 43
	attrSessionID    = 44
	attrCause        = 49
	attrInputWords   = 52
	attrOutputWords  = 53
	attrPortType     = 61
	attrNASPortID    = 87
	attrNASIPv6      = 95
	attrFramedPrefix = 97
	attrDelegated    = 123
	attrFramedIPv6   = 168
)

// The values of Acct-Status-Type.
const (
	statusStart   = 1
	statusStop    = 2
	statusInterim = 3
)

const radiusHead = 20

// radiusAttributes visits each attribute. It is false where the packet is torn.
func radiusAttributes(b []byte, visit func(kind byte, v []byte)) bool {
	if len(b) < radiusHead {
		return false
	}
	n := int(binary.BigEndian.Uint16(b[2:]))
	if n < radiusHead || n > len(b) {
		return false
	}
	for b = b[radiusHead:n]; len(b) > 0; {
		if len(b) < 2 || b[1] < 2 || int(b[1]) > len(b) {
			return false
		}
		visit(b[0], b[2:b[1]])
		b = b[b[1]:]
	}
	return true
}

// radiusSession names uncorrelated RADIUS by its user, else by its accounting session.
func radiusSession(b []byte) uint64 {
	var user, session []byte
	radiusAttributes(b, func(kind byte, v []byte) {
		switch kind {
		case attrUserName:
			user = v
		case attrSessionID:
			session = v
		}
	})
	switch {
	case len(user) > 0:
		return digest(user)
	case len(session) > 0:
		return digest(session)
	}
	return 0
}

// A radius is what a RADIUS packet says of the session, beside the attributes that go straight into the IRI.
type radius struct {
	status, cause        uint32
	received, sent       [2]uint32 // octets, gigawords, as the access server counts: received from the target
	counted              bool
	v4                   netip.Addr
	mask                 [4]byte
	v6                   netip.Prefix
	user                 []byte
	kind                 etsi.AccessType
	hasPort              bool
	port                 uint32
	calling, nas, portID []byte
	nasAddress           netip.Addr
	routes               [][]byte
}

// radius sends a RADIUS packet as IRI of an access. What a user proves himself with (User-Password and its kin) is not in it.
func (c *Core) radius(s *session, in *input, b []byte, out *Out) Reason {
	var r radius
	if !radiusAttributes(b, r.take) {
		return Unreadable
	}
	e := r.event(s, b[0])
	c.renewAccess(s, e, out)
	r.teach(&s.access)
	r.fill(&c.body.iri.Access)
	if e.event == etsi.AccessEnd {
		c.body.iri.Access.EndReason = r.reason()
	}
	return c.accessIRI(s, in, e, out)
}

// event maps a packet as TS 102 232-3 has it [inferred from an open implementation]: an attempt, its refusal or failure are Reports, the grant is the Begin,
// accounting within the session continues, its stop ends.
func (r *radius) event(s *session, code byte) accessEvent {
	switch {
	case code == accessRequest, code == accessChallenge:
		return attempt(etsi.AccessAttempt)
	case code == accessReject:
		return attempt(etsi.AccessReject)
	case code == accessAccept, code == accountingRequest && r.status == statusStart:
		return s.accepted()
	case code == accountingRequest && r.status == statusInterim:
		return s.updated()
	case code == accountingRequest && r.status == statusStop:
		return s.closed()
	}
	return s.other()
}

func (r *radius) take(kind byte, v []byte) {
	switch kind {
	case attrUserName:
		r.user = v
	case attrCalling:
		r.calling = v
	case attrNASID:
		r.nas = v
	case attrNASPortID:
		r.portID = v
	case attrFramedRoute:
		if len(v) > 0 {
			r.routes = append(r.routes, v)
		}
	default:
		r.takeNumber(kind, v)
		r.takeAddress(kind, v)
	}
}

func (r *radius) takeNumber(kind byte, v []byte) {
	if len(v) != 4 {
		return
	}
	n := binary.BigEndian.Uint32(v)
	switch kind {
	case attrStatus:
		r.status = n
	case attrCause:
		r.cause = n
	case attrNASPort:
		r.port, r.hasPort = n, true
	case attrPortType:
		r.kind = portType(n)
	case attrInputOctets:
		r.received[0], r.counted = n, true
	case attrInputWords:
		r.received[1] = n
	case attrOutputOctets:
		r.sent[0], r.counted = n, true
	case attrOutputWords:
		r.sent[1] = n
	}
}

func (r *radius) takeAddress(kind byte, v []byte) {
	four, _ := netip.AddrFromSlice(v)
	switch {
	case kind == attrFramedIP && four.Is4() && v[0] != 255: // 255.255.255.255 and .254 leave the choice to user or server
		r.v4 = four
	case kind == attrFramedMask && four.Is4():
		r.mask = four.As4()
	case kind == attrNASIP && four.Is4(), kind == attrNASIPv6 && four.Is6():
		r.nasAddress = four
	case kind == attrFramedIPv6 && four.Is6():
		r.v6 = netip.PrefixFrom(four, 128)
	case (kind == attrFramedPrefix || kind == attrDelegated) && len(v) >= 2 && len(v) <= 18 && v[1] <= 128:
		var sixteen [16]byte
		copy(sixteen[:], v[2:])
		if !r.v6.IsValid() || kind == attrFramedPrefix {
			r.v6 = netip.PrefixFrom(netip.AddrFrom16(sixteen), int(v[1]))
		}
	}
}

// portType maps NAS-Port-Type to internetAccessType.
func portType(n uint32) etsi.AccessType {
	switch n {
	case 0, 1, 2, 3, 4:
		return etsi.DialUp
	case 11, 12, 13, 14, 16:
		return etsi.XDSL
	case 15:
		return etsi.LAN
	case 17:
		return etsi.CableModem
	case 19:
		return etsi.WirelessLAN
	case 18:
		return etsi.OtherWireless
	}
	return etsi.UndefinedAccess
}

// teach adds to what is known of the session.
func (r *radius) teach(k *access) {
	k.by = etsi.RADIUS
	if len(r.user) > 0 {
		k.user = append(k.user[:0], r.user...)
	}
	if r.v4.IsValid() {
		k.v4, k.mask = r.v4, r.mask
	}
	if r.v6.IsValid() {
		k.v6 = r.v6
	}
	if r.kind != etsi.UndefinedAccess {
		k.kind = r.kind
	}
}

// fill writes what is of this packet alone.
func (r *radius) fill(a *etsi.Access) {
	a.NetworkID = within(r.calling, 20)
	if a.NetworkID == nil {
		a.CPE = within(r.calling, 128)
	}
	a.Port = etsi.Count{Given: r.hasPort, N: uint64(r.port)}
	a.PortID = orNil(r.portID)
	a.POP.Name = within(r.nas, 128)
	if r.nasAddress.IsValid() {
		a.POPAddress = address(r.nasAddress)
	}
	a.Routes = r.routes
	if r.counted {
		a.Sent = etsi.Count{Given: true, N: uint64(r.received[1])<<32 | uint64(r.received[0])}
		a.Received = etsi.Count{Given: true, N: uint64(r.sent[1])<<32 | uint64(r.sent[0])}
	}
}

// reason maps Acct-Terminate-Cause to endReason.
func (r *radius) reason() etsi.EndReason {
	switch r.cause {
	case 1:
		return etsi.RegularLogoff
	case 2, 3:
		return etsi.ConnectionLoss
	case 4, 5:
		return etsi.ConnectionTimeout
	}
	return etsi.UndefinedEnd
}
