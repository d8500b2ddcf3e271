package scope

import (
	"bytes"
	"encoding/binary"
	"testing"
	"time"

	"writ"
	"writ/records"
)

func TestASpooledRowIsReadAsItWasWritten(t *testing.T) {
	id, err := writ.ParseIdentifier(writ.E164, "+12025550123")
	if err != nil {
		t.Fatal(err)
	}
	old := time.Date(1960, 1, 2, 3, 4, 5, 6, time.UTC) // before the epoch: a number below zero
	j := Judged{Ask: -3, Kind: records.Customer, Key: records.KeyOf("x"), At: old, Why: Reason{Asked: id}}
	got, err := decodeJudged(j.encode())
	if err != nil || got.Ask != -3 || !got.At.Equal(old) || !got.Until.IsZero() || got.Key != j.Key || got.Kind != j.Kind {
		t.Errorf("got %+v, %v", got, err)
	}
	j.At = time.Time{}
	flag := 1 + 1 + len(records.Customer) + len(j.Key) // ask, length, kind, key
	b := j.encode()
	for _, bad := range []byte{2, 255} {
		b[flag] = bad
		if _, err := decodeJudged(b); err == nil {
			t.Errorf("an instant marked %d is read", bad)
		}
	}
	many := j.encode()
	many = binary.AppendUvarint(many[:len(many)-1], 1<<50) // the count of values is its last octet
	if _, err := decodeJudged(many); err == nil {
		t.Error("a row of 2^50 values is read")
	}
}

func FuzzDecodeJudged(f *testing.F) {
	id, err := writ.ParseIdentifier(writ.E164, "+12025550123")
	if err != nil {
		f.Fatal(err)
	}
	j := Judged{Ask: 3, Kind: records.Call, Key: records.KeyOf("x"), At: time.Date(2026, 1, 2, 3, 4, 5, 6, time.UTC), Values: []records.Value{records.V(records.Caller, "+12025550123")},
		Why: Reason{Asked: id, Field: records.Caller, Holder: "A", Provision: "18 USC 2703", Rule: "r"}}
	whole := j.encode()
	f.Add(whole)
	j.Ask, j.Until, j.Values = -1, j.At, nil
	f.Add(j.encode())
	for n := range len(whole) {
		if _, err := decodeJudged(whole[:n]); err == nil {
			f.Errorf("the first %d octets are a row", n)
		}
	}
	if _, err := decodeJudged(append(whole, 0)); err == nil {
		f.Error("a row and an octet are a row")
	}
	f.Fuzz(func(t *testing.T, in []byte) {
		j, err := decodeJudged(in)
		if err != nil {
			return
		}
		once := j.encode()
		again, err := decodeJudged(once)
		if err != nil || !bytes.Equal(again.encode(), once) {
			t.Errorf("what was read can't be written back: %v", err)
		}
	})
}
