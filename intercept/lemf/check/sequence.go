package check

import (
	"crypto/sha256"
	"fmt"
	"time"

	"writ/intercept/lemf"
	"writ/wire/etsi"
)

// A row is what is remembered of one stream while it is read.
type row struct {
	place   Place
	kind    lemf.Kind
	last    time.Time
	digests map[uint32][8]byte // of the last PDUs
	order   []uint32
}

// maxDigests is how many PDUs of a stream are remembered, to tell a resend from another PDU of the same number.
const maxDigests = 4096

func (c *Checker) row(m lemf.Mark, at Place) *row {
	r := c.rows[m.Stream]
	if r == nil {
		r = &row{place: at, kind: m.Kind, digests: map[uint32][8]byte{}}
		c.rows[m.Stream] = r
	}
	return r
}

// sequence counts a PDU's number. It returns false for what came twice, which is not judged again.
func (c *Checker) sequence(p *etsi.PDU, m lemf.Mark, at Place, octets []byte) bool {
	if m.Kind == lemf.KindTRI || m.Kind == lemf.KindSealed || m.Kind == 0 {
		return true
	}
	r := c.row(m, at)
	sum := sha256.Sum256(octets)
	d := [8]byte(sum[:8])
	before := c.book.Highest(m.Stream)
	fresh := c.book.Add(c.tell(p, m))
	if !fresh {
		if old, ok := r.digests[m.Seq]; ok && old != d {
			c.found.add("sequence-conflict", m.Stream, at, 1, "another PDU of this session and kind has the same number")
		} else {
			c.found.add("sequence-twice", m.Stream, at, 1, "a PDU comes a second time")
		}
		return false
	}
	after := c.book.Highest(m.Stream)
	if before >= 0 && after == before {
		c.found.add("sequence-order", m.Stream, at, 1, "a PDU comes behind one with a higher number")
	}
	if before >= 0 && before < 1<<32 && after >= 1<<32 {
		c.found.add("sequence-wrap", m.Stream, at, 1, "the sequence number wraps")
	}
	if len(r.order) == maxDigests {
		delete(r.digests, r.order[0])
		r.order = r.order[1:]
	}
	r.order = append(r.order, m.Seq)
	r.digests[m.Seq] = d
	c.chains.data(m, octets)
	return true
}

// times tells of time stamps that go back within a stream.
func (c *Checker) times(p *etsi.PDU, m lemf.Mark, at Place) {
	c.silent(m, at)
	if m.Kind == lemf.KindTRI || m.At.IsZero() {
		return
	}
	r := c.row(m, at)
	back := r.last.Sub(m.At)
	r.last = m.At
	switch {
	case p.Kind != etsi.KindIRI && p.Kind != etsi.KindCC, back <= 0:
	case back > time.Second:
		c.found.add("time-back", m.Stream, at, 1, "the time stamp goes back by "+back.Round(time.Millisecond).String())
	default:
		c.found.add("time-jitter", m.Stream, at, 1, "the time stamp goes back by less than a second")
	}
}

// longSilence is the longest TIME1 that is usual.
const longSilence = 360 * time.Second

func (c *Checker) silent(m lemf.Mark, at Place) {
	if m.At.Unix() < oddBefore {
		return
	}
	last := c.last[at.File]
	c.last[at.File] = m.At
	if gap := m.At.Sub(last); !last.IsZero() && gap > longSilence {
		c.found.add("silence", at.File, at, 1, "before this PDU lie "+gap.Round(time.Second).String()+" without one")
	}
}

func (c *Checker) finishSequences() {
	for _, n := range c.book.Counts() {
		r := c.rows[n.Stream]
		if r == nil {
			continue
		}
		for _, g := range n.Gaps() {
			c.found.add("sequence-gap", scope2{n.Stream, g.First}, r.place, int(g.Last-g.First+1), fmt.Sprintf("%s of the %s in this session did not come", numbers(g.First, g.Last), n.Kind))
		}
		if rest := n.Missing() - gapped(n); rest > 0 {
			c.found.add("sequence-gap", scope2{n.Stream, "closed"}, r.place, int(rest), "many more numbers did not come")
		}
		switch first := n.First(); {
		case n.Before() > 0:
			c.found.add("sequence-start", n.Stream, r.place, 1, fmt.Sprintf("the first number of the %s is %d", n.Kind, uint32(first)))
		case first == 1:
			c.found.add("sequence-one", n.Kind, r.place, 1, "the "+n.Kind.String()+" is counted from 1")
		}
	}
}

func gapped(n *lemf.Count) (sum uint64) {
	for _, g := range n.Gaps() {
		sum += uint64(g.Last - g.First + 1)
	}
	return sum
}
