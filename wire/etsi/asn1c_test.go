package etsi

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math/big"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// An independent decoder, made by asn1c from the standard's own modules: it must find in our PDUs what we put there,
// within the modules' constraints, and give our octets again when it writes DER.

// converter builds the decoder, or skips the test.
func converter(t *testing.T) string {
	t.Helper()
	if testing.Short() {
		t.Skip("CROSS-CHECK NOT RUN: building asn1c's decoder takes ten seconds")
	}
	modules := filepath.Join("..", "..", "..", "shared", "schemas", "etsi", "asn1-set")
	if _, err := os.Stat(modules); err != nil {
		t.Skip("CROSS-CHECK NOT RUN: no modules in ../shared/schemas/etsi beside the repository")
	}
	for _, tool := range []string{"asn1c", "gcc"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skip("CROSS-CHECK NOT RUN: " + tool + " is not installed")
		}
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "subset.asn"), []byte(subset(t, modules)), 0o600); err != nil {
		t.Fatal(err)
	}
	run(t, dir, "asn1c", "-fcompound-names", "-fwide-types", "subset.asn")
	sources, err := filepath.Glob(filepath.Join(dir, "*.c"))
	if err != nil {
		t.Fatal(err)
	}
	run(t, dir, "gcc", append([]string{"-O0", "-w", "-DPDU=PS_PDU", "-I.", "-o", "convert"}, sources...)...)
	return filepath.Join(dir, "convert")
}

func run(t *testing.T, dir, name string, args ...string) {
	t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", name, err, out)
	}
}

// convert runs the decoder over a stream; it checks constraints.
func convert(t *testing.T, tool, output string, stream []byte) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), "stream.ber")
	if err := os.WriteFile(path, stream, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(tool, "-c", "-b", "4000000", "-iber", output, path).Output()
	if err != nil {
		var exit *exec.ExitError
		errors.As(err, &exit)
		t.Fatalf("asn1c's decoder refuses the stream: %v\n%s\nafter %d octets of output", err, exit.Stderr, len(out))
	}
	return out
}

// expressible makes a drawn PDU one that the subset of the modules can express.
func expressible(p *PDU) *PDU {
	p.CINExtension, p.ElementETSI, p.TRI.Declined = nil, nil, nil
	untrail(&p.Stamp)
	for i := range p.IRI {
		x := &p.IRI[i]
		if x.IRI.Raw != nil {
			x.IRI = IRI{Kind: AccessIRI, Access: Access{Version: 20, IP: IPv4}}
		}
		untrail(&x.Stamp)
		for _, i := range []*Instant{&x.IRI.Access.Start, &x.IRI.Access.End, &x.IRI.Access.ExpectedEnd} {
			i.At, i.Digits = i.At.Truncate(time.Second), 0
		}
	}
	for i := range p.CC {
		if p.CC[i].CC.Raw != nil {
			p.CC[i].CC = CC{Kind: UMTSCC}
		}
		untrail(&p.CC[i].Stamp)
	}
	p.Notification.Digits = 0
	return p
}

// untrail lets no fraction end with a zero: DER forbids that (X.690 §11.7), while on the wire ".000Z" is usual.
func untrail(s *Stamp) {
	if s.Form == GeneralizedTime || s.Form == GeneralizedMicro || s.Form == BothTimes {
		s.Micro = s.Micro/10000*10000 + 1001
	}
	if s.Form == GeneralizedTime {
		s.Micro--
	}
}

