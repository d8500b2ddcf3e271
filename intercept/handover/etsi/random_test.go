package etsi_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"writ/intercept/handover/etsi"
)

// Ten thousand worlds: links that are cut at any octet, told or not, refused or slow, LEMFs that crash, answer nothing,
// nonsense, or late, restarts of ours, steps of the clock. In the end all is well for a while, and then the LEMF has
// exactly what was offered, in order, and the session says that it has.
func TestNothingIsLostOrOutOfOrderWhateverTheLinkDoes(t *testing.T) {
	const each = 100
	rapid.Check(t, func(t *rapid.T) {
		first := rapid.Uint64().Draw(t, "first seed")
		for i := range uint64(each) {
			if err := randomRun(first + i); err != nil {
				t.Fatalf("seed %d: %v", first+i, err)
			}
		}
	})
}

const (
	stormy = 2 * time.Minute // faults happen
	calm   = 10 * time.Minute
)

func randomRun(seed uint64) error {
	w := newWorld(seed)
	l := newLEMF(w)
	l.sync = w.chance(50)
	c := etsi.Config{Profile: profile(), Segment: w.chance(50), Window: 1024 << w.rng.IntN(6), Chunk: 256 << w.rng.IntN(6)}
	c.Profile.Acknowledge = l.sync
	l.next = func() manners { return randomManners(w) }
	d := newDriver(w, l, c)
	d.net = func(*tcp) dialled {
		if w.now > stormy || w.chance(70) {
			return stands
		}
		return refused + dialled(w.rng.IntN(2))
	}
	m := newMaker()
	for range 20 + w.rng.IntN(60) {
		w.after(w.between(0, stormy), func() {
			for range 1 + w.rng.IntN(5) {
				d.spool(m.cc(fmt.Sprint("LIID-", w.rng.IntN(2)), uint32(w.rng.IntN(3)), w.rng.IntN(1500)))
			}
		})
	}
	for range w.rng.IntN(12) {
		w.after(w.between(0, stormy), func() { d.mishap() })
	}
	w.after(stormy, func() { d.heal() })
	ended := w.run(stormy, func() bool { return d.fault != "" || l.fault != "" }) ||
		w.run(stormy+calm, func() bool { return d.fault+l.fault != "" || int(d.taken) == len(d.pdus) })
	l.synced()
	switch {
	case d.fault+l.fault != "":
		return fmt.Errorf("%s%s", d.fault, l.fault)
	case !ended:
		return fmt.Errorf("%d of %d taken; %+v; %v", d.taken, len(d.pdus), d.s.Counts(), d.reports)
	}
	return l.stored.equal(m.want)
}

func randomManners(w *world) manners {
	if w.now > stormy {
		return manners{}
	}
	m := manners{lifetime: w.between(0, 30*time.Second), gulp: 1 + w.rng.IntN(4000)}
	switch w.rng.IntN(8) {
	case 0:
		m.mute = true
	case 1:
		m.garbage = true
	case 2:
		m.wrong = true
	case 3:
		m.pace = w.between(0, 5*time.Second)
	case 4:
		m.lifetime = time.Second
	case 5:
		m.late = w.between(0, 10*time.Second)
	case 6:
		m.lifetime = 0
	}
	return m
}

func (d *driver) mishap() {
	switch n := d.w.rng.IntN(6); {
	case n == 0 && d.conn != nil:
		d.conn.silent = true
	case n == 1 && d.conn != nil:
		d.conn.reset()
	case n == 2 && d.lemf.sync:
		d.lemf.crash()
	case n == 3:
		d.skew = d.w.between(-2*time.Hour, 2*time.Hour)
	case n == 4:
		d.taken = uint64(max(0, int(d.taken)-d.w.rng.IntN(4))) // what the spool had not settled
		d.restart()
	}
}

// heal ends all faults; a link that was silently cut is found out by the session's own timers.
func (d *driver) heal() {
	for _, c := range d.lemf.conns {
		c.manners = manners{gulp: 64 << 10}
		d.lemf.wake(c)
	}
}

func (g ledger) equal(want ledger) error {
	for k, seqs := range want {
		if !slices.Equal(g[k], seqs) {
			return fmt.Errorf("of %d PDUs of %v came, in this order: %v", len(seqs), k, g[k])
		}
	}
	if len(g) != len(want) {
		return fmt.Errorf("%d communications came, not %d", len(g), len(want))
	}
	return nil
}
