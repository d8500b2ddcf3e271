package probe

import (
	"bytes"
	"testing"
	"time"

	"pgregory.net/rapid"

	"writ/wire/x2x3"
)

var noon = time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC)

func aLink(t interface{ Fatal(...any) }, c LinkConfig) *Link {
	l, err := NewLink(c)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

var usual = LinkConfig{MaxOctets: 1 << 20, MaxAge: time.Hour, KeepAlive: time.Second, Timeout: 3 * time.Second}

func product(n int) []byte {
	p := x2x3.PDU{Minor: 5, Type: x2x3.X3, Format: x2x3.RTP, Direction: x2x3.ToTarget, Payload: []byte{1}, Attributes: x2x3.Attributes{Seq: x2x3.Some(uint32(n))}}
	return p.Append(nil)
}

// A peer stores what comes and acknowledges keep-alives after that.
type peer struct {
	stored map[uint32]int
	order  []uint32
	in     []byte
}

func (p *peer) take(octets []byte) (answer []byte) {
	p.in = append(p.in, octets...)
	for {
		n, err := x2x3.Size(p.in)
		if err != nil || n > len(p.in) {
			return answer
		}
		var d x2x3.PDU
		if d.Decode(p.in[:n]) == nil {
			if d.IsKeepAlive() {
				ack := d.Acknowledge(5)
				answer = ack.Append(answer)
			} else {
				if p.stored[d.Seq.V]++; p.stored[d.Seq.V] == 1 {
					p.order = append(p.order, d.Seq.V)
				}
			}
		}
		p.in = p.in[n:]
	}
}

// Whatever connections come and go, the other end gets each PDU, in order at its first coming, and what it acknowledged isn't sent again.
func TestNoPDUIsLostOverConnectionsThatBreak(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := usual
		c.Every = rapid.SampledFrom([]int{0, 1, 200}).Draw(t, "every")
		l, p, at, offered := aLink(t, c), &peer{stored: map[uint32]int{}}, noon, 0
		var line, back []byte // what is under way
		open := false
		for range rapid.IntRange(1, 200).Draw(t, "steps") {
			at = at.Add(time.Duration(rapid.IntRange(0, 800).Draw(t, "ms")) * time.Millisecond)
			switch rapid.IntRange(0, 6).Draw(t, "event") {
			case 0, 1:
				l.Offer(at, product(offered))
				offered++
			case 2:
				l.Opened(at)
				open, line, back, p.in = true, nil, nil, nil
			case 3:
				l.Closed()
				open, line, back = false, nil, nil
			case 4:
				line = l.Write(line, rapid.IntRange(0, 300).Draw(t, "max"))
			case 5:
				if n := rapid.IntRange(0, len(line)).Draw(t, "arrives"); open {
					back = append(back, p.take(line[:n])...)
					line = line[n:]
				}
			default:
				l.Tick(at)
				l.Got(at, back)
				back = nil
			}
			if s := l.Stats(); s.Offered != s.Covered+s.Waiting || s.Dropped+s.Unconfirmed > 0 {
				t.Fatalf("%+v", s)
			}
		}
		l.Opened(at)
		p.in = nil
		for range 10 {
			at = at.Add(time.Second)
			l.Tick(at)
			l.Got(at, p.take(l.Write(nil, 1<<20)))
		}
		if s := l.Stats(); s.Waiting != 0 || int(s.Covered) != offered || len(p.stored) != offered {
			t.Fatalf("offered %d, stored %d, %+v", offered, len(p.stored), s)
		}
		for i, n := range p.order {
			if int(n) != i {
				t.Fatalf("order %v", p.order)
			}
		}
	})
}

// A link that is cut more often than TIME_P1 would keep all that it ever sent: a keep-alive by octets lets go what is stored.
func TestAKeepAliveByOctetsCoversWhatIsStoredOnALinkThatIsOftenCut(t *testing.T) {
	c := usual
	c.Every = 10 * len(product(0))
	l, p, at, n := aLink(t, c), &peer{stored: map[uint32]int{}}, noon, 0
	for range 50 {
		l.Opened(at)
		p.in = nil
		for range 25 {
			l.Offer(at, product(n))
			n++
		}
		l.Got(at, p.take(l.Write(nil, 1<<20)))
		at = at.Add(300 * time.Millisecond)
		l.Tick(at)
		l.Closed()
	}
	if s := l.Stats(); s.Covered < int64(n)-20 || s.Waiting > 20 || len(p.stored) != n || s.Dropped+s.Unconfirmed > 0 {
		t.Errorf("of %d: %+v, %d stored", n, s, len(p.stored))
	}
}

func TestWhatIsAcknowledgedIsNotSentAgain(t *testing.T) {
	l, p := aLink(t, usual), &peer{stored: map[uint32]int{}}
	l.Opened(noon)
	l.Offer(noon, product(0))
	octets := l.Write(nil, 1000)
	l.Tick(noon.Add(time.Second))
	l.Offer(noon, product(1)) // after the keep-alive: it isn't covered
	octets = l.Write(octets, 1000)
	l.Got(noon.Add(time.Second), p.take(octets))
	l.Closed()
	l.Opened(noon.Add(2 * time.Second))
	if again := l.Write(nil, 1000); !bytes.Equal(again, product(1)) {
		t.Errorf("sent again: %x", again)
	}
	if s := l.Stats(); s.Covered != 1 || s.Repeated != 1 || s.Waiting != 1 {
		t.Errorf("%+v", s)
	}
}

