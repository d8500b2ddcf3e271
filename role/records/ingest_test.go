package records

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"testing"

	"writ/outside/seal"
	"writ/records"
	"writ/records/kamailio"
)

func identity(t testing.TB) seal.Identity {
	t.Helper()
	id, err := seal.NewIdentity()
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func open(t testing.TB, dir string, root seal.Recipient) *Store {
	t.Helper()
	s, err := OpenStore(context.Background(), dir, root)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func sample(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("../../records/kamailio/testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func file(b []byte) File { return File{Bytes: bytes.NewReader(b), Size: int64(len(b))} }

func TestTheSameFileAgainAddsNothing(t *testing.T) {
	s := open(t, t.TempDir(), identity(t).Recipient())
	acc := file(sample(t, "acc.csv"))
	first, err := Ingest(context.Background(), s, kamailio.New(), records.Options{}, acc, nil)
	if err != nil {
		t.Fatal(err)
	}
	if b := first.Balance; !b.Check() || b.Stored == 0 || first.Again {
		t.Fatalf("first: %+v", first)
	}
	second, err := Ingest(context.Background(), s, kamailio.New(), records.Options{}, acc, nil)
	if err != nil {
		t.Fatal(err)
	}
	if b := second.Balance; !b.Check() || b.Stored != 0 || b.Duplicate != first.Balance.Stored+first.Balance.Duplicate || !second.Again {
		t.Fatalf("first: %+v, second: %+v", first, second)
	}
	t.Logf("%+v", first)
}

func TestAnotherVariantOfTheSameTableAddsNothing(t *testing.T) {
	s := open(t, t.TempDir(), identity(t).Recipient())
	var total, stored int64
	for _, name := range []string{"acc.csv", "acc.sql", "missed_calls.sql", "missed_calls.csv", "acc_cdrs.csv", "acc_cdrs.sql"} {
		b := takeFile(t, s, kamailio.New(), file(sample(t, name))).Balance
		t.Logf("%s: %+v", name, b)
		total, stored = total+b.In, stored+b.Stored
		if b.Refused > 0 || b.Dropped > 0 {
			t.Errorf("%s: %+v", name, b)
		}
	}
	if stored*2 != total {
		t.Errorf("%d of %d stored; each table was given twice", stored, total)
	}
}
