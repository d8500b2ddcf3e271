package mediation

import (
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"writ/intercept"
	"writ/wire/etsi"
	"writ/wire/x2x3"
)

// TestAnAgencyGetsTheSameWhetherAnotherTapsOrNot: two tasks on one person, and each agency's octets are those that it gets alone.
func TestAnAgencyGetsTheSameWhetherAnotherTapsOrNot(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tasks, terms := house(t)
		events := story(t, tasks, 60)
		end := events[len(events)-1].at + 3*time.Hour
		together := newBench(t, Config{Drain: time.Second})
		for i := range tasks {
			together.set(tasks[i], terms[i])
		}
		for _, e := range events {
			e.happen(together.Core, together.out)
		}
		together.tick(end)
		for i, task := range tasks {
			alone := newBench(t, Config{Drain: time.Second})
			alone.set(task, terms[i])
			for _, e := range events {
				if e.p != nil && e.p.XID == task.XID || e.stop != nil && *e.stop == task.XID || e.told != nil && *e.told == task.XID {
					e.happen(alone.Core, alone.out)
				}
			}
			alone.tick(end)
			if got, want := ofTask(together.out, task.XID), ofTask(alone.out, task.XID); got != want {
				t.Fatalf("task %d:\ntogether\n%s\nalone\n%s", i, got, want)
			}
		}
	})
}

// TestEveryPDUIsCountedOnce: in is delivered, dropped by a named reason, or waits; and what went out is what is counted, numbered
// without a gap in each sequence.
func TestEveryPDUIsCountedOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tasks, terms := house(t)
		stranger, _ := call1(t, 9)
		events := story(t, append(slices.Clone(tasks), stranger), 80)
		b := newBench(t, Config{Drain: time.Second, Sessions: rapid.IntRange(1, 8).Draw(t, "sessions")})
		for i := range tasks {
			b.set(tasks[i], terms[i])
		}
		in := map[intercept.XID]uint64{}
		for _, e := range events {
			e.happen(b.Core, b.out)
			if e.p != nil {
				in[e.p.XID]++
			}
		}
		for _, task := range tasks {
			if n := b.counts(task.XID); n.Taken != in[task.XID] {
				t.Fatalf("%d taken, want %d", n.Taken, in[task.XID])
			}
		}
		b.tick(3 * time.Hour)
		checkOut(t, b, tasks)
		if n := b.Strays(); n.Taken != in[stranger.XID] || n.Check() != nil {
			t.Fatalf("strays %+v", n)
		}
	})
}

// checkOut holds what went out against the counts, and each sequence against its numbers.
func checkOut(t *rapid.T, b *bench, tasks []intercept.Task) {
	made := map[intercept.XID]map[Kind]uint64{}
	next := map[string]uint32{}
	for i, e := range b.out.PDUs {
		p := b.read(i)
		if made[e.Task] == nil {
			made[e.Task] = map[Kind]uint64{}
		}
		made[e.Task][e.Kind]++
		key := fmt.Sprint(e.Task.Reveal(), e.Route, e.CIN, e.Kind)
		if e.Seq != next[key] {
			t.Fatalf("%v %d of CIN %d, want %d", e.Kind, e.Seq, e.CIN, next[key])
		}
		next[key]++
		if task := tasks[e.LIID.Octets()[5]-'1']; p.Kind == etsi.KindCC && task.Deliver == intercept.IRIOnly {
			t.Fatal("content of a task for IRI alone")
		}
	}
	for _, task := range tasks {
		n := b.counts(task.XID)
		got := []uint64{n.Product, n.Hashes, n.Signatures, n.Messages, n.Notices}
		m := made[task.XID]
		if want := []uint64{m[IRI] + m[CC], m[Hash], m[Signature], m[Message], m[Notice]}; !slices.Equal(got, want) {
			t.Fatalf("counted %v, went out %v", got, want)
		}
		if n.Product != n.IRI+n.CC+n.Made || n.Waiting != 0 {
			t.Fatalf("one destination, but %d PDUs for %d IRI, %d CC and %d made", n.Product, n.IRI, n.CC, n.Made)
		}
	}
}

// saved is a snapshot and the deltas after it.
type saved struct {
	config   Config
	snapshot []byte
	deltas   [][]byte
}

func (s *saved) restore(t fataler, tasks []intercept.Task, terms []Terms, at time.Duration, out *Out) *Core {
	t.Helper()
	c := New(s.config)
	for _, state := range append([][]byte{s.snapshot}, s.deltas...) {
		if err := c.Restore(state); err != nil {
			t.Fatalf("restore: %v", err)
		}
	}
	for i := range tasks {
		if err := c.Set(tasks[i], terms[i], noon.Add(at), out); err != nil {
			t.Fatalf("set again: %v", err)
		}
	}
	return c
}

