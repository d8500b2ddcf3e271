package mediation

import (
	"encoding/binary"
	"net/netip"
	"time"
)

// A coder writes values or reads them, by the same calls, so that the two can't differ. A coder that is broken reads zeros.
type coder struct {
	reading bool
	octets  []byte // written so far, or left to read
	broken  bool
}

func (c *coder) fail() { c.broken, c.octets = true, nil }

func (c *coder) uint(v *uint64) {
	if !c.reading {
		c.octets = binary.AppendUvarint(c.octets, *v)
		return
	}
	n, size := binary.Uvarint(c.octets)
	if size <= 0 {
		c.fail()
		n, size = 0, 0
	}
	*v, c.octets = n, c.octets[size:]
}

// number codes any whole number that is not negative.
func number[T ~uint8 | ~uint16 | ~uint32 | ~uint64 | ~int64 | ~int](c *coder, v *T) {
	n := uint64(*v)
	c.uint(&n)
	if *v = T(n); uint64(*v) != n {
		c.fail()
	}
}

func (c *coder) truth(v *bool) {
	n := uint64(0)
	if *v {
		n = 1
	}
	if c.uint(&n); n > 1 {
		c.fail()
	}
	*v = n == 1
}

// bytes codes octets. What was read is a copy.
func (c *coder) bytes(v *[]byte) {
	n := len(*v)
	if c.count(&n, len(c.octets)); !c.reading {
		c.octets = append(c.octets, *v...)
		return
	}
	if n > len(c.octets) {
		c.fail()
		n = 0
	}
	if *v = nil; n > 0 {
		*v = append([]byte(nil), c.octets[:n]...)
	}
	c.octets = c.octets[n:]
}

// array codes octets of a fixed number.
func (c *coder) array(v []byte) {
	switch {
	case !c.reading:
		c.octets = append(c.octets, v...)
	case len(c.octets) < len(v):
		c.fail()
	default:
		copy(v, c.octets)
		c.octets = c.octets[len(v):]
	}
}

// count codes how many follow; what is read must not be more than most.
func (c *coder) count(n *int, most int) {
	number(c, n)
	if c.reading && (*n > most || *n < 0) {
		c.fail()
		*n = 0
	}
}

// lastSecond is that of the year 9999.
const lastSecond = 253402300799

// instant codes a time of 1970 or later, or the zero time.
func (c *coder) instant(v *time.Time) {
	there := !v.IsZero()
	if c.truth(&there); !there {
		*v = time.Time{}
		return
	}
	sec, nsec := uint64(v.Unix()), uint64(v.Nanosecond())
	c.uint(&sec)
	if c.uint(&nsec); c.reading {
		if nsec >= 1e9 || sec > lastSecond {
			c.fail()
			return
		}
		*v = time.Unix(int64(sec), int64(nsec)).UTC()
	}
}

// place codes an address with its port, or none.
func (c *coder) place(v *netip.AddrPort) {
	addr, port := v.Addr(), v.Port()
	c.address(&addr)
	number(c, &port)
	*v = netip.AddrPortFrom(addr, port)
}

func (c *coder) address(v *netip.Addr) {
	octets := v.AsSlice()
	if c.bytes(&octets); !c.reading {
		return
	}
	a, ok := netip.AddrFromSlice(octets)
	if !ok && len(octets) > 0 {
		c.fail()
	}
	*v = a
}

// list codes a slice, element by element.
func list[T any](c *coder, v *[]T, most int, one func(*coder, *T)) {
	n := len(*v)
	c.count(&n, min(most, len(c.octets)))
	if c.reading {
		*v = make([]T, n)
	}
	for i := range *v {
		one(c, &(*v)[i])
	}
}
