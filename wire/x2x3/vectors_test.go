package x2x3

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var wider = filepath.FromSlash("../../../shared/vectors/etsi/x2x3")

// A truth is what a sample's JSON says.
type truth struct {
	Expect, Why string
	PDUs        []struct {
		Version          struct{ Raw, Major, Minor int }
		PDUType          int
		HeaderLength     int
		PayloadLength    int
		PayloadFormat    int
		PayloadDirection int
		XID              string
		CorrelationID    string
		Attributes       []struct {
			Type, Length int
			Contents     string
		}
		Payload string
		Total   int
	}
}

func sample(t testing.TB, path string) []byte {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	b, err := hex.DecodeString(strings.TrimSpace(string(text)))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func truthOf(t testing.TB, hexPath string) truth {
	t.Helper()
	b, err := os.ReadFile(strings.TrimSuffix(hexPath, ".hex") + ".json")
	if err != nil {
		t.Fatal(err)
	}
	var v truth
	if err := json.Unmarshal(b, &v); err != nil {
		t.Fatal(err)
	}
	return v
}

func samples(t testing.TB, folder, pattern string) []string {
	t.Helper()
	all, err := filepath.Glob(filepath.Join(folder, pattern))
	if err != nil || len(all) == 0 {
		t.Fatalf("no samples %s in %s: %v", pattern, folder, err)
	}
	return all
}

func TestEverySampleIsReadAsItsTruthSaysAndWrittenBack(t *testing.T) {
	paths := samples(t, "testdata", "[^i]*.hex")
	if _, err := os.Stat(wider); err == nil {
		paths = append(paths, samples(t, wider, "sipgate-*.hex")...)
	} else {
		t.Log("EXTRA SAMPLES NOT RUN: ../shared/vectors is not beside the project")
	}
	for _, path := range paths {
		t.Run(filepath.Base(path), func(t *testing.T) {
			src := sample(t, path)
			var p PDU
			for _, want := range truthOf(t, path).PDUs {
				n, err := Size(src)
				if err != nil || n != want.Total {
					t.Fatalf("size %d, %v; want %d", n, err, want.Total)
				}
				if err := p.Decode(src[:n]); err != nil {
					t.Fatal(err)
				}
				got := fmt.Sprintf("%d %d %d %d %x %016x %x", p.Minor, p.Type, p.Format, p.Direction, p.XID, p.Correlation, p.Payload)
				expect := fmt.Sprintf("%d %d %d %d %s %s %s", want.Version.Minor, want.PDUType, want.PayloadFormat,
					want.PayloadDirection, strings.ReplaceAll(want.XID, "-", ""), want.CorrelationID, want.Payload)
				if got != expect {
					t.Errorf("got  %s\nwant %s", got, expect)
				}
				if a, b := fields(&p), attributesOf(want.Attributes); a != b {
					t.Errorf("attributes\n%s\nwant\n%s", a, b)
				}
				if out := p.Append(nil); !bytes.Equal(out, src[:n]) {
					t.Errorf("written back\n%x\nwant\n%x", out, src[:n])
				}
				src = src[n:]
			}
			if len(src) > 0 {
				t.Errorf("%d octets left", len(src))
			}
		})
	}
}

func attributesOf(list []struct {
	Type, Length int
	Contents     string
}) string {
	var b strings.Builder
	for _, a := range list {
		fmt.Fprintf(&b, "%d=%s\n", a.Type, a.Contents)
	}
	return b.String()
}

// fields prints the typed fields in the order of the source, without Append.
func fields(p *PDU) string {
	var b strings.Builder
	raw := p.Raw
	for _, s := range p.order {
		var v []byte
		switch {
		case s.raw:
			v, raw = raw[0].Contents, raw[1:]
		case s.typ == AttrSeq:
			v = binary.BigEndian.AppendUint32(nil, p.Seq.V)
		case s.typ == AttrTime:
			v = binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, p.At.V.Sec), p.At.V.Nsec)
		case s.typ == AttrSourceIPv4 || s.typ == AttrSourceIPv6:
			v = p.Source.AsSlice()
		case s.typ == AttrDestIPv4 || s.typ == AttrDestIPv6:
			v = p.Destination.AsSlice()
		case s.typ == AttrSourcePort:
			v = binary.BigEndian.AppendUint16(nil, p.SourcePort.V)
		case s.typ == AttrDestPort:
			v = binary.BigEndian.AppendUint16(nil, p.DestPort.V)
		case s.typ == AttrProtocol:
			v = []byte{p.Protocol.V}
		case s.typ == AttrMatched:
			v = p.Matched[0]
		default:
			v = *p.text(s.typ)
		}
		fmt.Fprintf(&b, "%d=%x\n", s.typ, v)
	}
	return b.String()
}

func TestEveryInvalidSampleIsRefusedForItsReason(t *testing.T) {
	want := map[string]error{
		"invalid-header-length-39":       ErrHeader,
		"invalid-keepalive-with-payload": ErrKeepAlive,
		"invalid-payload-length-4GiB":    ErrLimit,
		"invalid-truncated-payload":      ErrMore,
		"invalid-x3-format-sip":          ErrFormat,
	}
	paths := samples(t, "testdata", "invalid-*.hex")
	if len(paths) != len(want) {
		t.Fatalf("%d samples, %d reasons", len(paths), len(want))
	}
	for _, path := range paths {
		name := strings.TrimSuffix(filepath.Base(path), ".hex")
		var p PDU
		if err := p.Decode(sample(t, path)); !errors.Is(err, want[name]) {
			t.Errorf("%s: %v, want %v (%s)", name, err, want[name], truthOf(t, path).Why)
		}
	}
}

// Another sender's PDUs break the layout in four ways. A strict reader refuses them; a lenient one reads
// them, says so, and writes them as they should have been.
func TestMistakesInTheFieldAreRefusedStrictlyAndReadLeniently(t *testing.T) {
	if _, err := os.Stat(wider); err != nil {
		t.Skip("EXTRA SAMPLES NOT RUN: ../shared/vectors is not beside the project")
	}
	for _, path := range samples(t, wider, "lippycat-*.hex") {
		t.Run(filepath.Base(path), func(t *testing.T) {
			src, want := sample(t, path), truthOf(t, path).PDUs[0]
			var p PDU
			if err := p.Decode(src); !errors.Is(err, ErrVersion) {
				t.Errorf("strict: %v", err)
			}
			if err := p.DecodeLenient(src); err != nil {
				t.Fatal("lenient:", err)
			}
			if p.Minor != 5 || p.Faults[0].Kind != SwappedVersion || hex.EncodeToString(p.Payload) != want.Payload {
				t.Errorf("minor %d, faults %v, payload %x", p.Minor, p.Faults, p.Payload)
			}
			if p.IsKeepAlive() {
				return
			}
			if p.At.V.Sec != 0x6553f100 || !p.At.Ok || len(p.Matched) != 1 {
				t.Errorf("time %v, matched %d", p.At, len(p.Matched))
			}
			var again PDU
			if err := again.Decode(p.Append(nil)); err != nil || again.At != p.At {
				t.Errorf("what was read leniently is not written as it should be: %v", err)
			}
		})
	}
}
