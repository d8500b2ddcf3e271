package mediation

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"writ/intercept"
	"writ/wire/x2x3"
)

func TestACounterKnowsWhatIsNewLateLostAndTwice(t *testing.T) {
	type in struct {
		seq uint32
		at  int // seconds
	}
	for _, tc := range []struct {
		name    string
		in      []in
		fresh   string // one letter each: n new, d duplicate
		missing int64
		restart int
	}{
		{"in order", []in{{0, 0}, {1, 1}, {2, 2}}, "nnn", 0, 0},
		{"again", []in{{0, 0}, {1, 1}, {0, 0}, {1, 1}, {2, 2}}, "nnddn", 0, 0},
		{"a gap", []in{{0, 0}, {5, 1}}, "nn", 4, 0},
		{"the beginning is lost", []in{{3, 0}}, "n", 3, 0},
		{"a gap that is filled late", []in{{0, 0}, {2, 2}, {1, 1}, {1, 1}}, "nnnd", 0, 0},
		{"across the wrap", []in{{1<<32 - 2, 0}, {1<<32 - 1, 1}, {0, 2}, {1, 3}, {0, 2}}, "nnnnd", 0, 0},
		{"a counter that begins anew", []in{{0, 0}, {1, 1}, {2, 2}, {0, 3}, {1, 4}}, "nnnnn", 0, 1},
		{"one that comes again after the counter began anew", []in{{0, 0}, {1, 1}, {0, 2}, {0, 2}}, "nnnd", 0, 1},
		{"far behind", []in{{0, 0}, {1000, 1}, {900, 0}}, "nnd", 999, 0},
	} {
		t.Run(tc.name, func(t *testing.T) {
			var c counter
			var fresh strings.Builder
			missing, restarts := int64(0), 0
			for _, i := range tc.in {
				v := c.note(i.seq, noon.Add(time.Duration(i.at)*time.Second), true)
				fresh.WriteByte(map[bool]byte{true: 'n', false: 'd'}[v.fresh])
				if missing += v.missing; v.restart {
					restarts++
				}
			}
			if fresh.String() != tc.fresh || missing != tc.missing || restarts != tc.restart {
				t.Errorf("got %s, %d missing, %d restarts", fresh.String(), missing, restarts)
			}
		})
	}
}

// TestACounterAddsUp: whatever is lost, doubled or late, what came once counts once, and what is missing is what never came.
func TestACounterAddsUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var c counter
		came, missing, next := map[uint32]bool{}, int64(0), uint32(0)
		for range rapid.IntRange(1, 60).Draw(t, "steps") {
			seq := next
			switch rapid.IntRange(0, 3).Draw(t, "what") {
			case 0:
				seq += uint32(rapid.IntRange(0, 20).Draw(t, "gap"))
			case 1:
				seq -= min(next, uint32(rapid.IntRange(1, 50).Draw(t, "back")))
			}
			v := c.note(seq, noon.Add(time.Duration(seq)*time.Second), true)
			if v.fresh == came[seq] {
				t.Fatalf("number %d: fresh %v, but it came before: %v", seq, v.fresh, came[seq])
			}
			came[seq] = true
			missing += v.missing
			next = max(next, seq+1)
		}
		if want := int64(next) - int64(len(came)); missing != want {
			t.Fatalf("%d missing, want %d", missing, want)
		}
	})
}

func TestAShortfallIsToldToTheAgencyThatLacksIt(t *testing.T) {
	b := newBench(t, Config{})
	task, terms := call1(t, 1)
	b.set(task, quiet(terms))
	b.send(pdu(task, x2x3.X2, x2x3.SIP, 7, ms, invite("c1")))
	b.out.Reset()
	for i := range 10 {
		p := b.numbered(pdu(task, x2x3.X3, x2x3.RTP, 7, time.Duration(10+i)*ms, rtp(i)))
		if i%3 != 1 {
			b.Take(p, noon.Add(time.Duration(11+i)*ms), b.out)
		}
	}
	b.send(pdu(task, x2x3.X3, x2x3.GTPU, 7, 30*ms, []byte{1}))
	b.send(pdu(task, x2x3.X3, x2x3.Ethernet, 7, 31*ms, []byte{1}))
	b.send(pdu(task, x2x3.X2, 77, 7, 32*ms, []byte{1}))
	b.POIDropped(task.XID, 5, noon.Add(33*ms), b.out)
	b.out.Reset()
	b.tick(11 * time.Second)
	b.wants("HI2 0#0 message 3 PDUs never came from the point of interception; 5 PDUs were dropped by the point of interception; "+
		"1 PDUs of payload format Ethernet could not be delivered; 1 PDUs of payload format GTP-U could not be delivered",
		"HI2 0#1 message 1 PDUs of payload format later format could not be delivered")
	b.tick(time.Minute)
	b.wants()
	n := b.counts(task.XID)
	if n.Missing != 3 || n.Dropped[Unsupported] != 3 || n.Unsupported[x2x3.GTPU] != 1 || n.Reported != 5 {
		t.Errorf("got %+v", n)
	}
}