func TestADecoderMadeOfTheModulesReadsWhatWeWrite(t *testing.T) {
	tool := converter(t)
	var stream []byte
	var all []*PDU
	draw := rapid.Custom(drawPDU)
	for seed := range 300 {
		p := draw.Example(seed)
		all = append(all, expressible(&p))
		stream = p.Append(stream)
	}
	if out := convert(t, tool, "-oder", stream); !bytes.Equal(out, stream) {
		at := 0
		for at < min(len(out), len(stream)) && out[at] == stream[at] {
			at++
		}
		t.Fatalf("written again as DER it differs from octet %d on:\nours %x\n its %x", at, stream[max(0, at-20):min(len(stream), at+60)], out[max(0, at-20):min(len(out), at+60)])
	}
	x := xml.NewDecoder(bytes.NewReader(convert(t, tool, "-oxer", stream)))
	for i, p := range all {
		root, err := readNode(x)
		if err != nil {
			t.Fatalf("PDU %d: %v", i, err)
		}
		var want any
		b, err := json.Marshal(object{"pSHeader": headerTruth(&p.Header), "payload": payloadTruth(p)})
		if err == nil {
			d := json.NewDecoder(bytes.NewReader(b))
			d.UseNumber()
			err = d.Decode(&want)
		}
		if err != nil {
			t.Fatal(err)
		}
		if problem := root.differs(want); problem != "" {
			t.Fatalf("PDU %d: %s\n%s", i, problem, b)
		}
	}
	if _, err := readNode(x); !errors.Is(err, io.EOF) {
		t.Error("it found more PDUs than we wrote")
	}
}

// A node is an element of XER.
type node struct {
	name, text string
	in         []*node
}

func readNode(x *xml.Decoder) (*node, error) {
	for {
		token, err := x.Token()
		if err != nil {
			return nil, err
		}
		if start, ok := token.(xml.StartElement); ok {
			n := &node{name: start.Name.Local}
			return n, n.fill(x)
		}
	}
}

func (n *node) fill(x *xml.Decoder) error {
	for {
		token, err := x.Token()
		if err != nil {
			return err
		}
		switch token := token.(type) {
		case xml.StartElement:
			child := &node{name: token.Name.Local}
			if err := child.fill(x); err != nil {
				return err
			}
			n.in = append(n.in, child)
		case xml.CharData:
			n.text += string(token)
		case xml.EndElement:
			return nil
		}
	}
}

// differs says how n departs from a value as the truth has it, or nothing.
func (n *node) differs(want any) string {
	switch want := want.(type) {
	case map[string]any:
		if text, ok := want["hex"].(string); ok {
			return n.hexDiffers(text)
		}
		if len(n.in) != len(want) {
			return fmt.Sprintf("%s has %d components, want %d", n.name, len(n.in), len(want))
		}
		for _, child := range n.in {
			value, ok := want[child.name]
			if !ok {
				return n.name + " has " + child.name
			}
			if problem := child.differs(value); problem != "" {
				return n.name + "." + problem
			}
		}
		return ""
	case []any:
		if len(n.in) != len(want) {
			return fmt.Sprintf("%s has %d items, want %d", n.name, len(n.in), len(want))
		}
		for i, child := range n.in {
			if problem := item(child, want[i]).differs(want[i]); problem != "" {
				return fmt.Sprintf("%s[%d].%s", n.name, i, problem)
			}
		}
		return ""
	case nil:
		if n.text != "" || len(n.in) > 0 {
			return n.name + " is not NULL"
		}
		return ""
	}
	text := n.text
	if len(n.in) == 1 {
		text = n.in[0].name
	}
	_, number := want.(json.Number)
	if b, err := hex.DecodeString(strings.ReplaceAll(text, ":", "")); err == nil && number && strings.Contains(text, ":") {
		text = new(big.Int).SetBytes(b).String() // how asn1c prints a large INTEGER
	}
	if text != fmt.Sprint(want) {
		return fmt.Sprintf("%s is %q, want %q", n.name, text, want)
	}
	return ""
}

// item gives an item that is a CHOICE the level that XER leaves out.
func item(n *node, want any) *node {
	if m, ok := want.(map[string]any); ok && len(m) == 1 {
		if _, ok := m[n.name]; ok {
			return &node{name: "item", in: []*node{n}}
		}
	}
	return n
}

func (n *node) hexDiffers(want string) string {
	text := strings.ToLower(strings.Join(strings.Fields(n.text), ""))
	if text == want {
		return ""
	}
	if _, err := hex.DecodeString(text); err != nil {
		return n.name + " is no hex"
	}
	return fmt.Sprintf("%s is %s, want %s", n.name, text, want)
}
