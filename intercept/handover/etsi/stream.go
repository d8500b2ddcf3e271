package etsi

// A stream keeps the PDUs that are not delivered, in the order in which they were offered, in one ring of
// octets. Octets are counted from the session's start, whatever link they go over.
//
//	first ──────────── sent ──────────── end
//	  handed to the link    not handed yet
type stream struct {
	buf              []byte // a power of two long; octet n lies at n % len
	first, sent, end uint64
	reached          uint64 // the farthest that sent ever was
	queue            queue[kept]
	flying           int // PDUs of the queue that lie before sent
	inFlight         uint64
	waiting          uint64
}

// A kept is one PDU of the stream.
type kept struct {
	end   uint64 // where it ends
	place uint64 // in the spool
	own   bool   // made here: has no place, is not counted
}

// push keeps a copy of one PDU behind all others.
func (s *stream) push(octets []byte, place uint64, own bool) {
	s.grow(len(octets))
	s.put(s.end, octets)
	s.end += uint64(len(octets))
	s.queue.push(kept{s.end, place, own})
	if !own {
		s.waiting++
	}
}

// held is how many octets are kept.
func (s *stream) held() int { return int(s.end - s.first) }

// next hands out the PDUs after sent: as many as fit in limit, but one at least, if there is one. It gives their
// octets in two parts (the ring may end between) and how many of them were handed out before.
func (s *stream) next(limit int) (a, b []byte, again uint64) {
	from := s.sent
	for ; s.flying < s.queue.n; s.flying++ {
		p := s.queue.at(s.flying)
		if s.sent > from && p.end-from > uint64(limit) {
			break
		}
		s.sent = p.end
		if p.own {
			continue
		}
		s.waiting--
		s.inFlight++
		if p.end <= s.reached {
			again++
		}
	}
	s.reached = max(s.reached, s.sent)
	a, b = s.octets(from, s.sent)
	return a, b, again
}

// deliver drops the PDUs that end at or before an octet. It gives the last one's place and their number, not
// counting our own.
func (s *stream) deliver(upTo uint64) (place, n uint64) {
	for s.flying > 0 {
		p := s.queue.at(0)
		if p.end > upTo {
			break
		}
		s.queue.pop()
		s.flying--
		s.first = p.end
		if !p.own {
			place = p.place
			n++
		}
	}
	s.inFlight -= n
	return place, n
}

// rewind makes the next link begin with the first PDU that is not delivered.
func (s *stream) rewind() {
	s.sent, s.flying = s.first, 0
	s.waiting += s.inFlight
	s.inFlight = 0
}

func (s *stream) index(n uint64) int { return int(n & uint64(len(s.buf)-1)) }

func (s *stream) octets(from, to uint64) (a, b []byte) {
	if from == to {
		return nil, nil
	}
	i, n := s.index(from), int(to-from)
	if i+n <= len(s.buf) {
		return s.buf[i : i+n], nil
	}
	return s.buf[i:], s.buf[:i+n-len(s.buf)]
}

// grow makes room for n more octets. What a Write effect holds of the old ring stays as it is.
func (s *stream) grow(n int) {
	size := max(len(s.buf), smallestRing)
	for size < s.held()+n {
		size *= 2
	}
	if size == len(s.buf) {
		return
	}
	a, b := s.octets(s.first, s.end)
	s.buf = make([]byte, size)
	s.put(s.first, a)
	s.put(s.first+uint64(len(a)), b)
}

const smallestRing = 4 << 10 // octets

// put writes p where octet n lies.
func (s *stream) put(n uint64, p []byte) {
	done := copy(s.buf[s.index(n):], p)
	copy(s.buf, p[done:])
}
