package intercept

import (
	"bytes"
	"encoding/hex"
	"errors"
	"flag"
	"os"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"writ"
)

var update = flag.Bool("update", false, "write golden files")

var noon = time.Date(2026, 1, 5, 12, 0, 0, 123456789, time.UTC)

func named(t interface{ Fatal(...any) }, kind writ.Kind, text string) Target {
	id, err := writ.ParseIdentifier(kind, text)
	if err != nil {
		t.Fatal(err)
	}
	return Target{id}
}

func good(t *testing.T) Task {
	x, _ := ParseXID("29f28e1c-f230-486a-a860-f5a784ab9172")
	p, _ := ParseXID("00000000-0000-4000-8000-000000000001")
	d, _ := ParseDID("19867c20-8c94-473e-b9cd-8b72b7b05fd4")
	l, _ := ParseLIID("LIID-2026-001")
	return Task{XID: x, Product: p, LIID: l, Targets: []Target{named(t, writ.SIPURI, "sip:alice@example.com"), named(t, writ.E164, "+442079460223")},
		Deliver: IRIAndCC, From: noon, Until: noon.Add(time.Hour), To: []DID{d}, Proof: []byte("proof")}
}

func TestATaskIsRefusedFor(t *testing.T) {
	name := named(t, writ.Name, "A * Person")
	for _, tc := range []struct {
		name  string
		spoil func(*Task)
		at    time.Time
		want  error
	}{
		{"nothing", func(*Task) {}, noon, nil},
		{"nothing, a nanosecond before its end", func(*Task) {}, noon.Add(time.Hour - 1), nil},
		{"nothing, when its start lies ahead", func(*Task) {}, noon.Add(-time.Hour), nil},
		{"an end that is now", func(*Task) {}, noon.Add(time.Hour), ErrOver},
		{"no XID", func(k *Task) { k.XID = XID{} }, noon, ErrNoXID},
		{"no end", func(k *Task) { k.Until = time.Time{} }, noon, ErrNoEnd},
		{"no start", func(k *Task) { k.From = time.Time{} }, noon, ErrNoStart},
		{"an end at its start", func(k *Task) { k.Until = k.From }, noon, ErrBackwards},
		{"an end before its start", func(k *Task) { k.Until = k.From.Add(-1) }, noon, ErrBackwards},
		{"an end after the year 9999", func(k *Task) { k.Until = time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC) }, noon, ErrYear},
		{"no target", func(k *Task) { k.Targets = nil }, noon, ErrNoTarget},
		{"a target that names nobody", func(k *Task) { k.Targets[0] = Target{} }, noon, ErrNoTarget},
		{"more targets than allowed", func(k *Task) { k.Targets = append(k.Targets, named(t, writ.IMSI, "001010000000001")) }, noon, ErrTooMany},
		{"a wildcard", func(k *Task) { k.Targets[0] = name }, noon, ErrWildcard},
		{"a person's name", func(k *Task) { k.Targets[0] = named(t, writ.Name, "A Person") }, noon, ErrKind},
		{"a cell", func(k *Task) { k.Targets[0] = named(t, writ.Cell, "001-01-1-2") }, noon, ErrKind},
		{"a target twice", func(k *Task) { k.Targets[1] = k.Targets[0] }, noon, ErrTwice},
		{"nothing to deliver", func(k *Task) { k.Deliver = 0 }, noon, ErrDeliver},
		{"an unknown delivery", func(k *Task) { k.Deliver = 3 }, noon, ErrDeliver},
		{"a destination twice", func(k *Task) { k.To = append(k.To, k.To[0]) }, noon, ErrTwice},
		{"too many destinations", func(k *Task) { k.To = make([]DID, MostDestinations+1) }, noon, ErrTooFar},
		{"a huge proof", func(k *Task) { k.Proof = make([]byte, MaxProof+1) }, noon, ErrProof},
	} {
		t.Run(tc.name, func(t *testing.T) {
			k := good(t)
			tc.spoil(&k)
			if err := k.Check(tc.at, 2); !errors.Is(err, tc.want) || tc.want != nil && !errors.Is(err, ErrTask) {
				t.Errorf("got %v, want %v", err, tc.want)
			}
		})
	}
}

func TestATaskHoldsFromItsStartUntilItsEnd(t *testing.T) {
	k := good(t)
	for _, tc := range []struct {
		at   time.Time
		want bool
	}{{k.From.Add(-1), false}, {k.From, true}, {k.Until.Add(-1), true}, {k.Until, false}} {
		if k.Holds(tc.at) != tc.want {
			t.Errorf("%v from its start: got %v", tc.at.Sub(k.From), !tc.want)
		}
	}
	if k.Carries() != k.Product {
		t.Error("the product id does not stand on the product")
	}
	if k.Product = (XID{}); k.Carries() != k.XID {
		t.Error("without a product id the XID does not stand on the product")
	}
}

