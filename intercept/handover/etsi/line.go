package etsi

import (
	"time"

	"writ/intercept/handover"
)

// A line is what is known of the current link. Its octets are counted from the link's start.
type line struct {
	handed uint64 // given out in Write effects
	wrote  uint64 // of these, taken by the socket
	acked  uint64 // of these, acknowledged by the LEMF's TCP

	marks queue[mark] // writes that TCP has not acknowledged
	want  ownPDU      // PDUs of our own that are to be written
	moved bool        // something was delivered over it
	stood bool
	since time.Duration // when it stood
	slow  bool          // the window has been full for long
	acks  bool          // the option pDUAcknowledgement was agreed
	asked uint64        // octets of the stream that requests for acknowledgement cover

	keepAlive, options, receipt request
}

// A mark says which octets of the stream end a write: the write's last octets were the stream's.
type mark struct {
	line   uint64 // the link's octets up to the write's end
	stream uint64 // the stream's octets up to there
	n      uint64 // of which are in this write
}

// A request waits for an answer of the LEMF.
type request struct {
	waits  bool
	sent   bool
	seq    uint32
	end    uint64 // the link's octets up to its end
	covers uint64 // the stream's octets before it
	came   bool   // the answer, before we knew that the socket has taken the request
}

func (r *request) begin() { *r = request{waits: true} }

func (r *request) send(seq uint32, end, covers uint64) {
	*r = request{waits: true, sent: true, seq: seq, end: end, covers: covers}
}

// behind reports whether octets before it, or its own, are still under way.
func (r *request) behind(acked uint64) bool { return r.waits && (!r.sent || r.end > acked) }

// reset makes the line ready for a new link. It keeps its memory, and the wish for a test.
func (l *line) reset() {
	l.marks.clear()
	*l = line{marks: l.marks, want: l.want & testPDU}
}

// has reports whether the socket has taken what a request asks about, and the request.
func (l *line) has(r *request) bool { return r.sent && l.wrote >= r.end }

func (l *line) busy() bool { return l.wrote < l.handed }

// took takes what the open socket has taken.
func (s *Session) took(n uint64, fx []handover.Effect) []handover.Effect {
	s.line.wrote = min(max(s.line.wrote, n), s.line.handed)
	if r := &s.line.receipt; r.came && s.line.has(r) {
		return s.receipted(fx)
	}
	return fx
}

// acked takes what the LEMF's TCP acknowledged. Progress moves the end of patience with what lies behind it.
func (s *Session) acked(n uint64, fx []handover.Effect) []handover.Effect {
	before := s.line.acked
	if n <= before {
		return fx
	}
	s.line.acked = n
	patience := s.cfg.Profile.KeepAlive.GiveUp
	for _, w := range [...]struct {
		r *request
		t timer
	}{{&s.line.keepAlive, alive}, {&s.line.options, agreed}, {&s.line.receipt, receipt}} {
		if w.r.behind(before) {
			s.clock.arm(w.t, patience)
		}
	}
	upTo := s.passed(n)
	if s.line.acks {
		return fx
	}
	return s.deliver(upTo, fx)
}

// passed drops the marks that the LEMF's TCP has acknowledged and gives the stream's octets up to there.
func (s *Session) passed(acked uint64) uint64 {
	upTo := s.stream.first
	for marks := &s.line.marks; marks.n > 0; marks.pop() {
		m := marks.at(0)
		if m.line <= acked {
			upTo = m.stream
			continue
		}
		if missing := m.line - acked; missing < m.n {
			upTo = m.stream - missing
		}
		break
	}
	return upTo
}

func (s *Session) deliver(upTo uint64, fx []handover.Effect) []handover.Effect {
	place, n := s.stream.deliver(upTo)
	if n > 0 {
		s.line.moved = true
		s.counts.Taken += n
		fx = append(fx, handover.Effect{Kind: handover.Taken, Place: place})
	}
	if s.Room() > s.cfg.Window/2 {
		s.line.slow = false
		s.clock.disarm(crowded)
	}
	return fx
}
