package ledger

import (
	"bytes"
	"crypto/ed25519"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

const inOrigin = "ledger.example/tenant"

var inStart = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

func inKey(n byte) ed25519.PrivateKey {
	return ed25519.NewKeyFromSeed(bytes.Repeat([]byte{n}, ed25519.SeedSize))
}

func inVKey(n byte) string {
	return VerificationKey(inKey(n).Public().(ed25519.PublicKey), inOrigin)
}

func inEntry(i int) Entry {
	return Entry{V: 1, Key: fmt.Sprintf("k/%d", i), Kind: "note", Case: "A", At: inStart.Add(time.Duration(i) * time.Second), Body: fmt.Appendf(nil, `{"i":%d}`, i)}
}

// fill gives a store with n entries, appended by key 1, and its log, still open.
func fill(t rapid.TB, n int) (*Memory, *Log) {
	t.Helper()
	st := NewMemory()
	l, err := Open(st, inKey(1), inOrigin)
	if err != nil {
		t.Fatal(err)
	}
	for i := range n {
		if _, err := l.Append(inEntry(i)); err != nil {
			t.Fatal(err)
		}
	}
	return st, l
}

// with gives a store that holds this journal and the files of another.
func with(st *Memory, journal []byte) *Memory {
	out := NewMemory()
	out.journal = bytes.Clone(journal)
	for name, b := range st.files {
		out.files[name] = b
	}
	return out
}

// For any appends and a crash at any octet of the last write, what was acknowledged is all there, and
// nothing else changed; the same entry can then be appended again, once.
func TestACrashAtAnyOctetOfTheLastWriteLosesNothingAcknowledged(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 12).Draw(t, "n")
		st, l := fill(t, n-1)
		before := l.Head()
		acknowledged := bytes.Clone(st.journal)
		if _, err := l.Append(inEntry(n - 1)); err != nil {
			t.Fatal(err)
		}
		at := rapid.IntRange(len(acknowledged), len(st.journal)-1).Draw(t, "crash at octet")
		after := with(st, st.journal[:at])
		again, err := Open(after, inKey(1), inOrigin)
		if err != nil {
			t.Fatalf("opened again: %v", err)
		}
		if got := again.Head(); got.Size != before.Size || got.Root != before.Root || !bytes.Equal(got.Note, before.Note) {
			t.Fatalf("%d entries after the crash, %d were acknowledged", got.Size, before.Size)
		}
		after.journal = bytes.Clone(acknowledged) // as a store's first append leaves it
		if _, err := again.Append(inEntry(n - 1)); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(after.journal, st.journal) {
			t.Error("after the crash the same entry made another log")
		}
	})
}

func TestAnyOctetChangedAnywhereIsFound(t *testing.T) {
	st, _ := fill(t, 3)
	for i := range st.journal {
		changed := bytes.Clone(st.journal)
		changed[i] ^= 0x41
		_, err := Open(with(st, changed), inKey(1), inOrigin)
		var where *BrokenError
		if !errors.Is(err, ErrBroken) || !errors.As(err, &where) || where.Where == "" {
			t.Fatalf("octet %d changed: %v, wanted a BrokenError that says where", i, err)
		}
	}
}

func TestAFrameTakenOutOrMovedIsFound(t *testing.T) {
	st, _ := fill(t, 4)
	cuts := frameEnds(t, st.journal)
	frame := func(i int) []byte { return st.journal[cuts[i]:cuts[i+1]] }
	head := st.journal[:cuts[0]]
	for name, journal := range map[string][]byte{
		"the first is missing":   bytes.Join([][]byte{head, frame(1), frame(2), frame(3)}, nil),
		"one in the middle":      bytes.Join([][]byte{head, frame(0), frame(2), frame(3)}, nil),
		"two changed places":     bytes.Join([][]byte{head, frame(0), frame(2), frame(1), frame(3)}, nil),
		"one stands twice":       bytes.Join([][]byte{head, frame(0), frame(1), frame(1), frame(2)}, nil),
		"octets between":         bytes.Join([][]byte{head, frame(0), {0, 0, 0}, frame(1)}, nil),
		"a torn one, then whole": bytes.Join([][]byte{head, frame(0), frame(1)[:20], frame(2)}, nil),
		"zeros after the last":   append(bytes.Clone(st.journal), make([]byte, 64)...),
		"another file":           []byte("something else entirely"),
		"a newer version":        append([]byte("writ-ledger 2\n"), st.journal[cuts[0]:]...),
	} {
		if _, err := Open(with(st, journal), inKey(1), inOrigin); !errors.Is(err, ErrBroken) {
			t.Errorf("%s: %v, wanted ErrBroken", name, err)
		}
	}
}

