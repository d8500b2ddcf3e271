package decode

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"writ/wire/x2x3"
)

// lines reads a stream as JSON, as people get it.
func lines(t testing.TB, src []byte) []map[string]any {
	t.Helper()
	var all []map[string]any
	unread, err := Read(bytes.NewReader(src), func(l *Line) error {
		d := json.NewDecoder(bytes.NewReader(l.AppendJSON(nil)))
		d.UseNumber()
		var m map[string]any
		if err := d.Decode(&m); err != nil {
			t.Fatalf("a line is no JSON: %v", err)
		}
		all = append(all, m)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if bad := len(slices.DeleteFunc(slices.Clone(all), func(m map[string]any) bool { return m["error"] == nil })); bad != unread {
		t.Errorf("%d lines have an error, %d are said to", bad, unread)
	}
	return all
}

// A sample is a file of the vectors.
type sample struct {
	name   string
	octets []byte
	truth  map[string]any
}

func samples(t testing.TB, folder string) []sample {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("../../..", folder, "*.hex"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no samples in %s", folder)
	}
	var all []sample
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		b, err := hex.DecodeString(strings.TrimSpace(string(text)))
		if err != nil {
			t.Fatal(err)
		}
		s := sample{name: strings.TrimSuffix(filepath.Base(f), ".hex"), octets: b}
		if text, err = os.ReadFile(strings.TrimSuffix(f, ".hex") + ".json"); err == nil {
			d := json.NewDecoder(bytes.NewReader(text))
			d.UseNumber()
			err = d.Decode(&s.truth)
		}
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, s)
	}
	return all
}

// truths are the PDUs that a sample holds, of what format.
func (s *sample) truths() []any {
	if list, ok := s.truth["pdus"].([]any); ok {
		return list
	}
	return []any{s.truth["value"]}
}

var folders = map[string]string{"wire/asn1/testdata/ps-pdu": "ps-pdu", "wire/asn1/testdata/ts33128": "ts33128", "wire/asn1/testdata/rd": "rd", "wire/x2x3/testdata": "x2x3"}

// TestEverySampleIsFoundAndReadAsItsTruth tells the format of each sample by its octets alone.
func TestEverySampleIsFoundAndReadAsItsTruth(t *testing.T) {
	for folder, format := range folders {
		for _, s := range samples(t, folder) {
			t.Run(s.name, func(t *testing.T) {
				if s.truth["expect"] != nil {
					t.Skip("a bad sample: see TestBadSamplesGiveALineThatSaysWhy")
				}
				s.check(t, format)
			})
		}
	}
}

func (s *sample) check(t *testing.T, format string) {
	t.Helper()
	got, want := lines(t, s.octets), s.truths()
	if len(got) != len(want) {
		t.Fatalf("%d lines, want %d: %v", len(got), len(want), got)
	}
	for i, l := range got {
		if l["format"] != format || !reflect.DeepEqual(l["pdu"], want[i]) {
			t.Errorf("\n got %v\nwant %v", l, want[i])
		}
	}
}

// TestSamplesThatStayOutsideAreReadToo takes those of others, which are not in this repository.
func TestSamplesThatStayOutsideAreReadToo(t *testing.T) {
	const outside = "../shared/vectors/etsi/x2x3"
	if _, err := os.Stat(filepath.Join("../../..", outside)); err != nil {
		t.Skip("NOT RUN: ../shared is not beside this repository")
	}
	for _, s := range samples(t, outside) {
		if s.truth["expect"] == nil {
			t.Run(s.name, func(t *testing.T) { s.check(t, "x2x3") })
		}
	}
}

// TestBadSamplesGiveALineThatSaysWhy also reads on where it can.
func TestBadSamplesGiveALineThatSaysWhy(t *testing.T) {
	seen := 0
	for _, folder := range []string{"wire/asn1/testdata/negative", "wire/x2x3/testdata"} {
		for _, s := range samples(t, folder) {
			expect, _ := s.truth["expect"].(string)
			if expect == "" {
				continue
			}
			seen++
			t.Run(s.name, func(t *testing.T) {
				got := lines(t, s.octets)
				text, _ := json.Marshal(got)
				switch {
				case expect == "accept" && (len(got) != 1 || got[0]["error"] != nil):
					t.Errorf("not taken: %s", text)
				case expect == "reject" && (len(got) != 1 || got[0]["error"] == nil || got[0]["pdu"] != nil):
					t.Errorf("not refused: %s", text)
				case expect == "accept-then-resync-or-close" && (len(got) != 3 || got[0]["error"] != nil || got[1]["offset"] != json.Number("45") || got[2]["offset"] != json.Number("49")):
					t.Errorf("not read on: %s", text)
				}
			})
		}
	}
	if seen < 16 {
		t.Errorf("only %d samples", seen)
	}
}

// TestWhatAnotherPDUCarriesIsReadBesideIt leaves the octets where they stand.
func TestWhatAnotherPDUCarriesIsReadBesideIt(t *testing.T) {
	for _, tc := range []struct{ name, at, format, inside string }{
		{"iri-33128-deregistration", "payload.iRIPayloadSequence[0].iRIContents.threeGPP33128DefinedIRI", "ts33128", "iRIPayloadOID"},
		{"enc-none", "payload.encryptionContainer.encryptedPayload", "ps-pdu", "byteCounter"},
	} {
		text, err := os.ReadFile("../../../wire/asn1/testdata/ps-pdu/" + tc.name + ".hex")
		if err != nil {
			t.Fatal(err)
		}
		octets, _ := hex.DecodeString(strings.TrimSpace(string(text)))
		l := lines(t, octets)[0]
		inside, _ := l["inside"].([]any)
		if len(inside) != 1 {
			t.Fatalf("%s: %v", tc.name, l)
		}
		in := inside[0].(map[string]any)
		pdu, _ := in["pdu"].(map[string]any)
		if in["at"] != tc.at || in["format"] != tc.format || pdu[tc.inside] == nil {
			t.Errorf("%s: %v", tc.name, in)
		}
	}
}

// TestAnX2PDUsPayloadIsReadBesideIt takes a payload of TS 33.128 and a whole PS-PDU.
func TestAnX2PDUsPayloadIsReadBesideIt(t *testing.T) {
	for _, tc := range []struct {
		folder, name, format string
		in                   x2x3.Format
	}{
		{"wire/asn1/testdata/ts33128", "xiri-amf-registration", "ts33128", x2x3.TS33128},
		{"wire/asn1/testdata/ps-pdu", "openli-ipcc-from-target", "ps-pdu", x2x3.PSPDU},
	} {
		for _, s := range samples(t, tc.folder) {
			if s.name != tc.name {
				continue
			}
			p := x2x3.PDU{Minor: 5, Type: x2x3.X2, Format: tc.in, Direction: x2x3.FromTarget, Payload: s.octets}
			l := lines(t, p.Append(nil))[0]
			in, _ := at(l, "inside", "0").(map[string]any)
			if l["format"] != "x2x3" || in["at"] != "payload" || in["format"] != tc.format || !reflect.DeepEqual(in["pdu"], s.truth["value"]) {
				t.Errorf("%v", l)
			}
		}
	}
}
