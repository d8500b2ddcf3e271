package lemf

import (
	"crypto/sha256"
)

// maxRecent is how many PDUs are remembered by their digest.
const maxRecent = 1 << 16

// recent remembers the digests of the PDUs that came last, so that a resend can be told from another PDU of the same number.
type recent struct {
	digests map[place]digest
	ring    []place
	next    int
}

type place struct {
	Stream
	Seq uint32
}

type digest [16]byte

// An answer to whether two PDUs are the same.
type sameness uint8

const (
	unknown sameness = iota // the first is no longer remembered
	yes
	no
)

func newRecent() recent { return recent{digests: map[place]digest{}} }

func digestOf(octets []byte) (d digest) {
	sum := sha256.Sum256(octets)
	copy(d[:], sum[:])
	return d
}

func (r *recent) put(m Mark, octets []byte) {
	at := place{m.Stream, m.Seq}
	if len(r.ring) < maxRecent {
		r.ring = append(r.ring, at)
	} else {
		delete(r.digests, r.ring[r.next])
		r.ring[r.next] = at
		r.next = (r.next + 1) % maxRecent
	}
	r.digests[at] = digestOf(octets)
}

func (r *recent) same(m Mark, octets []byte) sameness {
	d, ok := r.digests[place{m.Stream, m.Seq}]
	switch {
	case !ok:
		return unknown
	case d == digestOf(octets):
		return yes
	default:
		return no
	}
}
