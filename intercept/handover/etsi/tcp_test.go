package etsi_test

import "time"

// A tcp is one connection: octets that the Delivery Function's socket took, octets under way, octets in the LEMF's
// kernel, and what can happen to them.
type tcp struct {
	w     *world
	link  uint64
	df    *driver
	lemf  *lemf
	delay time.Duration

	pending [][]byte // the session's own memory, until the socket has taken it
	socket  []byte   // taken, not arrived
	room    int      // of the socket
	wrote   uint64
	arrived uint64
	back    time.Duration // the latest arrival of an answer that is planned

	read    []byte // in the LEMF's kernel, not read
	in      []byte // read, not a whole PDU
	buffer  int    // of the LEMF's kernel
	silent  bool   // nothing passes any more, and nobody is told
	ended   bool   // for the LEMF: no octet comes any more
	gone    bool   // for the Delivery Function
	moving  bool
	manners manners
}

// write takes a Write effect. The octets are copied only when the socket has room: who changes them before is found out.
func (c *tcp) write(octets []byte) {
	c.pending = append(c.pending, octets)
	c.fill()
}

func (c *tcp) fill() {
	n := 0
	for len(c.pending) > 0 && len(c.socket) < c.room && !c.gone {
		p := c.pending[0]
		k := min(len(p), c.room-len(c.socket))
		c.socket = append(c.socket, p[:k]...)
		c.pending[0] = p[k:]
		if k == len(p) {
			c.pending = c.pending[1:]
		}
		n += k
	}
	if n > 0 {
		c.wrote += uint64(n)
		wrote := c.wrote
		c.w.after(time.Duration(c.w.rng.IntN(50))*time.Microsecond, func() { c.df.wrote(c, wrote) })
	}
	c.move()
}

// move carries a segment to the LEMF's kernel, of any size, so that a cut may fall anywhere.
func (c *tcp) move() {
	if c.moving || c.silent || c.ended || len(c.socket) == 0 || len(c.read) >= c.buffer {
		return
	}
	c.moving = true
	c.w.after(c.delay, func() {
		c.moving = false
		if c.silent || c.ended {
			return
		}
		n := min(1+c.w.rng.IntN(1460), len(c.socket), max(0, c.buffer-len(c.read)))
		c.read = append(c.read, c.socket[:n]...)
		c.socket = c.socket[n:]
		c.arrived += uint64(n)
		acked := c.arrived
		c.w.after(c.delay, func() {
			if !c.silent {
				c.df.acked(c, acked)
			}
		})
		c.lemf.wake(c)
		c.fill()
	})
}

// answer carries the LEMF's octets back, in order.
func (c *tcp) answer(octets []byte) {
	if c.silent || c.ended {
		return
	}
	c.back = max(c.w.now+c.delay, c.back)
	c.w.after(c.back-c.w.now, func() {
		if !c.silent && !c.gone {
			c.df.got(c, octets)
		}
	})
}

// reset ends it for both sides; what has arrived, the LEMF still reads.
func (c *tcp) reset() {
	c.ended = true
	if !c.silent {
		c.w.after(c.delay, func() { c.df.closed(c) })
	}
}
