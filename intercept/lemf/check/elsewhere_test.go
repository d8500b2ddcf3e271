package check

import (
	"bytes"
	"encoding/hex"
	"os"
	"strings"
	"testing"
	"time"

	"writ/intercept/lemf"
	"writ/intercept/lemf/lemftest"
	"writ/wire/etsi"
)

func rulesOf(found []Finding) map[Rule]Finding {
	out := map[Rule]Finding{}
	for _, f := range found {
		out[f.Rule] = f
	}
	return out
}

func TestAFileThatEndsInsideAPDUIsSaidToBeCut(t *testing.T) {
	hi2, hi3 := lemftest.Render(lemftest.Call(lemftest.PCMA, silence))
	found := rulesOf(judge(t, Options{}, file{"hi2.ber", hi2}, file{"hi3.ber", hi3[:len(hi3)-5]}))
	f, ok := found["cut"]
	if !ok || f.PDU != 99 || f.File != "hi3.ber" {
		t.Errorf("%+v", found)
	}
}

func TestWhatIsNoPDUEndsTheReading(t *testing.T) {
	hi2, _ := lemftest.Render(lemftest.Call(lemftest.PCMA, silence))
	found := rulesOf(judge(t, Options{}, file{"hi2.ber", append(hi2, "garbage that is none"...)}))
	if f, ok := found["frame"]; !ok || f.Offset != int64(len(hi2)) || !strings.Contains(f.What, "20 octets") {
		t.Errorf("%+v", found)
	}
}

func TestACounterMayWrap(t *testing.T) {
	items := lemftest.Call(lemftest.PCMA, silence)
	for i := range items {
		if items[i].On == lemf.HI3 {
			items[i].Header.Seq -= 50
		}
	}
	found := rulesOf(delivered(t, Options{}, items))
	if _, ok := found["sequence-wrap"]; !ok {
		t.Error("the wrap is not found")
	}
	if f, ok := found["sequence-gap"]; ok {
		t.Errorf("a wrap is taken for loss: %+v", f)
	}
}

func TestWithoutHashesOrKeyTheFindingsAreNotes(t *testing.T) {
	items := lemftest.Call(lemftest.PCMA, silence)
	compare(t, delivered(t, Options{}, items), []Rule{"hash-none", "cc-direction-caller"})
	compare(t, delivered(t, Options{}, lemftest.Protect(lemftest.Call(lemftest.PCMA, silence), nil)), []Rule{"signature-none", "cc-direction-caller"})
	compare(t, delivered(t, Options{}, lemftest.Protect(lemftest.Call(lemftest.PCMA, silence), key(t))), []Rule{"signature-unchecked", "cc-direction-caller"})
}

func TestADirectionThatChangesWithinAStreamIsWrongWhoeverIsMeant(t *testing.T) {
	items := lemftest.Call(lemftest.PCMA, silence)
	for i := range items {
		if items[i].CC != nil && i > 60 {
			items[i].Direction = etsi.FromTarget
		}
	}
	if f, ok := rulesOf(delivered(t, Options{}, items))["cc-direction"]; !ok || f.Severity != Error {
		t.Error("it is not found")
	}
}

func TestSeveralCallsTellWhoIsMeant(t *testing.T) {
	items := lemftest.Call(lemftest.PCMA, silence)
	again := lemftest.Call(lemftest.PCMA, silence)
	for i := range again {
		again[i].Header.CIN = 78
		if v := again[i].IRI; v != nil {
			v.Multimedia.Content = bytes.ReplaceAll(v.Multimedia.Content, []byte("bob@"), []byte("carol@"))
		}
	}
	found := rulesOf(delivered(t, Options{}, append(items, again...)))
	if f, ok := found["cc-direction-caller"]; ok {
		t.Errorf("alice is in both calls, so she is meant: %+v", f)
	}
	for i := range again {
		again[i].Direction = map[etsi.Direction]etsi.Direction{etsi.FromTarget: etsi.ToTarget, etsi.ToTarget: etsi.FromTarget}[again[i].Direction]
	}
	if _, ok := rulesOf(delivered(t, Options{}, append(items, again...)))["cc-direction"]; !ok {
		t.Error("the direction of the second call is not found wrong")
	}
}

