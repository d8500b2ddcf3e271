package etsi_test

import (
	"container/heap"
	"math/rand/v2"
	"time"
)

// A world is virtual time and what will happen in it.
type world struct {
	now  time.Duration
	rng  *rand.Rand
	todo agenda
	n    int
}

func newWorld(seed uint64) *world { return &world{rng: rand.New(rand.NewPCG(seed, 6))} }

// after plans f; what is planned for one instant happens in the order of planning.
func (w *world) after(d time.Duration, f func()) {
	w.n++
	heap.Push(&w.todo, entry{w.now + d, w.n, f})
}

// run lets things happen until done, or up to a time.
func (w *world) run(until time.Duration, done func() bool) bool {
	for !done() {
		if len(w.todo) == 0 || w.todo[0].at > until {
			w.now = max(w.now, until)
			return done()
		}
		e := heap.Pop(&w.todo).(entry)
		w.now = e.at
		e.f()
	}
	return true
}

func (w *world) between(a, b time.Duration) time.Duration {
	return a + time.Duration(w.rng.Int64N(int64(b-a)+1))
}

func (w *world) chance(percent int) bool { return w.rng.IntN(100) < percent }

type entry struct {
	at time.Duration
	n  int
	f  func()
}

type agenda []entry

func (a agenda) Len() int { return len(a) }
func (a agenda) Less(i, j int) bool {
	return a[i].at < a[j].at || a[i].at == a[j].at && a[i].n < a[j].n
}
func (a agenda) Swap(i, j int) { a[i], a[j] = a[j], a[i] }
func (a *agenda) Push(v any)   { *a = append(*a, v.(entry)) }
func (a *agenda) Pop() any {
	last := (*a)[len(*a)-1]
	*a = (*a)[:len(*a)-1]
	return last
}
