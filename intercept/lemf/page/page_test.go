package page

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"

	"writ/intercept/lemf"
	"writ/intercept/lemf/check"
	"writ/intercept/lemf/lemftest"
	"writ/intercept/lemf/rebuild"
	"writ/render"
)

// html makes the page of a delivery.
func html(t *testing.T, items []lemftest.Item) string {
	t.Helper()
	hi2, hi3 := lemftest.Render(items)
	files := [][]byte{hi2, hi3}
	var x rebuild.Index
	c := check.New(check.Options{})
	for i, b := range files {
		if _, err := lemf.Scan(bytes.NewReader(b), func(offset int64, n int, p []byte) error {
			x.Add(i, offset, p, lemf.Handover(i+1))
			c.Take(check.Place{File: "f", Offset: offset, PDU: n}, p)
			return nil
		}); err != nil {
			t.Fatal(err)
		}
	}
	r := New(lemftest.Start, []string{"hi2.ber", "hi3.ber"}, c.Finish(), &x)
	for _, s := range x.Sessions() {
		for _, ref := range s.Refs() {
			s.Load(files[ref.File][ref.Offset : ref.Offset+int64(ref.Size)])
		}
		v, ok := s.Sound()
		if ok {
			r.Session(s, &v, []File{{"session-0001/call.wav", "the sound"}})
		} else {
			r.Session(s, nil, nil)
		}
	}
	var b bytes.Buffer
	if err := render.HTML(&b, r.Document()); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func loud(alice bool, n int) []byte {
	if alice {
		return bytes.Repeat([]byte{0x2a, 0xaa}, 80)
	}
	return bytes.Repeat([]byte{0xd5}, 160)
}

func TestACallsPageSaysWhatAnOfficerAsks(t *testing.T) {
	text := html(t, lemftest.Call(lemftest.PCMA, loud))
	for _, want := range []string{"Every numbered PDU came", "LIID-2026-0042", "sip:alice@example.net", "sip:bob@example.net", "192.0.2.1", "198.51.100.2",
		"INVITE (sets up media)", "200 to BYE", "session-0001/call.wav", "by the caller", `id="cc">100<`, `id="iri">6<`, `id="missing">0<`, "left: from the target"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not on the page", want)
		}
	}
}

func TestWhatIsMissingIsSaidFirst(t *testing.T) {
	items := lemftest.Call(lemftest.PCMA, loud)
	text := html(t, append(items[:30:30], items[33:]...))
	if !strings.Contains(text, "not complete: by the numbers, 3 PDUs did not come") || !strings.Contains(text, `id="missing">3<`) {
		t.Error("the loss is not said")
	}
	if !strings.Contains(text, "from the target, 2 lost") && !strings.Contains(text, "from the target, 1 lost") {
		t.Error("the loss is not drawn")
	}
}

func TestAnAccessHasItsFlowsAndEvents(t *testing.T) {
	text := html(t, lemftest.Access())
	for _, want := range []string{"internet access", "[2001:db8:1::7]:40000", "accepted", "access ended", "10 packets"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not on the page", want)
		}
	}
}

func TestThePageIsWellFormedAndLoadsNothing(t *testing.T) {
	text := html(t, lemftest.Call(lemftest.Opus, loud))
	d := xml.NewDecoder(strings.NewReader(text))
	d.Entity = xml.HTMLEntity
	for {
		tok, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if e, ok := tok.(xml.StartElement); ok {
			if e.Name.Local == "script" || e.Name.Local == "img" || e.Name.Local == "link" {
				t.Errorf("a <%s>", e.Name.Local)
			}
		}
	}
}

func TestAnEmptyDeliveryHasAPage(t *testing.T) {
	if text := html(t, nil); !strings.Contains(text, "no product came") {
		t.Error("it does not say so")
	}
}
