package scope

import (
	"bytes"
	"testing"
	"time"

	"writ"
	"writ/records"
)

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
