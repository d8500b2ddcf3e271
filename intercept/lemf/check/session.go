package check

import (
	"net/netip"
	"time"

	"writ/intercept/lemf"
	"writ/intercept/lemf/call"
	"writ/wire/etsi"
)

// A session is what the first reading learns of one CIN, and what the second is at.
type session struct {
	lemf.Session
	call         call.Call
	target       []netip.Prefix // addresses of the target, from IRI of an IP access
	said         call.Side      // who the target is, by sessionDirection
	begun, ended time.Time
	began        bool // an IRI-Begin is among the IRI

	place   Place
	state   state
	flows   map[flow]*tally
	ccs     int
	firstCC time.Time
}

// A state is where a session stands in the second reading.
type state uint8

const (
	fresh  state = iota
	unsure       // an IRI came that can't be decoded
	open
	closed
)

// A flow is the media of one sender with one direction.
type flow struct {
	sender    call.Side
	direction etsi.Direction
}

type tally struct {
	place Place
	n     int
}

// An owner is what is known of who a LIID means.
type owner struct {
	named    []string       // by --targets, a registration, a notice
	meetings int            // calls
	common   map[string]int // party → in how many calls
	ccs      bool           // CC came for the LIID
}

const maxParties = 1 << 16

func (c *Checker) session(s lemf.Session) *session {
	v := c.sessions[s]
	if v == nil {
		v = &session{Session: s, flows: map[flow]*tally{}}
		c.sessions[s] = v
	}
	return v
}

func (c *Checker) owner(l lemf.Name) *owner {
	o := c.owners[l]
	if o == nil {
		o = &owner{common: map[string]int{}}
		for _, t := range c.options.Targets {
			if t.LIID == l {
				o.named = append(o.named, party(t.Party))
			}
		}
		c.owners[l] = o
	}
	return o
}

// learn takes what later judgements need.
func (c *Checker) learn(p *etsi.PDU) {
	m := lemf.Look(p, 0)
	switch p.Kind {
	case etsi.KindIRI:
		c.ties.iris = true
		s := c.session(m.Session)
		for i := range p.IRI {
			c.learnIRI(s, &p.IRI[i], m.At)
		}
	case etsi.KindCC:
		c.owner(m.LIID).ccs = true
	case etsi.KindHI1:
		if n := &p.Notification; n.Target != nil && n.Notice != etsi.Alarm {
			o := c.owner(m.LIID)
			o.named = append(o.named, party(lemf.NameOf(n.Target)))
		}
	case etsi.KindTRI:
		if p.TRI.Kind == etsi.IntegrityCheck {
			c.chains.expect(m)
		}
	case etsi.NoKind, etsi.KindEncrypted, etsi.KindThreeGPPHI1, etsi.KindILHI, etsi.KindHI4:
	}
}

func (c *Checker) learnIRI(s *session, i *etsi.IRIPayload, at time.Time) {
	if t := lemf.When(i.Stamp); !t.IsZero() {
		at = t
	}
	switch i.Type {
	case etsi.IRIBegin:
		s.began = true
		if s.begun.IsZero() || at.Before(s.begun) {
			s.begun = at
		}
	case etsi.IRIEnd:
		if at.After(s.ended) {
			s.ended = at
		}
	case etsi.NoIRIType, etsi.IRIContinue, etsi.IRIReport:
	}
	switch i.IRI.Kind {
	case etsi.AccessIRI:
		s.learnAccess(&i.IRI.Access)
	case etsi.MultimediaIRI:
		c.learnSIP(s, i, at)
	default:
	}
}

func (s *session) learnAccess(a *etsi.Access) {
	for _, v := range append([]etsi.Address{a.Address, a.Additional}, a.Others...) {
		if p, ok := prefix(&v); ok {
			s.target = append(s.target, p)
		}
	}
	for _, r := range a.Routes {
		if p, err := netip.ParsePrefix(string(r)); err == nil {
			s.target = append(s.target, p.Masked())
		}
	}
}

// prefix gives the addresses that an IPAddress stands for.
func prefix(a *etsi.Address) (netip.Prefix, bool) {
	if a.Text != nil {
		if p, err := netip.ParsePrefix(string(a.Text)); err == nil {
			return p.Masked(), true
		}
		ip, err := netip.ParseAddr(string(a.Text))
		return netip.PrefixFrom(ip, ip.BitLen()), err == nil
	}
	if !a.IP.IsValid() {
		return netip.Prefix{}, false
	}
	bits := a.IP.BitLen()
	switch {
	case a.Prefix > 0 && int(a.Prefix) <= bits:
		bits = int(a.Prefix)
	case a.HasMask && a.IP.Is4():
		bits = ones(a.Mask)
	}
	return netip.PrefixFrom(a.IP, bits).Masked(), true
}

func ones(mask [4]byte) (n int) {
	for _, b := range mask {
		for ; b&0x80 != 0; b <<= 1 {
			n++
		}
	}
	return n
}

func (c *Checker) learnSIP(s *session, i *etsi.IRIPayload, at time.Time) {
	msg, from, to, ok := c.sip.Read(&i.IRI.Multimedia)
	if !ok {
		return
	}
	first := s.call.Caller == (lemf.Name{})
	s.call.Add(at, from, to, msg)
	o := c.owner(s.LIID)
	if msg.Is("REGISTER") && msg.IsRequest() {
		o.named = append(o.named, party(lemf.NameOf(msg.To.URI)))
	}
	if !msg.Is("INVITE") || !first {
		return
	}
	switch i.SessionDirection {
	case etsi.FromTarget:
		s.said = call.Caller
	case etsi.ToTarget:
		s.said = call.Callee
	case etsi.NoDirection, etsi.Indeterminate, etsi.Combined, etsi.NotApplicable:
	}
	o.meetings++
	if len(o.common) < maxParties {
		caller, callee := party(s.call.Caller), party(s.call.Callee)
		o.common[caller]++
		if callee != caller {
			o.common[callee]++
		}
	}
}
