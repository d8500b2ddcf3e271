package delivery

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"writ/intercept/lemf"
	"writ/wire/etsi"
)

// product gives the octets of IRI and CC of an agency, with each instant of capture as it is.
func (w *world) product(s spec) (out [2][]byte) {
	w.t.Helper()
	for i, name := range []string{"hi2.ber", "hi3.ber"} {
		f, err := os.Open(filepath.Join(s.Dir, name))
		if err != nil {
			w.t.Fatal(err)
		}
		_, err = lemf.Scan(f, func(_ int64, _ int, octets []byte) error {
			var p etsi.PDU
			if err := p.Decode(octets); err != nil {
				return err
			}
			if p.Kind == etsi.KindIRI || p.Kind == etsi.KindCC {
				out[i] = append(out[i], octets...)
			}
			return nil
		})
		_ = f.Close()
		if err != nil {
			w.t.Fatal(err)
		}
	}
	return out
}

// TestAnAgencySeesNothingOfAnothersTap: the same capture at the same instants, to the first agency alone and beside a second one's task on the same person.
func TestAnAgencySeesNothingOfAnothersTap(t *testing.T) {
	first, second := always(1, "LIID-ONE", 0), always(2, "LIID-TWO", 1)
	from := first.From.Add(1000)
	var got [3][2][]byte
	for n, orders := range [][]order{{first}, {first, second}, {first, {XID: 2, LIID: "LIID-TWO", Agency: 1, IRIOnly: true, From: second.From, Until: second.Until}}} {
		w := newWorld(t, nil, orders...)
		x2, x3 := expected(t, first, from.Sub(captured))
		w.play(from, 0)
		eventually(t, "the first agency has all", func() bool { b := w.read(w.twins[0]); return b.iri >= x2 && b.cc >= x3 })
		got[n] = w.product(w.twins[0])
		if n > 0 {
			eventually(t, "so has the second", func() bool { return w.read(w.twins[1]).iri >= x2 })
		}
	}
	for n := 1; n < 3; n++ {
		for h := range 2 {
			if !bytes.Equal(got[n][h], got[0][h]) {
				t.Errorf("with a second agency's tap, HI%d of the first one is another: %d octets, %d alone", h+2, len(got[n][h]), len(got[0][h]))
			}
		}
	}
	t.Logf("HI2 %d octets, HI3 %d octets, equal alone, beside the same tap, and beside a tap of signalling alone", len(got[0][0]), len(got[0][1]))
}
