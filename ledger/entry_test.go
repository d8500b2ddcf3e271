package ledger_test

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"writ/ledger"
)

func TestAnEntryIsWrittenInOneForm(t *testing.T) {
	at := time.Date(2026, 3, 2, 10, 0, 0, 120_000_000, time.FixedZone("CET", 3600))
	for _, tc := range []struct {
		name string
		e    ledger.Entry
		want string
	}{
		{"a body of canonical JSON stands as it is",
			ledger.Entry{V: 1, Key: "decided/A/1", Kind: "decided", Case: "A", At: at, Body: []byte(`{"a":"<é>","n":1}`)},
			`{"at":"2026-03-02T09:00:00.12Z","body":{"a":"<é>","n":1},"case":"A","key":"decided/A/1","kind":"decided","v":1}`},
		{"other JSON is octets",
			ledger.Entry{V: 1, Key: "k", Kind: "note", At: at, Body: []byte(`{"n": 1}`)},
			`{"at":"2026-03-02T09:00:00.12Z","bytes":"eyJuIjogMX0=","key":"k","kind":"note","v":1}`},
		{"a number that JSON readers would round is octets",
			ledger.Entry{V: 1, Key: "k", Kind: "note", At: at, Body: []byte(`[12345678901234567890]`)},
			`{"at":"2026-03-02T09:00:00.12Z","bytes":"WzEyMzQ1Njc4OTAxMjM0NTY3ODkwXQ==","key":"k","kind":"note","v":1}`},
		{"a key of an enrolled person is octets",
			ledger.Entry{V: 2, Key: "person/ada", Kind: "enrol", At: at, Body: []byte{0, 1, 255}},
			`{"at":"2026-03-02T09:00:00.12Z","bytes":"AAH/","key":"person/ada","kind":"enrol","v":2}`},
		{"no body is left out",
			ledger.Entry{V: 1, Key: "k", Kind: "note", At: at},
			`{"at":"2026-03-02T09:00:00.12Z","key":"k","kind":"note","v":1}`},
	} {
		got, err := tc.e.Encode()
		if err != nil || string(got) != tc.want {
			t.Errorf("%s:\n got %s\nwant %s\n%v", tc.name, got, tc.want, err)
		}
		back, err := ledger.DecodeEntry(got)
		if err != nil || !bytes.Equal(back.Body, tc.e.Body) || !back.At.Equal(tc.e.At) || back.Key != tc.e.Key {
			t.Errorf("%s: read back %+v, %v", tc.name, back, err)
		}
	}
}

func TestAnImproperEntryIsRefusedWithoutBeingQuoted(t *testing.T) {
	good := ledger.Entry{V: 1, Key: "marked-key", Kind: "note", Case: "marked-case", At: start}
	for name, change := range map[string]func(e *ledger.Entry){
		"no version":              func(e *ledger.Entry) { e.V = 0 },
		"no key":                  func(e *ledger.Entry) { e.Key = "" },
		"a key of 513 octets":     func(e *ledger.Entry) { e.Key = strings.Repeat("x", 513) },
		"a key with a line break": func(e *ledger.Entry) { e.Key += "\n" },
		"a key that is no UTF-8":  func(e *ledger.Entry) { e.Key = "marked\xff" },
		"no kind":                 func(e *ledger.Entry) { e.Kind = "" },
		"a case with a NUL":       func(e *ledger.Entry) { e.Case += "\x00" },
		"no instant":              func(e *ledger.Entry) { e.At = time.Time{} },
		"the year 10000":          func(e *ledger.Entry) { e.At = time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC) },
		"a body over 64 KiB":      func(e *ledger.Entry) { e.Body = make([]byte, ledger.MaxBody+1) },
		"octets over 48 KiB":      func(e *ledger.Entry) { e.Body = make([]byte, 50_000) },
	} {
		e := good
		change(&e)
		_, err := e.Encode()
		if !errors.Is(err, ledger.ErrEntry) || strings.Contains(err.Error(), "marked") {
			t.Errorf("%s: %v, wanted ErrEntry", name, err)
		}
	}
	long := fmt.Appendf(nil, `["%s"]`, strings.Repeat("x", 65_000))
	good.Body = long
	if _, err := good.Encode(); err != nil {
		t.Errorf("JSON of 65,004 octets: %v", err)
	}
}

