package probe

import (
	"errors"
	"time"

	"writ/wire/x2x3"
)

// LinkConfig says how a destination is served.
type LinkConfig struct {
	MaxOctets int           // of PDUs that are kept; beyond it the oldest goes
	MaxAge    time.Duration // of a PDU that is kept
	KeepAlive time.Duration // TIME_P1; 0: the other end answers no keep-alives, so a PDU is let go when it is written
	Timeout   time.Duration // TIME_P2, longer than TIME_P1
	Every     int           // a keep-alive also goes after so many octets, so that what is kept stays little on a link that is often cut; 0: by TIME_P1 alone
	Minor     uint8         // 0 stands for x2x3.DefaultMinor

	// Lost is told each PDU that a bound gives up; unwritten, the other end never had it, else nobody knows. The octets hold until it returns. May be nil.
	Lost func(pdu []byte, written bool)
}

// ErrTimers says that the two times don't fit clause 6.2.4 of TS 103 221-2.
var ErrTimers = errors.New("probe: TIME_P1 and TIME_P2 are whole seconds, at least one, TIME_P2 the longer; and the buffer has a bound")

// A Link carries PDUs to one destination over one connection after the other. X2 and X3 have no acknowledgement; but the other end
// acknowledges a keep-alive only when it has stored all that came before it, so what no acknowledged keep-alive follows is kept
// and sent again on the next connection. The other end knows repeats by their Sequence Numbers.
//
// The methods are events, each with its time; Write gives what goes onto the connection next. It does no I/O.
type Link struct {
	cfg   LinkConfig
	stats LinkStats

	queue []kept // from head on
	head  int
	base  uint64 // absolute place of queue[head]
	next  uint64 // absolute place of the PDU that is written next on this connection
	chunk []byte // memory of the PDUs that come next

	open    bool
	broken  bool // the connection must be closed
	in      []byte
	pdu     x2x3.PDU
	control []byte // keep-alives and acknowledgements that are to be written
	marks   []mark
	number  uint32 // of the next keep-alive
	since   int    // octets written behind the last one
	due     time.Time
	heard   time.Time // the last valid acknowledgement, or the opening
}

// LinkStats are counted since the start. Offered = Covered + Dropped + Unconfirmed + Waiting.
type LinkStats struct {
	Offered     int64 // PDUs
	Covered     int64 // stored at the other end, or with keep-alives off: written
	Dropped     int64 // given up by a bound before they were written
	Unconfirmed int64 // given up by a bound, written but never confirmed
	Waiting     int64
	Octets      int64 // that wait
	Repeated    int64 // written again on a later connection
}

type kept struct {
	octets  []byte
	at      time.Time
	written bool
}

// A mark says what a keep-alive covers: all before its place.
type mark struct {
	number uint32
	place  uint64
}

const chunkSize = 256 << 10

// NewLink gives a Link that waits for its first connection.
func NewLink(c LinkConfig) (*Link, error) {
	whole := func(d time.Duration) bool { return d >= time.Second && d%time.Second == 0 }
	if c.MaxOctets <= 0 || c.MaxAge <= 0 || c.KeepAlive != 0 && (!whole(c.KeepAlive) || !whole(c.Timeout) || c.Timeout <= c.KeepAlive) {
		return nil, ErrTimers
	}
	if c.Minor == 0 {
		c.Minor = x2x3.DefaultMinor
	}
	return &Link{cfg: c}, nil
}

// Stats gives the counts. A count of Dropped or Unconfirmed that rose is to be reported (ReportDestinationIssue).
func (l *Link) Stats() LinkStats { return l.stats }

// Offer takes one PDU to be delivered. It is copied.
func (l *Link) Offer(at time.Time, pdu []byte) {
	if cap(l.chunk)-len(l.chunk) < len(pdu) {
		l.chunk = make([]byte, 0, max(chunkSize, len(pdu)))
	}
	from := len(l.chunk)
	l.chunk = append(l.chunk, pdu...)
	l.queue = append(l.queue, kept{octets: l.chunk[from:len(l.chunk):len(l.chunk)], at: at})
	l.stats.Offered++
	l.stats.Waiting++
	l.stats.Octets += int64(len(pdu))
	l.bound(at)
}

// bound gives up what is too much or too old, oldest first.
func (l *Link) bound(at time.Time) {
	for l.head < len(l.queue) && (l.stats.Octets > int64(l.cfg.MaxOctets) || at.Sub(l.queue[l.head].at) > l.cfg.MaxAge) {
		if l.queue[l.head].written {
			l.stats.Unconfirmed++
		} else {
			l.stats.Dropped++
		}
		if k := l.queue[l.head]; l.cfg.Lost != nil {
			l.cfg.Lost(k.octets, k.written)
		}
		l.pop()
	}
}

