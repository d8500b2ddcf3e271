package etsi

import (
	"bytes"
	"testing"
)

func TestAHeaderThatCantBeSentIsTold(t *testing.T) {
	long := func(n int) []byte { return bytes.Repeat([]byte{'a'}, n) }
	good, _ := packet()
	if err := good.Check(); err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(h *Header){
		"a negative level":         func(h *Header) { h.Level = -1 },
		"no LIID":                  func(h *Header) { h.LIID = nil },
		"a LIID of 26 octets":      func(h *Header) { h.LIID = long(26) },
		"no operator":              func(h *Header) { h.Operator = nil },
		"an operator of 17 octets": func(h *Header) { h.Operator = long(17) },
		"an empty element":         func(h *Header) { h.Element = []byte{} },
		"an element of 17 octets":  func(h *Header) { h.Element = long(17) },
		"half a country":           func(h *Header) { h.Delivery = [2]byte{'N', 0} },
		"a country of none":        func(h *Header) { h.Authorisation = [2]byte{0xff, 0xff} },
		"a point of nine letters":  func(h *Header) { h.Point = long(9) },
		"a point with an @":        func(h *Header) { h.Point = []byte("a@b") },
		"an empty function":        func(h *Header) { h.Function = []byte{} },
		"a long extended point":    func(h *Header) { h.ExtendedPoint = long(65536) },
		"no time":                  func(h *Header) { h.Form = NoTime },
		"a form of none":           func(h *Header) { h.Form = 9 },
		"before 1970":              func(h *Header) { h.Sec = -1 },
		"a million microseconds":   func(h *Header) { h.Micro = 1e6 },
	} {
		h, _ := packet()
		if change(h); h.Check() == nil {
			t.Errorf("%s is taken", name)
		}
	}
}
