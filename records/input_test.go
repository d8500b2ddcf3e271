package records_test

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"pgregory.net/rapid"

	"writ/records"
)

// TestPiecesAreTheFile reads lines of any length through readers of any habit: nothing is lost, nothing twice.
func TestPiecesAreTheFile(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var file bytes.Buffer
		for range rapid.IntRange(0, 6).Draw(t, "lines") {
			file.WriteString(strings.Repeat("x", rapid.SampledFrom([]int{0, 1, 100, 65535, 65536, 70000, 300000}).Draw(t, "length")) + "\n")
		}
		if rapid.Bool().Draw(t, "open") {
			file.WriteString("half a line")
		}
		reader := io.Reader(bytes.NewReader(file.Bytes()))
		if rapid.Bool().Draw(t, "halves") {
			reader = iotest.HalfReader(reader)
		}
		if rapid.Bool().Draw(t, "data with the end") {
			reader = iotest.DataErrReader(reader)
		}
		in := records.NewInput(reader)
		if !bytes.HasPrefix(file.Bytes(), in.Head()) {
			t.Fatal("the head is not the file's")
		}
		var got bytes.Buffer
		line := int64(1)
		for p, ok := in.Next(records.Lines); ok; p, ok = in.Next(records.Lines) {
			if p.Line != line || p.Long || p.Open == bytes.HasSuffix(p.Data, []byte("\n")) {
				t.Fatalf("piece at %d, want %d; long %v, open %v", p.Line, line, p.Long, p.Open)
			}
			line++
			got.Write(p.Data)
		}
		if !bytes.Equal(got.Bytes(), file.Bytes()) || in.Err() != nil {
			t.Fatalf("%d octets of %d, %v", got.Len(), file.Len(), in.Err())
		}
	})
}

func TestALineThatIsTooLong(t *testing.T) {
	for _, tc := range []struct {
		name   string
		octets int
		long   bool
	}{
		{"one MiB with its end is read", records.MaxRecord - 1, false},
		{"an octet more is not", records.MaxRecord, true},
		{"three MiB are not", 3 << 20, true},
	} {
		in := records.NewInput(strings.NewReader("a\n" + strings.Repeat("x", tc.octets) + "\nb\n"))
		in.Next(records.Lines)
		p, _ := in.Next(records.Lines)
		if p.Long != tc.long || p.Line != 2 {
			t.Errorf("%s: got long %v at line %d", tc.name, p.Long, p.Line)
		}
		if r := records.RefusePiece(p); tc.long && (r == nil || !r.Cut || len(r.Raw) != records.MaxRaw) {
			t.Errorf("%s: it is not refused with its beginning", tc.name)
		}
		if p, ok := in.Next(records.Lines); !ok || string(p.Data) != "b\n" || p.Line != 3 {
			t.Errorf("%s: the line after it is lost", tc.name)
		}
	}
	// the line ends just where a read begins
	in := records.NewInput(io.MultiReader(strings.NewReader(strings.Repeat("x", 3<<20)), strings.NewReader("\n"), strings.NewReader("b\n")))
	if p, _ := in.Next(records.Lines); !p.Long {
		t.Error("three MiB are read")
	}
	if p, ok := in.Next(records.Lines); !ok || string(p.Data) != "b\n" {
		t.Error("the line after it is lost")
	}
}

func TestAReaderThatGivesNothingEnds(t *testing.T) {
	in := records.NewInput(silent{})
	if _, ok := in.Next(records.Lines); ok || !errors.Is(in.Err(), io.ErrNoProgress) {
		t.Errorf("got %v", in.Err())
	}
}

type silent struct{}

func (silent) Read([]byte) (int, error) { return 0, nil }

func TestReadingStopsWhenNoMoreIsWanted(t *testing.T) {
	calls := 0
	seq := records.Reading("f", strings.NewReader("x"), func(_ *records.Input, out func(records.Result) bool) error {
		for calls = 1; out(records.Result{Dropped: "d"}); calls++ {
		}
		return errors.New("told nobody")
	})
	for _, err := range seq {
		if err != nil {
			t.Error("an error came after the end")
		}
		if calls == 3 {
			break
		}
	}
	if calls != 3 {
		t.Errorf("%d results, want 3", calls)
	}
}

func TestARefusalKeepsAtMost64KiB(t *testing.T) {
	raw := bytes.Repeat([]byte("x"), records.MaxRaw+1)
	if r := records.Refuse(raw, "p", "f"); len(r.Raw) != records.MaxRaw || !r.Cut {
		t.Errorf("kept %d, cut %v", len(r.Raw), r.Cut)
	}
	if r := records.Refuse(raw[:records.MaxRaw], "p", "f"); len(r.Raw) != records.MaxRaw || r.Cut {
		t.Errorf("exactly 64 KiB: kept %d, cut %v", len(r.Raw), r.Cut)
	}
	if r := records.Refuse(raw[:5], "p", "f"); len(r.Raw) != 5 || r.Cut {
		t.Errorf("kept %d, cut %v", len(r.Raw), r.Cut)
	}
}