func TestAnEncryptedPayloadIsJudgedByItsContainer(t *testing.T) {
	for _, tc := range []struct {
		name string
		c    etsi.Container
		want []Rule
	}{
		{"in order", etsi.Container{Type: etsi.AES256CBC, Part: etsi.Part5, Octets: make([]byte, 32)}, []Rule{"sealed"}},
		{"not encrypted", etsi.Container{Type: etsi.NotEncrypted, Part: etsi.Part5, Octets: make([]byte, 7)}, []Rule{"sealed", "sealed-none"}},
		{"an old cipher", etsi.Container{Type: etsi.TripleDESCBC, Part: etsi.Part5, Octets: make([]byte, 8)}, []Rule{"sealed", "sealed-type"}},
		{"half a block", etsi.Container{Type: etsi.AES192CBC, Part: etsi.Part5, Octets: make([]byte, 24)}, []Rule{"sealed", "sealed-length"}},
		{"no part", etsi.Container{Type: etsi.AES192CBC, Octets: make([]byte, 16)}, []Rule{"sealed", "sealed-part"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			p := etsi.PDU{Header: lemftest.Head(0, 0), Kind: etsi.KindEncrypted, Container: tc.c}
			compare(t, judge(t, Options{}, file{"hi2.ber", p.Append(nil)}), append(tc.want, "hash-none"))
		})
	}
}

func TestEncryptedIRIAndCCAreCountedApart(t *testing.T) {
	p := etsi.PDU{Header: lemftest.Head(0, 0), Kind: etsi.KindEncrypted, Container: etsi.Container{Type: etsi.AES256CBC, Part: etsi.Part5, Octets: make([]byte, 32)}}
	q := p
	q.Container.Octets = bytes.Repeat([]byte{1}, 32)
	if f, ok := rulesOf(judge(t, Options{}, file{"hi2.ber", p.Append(nil)}, file{"hi3.ber", q.Append(nil)}))["sequence-conflict"]; ok {
		t.Errorf("%+v", f)
	}
}

func TestAnIndefiniteLengthAndSegmentsAreLegal(t *testing.T) {
	// A keep-alive whose outer length is indefinite and whose LIID comes in two segments.
	h := lemftest.Head(0, time.Second)
	b := etsi.AppendTRI(nil, &h, &etsi.TRI{Kind: etsi.KeepAlive})
	i := bytes.Index(b, h.LIID)
	liid := append([]byte{0x04, 4}, h.LIID[:4]...)
	liid = append(append(liid, 0x04, byte(len(h.LIID)-4)), h.LIID[4:]...)
	inner := append(append(append([]byte{}, b[2:i-2]...), 0xa1, byte(len(liid))), append(liid, b[i+len(h.LIID):]...)...)
	inner[1] += 4 // the header's length
	b = append(append([]byte{0x30, 0x80}, inner...), 0, 0)
	found := rulesOf(judge(t, Options{}, file{"hi2.ber", b}))
	for _, r := range []Rule{"segmented", "long-lengths"} {
		if _, ok := found[r]; !ok {
			t.Errorf("%s is not found: %+v", r, found)
		}
	}
}

func TestEachNegativeSampleIsRefused(t *testing.T) {
	const dir = "../../../wire/etsi/testdata/negative/"
	names, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	tried := 0
	for _, n := range names {
		if !strings.HasSuffix(n.Name(), ".hex") {
			continue
		}
		text, err := os.ReadFile(dir + n.Name())
		if err != nil {
			t.Fatal(err)
		}
		b, err := hex.DecodeString(strings.Join(strings.Fields(string(text)), ""))
		if err != nil {
			t.Fatal(err)
		}
		bad := 0
		for _, f := range judge(t, Options{}, file{"hi2.ber", b}) {
			if f.Severity == Error {
				bad++
			}
		}
		if wrong := !strings.HasPrefix(n.Name(), "ok-"); wrong != (bad > 0) {
			t.Errorf("%s: %d errors", n.Name(), bad)
		}
		tried++
	}
	if tried < 10 {
		t.Errorf("only %d samples were at hand", tried)
	}
}
