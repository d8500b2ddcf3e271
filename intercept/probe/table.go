package probe

import (
	"bytes"
	"errors"
	"slices"
	"time"

	"writ"
	"writ/intercept"
)

// Why a message of X1 about a task is refused, beside what intercept.Task.Check says. Codes are those of TS 103 221-1, table 6.7-3.
var (
	ErrHeld        = errors.New("probe: another task has this XID (2010)")
	ErrUnknown     = errors.New("probe: no task has this XID (2020)")
	ErrKind        = errors.New("probe: a target of a kind that this point of interception does not look for (3010)")
	ErrCombination = errors.New("probe: several targets in one task, of which all must match, can't be sought (3020)")
	ErrFull        = errors.New("probe: as many taps as its ceiling allows (3000)")
	ErrTooLong     = errors.New("probe: a longer tap than its ceiling allows (3000)")
	ErrRevoked     = errors.New("probe: this order was taken away, or a later one is in its place; order it anew (3000)")
	ErrUnproved    = errors.New("probe: no proof that an allowed ledger holds this task (3000)")
)

type xid = intercept.XID

// Activate takes a task, at an instant. An order that was taken away is not taken again. The same task again is no error, so that an ADMF may repeat what it isn't sure of.
func (c *Core) Activate(task intercept.Task, at time.Time) error {
	if held := c.taps[task.XID]; held != nil {
		if bytes.Equal(held.task.Encode(), task.Encode()) {
			return nil
		}
		return ErrHeld
	}
	c.outlive(at)
	number, err := c.check(task, at)
	switch {
	case err != nil:
		return err
	case number > 0 && number <= c.revoked[task.XID].number:
		return ErrRevoked
	}
	c.makeRoom(at)
	if len(c.taps) >= c.cfg.Limits.MaxTasks {
		return ErrFull
	}
	c.put(task, number)
	c.index()
	return nil
}

// Modify changes a task in one step: what both forms take goes on without a gap, numbers go on, and a task that was over is in force again
// until its new end. Sessions of targets that the new form doesn't name end at once.
func (c *Core) Modify(task intercept.Task, at time.Time) error {
	t := c.taps[task.XID]
	if t == nil {
		return ErrUnknown
	}
	number, err := c.check(task, at)
	switch {
	case err != nil:
		return err
	case number < t.number:
		return ErrRevoked
	}
	if task.Until.After(t.until) {
		t.until = task.Until
	}
	t.number = number
	c.keepSessions(t, task)
	t.task, t.elements, t.over, t.status.Over = task, elements(task), false, false
	c.index()
	return nil
}

// keepSessions drops the sessions of which the new form names no target, and all when the product gets another XID.
func (c *Core) keepSessions(t *tap, task intercept.Task) {
	for _, s := range t.sessions {
		var matched uint64
		for i, x := range t.task.Targets {
			if now := slices.Index(task.Targets, x); now >= 0 && s.matched&(1<<i) != 0 {
				matched |= 1 << now
			}
		}
		if s.matched = matched; matched == 0 || task.Carries() != t.task.Carries() {
			c.drop(s)
		}
	}
}

// Deactivate ends a task at once, whatever its end, and forgets it, but for the number of its order.
func (c *Core) Deactivate(id intercept.XID) error {
	t := c.taps[id]
	if t == nil {
		return ErrUnknown
	}
	c.forget(t)
	c.index()
	return nil
}

// DeactivateAll ends all tasks at once and says how many.
func (c *Core) DeactivateAll() int {
	n := len(c.order)
	for _, t := range c.order {
		c.forget(t)
	}
	c.index()
	return n
}

// Clear is DeactivateAll where nobody revoked the tasks, as when their ADMF is silent: it may order the same again.
func (c *Core) Clear() {
	for _, t := range c.order {
		c.forget(t)
		delete(c.revoked, t.task.XID)
		c.revoke(t, t.number-1)
	}
	c.index()
}

// Tasks gives the tasks, by XID, those that are over included.
func (c *Core) Tasks() []intercept.Task {
	out := make([]intercept.Task, 0, len(c.order))
	for _, t := range c.order {
		out = append(out, t.task)
	}
	return out
}

// Task gives one task and how it stands.
func (c *Core) Task(id intercept.XID) (intercept.Task, Status, bool) {
	t := c.taps[id]
	if t == nil {
		return intercept.Task{}, Status{}, false
	}
	return t.task, t.status, true
}

// check refuses what this point of interception must not or can't do, and gives the number of the order, 0 where no proof is asked for.
func (c *Core) check(task intercept.Task, at time.Time) (number int, err error) {
	if err := task.Check(at, intercept.MostTargets); err != nil {
		return 0, err
	}
	return c.checkOrder(task)
}

// checkOrder is check without the instant: for a task that may be over.
func (c *Core) checkOrder(task intercept.Task) (number int, err error) {
	for _, x := range task.Targets {
		if !sought(x.ID.Kind()) {
			return 0, ErrKind
		}
	}
	switch limits := c.cfg.Limits; {
	case limits.Foreign && len(task.Targets) > 1:
		return 0, ErrCombination
	case task.Until.Sub(task.From) > limits.MaxTap:
		return 0, ErrTooLong
	case limits.Foreign:
		return 0, nil
	}
	if number = proved(task, c.cfg.Limits.Keys); number == 0 {
		return 0, ErrUnproved
	}
	return number, nil
}

func sought(k writ.Kind) bool {
	return k == writ.E164 || k == writ.SIPURI || k == writ.TELURI || k == writ.IP || k == writ.IPv6Prefix
}

// put takes the place of what was revoked of the task before.
func (c *Core) put(task intercept.Task, number int) {
	until := task.Until
	if r := c.revoked[task.XID]; r.until.After(until) {
		until = r.until
	}
	delete(c.revoked, task.XID)
	c.taps[task.XID] = &tap{task: task, number: number, until: until, elements: elements(task), sessions: map[string]*session{}}
}

func (c *Core) forget(t *tap) {
	for _, s := range t.sessions {
		c.drop(s)
	}
	c.numbers.Drop(t.task.Carries())
	delete(c.taps, t.task.XID)
	c.revoke(t, t.number)
}

// makeRoom forgets tasks that are over when the table is full, the one that ended first first.
func (c *Core) makeRoom(at time.Time) {
	for len(c.taps) >= c.cfg.Limits.MaxTasks {
		var first *tap
		for _, t := range c.order {
			if !at.Before(t.task.Until) && (first == nil || t.task.Until.Before(first.task.Until)) {
				first = t
			}
		}
		if first == nil {
			return
		}
		c.forget(first)
		c.index()
	}
}
