package packet

import (
	"net/netip"
	"slices"
)

// The bounds of TCP streams that are followed.
const (
	MaxStreams = 4096      // directions at once; the one longest silent goes first
	MaxAhead   = 256 << 10 // octets that one direction holds for a missing segment; then it goes on behind the gap
	MaxHeld    = 32 << 20  // octets that all hold; beyond it none waits
)

// A Flow is one direction of a connection.
type Flow struct {
	Source, Destination netip.AddrPort
}

// Streams gives the octets of TCP connections in order, each direction for itself. The zero value is ready.
type Streams struct {
	flows map[Flow]*stream
	clock uint64
	held  int
	gaps  int
}

type stream struct {
	next  uint32
	ahead []segment
	held  int
	used  uint64
	out   []byte
}

type segment struct {
	seq    uint32
	octets []byte
}

// Gaps says how often octets never came and were passed over.
func (s *Streams) Gaps() int { return s.gaps }

// Take gives the octets that p's segment lets out, in order; nil when there are none. gap says that octets before them are
// missing. The result holds until the next call with this flow.
func (s *Streams) Take(p *Packet) (octets []byte, gap bool) {
	name := Flow{p.Source, p.Destination}
	f := s.flow(name, p)
	seq := p.Seq
	if p.SYN {
		s.held -= f.held
		f.next, f.ahead, f.held = seq+1, f.ahead[:0], 0
		seq++
	}
	s.held -= f.held
	octets, gap = f.take(seq, p.Payload, s.held)
	s.held += f.held
	if gap {
		s.gaps++
	}
	if p.FIN || p.RST {
		s.Forget(name)
	}
	return octets, gap
}

// Forget drops what is held of a direction that nobody wants any more.
func (s *Streams) Forget(name Flow) {
	if f := s.flows[name]; f != nil {
		s.held -= f.held
		delete(s.flows, name)
	}
}

func (s *Streams) flow(name Flow, p *Packet) *stream {
	s.clock++
	f := s.flows[name]
	if f == nil {
		if s.flows == nil {
			s.flows = map[Flow]*stream{}
		}
		s.bound()
		f = &stream{next: p.Seq}
		s.flows[name] = f
	}
	f.used = s.clock
	return f
}

func (s *Streams) bound() {
	for len(s.flows) >= MaxStreams {
		var oldest Flow
		least := s.clock + 1
		for name, f := range s.flows {
			if f.used < least {
				oldest, least = name, f.used
			}
		}
		s.Forget(oldest)
	}
}

func (f *stream) take(seq uint32, octets []byte, others int) (out []byte, gap bool) {
	f.out = f.out[:0]
	f.put(seq, octets)
	if f.held > MaxAhead || f.held > 0 && others+f.held > MaxHeld {
		slices.SortFunc(f.ahead, func(a, b segment) int { return int(int32(a.seq - b.seq)) })
		f.next, gap = f.ahead[0].seq, true
	}
	for f.drain() {
	}
	return f.out, gap
}

// put lets out what is next, holds what is ahead, and drops what was there before.
func (f *stream) put(seq uint32, octets []byte) {
	behind := int32(f.next - seq)
	switch {
	case len(octets) == 0:
	case behind < 0:
		f.ahead = append(f.ahead, segment{seq, slices.Clone(octets)})
		f.held += len(octets)
	case int(behind) < len(octets):
		f.out = append(f.out, octets[behind:]...)
		f.next = seq + uint32(len(octets))
	}
}

// drain lets out a held segment whose turn has come.
func (f *stream) drain() bool {
	for i, x := range f.ahead {
		if int32(x.seq-f.next) <= 0 {
			f.ahead = slices.Delete(f.ahead, i, i+1)
			f.held -= len(x.octets)
			f.put(x.seq, x.octets)
			return true
		}
	}
	return false
}
