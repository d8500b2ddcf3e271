package check

import (
	"writ/intercept/lemf"
	"writ/wire/etsi"
)

// tell adds to a mark what only the first reading knows.
func (c *Checker) tell(p *etsi.PDU, m lemf.Mark) lemf.Mark {
	if p.Kind == etsi.KindIRI {
		s := c.session(m.Session)
		m.Answer, m.Media = !s.call.Answered.IsZero(), len(s.call.Media) > 0
	}
	return m
}

func (c *Checker) iris(p *etsi.PDU, m lemf.Mark, at Place) {
	s := c.session(m.Session)
	if s.place == (Place{}) {
		s.place = at
	}
	for i := range p.IRI {
		v := &p.IRI[i]
		c.order(s, v.Type, at)
		switch v.IRI.Kind {
		case etsi.AccessIRI:
			c.access(s, v, at)
		case etsi.MultimediaIRI:
			c.signal(s, v, at)
		default: // other parts are not judged
		}
	}
}

// order judges Begin, Continue and End as they come.
func (c *Checker) order(s *session, t etsi.IRIType, at Place) {
	switch t {
	case etsi.NoIRIType:
		c.found.add("iri-type-missing", s.Session, at, 1, "an IRI says no type")
	case etsi.IRIReport:
	case etsi.IRIBegin:
		switch s.state {
		case open:
			c.found.add("iri-begin-again", s.Session, at, 1, "an IRI-Begin in a session that is open")
		case closed:
			c.found.add("iri-after-end", s.Session, at, 1, "an IRI-Begin after the session's IRI-End")
		case fresh, unsure:
		}
		s.state = open
	case etsi.IRIContinue, etsi.IRIEnd:
		word := "IRI-Continue"
		if t == etsi.IRIEnd {
			word = "IRI-End"
		}
		switch s.state {
		case fresh:
			c.found.add("iri-first", s.Session, at, 1, "an "+word+" stands where no IRI-Begin came before")
			s.state = open
		case closed:
			c.found.add("iri-after-end", s.Session, at, 1, "an "+word+" after the session's IRI-End")
		case open, unsure:
		}
		if t == etsi.IRIEnd {
			s.state = closed
		}
	}
}

// wanted says which type an event of an IP access takes; NoIRIType where any will do.
func wanted(e etsi.AccessEvent) etsi.IRIType {
	switch e {
	case etsi.AccessAttempt, etsi.AccessReject, etsi.AccessFailed:
		return etsi.IRIReport
	case etsi.AccessAccept, etsi.SessionStart, etsi.StartWithSession:
		return etsi.IRIBegin
	case etsi.InterimUpdate:
		return etsi.IRIContinue
	case etsi.AccessEnd, etsi.SessionEnd, etsi.EndWithSession, etsi.SessionExpired:
		return etsi.IRIEnd
	default:
		return etsi.NoIRIType
	}
}

func (c *Checker) access(s *session, v *etsi.IRIPayload, at Place) {
	want := wanted(v.IRI.Access.Event)
	if want != etsi.NoIRIType && v.Type != etsi.NoIRIType && v.Type != want {
		c.found.add("iri-access-type", scope2{s.Session, v.IRI.Access.Event}, at, 1, "the event of the access and the type of its IRI don't fit")
	}
	if v.Type == etsi.IRIBegin && !v.IRI.Access.Address.Present() {
		c.found.add("access-address", s.Session, at, 1, "an IRI-Begin names no address of the target")
	}
}

// outside are requests that stand outside a call.
var outside = []string{"REGISTER", "OPTIONS", "MESSAGE", "PUBLISH"}

func (c *Checker) signal(s *session, v *etsi.IRIPayload, at Place) {
	m := &v.IRI.Multimedia
	switch m.Form {
	case etsi.SIPMessage, etsi.OriginalMessage, etsi.OnlySIPMessage, etsi.OnlyOriginalMessage:
	default:
		return
	}
	msg, _, _, ok := c.sip.Read(m)
	if !ok {
		c.found.add("sip-unreadable", s.Session, at, 1, "the message can't be read as SIP")
		return
	}
	for _, method := range outside {
		if msg.Is(method) && (v.Type == etsi.IRIBegin || v.Type == etsi.IRIEnd) {
			c.found.add("iri-sip-type", scope2{s.Session, method}, at, 1, "a "+method+" opens or closes a session")
		}
	}
	if msg.Is("INVITE") && msg.IsRequest() && msg.To.Tag == nil && v.Type == etsi.IRIReport && !s.began {
		c.found.add("iri-sip-type", scope2{s.Session, "INVITE"}, at, 1, "an INVITE comes as IRI-Report and no IRI-Begin is in the session")
	}
}

func (c *Checker) finishSessions() {
	for _, t := range c.book.Sessions() {
		s := c.session(t.Session)
		add := func(when bool, r Rule, what string) {
			if when {
				c.found.add(r, t.Session, s.place, 1, what)
			}
		}
		over := !s.call.Ended.IsZero() || s.call.Refused > 0 && s.call.Answered.IsZero()
		add(s.state == open && over, "iri-no-end", "the call is over by its signalling, and no IRI-End came")
		add(s.state == open && !over, "iri-open", "no IRI-End came")
		add(c.ties.iris && s.ccs > 0 && t.IRIs() == 0 && s.state != unsure, "cc-no-iri", "CC came, and no IRI of the session")
		add(s.ccs > 0 && t.IRIs() > 0 && s.state == fresh, "cc-no-iri", "CC came, and no IRI that opens the session")
		add(s.ccs > 0 && s.began && s.firstCC.Before(s.begun), "cc-before-begin", "the first CC is earlier than the IRI-Begin")
		add(s.ccs == 0 && t.Answered && t.Media && c.owner(t.LIID).ccs, "cc-missing", "the call was answered and no CC came, though other calls of the LIID have some")
		c.directions(s)
	}
}
