package etsi

import "time"

// A timer is one thing that is due at some time.
type timer int

const (
	retry   timer = iota // dial again
	dialled              // a dial takes too long
	idle                 // TIME1: nothing was sent
	alive                // TIME3: the keep-alive is not answered
	agreed               // the request for options is not answered
	receipt              // the request for acknowledgement is not answered
	ask                  // time to request acknowledgement
	crowded              // the window has been full for long
	steady               // long without trouble
	linger               // Stop has waited enough for what is in flight
	timers
)

// A clock counts the time of events. It goes forward only, whatever the events' times do: from event to event by
// what has passed, by nothing when they step back, and never beyond what is due next. So a step of the time
// makes no two timers fire at once, and none twice.
type clock struct {
	at  time.Time     // of the last event
	now time.Duration // since the first
	due [timers]time.Duration
	set [timers]bool
}

// advance takes the time of an event.
func (c *clock) advance(at time.Time) {
	passed := at.Sub(c.at)
	if c.at.IsZero() || passed < 0 {
		passed = 0
	}
	c.at = at
	if left, ok := c.next(); ok {
		passed = min(passed, left)
	}
	c.now += passed
}

// next is how long from now the first timer is due.
func (c *clock) next() (time.Duration, bool) {
	first, ok := time.Duration(0), false
	for t, set := range c.set {
		if left := c.due[t] - c.now; set && (!ok || left < first) {
			first, ok = left, true
		}
	}
	return first, ok
}

func (c *clock) arm(t timer, after time.Duration) { c.due[t], c.set[t] = c.now+after, true }

func (c *clock) disarm(ts ...timer) {
	for _, t := range ts {
		c.set[t] = false
	}
}

// fired gives one timer that is due and disarms it.
func (c *clock) fired() (timer, bool) {
	for t, set := range c.set {
		if set && c.due[t] <= c.now {
			c.set[t] = false
			return timer(t), true
		}
	}
	return 0, false
}
