package packet

import (
	"encoding/binary"
	"net/netip"
	"slices"
	"time"
)

// The bounds of putting together. Beyond them the oldest datagram is given up.
const (
	MaxDatagrams = 256              // that wait at once
	MaxParts     = 64               // pieces of one
	MaxWaiting   = 4 << 20          // octets of all that wait
	MaxWait      = 30 * time.Second // from the first piece, by capture time (RFC 791: 15 s, RFC 8200: 60 s)
	maxDatagram  = 1<<16 - 1
)

// A datagram's name (RFC 791, RFC 8200 clause 4.5).
type datagram struct {
	from, to netip.Addr
	protocol uint8
	id       uint32
}

// pieces are what has come of one datagram.
type pieces struct {
	name        datagram
	first, last time.Time
	head        []byte // of the piece at offset 0: the IP header
	form        fragment
	list        []piece
	end         int // octets of the whole payload; -1 until the last piece came
	octets      int
}

type piece struct {
	offset int
	octets []byte
}

// parts holds the datagrams that wait, oldest first, and the memory of the last one that was completed.
type parts struct {
	waiting []*pieces
	octets  int
	done    []byte
	lost    int
}

// Lost says how many datagrams were given up: too old, too many, or contradicting themselves.
func (d *Decoder) Lost() int { return d.parts.lost }

// Waiting says how many datagrams are not complete.
func (d *Decoder) Waiting() int { return len(d.parts.waiting) }

// add takes a fragment; nil says that p is now its whole datagram.
func (s *parts) add(p *Packet, f fragment) error {
	s.forget(p.Last)
	if p.Cut || f.more && len(p.Payload)%8 != 0 || f.offset+len(p.Payload)+f.header > maxDatagram {
		return ErrBound
	}
	name := datagram{p.Source.Addr(), p.Destination.Addr(), p.Protocol, f.id}
	d := s.find(name, p.First)
	before := d.octets
	ok := d.take(p, f)
	s.octets += d.octets - before
	switch {
	case !ok || d.end+len(d.head) > maxDatagram:
		s.giveUp(d)
		return ErrBound
	case !d.complete():
		s.bound()
		return ErrPart
	}
	s.drop(d)
	s.join(d)
	p.First, p.Last, p.Fragments, p.IP = d.first, d.last, len(d.list), s.done
	return nil
}

func (s *parts) find(name datagram, at time.Time) *pieces {
	for _, d := range s.waiting {
		if d.name == name {
			return d
		}
	}
	d := &pieces{name: name, first: at, end: -1}
	s.waiting = append(s.waiting, d)
	return d
}

// take adds a piece. It refuses overlaps (RFC 5722), two ends, and too many pieces; the same piece again is the network's doing.
func (d *pieces) take(p *Packet, f fragment) bool {
	from, to := f.offset, f.offset+len(p.Payload)
	for _, have := range d.list {
		if have.offset == from && string(have.octets) == string(p.Payload) {
			return true
		}
		if from < have.offset+len(have.octets) && have.offset < to {
			return false
		}
	}
	if len(d.list) == MaxParts || len(p.Payload) == 0 || d.end >= 0 && (to > d.end || !f.more) {
		return false
	}
	if !f.more {
		d.end = to
	}
	if f.offset == 0 {
		d.head, d.form = slices.Clone(p.IP[:f.header]), f
	}
	d.list = append(d.list, piece{from, slices.Clone(p.Payload)})
	d.octets += len(p.Payload)
	d.last = p.Last
	return d.octets <= maxDatagram
}

// complete is exact, since pieces don't overlap.
func (d *pieces) complete() bool { return d.end >= 0 && d.octets == d.end && d.head != nil }

// join writes the whole datagram with one header.
func (s *parts) join(d *pieces) {
	slices.SortFunc(d.list, func(a, b piece) int { return a.offset - b.offset })
	s.done = append(s.done[:0], d.head...)
	six := d.form.fixed > 0
	if six { // the fragment header goes; what pointed to it points to what it pointed to
		s.done[d.form.next] = d.head[d.form.fixed]
		s.done = s.done[:d.form.fixed]
	}
	header := len(s.done)
	for _, x := range d.list {
		s.done = append(s.done, x.octets...)
	}
	if six {
		binary.BigEndian.PutUint16(s.done[4:], uint16(len(s.done)-40))
		return
	}
	binary.BigEndian.PutUint16(s.done[2:], uint16(len(s.done)))
	binary.BigEndian.PutUint16(s.done[6:], 0)
	binary.BigEndian.PutUint16(s.done[10:], 0)
	binary.BigEndian.PutUint16(s.done[10:], checksum(s.done[:header]))
}

func checksum(header []byte) uint16 {
	sum := uint32(0)
	for i := 0; i+1 < len(header); i += 2 {
		sum += uint32(binary.BigEndian.Uint16(header[i:]))
	}
	for sum > 0xffff {
		sum = sum>>16 + sum&0xffff
	}
	return ^uint16(sum)
}

// forget gives up what has waited too long. A clock that steps back forgets nothing.
func (s *parts) forget(at time.Time) {
	for len(s.waiting) > 0 && at.Sub(s.waiting[0].first) > MaxWait {
		s.giveUp(s.waiting[0])
	}
}

func (s *parts) bound() {
	for len(s.waiting) > MaxDatagrams || s.octets > MaxWaiting {
		s.giveUp(s.waiting[0])
	}
}

func (s *parts) giveUp(d *pieces) {
	s.lost++
	s.drop(d)
}

func (s *parts) drop(d *pieces) {
	s.octets -= d.octets
	if i := slices.Index(s.waiting, d); i >= 0 {
		s.waiting = slices.Delete(s.waiting, i, i+1)
	}
}
