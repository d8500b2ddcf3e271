package mediation

import (
	"bytes"
	"cmp"
	"time"
)

// A timerKind says what is due.
type timerKind uint8

const (
	dueWait  timerKind = iota // content waited long enough
	dueHash                   // an open hash
	dueSign                   // hashes without signature
	dueTell                   // what the agency and the operator are to hear
	dueStart                  // a task begins
	dueEnd                    // a task ends
	dueDrain                  // a task has drained
)

// A timer is something due. Which of several goes first depends on their own task alone, so that no task changes another's order.
// A timer whose due is no longer what its owner says is void.
type timer struct {
	due  time.Duration // on the Core's own clock
	t    *task
	s    *session
	row  int
	kind timerKind
}

func (a *timer) compare(b *timer) int {
	return cmp.Or(cmp.Compare(a.due, b.due), bytes.Compare(a.t.xid[:], b.t.xid[:]), cmp.Compare(a.ordinal(), b.ordinal()),
		cmp.Compare(a.kind, b.kind), cmp.Compare(a.row, b.row))
}

// ordinal is that of the timer's session; sessions count from 1.
func (a *timer) ordinal() uint64 {
	if a.s == nil {
		return 0
	}
	return a.s.ordinal
}

// timers is a heap with the first one due at its front.
type timers []timer

func (h *timers) push(t timer) {
	*h = append(*h, t)
	q := *h
	for i := len(q) - 1; i > 0; {
		up := (i - 1) / 2
		if q[up].compare(&q[i]) <= 0 {
			return
		}
		q[up], q[i] = q[i], q[up]
		i = up
	}
}

func (h *timers) pop() timer {
	q := *h
	first, last := q[0], len(q)-1
	q[0], q[last] = q[last], timer{}
	q = q[:last]
	*h = q
	for i := 0; ; {
		least := i
		for _, down := range [2]int{2*i + 1, 2*i + 2} {
			if down < len(q) && q[down].compare(&q[least]) < 0 {
				least = down
			}
		}
		if least == i {
			return first
		}
		q[i], q[least] = q[least], q[i]
		i = least
	}
}

// heapify makes a heap of any order.
func (h *timers) heapify() {
	all := *h
	*h = all[:0]
	for i := range all {
		h.push(all[i])
	}
}
