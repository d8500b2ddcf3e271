package mediation

import (
	"slices"

	"writ/wire/etsi"
	"writ/wire/x2x3"
)

// A queue holds content that waits for its IRI-Begin. It is no part of the state: what waits was not settled, so its point of
// interception still has it and sends it again after a crash.
type queue struct {
	inputs []input
	arena  []byte
}

// mustWait says whether content comes before its communication's IRI-Begin and may still wait for it.
func (c *Core) mustWait(s *session, in *input) bool {
	return in.typ == x2x3.X3 && !s.begun && !s.waited
}

// enqueue lets content wait. The first of a session sets the time; where the queue is full none waits any longer.
func (c *Core) enqueue(s *session, in *input, out *Out) {
	if len(s.queue.inputs) == 0 {
		s.waitDue = c.moment + c.config.Wait
		c.timers.push(timer{due: s.waitDue, t: s.t, s: s, kind: dueWait})
		c.waiting = append(c.waiting, s)
	}
	s.queue.inputs = append(s.queue.inputs, *in)
	s.queue.arena = s.queue.inputs[len(s.queue.inputs)-1].keep(s.queue.arena)
	if len(s.queue.arena) > c.config.Queue {
		c.release(s, out)
	}
}

// release lets go what waits, in order: its IRI-Begin went out, or it waited long enough. At an access the Begin is then
// made here, since packets show that the session is up; a call's can't be, its first message will be it.
func (c *Core) release(s *session, out *Out) {
	q := s.queue
	if len(q.inputs) == 0 {
		return
	}
	s.queue, s.waitDue, s.waited = queue{}, 0, true
	c.waiting = slices.DeleteFunc(c.waiting, func(w *session) bool { return w == s })
	for i := range q.inputs {
		in := &q.inputs[i]
		c.handle(s, in, c.admit(s.t, in), out)
	}
}

// openAtStart notes that a communication's beginning was not seen.
func (c *Core) openAtStart(s *session) {
	s.t.untold.open++
	c.tellLater(s.t)
}

// endsOpen says whether an access session is up.
func (s *session) endsOpen() bool { return s.service == Access && s.begun && !s.ended }

// endAccess tells that an access session was still up when the interception ended (endOfInterceptionWithSessionActive).
func (c *Core) endAccess(s *session, out *Out) {
	if !s.endsOpen() {
		return
	}
	c.body.iri = etsi.IRI{} // nothing of the last IRI, which may be another task's
	in := input{captured: s.t.end(), made: true}
	c.accessIRI(s, &in, accessEvent{event: etsi.EndWithSession, typ: etsi.IRIEnd}, out)
	s.t.counts.Made++
	s.ended = true
}
