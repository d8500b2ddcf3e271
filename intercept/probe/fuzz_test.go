package probe

import (
	"testing"

	"writ/wire/x2x3"
)

func FuzzGot(f *testing.F) {
	k := x2x3.NewKeepAlive(5, 0)
	ack := k.Acknowledge(5)
	f.Add(k.Append(ack.Append(nil)), 20)
	f.Fuzz(func(t *testing.T, in []byte, cut int) {
		l := aLink(t, usual)
		l.Offer(noon, product(0))
		l.Opened(noon)
		l.Write(nil, 1000)
		l.Tick(noon.Add(usual.KeepAlive))
		cut = min(max(cut, 0), len(in))
		l.Got(noon, in[:cut])
		l.Got(noon, in[cut:])
		if s := l.Stats(); s.Offered != s.Covered+s.Waiting || len(l.in) > len(in) {
			t.Errorf("%+v, %d octets kept", s, len(l.in))
		}
	})
}

func FuzzRestore(f *testing.F) {
	c := aCore(f, order1(f, 1, alice))
	talk(f, c, "1", noon)
	f.Add(c.Store(true))
	f.Add(c.Store(false))
	f.Fuzz(func(t *testing.T, in []byte) {
		c := aCore(t)
		if _, err := c.Restore(in); err == nil {
			var out Out
			c.Packet(datagram(mediaA, mediaB, rtp, noon), &out)
			c.Store(true)
		}
	})
}
