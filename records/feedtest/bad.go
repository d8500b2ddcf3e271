package feedtest

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"runtime"
	"testing"
	"testing/iotest"
	"unicode/utf16"

	"writ/records"
)

// Bad damages a good file in every way that the issue names and checks what must hold: an error says where and
// what, and all that is not damaged is read.
func Bad(t *testing.T, f records.Feed, o records.Options, good []byte) {
	t.Helper()
	want := New(f, o).Read(t, bytes.NewReader(good))
	if want.Err != nil || want.Stored == 0 || want.Refused > 0 {
		t.Fatalf("the good file is not good: %+v, %v", want.Balance, want.Err)
	}
	t.Run("the same file again adds nothing", func(t *testing.T) {
		tally := New(f, o)
		tally.Read(t, bytes.NewReader(good))
		if got := tally.Read(t, bytes.NewReader(good)); got.Stored != 0 || got.In != want.In {
			t.Errorf("got %+v, want all %d as duplicates", got.Balance, want.In)
		}
	})
	t.Run("a reader that gives one octet at a time changes nothing", func(t *testing.T) {
		same(t, want, New(f, o).Read(t, iotest.OneByteReader(bytes.NewReader(good))))
	})
	t.Run("a byte order mark changes nothing", func(t *testing.T) {
		same(t, want, New(f, o).Read(t, bytes.NewReader(append([]byte("\xef\xbb\xbf"), good...))))
	})
	t.Run("CRLF and LF read the same", func(t *testing.T) {
		lf := bytes.ReplaceAll(good, []byte("\r\n"), []byte("\n"))
		same(t, want, New(f, o).Read(t, bytes.NewReader(lf)))
		same(t, want, New(f, o).Read(t, bytes.NewReader(bytes.ReplaceAll(lf, []byte("\n"), []byte("\r\n")))))
	})
	t.Run("UTF-16 is refused as a whole", func(t *testing.T) {
		for name, b := range map[string][]byte{"LE": inUTF16(good, binary.LittleEndian), "BE": inUTF16(good, binary.BigEndian), "no mark": inUTF16(good, binary.LittleEndian)[2:]} {
			wholeFile(t, name, f, o, b)
		}
	})
	t.Run("what is compressed, or of another kind, is refused as a whole", func(t *testing.T) {
		wholeFile(t, "gzip", f, o, append([]byte{0x1f, 0x8b, 8, 0}, good...))
		wholeFile(t, "prose", f, o, []byte("Dear Sir,\nplease find enclosed\n"))
	})
	t.Run("an empty file is no error", func(t *testing.T) {
		if got := New(f, o).Read(t, bytes.NewReader(nil)); got.In != 0 || got.Err != nil {
			t.Errorf("got %+v, %v", got.Balance, got.Err)
		}
	})
	t.Run("a file cut anywhere gives what stands before the cut, and at most one more as refused", func(t *testing.T) { cuts(t, f, o, good, want) })
	t.Run("a NUL octet costs the records that hold it", func(t *testing.T) { nuls(t, f, o, good, want) })
	t.Run("an error of the reader is told after what was read", func(t *testing.T) {
		broken := errors.New("disk")
		got := New(f, o).Read(t, io.MultiReader(bytes.NewReader(good), iotest.ErrReader(broken)))
		if !errors.Is(got.Err, broken) || got.In < want.In-1 || got.Refused > 0 {
			t.Errorf("got %+v, %v; want the records and then the reader's error", got.Balance, got.Err)
		}
		half := New(f, o).Read(t, io.MultiReader(bytes.NewReader(good[:len(good)*2/3]), iotest.ErrReader(broken)))
		if !errors.Is(half.Err, broken) || half.Refused > 0 {
			t.Errorf("got %+v, %v; want no half record refused: it may be whole when it is read again", half.Balance, half.Err)
		}
	})
}

func same(t *testing.T, want, got Outcome) {
	t.Helper()
	if got.Err != nil || got.Balance != want.Balance || Text(got.Rows) != Text(want.Rows) {
		t.Errorf("got %+v, %v; want %+v", got.Balance, got.Err, want.Balance)
	}
}