// TestASnapshotAndItsDeltasAreTheCore: killed anywhere where nothing waits, it goes on as if it had not been.
func TestASnapshotAndItsDeltasAreTheCore(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tasks, terms := house(t)
		events := story(t, tasks, 60)
		// A restart gives points of interception the whole Drain again, so here no task has drained when the story ends.
		config := Config{Drain: time.Hour, Sessions: rapid.SampledFrom([]int{3, 100}).Draw(t, "sessions")}
		straight, broken := newBench(t, config), newBench(t, config)
		for i := range tasks {
			straight.set(tasks[i], terms[i])
			broken.set(tasks[i], terms[i])
		}
		kept := saved{config: config, snapshot: broken.Snapshot(nil)}
		broken.Delta(nil)
		at := time.Duration(0)
		for _, e := range events {
			at = e.at
			e.happen(straight.Core, straight.out)
			e.happen(broken.Core, broken.out)
			if rapid.Bool().Draw(t, "batch") {
				kept.deltas = append(kept.deltas, broken.Delta(nil))
				if rapid.IntRange(0, 9).Draw(t, "snapshot") == 0 {
					kept = saved{config: config, snapshot: broken.Snapshot(nil)}
				}
			}
			if broken.Settled() == broken.Takes() && rapid.IntRange(0, 3).Draw(t, "kill") == 0 {
				kept.deltas = append(kept.deltas, broken.Delta(nil))
				broken.Core = kept.restore(t, tasks, terms, at, broken.out)
			}
		}
		straight.tick(at + time.Minute)
		broken.tick(at + time.Minute)
		for i, task := range tasks {
			if got, want := ofTask(broken.out, task.XID), ofTask(straight.out, task.XID); got != want {
				t.Fatalf("task %d:\nkilled\n%s\nnever killed\n%s", i, got, want)
			}
			if got, want := broken.counts(task.XID), straight.counts(task.XID); got != want {
				t.Fatalf("counts %+v, want %+v", got, want)
			}
		}
	})
}

// TestNothingIsLostOrDoubledWhenItIsKilledAnywhere: content that waited is not in the state, but its point of interception has it still and
// sends it again, with all that is not settled.
func TestNothingIsLostOrDoubledWhenItIsKilledAnywhere(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tasks, terms := house(t)
		events := story(t, tasks, 60)
		b := newBench(t, Config{Drain: time.Second})
		for i := range tasks {
			b.set(tasks[i], terms[i])
		}
		kept := saved{config: b.config, snapshot: b.Snapshot(nil)}
		b.Delta(nil)
		var unsettled []event // Takes since the last one that all before are settled with
		first := uint64(1)    // the index of the first of them
		for i := 0; i < len(events); i++ {
			e := events[i]
			e.happen(b.Core, b.out)
			if e.p != nil {
				unsettled = append(unsettled, e)
			}
			kept.deltas = append(kept.deltas, b.Delta(nil))
			for first <= b.Settled() {
				unsettled, first = unsettled[1:], first+1
			}
			if rapid.IntRange(0, 4).Draw(t, "kill") == 0 {
				b.Core = kept.restore(t, tasks, terms, e.at, b.out)
				for _, again := range unsettled {
					again.at = e.at
					again.happen(b.Core, b.out)
				}
				kept.deltas = append(kept.deltas, b.Delta(nil))
				unsettled = nil
				b.tick(e.at + 201*ms) // so that what waits again is settled before the story goes on
				kept.deltas = append(kept.deltas, b.Delta(nil))
				first = b.Takes() + 1
			}
		}
		b.tick(events[len(events)-1].at + 3*time.Hour)
		for _, task := range tasks {
			want, stopped := map[string]int{}, noon.Add(time.Hour)
			either := 0 // captured at the very instant of a stop: what was mediated before the stop was known is out, the rest is not
			for _, e := range events {
				if e.stop != nil && *e.stop == task.XID {
					stopped = noon.Add(e.at)
				}
			}
			for _, e := range events {
				if e.p != nil && e.p.XID == task.XID && e.p.Type == x2x3.X3 && task.Deliver == intercept.IRIAndCC && e.p.Format != x2x3.GTPU {
					if at := time.Unix(int64(e.p.At.V.Sec), int64(e.p.At.V.Nsec)); !at.Before(noon) && at.Before(stopped) {
						want[fmt.Sprintf("%p", e.p)] = 1
					} else if at.Equal(stopped) && stopped.Before(noon.Add(time.Hour)) {
						either++
					}
				}
			}
			got := 0
			for i, e := range b.out.PDUs {
				if e.Task == task.XID && b.read(i).Kind == etsi.KindCC {
					got++
				}
			}
			if got < len(want) || got > len(want)+either {
				t.Fatalf("%d CC went out, want %d and at most %d more", got, len(want), either)
			}
		}
		checkNumbers(t, b)
	})
}

func checkNumbers(t *rapid.T, b *bench) {
	next := map[string]uint32{}
	for _, e := range b.out.PDUs {
		key := fmt.Sprint(e.Task.Reveal(), e.Route, e.CIN, e.Kind)
		if e.Seq != next[key] {
			t.Fatalf("%v %d of CIN %d, want %d", e.Kind, e.Seq, e.CIN, next[key])
		}
		next[key]++
	}
}

// TestABatchHoldsWhatWentOut: by task and route, each in its order.
func TestABatchHoldsWhatWentOut(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tasks, terms := house(t)
		b := newBench(t, Config{})
		for i := range tasks {
			b.set(tasks[i], terms[i])
		}
		for _, e := range story(t, tasks, 40) {
			e.happen(b.Core, b.out)
		}
		want := map[string]string{}
		for _, e := range b.out.PDUs {
			want[fmt.Sprint(e.Task.Reveal(), e.Route)] += fmt.Sprintf("%d %x\n", e.CIN, b.out.Octets[e.From:e.To])
		}
		got := map[string]string{}
		for _, s := range b.out.Batch(4, noon, []byte("delta")).Sections {
			key, start := fmt.Sprint(s.Task.Reveal(), s.Route), 0
			if got[key] != "" || len(s.PDUs) == 0 {
				t.Fatal("two sections of one task and route, or an empty one")
			}
			for _, p := range s.PDUs {
				got[key] += fmt.Sprintf("%d %x\n", p.CIN, s.Octets[start:p.End])
				start = p.End
			}
			if start != len(s.Octets) {
				t.Fatal("octets after the last PDU")
			}
		}
		if !maps.Equal(got, want) {
			t.Fatal("the batch holds another thing")
		}
	})
}