// frameEnds gives where the magic and each frame end.
func frameEnds(t testing.TB, journal []byte) []int64 {
	t.Helper()
	r := NewJournalReader(bytes.NewReader(journal))
	var out []int64
	for {
		_, err := r.Next()
		if len(out) == 0 {
			out = append(out, int64(len(JournalMagic)))
		}
		if errors.Is(err, io.EOF) {
			return out
		}
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, r.Offset())
	}
}

func TestAnAcknowledgedEntryThatIsLostIsFoundByWhatWasPublished(t *testing.T) {
	st, l := fill(t, 5)
	if err := l.Publish(); err != nil {
		t.Fatal(err)
	}
	cuts := frameEnds(t, st.journal)
	for name, journal := range map[string][]byte{
		"the last frame is gone":   st.journal[:cuts[4]],
		"the last frame is torn":   st.journal[:cuts[5]-1],
		"the whole journal is":     nil,
		"nothing but the magic is": st.journal[:cuts[0]],
	} {
		if _, err := Open(with(st, journal), inKey(1), inOrigin); !errors.Is(err, ErrBroken) || !strings.Contains(err.Error(), "entries were lost") {
			t.Errorf("%s: %v, wanted ErrBroken that speaks of lost entries", name, err)
		}
	}
}

func TestAFrameWithRightCheckSumsAndWrongLengthsIsFound(t *testing.T) {
	for name, payload := range map[string][]byte{
		"no payload":                      {},
		"a payload of one octet":          {0},
		"an entry longer than the frame":  {0, 9, 'x'},
		"a payload longer than any frame": make([]byte, maxPayload+1),
	} {
		b := binary.BigEndian.AppendUint32([]byte(JournalMagic), uint32(len(payload)))
		b = binary.BigEndian.AppendUint32(b, crc32.Checksum(b[len(JournalMagic):], castagnoli))
		b = append(b, payload...)
		b = binary.BigEndian.AppendUint32(b, crc32.Checksum(payload, castagnoli))
		if _, err := NewJournalReader(bytes.NewReader(b)).Next(); !errors.Is(err, ErrBroken) {
			t.Errorf("%s: %v, wanted ErrBroken", name, err)
		}
	}
	if _, err := AppendFrame(nil, Frame{Checkpoint: make([]byte, maxCheckpoint+1)}); !errors.Is(err, ErrEntry) {
		t.Errorf("a frame that is too long was written: %v", err)
	}
}

func FuzzJournal(f *testing.F) {
	st, _ := fill(f, 2)
	f.Add(st.journal)
	f.Add(st.journal[:len(st.journal)-7])
	f.Add([]byte(JournalMagic))
	f.Fuzz(func(t *testing.T, in []byte) {
		r := NewJournalReader(bytes.NewReader(in))
		out := []byte(JournalMagic)
		for {
			fr, err := r.Next()
			if err != nil {
				if r.Offset() > int64(len(in)) || !errors.Is(err, io.EOF) && !errors.Is(err, ErrTorn) && !errors.Is(err, ErrBroken) {
					t.Errorf("offset %d of %d, %v", r.Offset(), len(in), err)
				}
				break
			}
			if out, err = AppendFrame(out, fr); err != nil {
				t.Fatal(err)
			}
		}
		if r.Offset() > 0 && !bytes.Equal(out, in[:r.Offset()]) {
			t.Error("what was read can't be written back")
		}
	})
}
