package sqlite_test

import (
	"testing"
	"time"

	. "writ/casefile/casefiletest"
)

// One step with its entry and jobs, durable, then appended and marked (the ledger in memory).
func BenchmarkStepAndDrain(b *testing.B) {
	h := newHome(b)
	r := h.Request(b, Order{})
	c := h.live(b, 1, 1)
	n := 0
	for b.Loop() {
		n++
		c = h.step(b, c.ID, h.Read(Ann, c, r, Start.Add(time.Duration(n)*time.Minute)))
		h.drain(b, Start.Add(time.Duration(n)*time.Minute))
		if len(c.History) > 20 { // a case has no more
			b.StopTimer()
			c = h.live(b, 1+n, 1)
			b.StartTimer()
		}
	}
}
