package delivery

import (
	"crypto/sha256"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"writ/wire/etsi"
)

func always(xid byte, liid string, agency byte) order {
	now := time.Now().UTC().Truncate(time.Microsecond)
	return order{XID: xid, LIID: liid, Agency: agency, From: now.Add(-time.Hour), Until: now.Add(12 * time.Hour)}
}

func TestKillsAndCutsUnderLoadLoseNothingAndDoubleNothing(t *testing.T) { cycles(t, 15) }

func TestSoakAThousandKillsAndCutsUnderLoadLoseNothingAndDoubleNothing(t *testing.T) {
	if os.Getenv("WRIT_SOAK") == "" {
		t.Skip("set WRIT_SOAK for the long run")
	}
	cycles(t, 1000)
}

// cycles shows calls without a pause while it kills and cuts at moments of chance. (The page cache survives a kill: of power loss nothing is tested here.)
func cycles(t *testing.T, n int) {
	w := newWorld(t, nil, always(1, "LIID-ONE", 0))
	const packets = 200
	var calls atomic.Int64
	stop, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		for {
			select {
			case <-stop:
				return
			case <-time.After(20 * time.Millisecond):
				w.call(int(calls.Load()), packets)
				calls.Add(1)
			}
		}
	}()
	victims := map[string]int{}
	for i := range n {
		if i%100 == 0 && i > 0 {
			w.progress(i, calls.Load(), victims)
		}
		<-time.After(time.Duration(rand.IntN(250)) * time.Millisecond)
		switch rand.IntN(3) {
		case 0:
			victims["mediation with its spool"]++
			w.kill(w.mediation)
			w.start(w.mediation)
		case 1:
			victims["twin"]++
			w.kill(w.twins[0])
			w.start(w.twins[0])
		default:
			victims["X2/X3 links"]++
			w.links.cut(false)
		}
	}
	close(stop)
	<-stopped
	made := int(calls.Load())
	patience := time.Minute + time.Duration(made*(packets+4))*500*time.Microsecond // 2,000 PDUs a second
	within(t, patience, "all is acknowledged by mediation", func() bool { s := w.stats(); return s.Offered > 0 && s.Waiting == 0 })
	var b *book
	within(t, patience, "the agency has all", func() bool { b = w.read(w.twins[0]); return b.cc >= made*packets && b.iri >= made*4 })
	b.whole(t, made, packets)
	if n := strangers(t, w.twins[0].Dir); n > 0 {
		t.Errorf("%d PDUs bear the number of another", n)
	}
	s := w.stats()
	if s.Dropped+s.Unconfirmed > 0 || b.iri != made*4 || b.cc != made*packets {
		t.Errorf("%+v; %d IRI of %d, %d CC of %d", s, b.iri, made*4, b.cc, made*packets)
	}
	t.Logf("%d cycles by victim: %v; %d calls, %d X2/X3 PDUs, %d of them sent again and dropped by number; at the agency %d IRI, %d CC, %d notices, %d messages", n, victims, made, s.Offered, s.Repeated, b.iri, b.cc, b.notices, len(b.messages))
}

// progress prints the counts of a run that is under way. What lies with the agency is told by size: to count it takes too long.
func (w *world) progress(cycle int, calls int64, victims map[string]int) {
	octets := int64(0)
	for _, name := range []string{"hi2.ber", "hi3.ber"} {
		if info, err := os.Stat(filepath.Join(w.twins[0].Dir, name)); err == nil {
			octets += info.Size()
		}
	}
	s := w.stats()
	w.t.Logf("%d cycles: %v; %d calls, %d X2/X3 PDUs, %d wait, %d sent again, %d dropped; the agency has %d octets", cycle, victims, calls, s.Offered, s.Waiting, s.Repeated, s.Dropped, octets)
}

// strangers counts what the twin set aside and does not have by the same octets. It remembers 65,536 PDUs, and what is resent may be older: that it
// sets aside, since it can't tell.
func strangers(t *testing.T, dir string) (n int) {
	t.Helper()
	stored := map[[32]byte]bool{}
	each := func(file string, do func([]byte)) {
		b, err := os.ReadFile(filepath.Join(dir, file))
		if err != nil {
			t.Fatal(err)
		}
		for len(b) > 0 {
			size, err := etsi.Size(b)
			if err != nil {
				t.Fatalf("%s: %v", file, err)
			}
			do(b[:size])
			b = b[size:]
		}
	}
	for _, file := range []string{"hi2.ber", "hi3.ber"} {
		each(file, func(pdu []byte) { stored[sha256.Sum256(pdu)] = true })
	}
	each("doubted.ber", func(pdu []byte) {
		if !stored[sha256.Sum256(pdu)] {
			n++
		}
	})
	return n
}