func TestAnyOtherFormOfTheSameEntryIsRefused(t *testing.T) {
	const good = `{"at":"2026-03-02T09:00:00Z","body":{"a":1},"key":"k","kind":"note","v":1}`
	if _, err := ledger.DecodeEntry([]byte(good)); err != nil {
		t.Fatal(err)
	}
	for name, bad := range map[string]string{
		"nothing":               ``,
		"a space":               strings.Replace(good, `,"key"`, `, "key"`, 1),
		"another order":         `{"body":{"a":1},"at":"2026-03-02T09:00:00Z","key":"k","kind":"note","v":1}`,
		"an unknown member":     strings.Replace(good, `"v":1`, `"v":1,"x":1`, 1),
		"a member twice":        strings.Replace(good, `"v":1`, `"v":1,"v":1`, 1),
		"other capitals":        strings.Replace(good, `"key"`, `"Key"`, 1),
		"an empty member":       strings.Replace(good, `"key"`, `"case":"","key"`, 1),
		"a zone":                strings.Replace(good, `09:00:00Z`, `10:00:00+01:00`, 1),
		"zeros behind a second": strings.Replace(good, `09:00:00Z`, `09:00:00.000Z`, 1),
		"an escape":             strings.Replace(good, `"k"`, `"\u006b"`, 1),
		"something after it":    good + "\n",
		"two entries":           good + good,
		"body and bytes":        strings.Replace(good, `"key"`, `"bytes":"AA==","key"`, 1),
		"JSON as octets":        `{"at":"2026-03-02T09:00:00Z","bytes":"eyJhIjoxfQ==","key":"k","kind":"note","v":1}`,
	} {
		if _, err := ledger.DecodeEntry([]byte(bad)); !errors.Is(err, ledger.ErrEntry) {
			t.Errorf("%s: %v, wanted ErrEntry", name, err)
		}
	}
}

// anEntry draws an entry; its instant is start and after.
func anEntry(t *rapid.T, after time.Duration) ledger.Entry {
	text := rapid.StringOfN(rapid.RuneFrom([]rune("abc/<é\U0001F512\"\\")), 1, 12, -1)
	return ledger.Entry{
		V:    rapid.IntRange(1, 3).Draw(t, "v"),
		Key:  text.Draw(t, "key"),
		Kind: rapid.SampledFrom([]string{"decided", "enrol", "policy", "note"}).Draw(t, "kind"),
		Case: rapid.SampledFrom([]string{"", "A", "B"}).Draw(t, "case"),
		At:   start.Add(after),
		Body: rapid.OneOf(rapid.SliceOfN(rapid.Byte(), 0, 40),
			rapid.SampledFrom([][]byte{nil, []byte(`{}`), []byte(`{"a":[1,2,{"b":null}]}`), []byte(`[]`), []byte(`null`), []byte(`{"a":1,"a":1}`)})).Draw(t, "body"),
	}
}

func TestAnyEntryIsReadBackAsItWas(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := anEntry(t, time.Duration(rapid.Int64Range(0, 1<<50).Draw(t, "after")))
		b, err := e.Encode()
		if err != nil {
			t.Fatal(err)
		}
		got, err := ledger.DecodeEntry(b)
		if err != nil || got.V != e.V || got.Key != e.Key || got.Kind != e.Kind || got.Case != e.Case ||
			!got.At.Equal(e.At) || !bytes.Equal(got.Body, e.Body) {
			t.Errorf("wrote %+v, read %+v, %v", e, got, err)
		}
	})
}

func FuzzDecodeEntry(f *testing.F) {
	f.Add([]byte(`{"at":"2026-03-02T09:00:00Z","body":{"a":1},"key":"k","kind":"note","v":1}`))
	f.Add([]byte(`{"at":"2026-03-02T09:00:00.5Z","bytes":"AAH/","case":"A","key":"k","kind":"note","v":2}`))
	f.Fuzz(func(t *testing.T, in []byte) {
		e, err := ledger.DecodeEntry(in)
		if err != nil {
			return
		}
		if out, err := e.Encode(); err != nil || !bytes.Equal(in, out) {
			t.Errorf("what was read can't be written back:\n in %s\nout %s\n%v", in, out, err)
		}
	})
}
