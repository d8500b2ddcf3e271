package mediation

import (
	"writ/wire/x2x3"
)

// take gives the input of c to its task.
func (c *Core) take(out *Out) {
	in := &c.in
	t := c.tasks[in.xid]
	if t == nil {
		c.stray(in)
		return
	}
	why := c.admit(t, in)
	if why == OtherElement {
		c.count(t, in, why)
		return
	}
	s, known := c.find(t, in, why, out)
	switch {
	case !known:
		c.count(t, in, OtherElement)
	case s == nil:
		c.count(t, in, why)
	case len(s.queue.inputs) > 0 && in.typ == x2x3.X3:
		c.enqueue(s, in, out)
	case why == Delivered && c.mustWait(s, in):
		c.enqueue(s, in, out)
	default:
		c.handle(s, in, why, out)
	}
}

func (c *Core) stray(in *input) {
	c.strays.counts.Taken++
	c.strays.counts.drop(UnknownTask, in.format)
	c.strays.format = in.format
	if c.strays.untold++; c.strays.tellDue == 0 {
		c.strays.tellDue = c.moment + c.config.Tell
	}
}

// admit holds an input against its task's authority.
func (c *Core) admit(t *task, in *input) Reason {
	if !t.allows(in.nfid) {
		return OtherElement
	}
	if in.captured.IsZero() {
		if !t.terms.ByArrival {
			return NoTimestamp
		}
		in.captured, in.byArrival = in.arrived, true
	}
	if why := t.refuses(in.captured); why != Delivered {
		return why
	}
	if in.typ == x2x3.X3 && !t.content() {
		return ContentNotOrdered
	}
	return Delivered
}

// find gives the session of an input. What is dropped because its task is over makes none. It is not ok where the names are beyond any limit.
func (c *Core) find(t *task, in *input, why Reason, out *Out) (s *session, ok bool) {
	key, ok := c.key(t, in)
	if !ok {
		return nil, false
	}
	s = t.sessions[key]
	if s == nil && in.corr == 0 && in.typ == x2x3.X3 {
		s = t.byMedia(in)
	}
	if s == nil && why != AfterEnd && why != AfterStop {
		s = c.open(t, key, out)
	}
	if s != nil {
		s.seen = c.moment
	}
	return s, true
}

// handle is what becomes of an input whose session is known and that waits no longer.
func (c *Core) handle(s *session, in *input, why Reason, out *Out) {
	if !c.number(s, in) {
		why = Duplicate
	}
	if why == Delivered {
		why = c.deliver(s, in, out)
	}
	c.count(s.t, in, why)
	c.touchSession(s)
}

// number takes the input's Sequence Number. It is false for a duplicate.
func (c *Core) number(s *session, in *input) bool {
	t := s.t
	if !in.seq.Ok {
		t.counts.Unnumbered++
		return true
	}
	n := s.counter(in.names, in.typ)
	if n == nil {
		t.counts.Unnumbered++
		return true
	}
	v := n.note(in.seq.V, in.captured, !t.evicted)
	if v.restart {
		t.counts.Restarts++
	}
	if v.missing != 0 {
		t.counts.Missing += uint64(v.missing)
		t.untold.missing += uint64(v.missing)
		c.tellLater(t)
	}
	return v.fresh
}

// count books what became of an input.
func (c *Core) count(t *task, in *input, why Reason) {
	c.touch(t)
	t.counts.Taken++
	switch {
	case why != Delivered:
		t.counts.drop(why, in.format)
		t.untold.dropped[why]++
		t.untold.format[why] = in.format
		if why == Unsupported {
			t.untold.unsupported[formatIndex(in.format)]++
		}
		if why != Duplicate {
			c.tellLater(t)
		}
	case in.typ == x2x3.X2:
		t.counts.IRI++
	default:
		t.counts.CC++
	}
	if why == Delivered && t.stage >= draining {
		t.drainFrom = c.moment
		if t.stage == over {
			t.stage = draining
			c.holdOpen(t)
		}
	}
}

// key says of which session an input is.
func (c *Core) key(t *task, in *input) (k sessionKey, ok bool) {
	for i, text := range [...][]byte{in.domain, in.nfid, in.ipid} {
		if in.names[i], ok = c.names.name(text); !ok {
			return k, false
		}
	}
	k.corr, k.domain = in.corr, in.names[0]
	if t.terms.PerElement || in.corr == 0 {
		k.element = in.names[1]
	}
	if in.corr == 0 {
		k.point, k.call = in.names[2], c.call(in)
	}
	return k, true
}

// open makes a session. Where the task has too many, the longest unused are forgotten.
func (c *Core) open(t *task, k sessionKey, out *Out) *session {
	if len(t.sessions) >= c.config.Sessions {
		c.evict(t, out)
	}
	t.ordinal++
	s := &session{t: t, key: k, ordinal: t.ordinal}
	t.sessions[k] = s
	c.touchSession(s)
	return s
}
