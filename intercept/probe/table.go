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
	ErrUnproved    = errors.New("probe: no proof that an allowed ledger holds this task (3000)")
)

type xid = intercept.XID

// Activate takes a task, at an instant. The same task again is no error, so that an ADMF may repeat what it isn't sure of.
func (c *Core) Activate(task intercept.Task, at time.Time) error {
	if held := c.taps[task.XID]; held != nil {
		if bytes.Equal(held.task.Encode(), task.Encode()) {
			return nil
		}
		return ErrHeld
	}
	if err := c.check(task, at); err != nil {
		return err
	}
	c.makeRoom(at)
	if len(c.taps) >= c.cfg.Limits.MaxTasks {
		return ErrFull
	}
	c.put(task)
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
	if err := c.check(task, at); err != nil {
		return err
	}
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

// Deactivate ends a task at once, whatever its end, and forgets it.
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

// check refuses what this point of interception must not or can't do.
func (c *Core) check(task intercept.Task, at time.Time) error {
	if err := task.Check(at, intercept.MostTargets); err != nil {
		return err
	}
	return c.checkOrder(task)
}

// checkOrder is check without the instant: for a task that may be over.
func (c *Core) checkOrder(task intercept.Task) error {
	for _, x := range task.Targets {
		if !sought(x.ID.Kind()) {
			return ErrKind
		}
	}
	switch {
	case c.cfg.Limits.Foreign && len(task.Targets) > 1:
		return ErrCombination
	case task.Until.Sub(task.From) > c.cfg.Limits.MaxTap:
		return ErrTooLong
	case !c.cfg.Limits.Foreign && proved(task, c.cfg.Limits.Keys) == 0:
		return ErrUnproved
	}
	return nil
}

func sought(k writ.Kind) bool {
	return k == writ.E164 || k == writ.SIPURI || k == writ.TELURI || k == writ.IP || k == writ.IPv6Prefix
}

func (c *Core) put(task intercept.Task) {
	c.taps[task.XID] = &tap{task: task, elements: elements(task), sessions: map[string]*session{}}
}

func (c *Core) forget(t *tap) {
	for _, s := range t.sessions {
		c.drop(s)
	}
	c.numbers.Drop(t.task.Carries())
	delete(c.taps, t.task.XID)
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
