package mediation

import (
	"slices"
	"time"

	"writ/intercept"
	"writ/wire/etsi"
)

// Set takes a task, or a change of one: it goes on with its CINs and numbers. What is wrong with it or its terms is an error now, never at the
// first PDU: an end in the past, a LIID or key that does not fit the agency's profile. Nothing is changed by a Set that is refused.
//
// A task that was stopped stays stopped: only an order that begins after the stop, and after the one that was stopped, starts it again. After a
// restart each task is set again, those that have ended too, until Forget.
func (c *Core) Set(def intercept.Task, terms Terms, at time.Time, out *Out) error {
	c.advance(at, out)
	t := c.byXID[def.XID]
	if err := c.acceptable(t, def, &terms, at); err != nil {
		return err
	}
	if t == nil {
		t = &task{xid: def.XID, sessions: map[sessionKey]*session{}}
		c.byXID[def.XID] = t
	}
	fresh := !t.set
	changed := t.set && (string(t.def.Encode()) != string(def.Encode()))
	if t.set {
		delete(c.tasks, t.def.Carries())
	}
	c.setLegs(t, terms.Legs, def.LIID, out)
	t.def, t.terms, t.set = def, terms, true
	t.service, t.username = terms.service(def), userName(def)
	c.tasks[def.Carries()] = t
	if fresh {
		c.awake(t)
	}
	if def.From.After(t.barred) {
		t.stopped, t.barred = time.Time{}, time.Time{}
	}
	c.resume(t, changed, out)
	c.touch(t)
	return nil
}

func (c *Core) acceptable(t *task, def intercept.Task, terms *Terms, at time.Time) error {
	err := def.CheckForm()
	if t == nil {
		err = def.Check(at, intercept.MostTargets)
	}
	if err != nil {
		return err
	}
	for _, x := range []intercept.XID{def.XID, def.Carries()} {
		if other := c.tasks[x]; other != nil && other.xid != def.XID {
			return ErrTaken
		}
		if other := c.byXID[x]; other != nil && other.xid != def.XID {
			return ErrTaken
		}
	}
	if t != nil && t.set && !t.stopped.IsZero() && !def.From.After(t.barred) {
		return ErrStopped
	}
	return terms.check(def)
}

// setLegs gives each destination its leg. A hash that is open goes out before its leg is changed or removed.
func (c *Core) setLegs(t *task, legs []Leg, liid intercept.LIID, out *Out) {
	for i := range t.legs {
		l := &t.legs[i]
		at := slices.IndexFunc(legs, func(n Leg) bool { return n.To == l.To })
		if l.on && (at < 0 || legs[at].Profile != l.Profile || t.def.LIID != liid) {
			c.closeLeg(t, i, out)
		}
		if l.on = at >= 0; l.on {
			l.become(legs[at], liid)
		}
	}
	for _, n := range legs {
		if !slices.ContainsFunc(t.legs, func(l leg) bool { return l.To == n.To }) {
			l := leg{}
			l.become(n, liid)
			t.legs = append(t.legs, l)
		}
	}
}

// resume puts the task where its times say.
func (c *Core) resume(t *task, changed bool, out *Out) {
	again := c.now().Before(t.end())
	switch {
	case t.stage == pending && c.now().Before(t.def.From):
		c.planStart(t)
	case t.stage == pending, t.stage == over && again:
		c.unmark(t)
		c.begin(t, out)
	case t.stage == draining && again:
		c.unmark(t)
		t.stage, t.drainDue = running, 0
		c.planEnd(t)
	case t.stage == running:
		c.planEnd(t)
	}
	if changed && t.stage != pending {
		c.notice(t, etsi.Modified, out)
	}
}

func (c *Core) unmark(t *task) {
	for i := range t.legs {
		t.legs[i].marked = false
	}
}

// Stop ends a task before its end, at an instant: what was captured at or after it is dropped, what was captured before goes out, marked. It reports
// whether the task is known. Stopping twice moves nothing.
func (c *Core) Stop(x intercept.XID, at time.Time, out *Out) bool {
	c.advance(at, out)
	t := c.byXID[x]
	if t == nil {
		return false
	}
	if t.stopped.IsZero() || c.last.Before(t.stopped) {
		t.stopped = c.last
	}
	for _, at := range []time.Time{t.stopped, t.def.From} {
		if at.After(t.barred) {
			t.barred = at
		}
	}
	switch {
	case !t.set:
	case t.stage == pending:
		t.stage = over
	case t.stage == running:
		c.drain(t)
	}
	c.touch(t)
	return true
}

// Forget drops what is held of a task: its CINs and numbers too. Call it when it was drained and its points of interception have nothing left.
func (c *Core) Forget(x intercept.XID) {
	t := c.byXID[x]
	if t == nil {
		return
	}
	for _, s := range t.sessions {
		c.waiting = slices.DeleteFunc(c.waiting, func(w *session) bool { return w == s })
	}
	c.timers = slices.DeleteFunc(c.timers, func(d timer) bool { return d.t == t })
	c.timers.heapify()
	if c.tasks[t.def.Carries()] == t {
		delete(c.tasks, t.def.Carries())
	}
	delete(c.byXID, x)
	c.dirtyTasks = slices.DeleteFunc(c.dirtyTasks, func(d *task) bool { return d == t })
	c.dirtySession = slices.DeleteFunc(c.dirtySession, func(d *session) bool { return d.t == t })
	c.gone = slices.DeleteFunc(c.gone, func(g goneSession) bool { return g.task == x })
	c.goneTasks = append(c.goneTasks, x)
}

// POIDropped takes a point of interception's own word that it dropped PDUs of a task, to tell it on.
func (c *Core) POIDropped(x intercept.XID, n uint64, at time.Time, out *Out) {
	c.advance(at, out)
	if t := c.byXID[x]; t != nil && n > 0 {
		t.counts.Reported += n
		t.untold.reported += n
		c.tellLater(t)
	}
}

// Counts gives a task's counts; false where it is not known.
func (c *Core) Counts(x intercept.XID) (Counts, bool) {
	t := c.byXID[x]
	if t == nil {
		return Counts{}, false
	}
	return t.sum(), true
}

// Strays gives the counts of PDUs of no known task.
func (c *Core) Strays() Counts { return c.strays.counts }

// sum adds what waits to what lasts.
func (t *task) sum() Counts {
	n := t.counts
	for _, s := range t.sessions {
		n.Waiting += uint64(len(s.queue.inputs))
	}
	n.Taken += n.Waiting
	return n
}
