package decode

import (
	"errors"
	"io"
)

// A window is the part of a stream that is looked at: it grows as far as a PDU may be long and forgets what was read.
type window struct {
	r      io.Reader
	buf    []byte
	from   int   // of buf: what comes next
	keep   int   // octets before from that are not forgotten yet
	offset int64 // of buf[from], in the stream
	ended  bool
	err    error // of the reader, but its end
}

// have gives what is at hand.
func (w *window) have() []byte { return w.buf[w.from:] }

// fill reads until n octets are at hand, or the stream ends. It reports whether they are.
func (w *window) fill(n int) bool {
	if len(w.have()) >= n || w.ended {
		return len(w.have()) >= n
	}
	if n += w.from; n > cap(w.buf) {
		n -= w.forget(n)
	}
	for len(w.buf) < n && !w.ended {
		k, err := w.r.Read(w.buf[len(w.buf):cap(w.buf)])
		w.buf = w.buf[:len(w.buf)+k]
		if err != nil {
			w.ended = true
			if !errors.Is(err, io.EOF) {
				w.err = err
			}
		}
	}
	return len(w.buf) >= n
}

// forget makes room for n octets: it drops what was passed, and where that is not enough takes twice the room, so that what
// is at hand is moved once in as many octets as it has. It returns how many it dropped.
func (w *window) forget(n int) int {
	drop := w.from - w.keep
	old := w.buf
	if room := max(2*(n-drop), chunk); room > cap(w.buf) {
		w.buf = make([]byte, 0, room)
	}
	w.buf = append(w.buf[:0], old[drop:]...)
	w.from = w.keep
	return drop
}

// chunk is how much is read at once, at least.
const chunk = 256 << 10

// pass goes on by n octets, which are at hand, and forgets them; keeping says of how many of them it must not.
func (w *window) pass(n int) { w.keeping(n, 0) }

func (w *window) keeping(n, keep int) {
	w.from += n
	w.offset += int64(n)
	w.keep = keep
}

// back returns by n of the octets that were kept.
func (w *window) back(n int) {
	w.from -= n
	w.offset -= int64(n)
	w.keep -= n
}
