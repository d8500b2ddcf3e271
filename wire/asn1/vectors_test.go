package asn1

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
	"testing"
)

// A vector is a sample with its truth.
type vector struct {
	Name    string
	Type    string
	Minimal *bool `json:"minimal_lengths"`
	Value   json.RawMessage
	Expect  string
	octets  []byte
}

func vectors(t testing.TB, folder string) []vector {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("testdata", folder, "*.json"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no samples in %s: %v", folder, err)
	}
	var all []vector
	for _, f := range files {
		var v vector
		text, err := os.ReadFile(f)
		if err == nil {
			err = json.Unmarshal(text, &v)
		}
		if err != nil {
			t.Fatal(err)
		}
		v.octets = unhex(t, strings.TrimSuffix(f, ".json")+".hex")
		all = append(all, v)
	}
	return all
}

func unhex(t testing.TB, file string) []byte {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	b, err := hex.DecodeString(strings.TrimSpace(string(text)))
	if err != nil {
		t.Fatal(file, err)
	}
	return b
}

func lookup(t testing.TB, name string) *Type {
	t.Helper()
	typ, err := Lookup(name)
	if err != nil {
		t.Fatal(err)
	}
	return typ
}

// plain is JSON as the standard library has it, with the digits of numbers kept.
func plain(t testing.TB, text []byte) any {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		t.Fatalf("%v in %s", err, text)
	}
	return v
}

var folders = map[string]string{"ps-pdu": "LI-PS-PDU.PS-PDU", "ts33128": "TS33128Payloads.XIRIPayload", "rd": "RDMessage.RetainedDataMessage"}

// TestSamplesDecodeToTheirTruth compares every sample with what another program read in it, and writes it back: to the
// same octets where it was DER, from the value as read and from its JSON.
func TestSamplesDecodeToTheirTruth(t *testing.T) {
	for folder, name := range folders {
		typ := lookup(t, name)
		for _, v := range vectors(t, folder) {
			t.Run(v.Name, func(t *testing.T) {
				got, notes, err := typ.Decode(v.octets)
				if err != nil {
					t.Fatal(err)
				}
				if len(notes) > 0 {
					t.Errorf("notes: %v", notes)
				}
				text := AppendJSON(nil, got)
				if !reflect.DeepEqual(plain(t, text), plain(t, v.Value)) {
					t.Errorf("\n got %s\nwant %s", text, v.Value)
				}
				truth, err := ReadJSON(v.Value)
				if err != nil {
					t.Fatal(err)
				}
				for from, v2 := range map[string]Value{"value": got, "truth": truth} {
					again, err := typ.Append(nil, v2)
					if err != nil {
						t.Fatalf("%s: %v", from, err)
					}
					if *v.Minimal && !bytes.Equal(again, v.octets) {
						t.Errorf("%s written back\n got %x\nwant %x", from, again, v.octets)
					}
					if len(again) > len(v.octets) {
						t.Errorf("%s is longer when it is written back", from)
					}
				}
			})
		}
	}
}

// TestBadSamplesAreRefused asks for the octet, the member and the problem.
func TestBadSamplesAreRefused(t *testing.T) {
	want := map[string]string{
		"bad-huge-length":                 "asn1: octet 0: length runs past the end of what holds it",
		"bad-inner-length-overrun":        "asn1: octet 95: pSHeader: length runs past the end of what holds it",
		"bad-keepalive-null-with-content": "asn1: octet 38: payload.tRIPayload.keep-alive: null with content",
		"bad-liid-26-octets":              "asn1: octet 13: pSHeader.lawfulInterceptionIdentifier: 26 octets where 1..25 belong",
		"bad-missing-domain-id":           "asn1: octet 4: pSHeader: li-psDomainId is missing here",
		"bad-not-a-sequence":              "asn1: octet 0: tag [UNIVERSAL 17] where another type belongs",
		"bad-operator-17-octets":          "asn1: octet 28: pSHeader.communicationIdentifier.networkIdentifier.operatorIdentifier: 17 octets where 1..16 belong",
		"bad-order":                       "asn1: octet 4: pSHeader: li-psDomainId is missing here",
		"bad-seq-negative":                "asn1: octet 36: pSHeader.sequenceNumber: below 0",
		"stream-garbage-between":          "asn1: octet 45: octets after the value",
	}
	typ := lookup(t, "LI-PS-PDU.PS-PDU")
	seen := 0
	for _, v := range vectors(t, "negative") {
		t.Run(v.Name, func(t *testing.T) {
			seen++
			_, _, err := typ.Decode(v.octets)
			switch got := errorText(err); {
			case v.Expect == "accept" && err != nil:
				t.Error(err)
			case v.Expect != "accept" && got != want[v.Name]:
				t.Errorf("\n got %s\nwant %s", got, want[v.Name])
			}
		})
	}
	if seen != len(want)+3 {
		t.Errorf("%d samples, %d expected", seen, len(want)+3)
	}
}

func errorText(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

// TestTheNewerPayloadStandsInItsOctets reads the TS 33.128 payload that an IRI carries as octets.
func TestTheNewerPayloadStandsInItsOctets(t *testing.T) {
	octets := unhex(t, "testdata/ps-pdu/iri-33128-deregistration.hex")
	v, _, err := lookup(t, "LI-PS-PDU.PS-PDU").Decode(octets)
	if err != nil {
		t.Fatal(err)
	}
	inner, ok := at(v, "payload", "iRIPayloadSequence", "0", "iRIContents", "threeGPP33128DefinedIRI").(Octets)
	if !ok {
		t.Fatal("no such payload")
	}
	v, _, err = lookup(t, "TS33128Payloads.IRIPayload").Decode(inner)
	if err != nil {
		t.Fatal(err)
	}
	const want = `{"iRIPayloadOID":"4.19.17.15.3","event":{"deregistration":{"deregistrationDirection":"networkInitiated","accessType":"threeGPPAccess","sUPI":{"iMSI":"204081234567890"}}}}`
	if got := string(AppendJSON(nil, v)); got != want {
		t.Errorf("\n got %s\nwant %s", got, want)
	}
}

// at walks down members by name; nil where one is missing. A list is walked by the position, "0" for the first.
func at(v Value, path ...string) Value {
	for _, name := range path {
		if o, ok := v.(Object); ok {
			v = o.Get(name)
			continue
		}
		all, ok := v.(List)
		i, err := strconv.Atoi(name)
		if !ok || err != nil || i < 0 || i >= len(all) {
			return nil
		}
		v = all[i]
	}
	return v
}
