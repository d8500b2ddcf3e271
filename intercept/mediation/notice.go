package mediation

import (
	"cmp"
	"slices"
	"strconv"

	"writ/wire/etsi"
	"writ/wire/x2x3"
)

// inOrder gives a task's sessions in the order in which they began.
func (t *task) inOrder() []*session {
	all := make([]*session, 0, len(t.sessions))
	for _, s := range t.sessions {
		all = append(all, s)
	}
	slices.SortFunc(all, func(a, b *session) int { return cmp.Or(cmp.Compare(a.ordinal, b.ordinal), a.key.compare(&b.key)) })
	return all
}

// noticeVersion is the module's version of HI1NotificationOperations in domainID.
const noticeVersion = 6

// notice tells each agency that wants it of the task's begin, change or end, on HI2.
func (c *Core) notice(t *task, what etsi.Notice, out *Out) {
	for i := range t.legs {
		l := &t.legs[i]
		if !l.takes(HI2) || !l.Profile.Notices {
			continue
		}
		c.own(l, l.notices)
		from := len(out.Octets)
		n := etsi.Notification{Notice: what, Version: noticeVersion, LIID: l.header.LIID, At: c.now()}
		out.Octets = etsi.AppendHI1(out.Octets, &c.header, &n)
		c.book(t, l, HI2, l.notices, Notice, from, out)
		l.notices++
		t.counts.Notices++
	}
	c.touch(t)
}

// message tells one agency something in words (operatorLeaMessage): of its own task, on HI2, or on HI3 where it takes no HI2.
func (c *Core) message(t *task, leg int, p etsi.Priority, text []byte, out *Out) {
	l := &t.legs[leg]
	if !l.on {
		return
	}
	h := HI2
	if !l.HI2 {
		h = HI3
	}
	c.own(l, l.messages)
	from := len(out.Octets)
	out.Octets = etsi.AppendTRI(out.Octets, &c.header, &etsi.TRI{Kind: etsi.OperatorMessage, Priority: p, Message: text})
	c.book(t, l, h, l.messages, Message, from, out)
	l.messages++
	t.counts.Messages++
	c.touch(t)
}

// own prepares the header of a PDU of mediation's own: of no communication, with the time of what is being done.
func (c *Core) own(l *leg, seq uint32) {
	c.header = l.header
	c.header.NoCIN, c.header.Seq = true, seq
	c.stamp(c.now())
	c.header.Qualifier = etsi.TimeOfMediation
}

func (c *Core) book(t *task, l *leg, h Handover, seq uint32, k Kind, from int, out *Out) {
	out.PDUs = append(out.PDUs, Emitted{Task: t.xid, LIID: t.def.LIID, Route: Route{l.To, h}, Seq: seq, Kind: k, From: from, To: len(out.Octets)})
}

// mark tells an agency, once and before the first such PDU, that what follows was captured before the task's end.
func (c *Core) mark(t *task, leg int, out *Out) {
	if t.stage < draining || t.legs[leg].marked {
		return
	}
	t.legs[leg].marked = true
	c.message(t, leg, etsi.InformationPriority, []byte("The interception has ended. What follows was captured before its end."), out)
}

// tellLater sets the timer for what is to be told.
func (c *Core) tellLater(t *task) {
	if t.tellDue == 0 {
		t.tellDue = c.moment + c.config.Tell
		c.timers.push(timer{due: t.tellDue, t: t, kind: dueTell})
	}
	c.touch(t)
}

// tell tells what has gathered: the agency in words, the operator in reports.
func (c *Core) tell(t *task, out *Out) {
	t.tellDue = 0
	for _, text := range t.untold.words() {
		for i := range t.legs {
			c.message(t, i, etsi.ErrorPriority, []byte(text), out)
		}
	}
	for _, r := range t.untold.reports(t) {
		c.report(r, out)
	}
	t.untold = untold{}
	c.touch(t)
}

// longestMessage is the most octets of an operatorLeaMessage.
const longestMessage = 255

// words says what the agency lacks of its product, in as many messages as it takes; none where it lacks nothing that it may have.
func (u *untold) words() (out []string) {
	add := func(n uint64, what string) {
		if int64(n) <= 0 {
			return
		}
		one := strconv.FormatUint(n, 10) + " " + what
		if last := len(out) - 1; last >= 0 && len(out[last])+len("; ")+len(one) <= longestMessage {
			out[last] += "; " + one
			return
		}
		out = append(out, one)
	}
	add(u.missing, "PDUs never came from the point of interception")
	add(u.reported, "PDUs were dropped by the point of interception")
	add(u.dropped[Unreadable], "PDUs could not be read")
	add(u.dropped[NoTimestamp], "PDUs did not say when they were captured")
	for i, n := range u.unsupported {
		add(n, "PDUs of payload format "+formatNames[i]+" could not be delivered")
	}
	add(u.open, "communications were open before, or came without their beginning")
	add(u.forgotten, "communications were forgotten: too many at once")
	return out
}

func (u *untold) reports(t *task) []Report {
	var out []Report
	add := func(n uint64, r Report) {
		if r.Task, r.N = t.xid, n; int64(n) > 0 {
			out = append(out, r)
		}
	}
	add(u.missing, Report{What: PDUsMissing})
	add(u.reported, Report{What: POIDropped})
	for why := Reason(1); why < reasons; why++ {
		if why != Unsupported && why != Duplicate {
			add(u.dropped[why], Report{What: PDUsDropped, Reason: why, Format: u.format[why]})
		}
	}
	for i, n := range u.unsupported {
		add(n, Report{What: PDUsDropped, Reason: Unsupported, Format: x2x3.Format(i)})
	}
	add(u.open, Report{What: OpenAtStart})
	add(u.forgotten, Report{What: Forgotten})
	return out
}

// finish is when nothing more is expected of a task that has ended: sessions are closed, and the agency is told.
func (c *Core) finish(t *task, out *Out) {
	t.drainDue = 0
	for _, s := range t.inOrder() {
		c.release(s, out)
		c.endAccess(s, out)
		c.closeSession(s, out)
	}
	if t.tellDue > 0 {
		c.tell(t, out)
	}
	t.stage = over
	c.notice(t, etsi.Deactivated, out)
	c.report(Report{Task: t.xid, What: Drained}, out)
	c.touch(t)
}

// evict forgets the longest unused eighth of a task's sessions, closed ones first. What no hash covers yet gets its hash before.
func (c *Core) evict(t *task, out *Out) {
	all := t.inOrder()
	all = slices.DeleteFunc(all, func(s *session) bool { return len(s.queue.inputs) > 0 })
	slices.SortStableFunc(all, func(a, b *session) int {
		return cmp.Or(cmp.Compare(a.rank(), b.rank()), cmp.Compare(a.seen, b.seen))
	})
	for _, s := range all[:min(len(all), c.config.Sessions/8+1)] {
		if s.rank() > 0 {
			t.untold.forgotten++
			c.tellLater(t)
		}
		c.closeSession(s, out)
		c.remove(s)
	}
	t.evicted = true
	c.touch(t)
}

// rank is 1 for a session whose communication is open.
func (s *session) rank() int {
	if s.begun && !s.ended {
		return 1
	}
	return 0
}

func (c *Core) remove(s *session) {
	delete(s.t.sessions, s.key)
	for _, m := range s.media {
		if s.t.media[m.at] == s {
			delete(s.t.media, m.at)
		}
	}
	c.dirtySession = slices.DeleteFunc(c.dirtySession, func(d *session) bool { return d == s })
	c.gone = append(c.gone, goneSession{s.t.xid, s.key})
	c.touch(s.t)
}