func wholeFile(t *testing.T, name string, f records.Feed, o records.Options, b []byte) {
	t.Helper()
	got := New(f, o).Read(t, bytes.NewReader(b))
	var file *records.FileError
	if !errors.As(got.Err, &file) || got.In != 0 || file.Problem == "" || file.Fix == "" {
		t.Errorf("%s: got %+v, %v; want an error of the whole file that says what to do", name, got.Balance, got.Err)
	}
}

func inUTF16(b []byte, o binary.ByteOrder) []byte {
	var out []byte
	for _, u := range utf16.Encode([]rune("\ufeff" + string(b))) {
		var two [2]byte
		o.PutUint16(two[:], u)
		out = append(out, two[:]...)
	}
	return out
}

func cuts(t *testing.T, f records.Feed, o records.Options, good []byte, want Outcome) {
	known := map[records.Key]bool{}
	for _, r := range want.Rows {
		known[r.Key] = true
	}
	step := max(1, len(good)/400)
	for n := step; n < len(good); n += step {
		got := New(f, o).Read(t, bytes.NewReader(good[:n]))
		if got.Err != nil && got.In > 0 {
			t.Fatalf("cut at %d: %v", n, got.Err)
		}
		if got.Refused > 1 || got.In > want.In {
			t.Fatalf("cut at %d: %+v", n, got.Balance)
		}
		strange := 0
		for _, r := range got.Rows {
			if !known[r.Key] {
				strange++
			}
		}
		if strange > 2 {
			t.Fatalf("cut at %d: %d rows that the whole file does not have", n, strange)
		}
	}
}

func nuls(t *testing.T, f records.Feed, o records.Options, good []byte, want Outcome) {
	half := len(good) / 2
	got := New(f, o).Read(t, bytes.NewReader(append(append(bytes.Clone(good[:half]), 0), good[half:]...)))
	if got.Err != nil || got.Refused < 1 || got.Refused > 2 || got.In < want.In || got.Stored+got.Duplicate < want.In-2 {
		t.Errorf("got %+v, %v; want one or two refused of %d", got.Balance, got.Err, want.In)
	}
}

// Endless reads a good file, then one line of that many octets, then the file again, and fails where more than
// 24 MiB were held on the way.
func Endless(t *testing.T, f records.Feed, o records.Options, good, begin []byte, octets int64) {
	t.Helper()
	plain := New(f, o).Read(t, bytes.NewReader(append(bytes.Clone(good), good...)))
	peak := &watch{r: io.MultiReader(bytes.NewReader(good), bytes.NewReader(begin), io.LimitReader(filler{}, octets), bytes.NewReader([]byte("\n")), bytes.NewReader(good))}
	runtime.GC()
	var before runtime.MemStats
	runtime.ReadMemStats(&before)
	in, refused := int64(0), int64(0)
	for res, err := range f.Read(peak, o) {
		if err != nil {
			t.Fatal(err)
		}
		in++
		if res.Refusal != nil {
			refused++
		}
	}
	grown := int64(peak.most) - int64(before.HeapAlloc)
	t.Logf("%d octets in one line: heap grew by at most %d KiB", octets, grown>>10)
	if grown > 24<<20 {
		t.Errorf("heap grew by %d octets", grown)
	}
	if refused < 1 || in < plain.In {
		t.Errorf("in %d, refused %d; want the long line refused and the %d others read", in, refused, plain.In)
	}
}

type filler struct{}

var manyX = bytes.Repeat([]byte("x"), 64<<10)

func (filler) Read(p []byte) (int, error) { return copy(p, manyX), nil }

// A watch looks at the heap every 4,096 reads.
type watch struct {
	r    io.Reader
	n    int
	most uint64
}

func (w *watch) Read(p []byte) (int, error) {
	if w.n++; w.n%4096 == 1 {
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		w.most = max(w.most, m.HeapAlloc)
	}
	return w.r.Read(p)
}