// TestTheFormsOfATaskStay holds each version ever released readable, and the commitment that ledgers hold.
func TestTheFormsOfATaskStay(t *testing.T) {
	k := good(t)
	salt := [32]byte{1, 2, 3}
	digest := k.Commitment(salt, there)
	golden := map[string][]byte{"testdata/task-1.bin": k.Encode(), "testdata/commitment-2.hex": []byte(hex.EncodeToString(digest[:]) + "\n")}
	for file, got := range golden {
		if *update {
			if err := os.WriteFile(file, got, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("%s: this program writes another form", file)
		}
	}
	old, err := os.ReadFile("testdata/task-1.bin")
	if err != nil {
		t.Fatal(err)
	}
	back, err := DecodeTask(old)
	if err != nil {
		t.Fatal(err)
	}
	if back.Commitment(salt, there) != digest || !back.Until.Equal(k.Until) || back.To[0] != k.To[0] || string(back.Proof) != "proof" {
		t.Error("the golden task reads as another")
	}
}

// there is where product may go.
var there = []Place{{DID{1}, "tcp 192.0.2.1:42069"}, {DID{2}, "tcp [2001:db8::1]:42069"}}

func TestACommitmentChangesWithEachPartOfTheOrderAndNothingElse(t *testing.T) {
	salt := [32]byte{9}
	first := good(t).Commitment(salt, there)
	for name, change := range map[string]func(*Task){
		"XID":      func(k *Task) { k.XID[0]++ },
		"product":  func(k *Task) { k.Product = XID{} },
		"LIID":     func(k *Task) { k.LIID = LIID{} },
		"a target": func(k *Task) { k.Targets = k.Targets[:1] },
		"deliver":  func(k *Task) { k.Deliver = IRIOnly },
		"from":     func(k *Task) { k.From = k.From.Add(1) },
		"until":    func(k *Task) { k.Until = k.Until.Add(1) },
	} {
		k := good(t)
		if change(&k); k.Commitment(salt, there) == first {
			t.Errorf("%s does not count", name)
		}
	}
	if good(t).Commitment([32]byte{8}, there) == first {
		t.Error("the salt does not count")
	}
	for name, to := range map[string][]Place{"no place": nil, "one less": there[:1], "another address": {there[0], {there[1].DID, "tcp 192.0.2.9:42069"}},
		"another number": {there[0], {DID{9}, there[1].Address}}, "one more": {there[0], there[1], {DID{9}, "tcp 192.0.2.9:42069"}}} {
		if good(t).Commitment(salt, to) == first {
			t.Errorf("%s does not count", name)
		}
	}
	if good(t).Commitment(salt, []Place{there[1], there[0], there[0]}) != first {
		t.Error("the order of places, or one that is named twice, counts")
	}
	k := good(t)
	slices.Reverse(k.Targets)
	k.To, k.Proof, k.From = nil, nil, k.From.In(time.FixedZone("", 3600))
	if k.Commitment(salt, there) != first {
		t.Error("order of targets, destinations, proof or zone count")
	}
}

func anyTask(t *rapid.T) Task {
	k := Task{XID: XID{1}, Deliver: Deliver(rapid.IntRange(1, 2).Draw(t, "deliver"))}
	for i := range rapid.IntRange(1, 4).Draw(t, "targets") {
		k.Targets = append(k.Targets, named(t, writ.IMSI, rapid.StringMatching(`[0-9]{8}`).Draw(t, "imsi")+string(rune('0'+i))))
	}
	if rapid.Bool().Draw(t, "liid") {
		k.LIID, _ = LIIDOf(rapid.SliceOfN(rapid.Byte(), 13, 25).Draw(t, "octets"))
	}
	if rapid.Bool().Draw(t, "product") {
		k.Product = XID{2}
	}
	k.From = time.Unix(rapid.Int64Range(0, 1<<33).Draw(t, "from"), rapid.Int64Range(0, 999999999).Draw(t, "ns")).UTC()
	k.Until = k.From.Add(time.Duration(rapid.Int64Range(1, 1<<50).Draw(t, "for")))
	for i := range rapid.IntRange(0, 3).Draw(t, "to") {
		k.To = append(k.To, DID{byte(i)})
	}
	k.Proof = rapid.SliceOfN(rapid.Byte(), 0, 9).Draw(t, "proof")
	return k
}

func TestATaskComesBackFromItsForm(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		k := anyTask(t)
		form := k.Encode()
		back, err := DecodeTask(form)
		if err != nil || !bytes.Equal(back.Encode(), form) {
			t.Fatalf("it does not come back: %v", err)
		}
		if cut := rapid.IntRange(0, len(form)-1).Draw(t, "cut"); second(DecodeTask(form[:cut])) == nil {
			t.Fatalf("torn at %d it still reads", cut)
		}
	})
}

// FuzzDecodeTask: what can be read is written back to the same octets.
func FuzzDecodeTask(f *testing.F) {
	seed, err := os.ReadFile("testdata/task-1.bin")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(seed)
	f.Fuzz(func(t *testing.T, in []byte) {
		k, err := DecodeTask(in)
		if err == nil && !bytes.Equal(k.Encode(), in) {
			t.Error("two forms of one task")
		}
	})
}
