package etsi

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

// A sample is one file of testdata with the truth beside it.
type sample struct {
	Name    string
	Minimal bool `json:"minimal_lengths"`
	Expect  string
	Key     string   `json:"key_hex"`
	Plain   string   `json:"plaintext_hex"`
	Hashed  []string `json:"hashed_pdus"`
	Value   struct {
		Header  any `json:"pSHeader"`
		Payload any `json:"payload"`
	}
	octets []byte
}

func samples(t testing.TB, folder string) []sample {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join("testdata", folder, "*.json"))
	if err != nil || len(paths) == 0 {
		t.Fatal("no samples", err)
	}
	var out []sample
	for _, path := range paths {
		var s sample
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(b, &s); err != nil {
			t.Fatal(path, err)
		}
		s.octets = sampleOctets(t, strings.TrimSuffix(path, ".json")+".hex")
		out = append(out, s)
	}
	return out
}

func sampleOctets(t testing.TB, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	b, err = hex.DecodeString(strings.TrimSpace(string(b)))
	if err != nil {
		t.Fatal(path, err)
	}
	return b
}

// same compares values as JSON has them.
func same(t *testing.T, what string, got, want any) {
	t.Helper()
	b, err := json.Marshal(got)
	if err != nil {
		t.Fatal(err)
	}
	var plain any
	if err := json.Unmarshal(b, &plain); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(plain, want) {
		w, _ := json.Marshal(want)
		t.Errorf("%s:\n got %s\nwant %s", what, b, w)
	}
}

func TestSamplesDecodeToTheirTruth(t *testing.T) {
	untyped := map[string]bool{
		"hi4-notification-activated": true, "iri-33128-deregistration": true, "iri-iponly-tcp": true,
		"iri-packet-report-header": true, "openli-emailcc-app": true, "openli-emailiri-send": true,
	}
	var p PDU
	for _, s := range samples(t, "ps-pdu") {
		t.Run(s.Name, func(t *testing.T) {
			p.Tolerate = 0
			if strings.HasPrefix(s.Name, "cyberprobe") {
				var e *Error
				if err := p.Decode(s.octets); !errors.As(err, &e) || e.Field != "PSHeader.li-psDomainId" || s.octets[e.Offset-2] != 0x80 {
					t.Errorf("an identifier with a wrong domain was taken: %v", err)
				}
				p.Tolerate = WrongDomain
			}
			if err := p.Decode(s.octets); err != nil {
				t.Fatal(err)
			}
			if p.Remarks&WrongDomain == 0 {
				same(t, "header", headerTruth(&p.Header), s.Value.Header)
			}
			if untyped[s.Name] {
				if len(p.Raw) == 0 {
					t.Error("an untyped payload was not kept")
				}
			} else {
				same(t, "payload", payloadTruth(&p), s.Value.Payload)
			}
			if got := p.Remarks&LongLengths == 0; got != s.Minimal {
				t.Errorf("minimal lengths: got %v, want %v", got, s.Minimal)
			}
			if p.Unknown > 0 {
				t.Errorf("%d fields are unknown", p.Unknown)
			}
		})
	}
}

func TestSamplesOfDERAreWrittenBackToTheSameOctets(t *testing.T) {
	var p PDU
	count := 0
	for _, s := range samples(t, "ps-pdu") {
		if err := p.Decode(s.octets); err != nil {
			continue // the wrong domain, seen above
		}
		for what, out := range map[string][]byte{"by fields": p.Append(nil), "around Raw": AppendRaw(nil, &p.Header, p.Raw)} {
			if s.Minimal && !bytes.Equal(out, s.octets) {
				t.Errorf("%s %s:\n in %x\nout %x", s.Name, what, s.octets, out)
			}
			if what == "by fields" && !s.Minimal {
				reread(t, s.Name, out, &p)
			}
		}
		count++
	}
	if count < 35 {
		t.Errorf("only %d samples were tried", count)
	}
}

// reread checks that what was written in minimal lengths says the same as the longer original.
func reread(t *testing.T, name string, out []byte, p *PDU) {
	t.Helper()
	var q PDU
	if err := q.Decode(out); err != nil {
		t.Errorf("%s: what was written can't be read: %v", name, err)
		return
	}
	if q.Remarks&LongLengths != 0 && len(p.Raw) == 0 {
		t.Errorf("%s: a length is not minimal", name)
	}
	a, _ := json.Marshal(payloadTruth(p))
	b, _ := json.Marshal(payloadTruth(&q))
	if !bytes.Equal(a, b) {
		t.Errorf("%s: written as something else", name)
	}
}

func TestNegativeSamplesAreTakenOrRefusedAsTheySay(t *testing.T) {
	var p PDU
	for _, s := range samples(t, "negative") {
		t.Run(s.Name, func(t *testing.T) {
			n, err := Size(s.octets)
			if err == nil {
				err = p.Decode(s.octets[:n])
			}
			switch s.Expect {
			case "accept":
				if err != nil || n != len(s.octets) {
					t.Errorf("refused: %v", err)
				}
			case "reject":
				var e *Error
				if !errors.As(err, &e) {
					t.Errorf("taken, or without a place: %v", err)
				}
			case "accept-then-resync-or-close":
				var e *Error
				if _, next := Size(s.octets[n:]); err != nil || !errors.As(next, &e) {
					t.Errorf("first PDU: %v, what follows: %v", err, next)
				}
			default:
				t.Errorf("don't know what %q asks for", s.Expect)
			}
		})
	}
}
