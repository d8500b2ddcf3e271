package lemf_test

import (
	"bytes"
	"errors"
	"testing"
	"testing/iotest"

	"writ/intercept/lemf"
	"writ/intercept/lemf/lemftest"
)

func TestScanSaysWhereEachPDUStandsAndHowTheRowEnds(t *testing.T) {
	items := lemftest.Call(lemftest.PCMA, silence)
	hi2, _ := lemftest.Render(items)
	var want []int64
	sum := int64(0)
	for i := range items {
		if items[i].On == lemf.HI2 {
			want = append(want, sum)
			sum += int64(len(items[i].Octets()))
		}
	}
	for _, tc := range []struct {
		name      string
		tail      []byte
		cut, lost bool
	}{
		{"as it should", nil, false, false},
		{"inside a PDU", hi2[:40], true, false},
		{"inside a header", hi2[:1], true, false},
		{"before something else", []byte("something else"), false, true},
	} {
		t.Run(tc.name, func(t *testing.T) {
			var got []int64
			n := 0
			end, err := lemf.Scan(iotest.OneByteReader(bytes.NewReader(append(bytes.Clone(hi2), tc.tail...))), func(offset int64, i int, b []byte) error {
				if i != n || int64(len(b)) <= 0 {
					t.Errorf("index %d, %d octets", i, len(b))
				}
				n++
				got = append(got, offset)
				return nil
			})
			if err != nil || len(got) != len(want) {
				t.Fatalf("%v, %d PDUs", err, len(got))
			}
			for i := range got {
				if got[i] != want[i] {
					t.Errorf("PDU %d at %d, not %d", i, got[i], want[i])
				}
			}
			if end.Cut() != tc.cut || end.Lost() != tc.lost || end.PDUs != len(want) || end.Offset != int64(len(hi2)) || end.Rest != int64(len(tc.tail)) {
				t.Errorf("it ends %+v", end)
			}
		})
	}
}

func TestScanStopsAtAnError(t *testing.T) {
	hi2, _ := lemftest.Render(lemftest.Call(lemftest.PCMA, silence))
	stop := errors.New("stop")
	n := 0
	_, err := lemf.Scan(bytes.NewReader(hi2), func(int64, int, []byte) error { n++; return stop })
	if !errors.Is(err, stop) || n != 1 {
		t.Errorf("%v after %d", err, n)
	}
	if _, err := lemf.Scan(iotest.ErrReader(stop), func(int64, int, []byte) error { return nil }); !errors.Is(err, stop) {
		t.Errorf("%v", err)
	}
}

// What came before lies between what is new: only the new is stored, in its order.
func TestAResendAmongNewPDUsIsDroppedAlone(t *testing.T) {
	items := lemftest.Call(lemftest.PCMA, silence)
	a, b, c := items[0].Octets(), items[1].Octets(), items[2].Octets()
	d := newDesk(lemf.Options{})
	d.open(1, lemf.HI2)
	d.got(1, bytes.Join([][]byte{a, b, a, c, b}, nil))
	if want := bytes.Join([][]byte{a, b, c}, nil); !bytes.Equal(d.stored[lemf.HI2], want) || d.Received.Twice != 2 {
		t.Errorf("%d octets are stored, not %d; %+v", len(d.stored[lemf.HI2]), len(want), d.Received)
	}
}

func TestLookSaysWhoseAndWhen(t *testing.T) {
	items := lemftest.Call(lemftest.PCMA, silence)
	var b lemf.Book
	for i := range items {
		if err := b.Take(items[i].Octets(), items[i].On); err != nil {
			t.Fatal(err)
		}
	}
	s := b.Sessions()[0]
	if s.LIID.Reveal() != "LIID-2026-0042" || s.CIN != 77 || !s.Begun.Equal(lemftest.Start) || s.Ended.Before(s.LastCC) || s.CCs != 100 || s.IRIs() != 6 {
		t.Errorf("%+v", s)
	}
	if s.FirstCC.Sub(lemftest.Start).Milliseconds() != 300 {
		t.Errorf("the first CC is of %s", s.FirstCC)
	}
	other := items[0]
	other.Header.Element = []byte("ne-2")
	if err := b.Take(other.Octets(), lemf.HI2); err != nil {
		t.Fatal(err)
	}
	if len(b.Sessions()) != 2 {
		t.Error("two elements number together")
	}
	for _, c := range b.Counts() {
		if !c.Whole() {
			t.Errorf("%s is not whole", c.Kind)
		}
	}
}
