package decode

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"pgregory.net/rapid"
)

// good gives every sample that can be read, of every format.
func good(t testing.TB) [][]byte {
	var all [][]byte
	for folder := range folders {
		for _, s := range samples(t, folder) {
			if s.truth["expect"] == nil {
				all = append(all, s.octets)
			}
		}
	}
	files, err := filepath.Glob("../../../wire/x1/testdata/samples/*.xml")
	if err != nil || len(files) == 0 {
		t.Fatal("no documents: ", err)
	}
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, bytes.TrimSpace(b))
	}
	return all
}

// TestPDUsOfAllFormatsAreFoundBetweenGarbage puts samples one after another, with octets between them that begin no PDU.
func TestPDUsOfAllFormatsAreFoundBetweenGarbage(t *testing.T) {
	all := good(t)
	rapid.Check(t, func(t *rapid.T) {
		var stream []byte
		want := map[int64]int{}
		for range rapid.IntRange(1, 8).Draw(t, "PDUs") {
			garbage := rapid.SliceOfN(rapid.SampledFrom([]byte{0, 0xff, 'x', 0x2f, 0x81}), 0, 40).Draw(t, "garbage")
			stream = append(stream, garbage...)
			pdu := rapid.SampledFrom(all).Draw(t, "PDU")
			want[int64(len(stream))] = len(pdu)
			stream = append(stream, pdu...)
		}
		covered := int64(0)
		_, err := Read(iotest.HalfReader(bytes.NewReader(stream)), func(l *Line) error {
			if l.PDU == nil {
				return nil
			}
			if l.Offset < covered || want[l.Offset] != l.Length {
				t.Fatalf("a PDU of %d octets at %d, want %v", l.Length, l.Offset, want)
			}
			covered = l.Offset + int64(l.Length)
			delete(want, l.Offset)
			return nil
		})
		if err != nil || len(want) > 0 {
			t.Fatalf("%v, not found: %v in %x", err, want, stream)
		}
	})
}

// TestACutPDUDoesNotHideTheNext cuts each sample short and puts another behind it.
func TestACutPDUDoesNotHideTheNext(t *testing.T) {
	all := good(t)
	firsts := map[string][]byte{}
	for _, pdu := range all {
		if _, after, ok := bytes.Cut(pdu, []byte("?>\n")); ok { // a document may well be read without what stands before it
			firsts["xml"] = after
			continue
		}
		firsts[sniff(pdu).format] = pdu
	}
	for _, pdu := range all {
		for i, next := range firsts {
			cutBefore(t, pdu, next, i)
		}
	}
}

func cutBefore(t *testing.T, pdu, next []byte, format string) {
	t.Helper()
	for _, keep := range []int{len(pdu) - 1, len(pdu) / 2, 20} {
		src := append(bytes.Clone(pdu[:min(keep, len(pdu)-1)]), next...)
		last := Line{}
		unread, err := Read(bytes.NewReader(src), func(l *Line) error { last = *l; return nil })
		if err != nil || unread == 0 || last.PDU == nil || last.Offset != int64(len(src)-len(next)) {
			t.Errorf("%s after %d of %d octets: %d unread, %v, last at %d of %d: %s", format, keep, len(pdu), unread, err, last.Offset, len(src), last.Err)
		}
	}
}

// TestAStreamThatIsCutSaysSo names what is there and what is missing.
func TestAStreamThatIsCutSaysSo(t *testing.T) {
	for _, pdu := range good(t) {
		got := lines(t, pdu[:len(pdu)-1])
		if len(got) == 0 || !strings.HasPrefix(got[0]["error"].(string), "cut: ") || got[0]["offset"] != json.Number("0") {
			t.Errorf("%v", got)
		}
	}
}

// TestMemoryDoesNotGrowWithTheStream reads much more than may be held.
func TestMemoryDoesNotGrowWithTheStream(t *testing.T) {
	for name, fill := range map[string]byte{"zeros": 0, "text": '0', "ones": 0xff} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		src := io.LimitReader(endless{fill}, 16<<20)
		n := 0
		if _, err := Read(src, func(*Line) error { n++; return nil }); err != nil || n != 1 {
			t.Errorf("%s: %d lines, %v", name, n, err)
		}
		runtime.ReadMemStats(&after)
		if grown := after.TotalAlloc - before.TotalAlloc; grown > 2<<20 {
			t.Errorf("%s: %d octets of memory for a stream of 16 MiB", name, grown)
		}
	}
}

