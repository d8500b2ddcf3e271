package lemf

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"writ/wire/etsi"
)

// A Book counts what came: numbers per stream, IRI and CC per session. The zero Book is empty. It grows with the sessions, not
// with the PDUs.
type Book struct {
	streams  map[Stream]*Count
	sessions map[Session]*Tally
}

// A Count is what came of one stream.
type Count struct {
	Stream
	Numbers
	PDUs    uint64 // without what came twice
	Twice   uint64
	Earlier uint64    // came behind a higher number
	From    time.Time // the earliest instant
	To      time.Time // the latest
}

// A Tally is what came of one session.
type Tally struct {
	Session
	Types    map[etsi.IRIType]int
	CCs      int
	Begun    time.Time // of the first IRI-Begin
	Ended    time.Time // of the last IRI-End
	FirstCC  time.Time
	LastCC   time.Time
	Answered bool
	Media    bool
	sealed   bool
}

// Add counts one PDU and says whether its number is new in its stream. What came twice counts nowhere else.
func (b *Book) Add(m Mark) (fresh bool) {
	if b.streams == nil {
		b.streams, b.sessions = map[Stream]*Count{}, map[Session]*Tally{}
	}
	c := b.streams[m.Stream]
	if c == nil {
		c = &Count{Stream: m.Stream}
		b.streams[m.Stream] = c
	}
	last := c.Last()
	if !c.Add(m.Seq) {
		c.Twice++
		return false
	}
	if c.PDUs > 0 && c.Last() == last {
		c.Earlier++
	}
	c.PDUs++
	c.From, c.To = earlier(c.From, m.At), later(c.To, m.At)
	if m.Kind.product() {
		b.session(m.Session).add(m)
	}
	return true
}

func (b *Book) session(s Session) *Tally {
	t := b.sessions[s]
	if t == nil {
		t = &Tally{Session: s, Types: map[etsi.IRIType]int{}}
		b.sessions[s] = t
	}
	return t
}

func (t *Tally) add(m Mark) {
	for _, typ := range m.Types {
		t.Types[typ]++
		switch typ {
		case etsi.IRIBegin:
			t.Begun = earlier(t.Begun, m.At)
		case etsi.IRIEnd:
			t.Ended = later(t.Ended, m.At)
		case etsi.NoIRIType, etsi.IRIContinue, etsi.IRIReport:
		}
	}
	t.Answered = t.Answered || m.Answer
	t.Media = t.Media || m.Media
	t.sealed = t.sealed || m.Kind.sealed()
	if t.CCs += m.CCs; m.CCs > 0 {
		t.FirstCC, t.LastCC = earlier(t.FirstCC, m.At), later(t.LastCC, m.At)
	}
}

// IRIs gives how many IRI came.
func (t *Tally) IRIs() int {
	n := 0
	for _, v := range t.Types {
		n += v
	}
	return n
}

func earlier(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// Counts gives the streams, those of one session together.
func (b *Book) Counts() []*Count {
	out := make([]*Count, 0, len(b.streams))
	for _, c := range b.streams {
		out = append(out, c)
	}
	slices.SortFunc(out, func(x, y *Count) int {
		return cmp.Or(compare(x.Session, y.Session), cmp.Compare(x.Kind, y.Kind))
	})
	return out
}

// Sessions gives the sessions in the order of LIID, network and CIN.
func (b *Book) Sessions() []*Tally {
	out := make([]*Tally, 0, len(b.sessions))
	for _, t := range b.sessions {
		out = append(out, t)
	}
	slices.SortFunc(out, func(x, y *Tally) int { return compare(x.Session, y.Session) })
	return out
}

func compare(a, b Session) int {
	return cmp.Or(strings.Compare(a.LIID.Reveal(), b.LIID.Reveal()), cmp.Compare(a.CIN, b.CIN), strings.Compare(a.Network.Reveal(), b.Network.Reveal()))
}

// Highest gives the highest number of a stream so far, above 2^32 after a wrap; -1 where none came.
func (b *Book) Highest(s Stream) int64 {
	c := b.streams[s]
	if c == nil {
		return -1
	}
	return c.Last()
}

// Session gives what came of one session; nil where nothing did.
func (b *Book) Session(s Session) *Tally { return b.sessions[s] }