func TestAPDUThatComesAgainGoesOutOnce(t *testing.T) {
	b := newBench(t, Config{})
	task, terms := call1(t, 1)
	b.set(task, quiet(terms))
	var sent []*x2x3.PDU
	for i := range 5 {
		sent = append(sent, b.numbered(pdu(task, x2x3.X3, x2x3.RTP, 7, time.Duration(i)*ms, rtp(i))))
	}
	for range 2 {
		for _, p := range sent {
			b.Take(p, noon.Add(time.Second), b.out)
		}
	}
	b.tick(2 * time.Second)
	if n := b.counts(task.XID); n.CC != 5 || n.Dropped[Duplicate] != 5 {
		t.Errorf("got %+v", n)
	}
}

func TestNumbersWrapAndCINsInUseAreNotGivenAgain(t *testing.T) {
	b := newBench(t, Config{})
	task, terms := call1(t, 1)
	b.set(task, quiet(terms))
	b.send(pdu(task, x2x3.X2, x2x3.SIP, 7, ms, invite("c1")))
	state := b.byXID[task.XID]
	state.nextCIN = 1<<32 - 1
	for _, s := range state.sessions {
		s.row(0, HI2).next = 1<<32 - 1
	}
	b.out.Reset()
	b.send(pdu(task, x2x3.X2, x2x3.SIP, 7, 2*ms, invite("c1")))
	b.send(pdu(task, x2x3.X2, x2x3.SIP, 7, 3*ms, invite("c1")))
	b.send(pdu(task, x2x3.X2, x2x3.SIP, 8, 4*ms, invite("c2")))
	b.wants("HI2 1#4294967295 Continue", "HI2 1#0 Continue", "HI2 2#0 Begin")
}

func TestEqualCorrelationsOfTwoFunctionsAreOneCommunicationUnlessTheyCountAlone(t *testing.T) {
	for _, alone := range []bool{false, true} {
		b := newBench(t, Config{})
		task, terms := call1(t, 1)
		terms.PerElement = alone
		b.set(task, quiet(terms))
		b.send(pdu(task, x2x3.X2, x2x3.SIP, 7, ms, invite("c1")))
		p := pdu(task, x2x3.X3, x2x3.RTP, 7, 2*ms, rtp(1))
		p.NFID = []byte("media.example")
		b.send(p)
		b.tick(time.Second)
		if alone {
			b.wants("HI2 1#0 Begin", "HI3 2#0 CC 12")
		} else {
			b.wants("HI2 1#0 Begin", "HI3 1#0 CC 12")
		}
	}
}

func TestTooManyCorrelationsForgetTheLongestUnused(t *testing.T) {
	b := newBench(t, Config{Sessions: 8})
	task, terms := call1(t, 1)
	b.set(task, quiet(terms))
	for i := range 20 {
		b.send(pdu(task, x2x3.X2, x2x3.SIP, uint64(i+1), time.Duration(i)*ms, invite(fmt.Sprint("c", i))))
		if got := len(b.byXID[task.XID].sessions); got > 8 {
			t.Fatalf("%d sessions", got)
		}
	}
	b.out.Reset()
	b.tick(time.Minute)
	b.wants("HI2 0#0 message 12 communications were forgotten: too many at once")
}

func TestAPDUForASecondTaskCountsForItAndItsDirectionIsNotGuessed(t *testing.T) {
	b := newBench(t, Config{})
	first, terms := call1(t, 1)
	same, sameTerms := call1(t, 2)
	other, otherTerms := order(t, 3, "sip-uri", "sip:bob@example.com")
	for task, terms := range map[*intercept.Task]Terms{&first: quiet(terms), &same: quiet(sameTerms), &other: quiet(otherTerms)} {
		b.set(*task, terms)
		b.send(pdu(*task, x2x3.X2, x2x3.SIP, 7, ms, invite("c1")))
	}
	b.out.Reset()
	p := pdu(first, x2x3.X3, x2x3.RTP, 7, 2*ms, rtp(1))
	p.Matched = [][]byte{[]byte("<sipUri>sip:alice@example.com</sipUri>")}
	p.Additional = []x2x3.Additional{{XID: same.XID, Correlation: 7, Seq: x2x3.Some(uint32(0))}, {XID: other.XID, Correlation: 7}}
	b.send(p)
	for i, want := range []string{"LIID-1 1", "LIID-2 1", "LIID-3 3"} {
		p := b.read(i)
		if got := fmt.Sprintf("%s %d", p.LIID, p.CC[0].Direction); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}