type endless struct{ octet byte }

func (e endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = e.octet
	}
	return len(p), nil
}

// TestALengthBeyondTheLimitIsRefusedBeforeItIsRead never waits for what no PDU may have.
func TestALengthBeyondTheLimitIsRefusedBeforeItIsRead(t *testing.T) {
	header := []byte{0x30, 0x84, 0x7f, 0xff, 0xff, 0xff, 0xa1, 0x20, 0x80, 7, 4, 0, 2, 2, 5, 1, 43}
	got := lines(t, append(header, make([]byte, 100)...))
	if len(got) != 1 || got[0]["error"] != "octet 0: larger than the limit" {
		t.Errorf("%v", got)
	}
}

// TestTheTimeIsLinearInTheStream reads what begins again and again and never ends, in two lengths.
func TestTheTimeIsLinearInTheStream(t *testing.T) {
	for name, unit := range map[string]string{
		"a prolog":          "<?xml ",
		"a section":         "<X1Request><![CDATA[",
		"an open PS-PDU":    "\x30\x80\xa1\x80\x80\x07\x04\x00\x02\x02\x05\x01\x2b",
		"a long PS-PDU":     "\x30\x83\x7f\xff\xff\xa1\x20\x80\x07\x04\x00\x02\x02\x05\x01\x2b",
		"an X2 PDU":         "\x00\x05\x00\x01\x00\x00\x01\x00\x00\x0f\xff\xff\x00\x05\x00\x01",
		"one in another":    "\x30\x7f\xa1\x20\x80\x07\x04\x00\x02\x02\x05\x01\x2b",
		"an unknown member": "\x30\x02\x80\x00",
	} {
		src := strings.Repeat(unit, (1<<20)/len(unit))
		began := time.Now()
		if _, err := Read(strings.NewReader(src), func(*Line) error { return nil }); err != nil {
			t.Error(err)
		}
		if took := time.Since(began); took > 10*time.Second {
			t.Errorf("%s: %v for 1 MiB", name, took)
		} else {
			t.Logf("%s: %v for 1 MiB", name, took)
		}
	}
}

func TestAReadersErrorIsTold(t *testing.T) {
	_, err := Read(iotest.ErrReader(errors.New("disk is gone")), func(*Line) error { return nil })
	if err == nil || err.Error() != "disk is gone" {
		t.Error(err)
	}
}

// TestHexIsTakenInAnyForm reads one line, many lines, with spaces, colons and capitals.
func TestHexIsTakenInAnyForm(t *testing.T) {
	for _, in := range []string{"3003020101", "30 03\n02\r\n01 01\n", "30:03:02:01:01", "3 0 0 3 0 2 0 1 0 1", "3003020101\n\n"} {
		got, err := io.ReadAll(iotest.OneByteReader(Hex(strings.NewReader(in))))
		if err != nil || !bytes.Equal(got, []byte{0x30, 3, 2, 1, 1}) {
			t.Errorf("%q: %x, %v", in, got, err)
		}
	}
	for in, want := range map[string]string{"300": "line 1: an odd number of digits", "30\n03\nx": "line 3: not a hexadecimal digit; leave --hex away if the file holds the octets themselves"} {
		_, err := io.ReadAll(Hex(strings.NewReader(in)))
		var h *HexError
		if !errors.As(err, &h) || err.Error() != want {
			t.Errorf("%q: %v", in, err)
		}
	}
}

// FuzzRead never panics, gives JSON in order, and reads what it shows within the stream.
func FuzzRead(f *testing.F) {
	for _, b := range good(f) {
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		last := int64(0)
		_, err := Read(bytes.NewReader(src), func(l *Line) error {
			if !json.Valid(l.AppendJSON(nil)) {
				t.Errorf("no JSON: %s", l.AppendJSON(nil))
			}
			if l.Offset < last || l.Offset+int64(l.Length) > int64(len(src)) || (l.PDU == nil) == (l.Err == "") {
				t.Errorf("line %+v after %d of %d", l, last, len(src))
			}
			last = l.Offset
			return nil
		})
		if err != nil {
			t.Error(err)
		}
	})
}
