package mediation

import (
	"cmp"
	"net/netip"
	"time"

	"writ/wire/etsi"
	"writ/wire/x2x3"
)

// A sessionKey says which PDUs of a task belong to one communication: those of one Correlation ID (within the network function
// where Terms.PerElement says so). Correlation 0 means that the point of interception does not correlate: then signalling is parted by
// its own identifier, and the rest of one function and point is one communication.
type sessionKey struct {
	corr    uint64
	domain  name
	element name
	point   name
	call    uint64
}

func (k *sessionKey) compare(o *sessionKey) int {
	return cmp.Or(cmp.Compare(k.corr, o.corr), cmp.Compare(k.domain, o.domain), cmp.Compare(k.element, o.element), cmp.Compare(k.point, o.point), cmp.Compare(k.call, o.call))
}

// A session is where the PDUs of one correlation come together. Communications may follow one another in it, each with its CIN.
type session struct {
	t        *task
	key      sessionKey
	ordinal  uint64        // in its task; timers of one instant go by it
	seen     time.Duration // last used
	counters []counter
	communication

	queue   queue // content that waits for the IRI-Begin
	waitDue time.Duration
	dirty   bool
}

// A communication is what has one CIN.
type communication struct {
	cin      uint32 // 0: none given yet
	service  Service
	begun    bool // its IRI-Begin went out
	ended    bool // its IRI-End went out
	waited   bool // content went out, or waited long enough
	toldOpen bool // it was told that its beginning was not seen
	calls    []call
	media    []medium
	access   access
	rows     []row // two for each leg: HI2, HI3
}

// A row is one sequence of PDUs: one destination's IRI, or CC, of one communication.
type row struct {
	next    uint32 // sequenceNumber
	counter uint64 // byteCounter of the encryption container; 0: none was sent

	chain    *etsi.Chain // nil where nothing is open
	hashDue  time.Duration
	hashes   uint32 // next number of a hash PDU
	unsigned []uint32
	signDue  time.Duration
	signs    uint32 // next number of a signature PDU
}

func (s *session) row(leg int, h Handover) *row {
	at := 2 * leg
	if h == HI3 {
		at++
	}
	for len(s.rows) <= at {
		s.rows = append(s.rows, row{})
	}
	return &s.rows[at]
}

// A medium is one stream that SDP announced: where its owner receives, and what names it in CC.
type medium struct {
	at netip.AddrPort
	id []byte
}

// The limits of what one session keeps.
const (
	mostCounters = 256
	mostCalls    = 64
	mostMedia    = 64
)

// A counter takes the X2/X3 Sequence Numbers of one context (TS 103 221-2 clause 5.3.9) of the session's correlation.
type counter struct {
	of      [3]name // Domain ID, NFID, IPID
	typ     x2x3.Type
	next    uint32 // the number expected
	window  uint64 // bit i: next-1-i came
	newest  time.Time
	started bool
}

// counter finds or makes the counter of an input. It is nil where the session has too many.
func (s *session) counter(of [3]name, typ x2x3.Type) *counter {
	for i := range s.counters {
		if c := &s.counters[i]; c.of == of && c.typ == typ {
			return c
		}
	}
	if len(s.counters) == mostCounters {
		return nil
	}
	s.counters = append(s.counters, counter{of: of, typ: typ})
	return &s.counters[len(s.counters)-1]
}

// window is how far behind a number may come and still be known as new.
const window = 64

// A verdict is what a counter says of a number.
type verdict struct {
	fresh   bool
	missing int64 // how many more never came than was known before; -1: one that was missing came
	restart bool  // the sender's counter began anew
}

// note takes a number. fromStart: a counter that is new here began at 0 at the sender too. A counter that fell back has begun anew if
// the PDU was captured later than any before it: what is sent again was not.
func (c *counter) note(seq uint32, captured time.Time, fromStart bool) (v verdict) {
	ahead := int32(seq - c.next)
	back := uint64(-int64(ahead)) - 1
	v.fresh = true
	switch {
	case !c.started:
		c.begin(seq)
		if fromStart {
			v.missing = plausible(seq)
		}
	case ahead >= 0:
		v.missing = int64(ahead)
		c.next, c.window = seq+1, shift(c.window, uint64(ahead)+1)|1
	case back < window && c.window&(1<<back) == 0:
		c.window |= 1 << back
		v.missing = -1
	case captured.After(c.newest):
		c.begin(seq)
		v.restart, v.missing = true, plausible(seq)
	default:
		return verdict{}
	}
	if captured.After(c.newest) {
		c.newest = captured
	}
	return v
}

func (c *counter) begin(seq uint32) { c.started, c.next, c.window = true, seq+1, 1 }

// plausible is how many numbers lie before a counter's first one here; one beyond 2^31 tells nothing.
func plausible(seq uint32) int64 {
	if seq >= 1<<31 {
		return 0
	}
	return int64(seq)
}

func shift(w, n uint64) uint64 {
	if n >= window {
		return 0
	}
	return w << n
}