func TestADestinationThatAcknowledgesNothingIsHungUpAfterP2(t *testing.T) {
	l := aLink(t, usual)
	l.Opened(noon)
	for s := range 3 {
		l.Tick(noon.Add(time.Duration(s) * time.Second))
		l.Got(noon, (&x2x3.PDU{Minor: 5, Type: x2x3.KeepAliveAck, Attributes: x2x3.Attributes{Seq: x2x3.Some(uint32(99))}}).Append(nil))
		if l.Broken() {
			t.Fatalf("after %d s", s)
		}
	}
	if l.Tick(noon.Add(3 * time.Second)); !l.Broken() {
		t.Error("not after P2 either; a number that was never sent counts as an answer")
	}
	if l.Closed(); l.Broken() {
		t.Error("a closed connection is to be closed")
	}
}

func TestTheBufferIsBoundedAndSaysWhatItGaveUp(t *testing.T) {
	c := usual
	c.MaxOctets = 10 * len(product(0))
	l := aLink(t, c)
	l.Opened(noon)
	for n := range 4 {
		l.Offer(noon, product(n))
	}
	l.Write(nil, 1<<20)
	for n := range 10 {
		l.Offer(noon, product(4+n))
	}
	if s := l.Stats(); s.Unconfirmed != 4 || s.Dropped != 0 || s.Waiting != 10 {
		t.Errorf("%+v", s)
	}
	l.Tick(noon.Add(time.Hour + 1))
	if s := l.Stats(); s.Dropped != 10 || s.Waiting != 0 || s.Octets != 0 || s.Offered != s.Covered+s.Dropped+s.Unconfirmed+s.Waiting {
		t.Errorf("%+v", s)
	}
}

func TestWithoutKeepAlivesAWrittenPDUIsLetGo(t *testing.T) {
	l := aLink(t, LinkConfig{MaxOctets: 1 << 20, MaxAge: time.Hour})
	l.Opened(noon)
	l.Offer(noon, product(0))
	l.Tick(noon.Add(time.Hour))
	if got := l.Write(nil, 1000); !bytes.Equal(got, product(0)) || l.Broken() {
		t.Errorf("%x", got)
	}
	if s := l.Stats(); s.Covered != 1 || s.Waiting != 0 {
		t.Errorf("%+v", s)
	}
}

func TestAPeerThatSendsAnythingElseIsHungUp(t *testing.T) {
	for name, in := range map[string][]byte{"product": product(1), "noise": bytes.Repeat([]byte("GET "), 5), "a long header": {0, 5, 0, 4, 0, 0, 4, 1, 0, 0, 0, 0, 0}} {
		l := aLink(t, usual)
		l.Opened(noon)
		if l.Got(noon, in); !l.Broken() {
			t.Errorf("%s is taken", name)
		}
	}
}

func TestAKeepAliveOfThePeerIsAnswered(t *testing.T) {
	l := aLink(t, usual)
	l.Opened(noon)
	k := x2x3.NewKeepAlive(5, 7)
	octets := k.Append(nil)
	l.Got(noon, octets[:20])
	l.Got(noon, octets[20:])
	ack := k.Acknowledge(5)
	if got := l.Write(nil, 10); !bytes.Equal(got, ack.Append(nil)) {
		t.Errorf("%x", got)
	}
}

func TestTimersOfALinkAreWholeSecondsAndInOrder(t *testing.T) {
	for _, c := range []LinkConfig{
		{}, {MaxOctets: 1, MaxAge: 1, KeepAlive: time.Millisecond, Timeout: time.Second}, {MaxOctets: 1, MaxAge: 1, KeepAlive: time.Second, Timeout: time.Second},
		{MaxOctets: 1, MaxAge: 1, KeepAlive: time.Second, Timeout: 2500 * time.Millisecond},
	} {
		if _, err := NewLink(c); err == nil {
			t.Errorf("%+v is taken", c)
		}
	}
}

func TestWhatABoundGivesUpIsToldAndAnIdleLinkWantsNoTime(t *testing.T) {
	c := usual
	c.MaxAge = time.Minute
	var lost []bool
	c.Lost = func(pdu []byte, written bool) {
		if !bytes.Equal(pdu, product(0)) && !bytes.Equal(pdu, product(1)) {
			t.Errorf("another PDU: %x", pdu)
		}
		lost = append(lost, written)
	}
	l := aLink(t, c)
	if at, any := l.Due(); any {
		t.Errorf("without a connection and a PDU something is due at %v", at)
	}
	l.Opened(noon)
	if at, any := l.Due(); !any || !at.Equal(noon.Add(c.KeepAlive)) {
		t.Errorf("due at %v", at)
	}
	l.Offer(noon, product(0))
	l.Write(nil, 1000)
	l.Closed()
	l.Offer(noon.Add(time.Second), product(1))
	for at, any := l.Due(); any; at, any = l.Due() {
		if l.Tick(at); len(lost) == 0 {
			t.Fatal("what was due changed nothing")
		}
	}
	if len(lost) != 2 || !lost[0] || lost[1] {
		t.Errorf("told %v: the first was written, the second was not", lost)
	}
}
