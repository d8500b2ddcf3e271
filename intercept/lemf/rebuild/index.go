package rebuild

import (
	"slices"
	"time"

	"writ/intercept/lemf"
	"writ/intercept/lemf/call"
	"writ/wire/etsi"
)

// A Ref says where a PDU lies.
type Ref struct {
	File   int
	Size   int32
	Offset int64
}

// An Index knows the sessions of a delivery and where their PDUs lie. The zero Index is empty.
type Index struct {
	Opener   lemf.Opener // with the key of what is encrypted
	Book     lemf.Book
	Unread   int // PDUs that can't be decoded
	Sealed   int // encrypted ones
	sessions map[lemf.Session]*Session
	order    []*Session
	pdu      etsi.PDU
	sip      call.Reader
}

// A Session is one communication.
type Session struct {
	lemf.Session
	Number  int // 1, 2, … in the order in which they came
	Call    call.Call
	Access  []Event // of an IP access
	From    time.Time
	To      time.Time
	refs    []Ref
	content content
	opener  *lemf.Opener
}

// An Event is what an IRI says of an IP access.
type Event struct {
	At   time.Time
	Type etsi.IRIType
	Kind etsi.AccessEvent
}

// maxEvents is how many events of one access are listed.
const maxEvents = 1000

// Add takes a PDU of the delivery; what came before is passed over.
func (x *Index) Add(file int, offset int64, octets []byte, h lemf.Handover) {
	if x.sessions == nil {
		x.sessions = map[lemf.Session]*Session{}
	}
	p := &x.pdu
	if _, err := x.Opener.Decode(p, octets); err != nil {
		x.Unread++
		if m, ok := lemf.Partly(p, h); ok {
			x.Book.Add(m)
		}
		return
	}
	m := lemf.Look(p, h)
	x.signal(p, &m)
	if p.Kind == etsi.KindTRI && p.TRI.Kind != etsi.IntegrityCheck {
		return
	}
	if !x.Book.Add(m) {
		return
	}
	switch p.Kind {
	case etsi.KindEncrypted:
		x.Sealed++
	case etsi.KindIRI, etsi.KindCC:
		s := x.session(m)
		s.refs = append(s.refs, Ref{file, int32(len(octets)), offset})
		x.learn(s, p, m.At)
	default:
	}
}

// signal adds to a mark whether the communication was answered and media set up.
func (x *Index) signal(p *etsi.PDU, m *lemf.Mark) {
	for i := range p.IRI {
		if p.IRI[i].IRI.Kind != etsi.MultimediaIRI {
			continue
		}
		if msg, _, _, ok := x.sip.Read(&p.IRI[i].IRI.Multimedia); ok {
			m.Media = m.Media || msg.SDP.Present()
			m.Answer = m.Answer || msg.Is("INVITE") && msg.Status >= 200 && msg.Status < 300
		}
	}
}

func (x *Index) session(m lemf.Mark) *Session {
	s := x.sessions[m.Session]
	if s == nil {
		s = &Session{Session: m.Session, Number: len(x.order) + 1, From: m.At, To: m.At, opener: &x.Opener}
		x.sessions[m.Session] = s
		x.order = append(x.order, s)
	}
	if m.At.Before(s.From) {
		s.From = m.At
	}
	if m.At.After(s.To) {
		s.To = m.At
	}
	return s
}

func (x *Index) learn(s *Session, p *etsi.PDU, at time.Time) {
	for i := range p.IRI {
		v := &p.IRI[i]
		when := at
		if t := lemf.When(v.Stamp); !t.IsZero() {
			when = t
		}
		switch v.IRI.Kind {
		case etsi.MultimediaIRI:
			if msg, from, to, ok := x.sip.Read(&v.IRI.Multimedia); ok {
				s.Call.Add(when, from, to, msg)
			}
		case etsi.AccessIRI:
			if len(s.Access) < maxEvents {
				s.Access = append(s.Access, Event{when, v.Type, v.IRI.Access.Event})
			}
		default: // other parts are not shown
		}
	}
}

// Sessions gives the sessions in the order in which they came. Messages of a call stand in the order of time.
func (x *Index) Sessions() []*Session {
	for _, s := range x.order {
		slices.SortStableFunc(s.Call.Messages, func(a, b call.Message) int { return a.At.Compare(b.At) })
	}
	return x.order
}

// Refs says where the PDUs of a session lie.
func (s *Session) Refs() []Ref { return s.refs }