// pop lets the oldest PDU go.
func (l *Link) pop() {
	l.stats.Waiting--
	l.stats.Octets -= int64(len(l.queue[l.head].octets))
	l.queue[l.head] = kept{}
	l.head++
	l.base++
	l.next = max(l.next, l.base)
	if l.head > 1024 && l.head*2 > len(l.queue) {
		l.queue = append(l.queue[:0], l.queue[l.head:]...)
		l.head = 0
	}
}

// Opened says that a new connection stands: all that is kept goes over it again, and keep-alives count from 0.
func (l *Link) Opened(at time.Time) {
	l.open, l.broken = true, false
	l.next, l.number, l.since = l.base, 0, 0
	l.in, l.control, l.marks = l.in[:0], l.control[:0], l.marks[:0]
	l.due, l.heard = at.Add(l.cfg.KeepAlive), at
}

// Closed says that the connection is gone.
func (l *Link) Closed() { l.open = false }

// Tick lets time pass: keep-alives fall due, and a connection whose other end acknowledges nothing must be closed ([Link.Broken]).
func (l *Link) Tick(at time.Time) {
	l.bound(at)
	if !l.open || l.cfg.KeepAlive == 0 {
		return
	}
	if at.Sub(l.heard) >= l.cfg.Timeout {
		l.broken = true
		return
	}
	if !at.Before(l.due) {
		l.due = at.Add(l.cfg.KeepAlive)
		l.keepAlive()
	}
}

// Due is the instant at which a Tick is wanted, if any; it holds until the next event.
func (l *Link) Due() (at time.Time, any bool) {
	earlier := func(t time.Time) {
		if !any || t.Before(at) {
			at, any = t, true
		}
	}
	if l.head < len(l.queue) {
		earlier(l.queue[l.head].at.Add(l.cfg.MaxAge + 1))
	}
	if l.open && !l.broken && l.cfg.KeepAlive > 0 {
		earlier(l.due)
		earlier(l.heard.Add(l.cfg.Timeout))
	}
	return at, any
}

// keepAlive puts a keep-alive behind what has been written so far.
func (l *Link) keepAlive() {
	k := x2x3.NewKeepAlive(l.cfg.Minor, l.number)
	l.control = k.Append(l.control)
	l.marks = append(l.marks, mark{l.number, l.next})
	l.number++
	l.since = 0
}

// Broken reports whether the connection must be closed: nothing was acknowledged for TIME_P2, or the other end can't be understood.
func (l *Link) Broken() bool { return l.open && l.broken }

// Write appends to dst what goes onto the connection next: keep-alives, and whole PDUs until max octets are reached. Nothing is appended when
// there is nothing to do.
func (l *Link) Write(dst []byte, max int) []byte {
	if !l.open || l.broken {
		return dst
	}
	dst = append(dst, l.control...)
	l.control = l.control[:0]
	for n := 0; n < max && int(l.next-l.base) < len(l.queue)-l.head; {
		k := &l.queue[l.head+int(l.next-l.base)]
		dst = append(dst, k.octets...)
		n += len(k.octets)
		l.since += len(k.octets)
		l.wrote(k)
		if l.cfg.KeepAlive > 0 && l.cfg.Every > 0 && l.since >= l.cfg.Every {
			l.keepAlive()
			dst = append(dst, l.control...)
			l.control = l.control[:0]
		}
	}
	return dst
}

func (l *Link) wrote(k *kept) {
	if k.written {
		l.stats.Repeated++
	}
	k.written = true
	l.next++
	if l.cfg.KeepAlive == 0 {
		l.stats.Covered++
		l.pop()
	}
}

// Got takes what the other end sent.
func (l *Link) Got(at time.Time, octets []byte) {
	l.in = append(l.in, octets...)
	rest := l.in
	for l.open && !l.broken {
		n, err := x2x3.Size(rest)
		if errors.Is(err, x2x3.ErrMore) || err == nil && n > len(rest) && n <= maxAnswer {
			break
		}
		if err != nil || n > maxAnswer || l.pdu.DecodeLenient(rest[:n]) != nil {
			l.broken = true
			break
		}
		l.answer(at)
		rest = rest[n:]
	}
	l.in = append(l.in[:0], rest...)
}

// maxAnswer is more than a keep-alive or its acknowledgement ever has; the other end sends nothing else.
const maxAnswer = 1024

func (l *Link) answer(at time.Time) {
	switch l.pdu.Type {
	case x2x3.KeepAliveAck:
		l.acknowledged(at, l.pdu.Seq.V)
	case x2x3.KeepAlive:
		ack := l.pdu.Acknowledge(l.cfg.Minor)
		l.control = ack.Append(l.control)
	default:
		l.broken = true
	}
}

// acknowledged lets go what a keep-alive covers. A number that isn't outstanding is no valid acknowledgement.
func (l *Link) acknowledged(at time.Time, number uint32) {
	for i, m := range l.marks {
		if m.number != number {
			continue
		}
		l.heard = at
		l.marks = append(l.marks[:0], l.marks[i+1:]...)
		for l.base < m.place {
			l.stats.Covered++
			l.pop()
		}
		return
	}
}
