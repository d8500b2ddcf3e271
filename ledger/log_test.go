package ledger_test

import (
	"bytes"
	"crypto/ed25519"
	"errors"
	"testing"
	"time"

	"writ/ledger"
)

const origin = "writ.example/tenant"

var start = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

func testKey(n byte) ed25519.PrivateKey {
	return ed25519.NewKeyFromSeed(bytes.Repeat([]byte{n}, ed25519.SeedSize))
}

func mustOpen(t testing.TB, st ledger.Store) *ledger.Log {
	t.Helper()
	l, err := ledger.Open(st, testKey(1), origin)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func entry(key, kind, caseID, body string, after time.Duration) ledger.Entry {
	return ledger.Entry{V: 1, Key: key, Kind: kind, Case: caseID, At: start.Add(after), Body: []byte(body)}
}

func mustAppend(t testing.TB, l *ledger.Log, e ledger.Entry) ledger.Receipt {
	t.Helper()
	r, err := l.Append(e)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestAnEntryIsFoundAgainAfterOpening(t *testing.T) {
	st := ledger.NewMemory()
	l := mustOpen(t, st)
	want := mustAppend(t, l, entry("decided/A/1", "decided", "A", `{"digest":"00"}`, 0))
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	again := mustOpen(t, st)
	got, ok := again.Find("decided/A/1")
	if !ok || got.Index() != want.Index() || got.Log() != want.Log() || !bytes.Equal(got.Entry().Body, want.Entry().Body) {
		t.Errorf("found %+v, wanted %+v", got.Entry(), want.Entry())
	}
	if string(again.Head().Note) != string(l.Head().Note) {
		t.Error("the head changed by being opened again")
	}
}

func TestAKeyIsAppendedOnce(t *testing.T) {
	st := ledger.NewMemory()
	l := mustOpen(t, st)
	mustAppend(t, l, entry("permit/A/lookup/1", "permit", "A", "", 0))
	for name, log := range map[string]*ledger.Log{"at once": l, "after opening again": mustOpen(t, st)} {
		if _, err := log.Append(entry("permit/A/lookup/1", "permit", "A", "", time.Hour)); !errors.Is(err, ledger.ErrExists) {
			t.Errorf("%s: %v, wanted ErrExists", name, err)
		}
	}
}
