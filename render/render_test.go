package render

import (
	"bytes"
	"encoding/xml"
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

var show = flag.String("show", "", "folder to leave the documents in, to look at")

func sample() Document {
	long := strings.Repeat("Wolfeschlegelsteinhausen", 9)[:200]
	return Document{Title: "Records produced", Subtitle: "Example Telephone Ltd to the District Court", Made: time.Date(2026, 3, 2, 15, 0, 0, 0, time.UTC),
		Footer: "Case 2026-0017, version 1", Twin: "report.html sha256 00ff", Blocks: []Block{
			Notice{"This package holds what the order opens, and nothing else."},
			Heading{1, "What was asked"},
			Paragraph{Text: "A paragraph that is long enough to be broken into several lines, because otherwise nobody would see whether the lines are broken where they ought to be, and that would be a pity."},
			Facts{[]Fact{{"Provider", "Example Telephone Ltd", ""}, {"A name of 200 letters", long, ""}, {"Right to left", "דוד בן גוריון, רחוב 17", ""}, {"Arabic", "محمد عبد الله السلام", ""}, {"Mixed", "Order \u202eevil\u202c of שלום 2026", ""}, {"Chinese", "张伟 (Zhang Wei)", ""}, {"Greek, Cyrillic", "Νίκος Παπαδόπουλος, Иван Петров", ""}}},
			List{[]string{"One sentence.", "Another <b>sentence</b> & more."}},
			Heading{2, "Smaller"},
			Table{ID: "t1", Caption: "Totals", Columns: []Column{{"Ask", false}, {"Category", false}, {"Rows", true}}, Rows: [][]string{{"1", "call-records", "12"}, {"2", "subscriber", "0"}}},
			Heading{1, "Rows"},
			Table{ID: "t2", Wide: true, Caption: "Calls", Columns: []Column{{"Start", false}, {"Caller", false}, {"Callee", false}, {"Seconds", true}, {"Address", false}, {"Name", false}}, Rows: rows(60, long)},
			Table{ID: "t3", Caption: "Colours with their words", Columns: []Column{{"Country", false}, {"Duty", false}}, Rows: [][]string{{"One", "gap"}, {"Two", "met"}}, Tones: [][]Tone{{Plain, Bad}, {Plain, Good}}},
			Figure{ID: "f1", Caption: "A figure", Alt: "one bar from 0 to 12 months", Width: 174, Height: 20, Shapes: []Shape{Stroke{0, 10, 174, 10, Plain, true}, Bar{20, 4, 80, 5, Good},
				Dot{100, 10, 1.2, Bad}, Label{0, 8, "kept <b>", 9, Start, true, Plain}, Label{174, 8, "שלום", 9, End, false, Warn}, Label{87, 18, "12 months", 8, Middle, false, Calm}}},
			Heading{1, "To be signed"},
			Lines{[]string{"Signature", "Date"}},
		}}
}

func rows(n int, long string) [][]string {
	var out [][]string
	for i := range n {
		r := []string{"2026-01-01 10:00:00", "+12025550123", "sip:very-long-user-name-that-goes-on@example.org", "63.5", "2001:db8:0:1::17", "María José"}
		if i == 7 {
			r[5] = long
		}
		if i == 9 {
			r[5] = "שמעון פרס"
		}
		out = append(out, r)
	}
	return out
}

func TestTheSameDocumentGivesTheSameBytes(t *testing.T) {
	for name, draw := range map[string]func(io.Writer, Document) error{"pdf": PDF, "html": HTML} {
		var a, b bytes.Buffer
		if err := errors.Join(draw(&a, sample()), draw(&b, sample())); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(a.Bytes(), b.Bytes()) {
			t.Errorf("%s: two drawings differ", name)
		}
		if *show != "" {
			if err := os.WriteFile(filepath.Join(*show, "sample."+name), a.Bytes(), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func TestHTMLIsXMLAndHoldsNoScript(t *testing.T) {
	var b bytes.Buffer
	d := sample()
	d.Blocks = append(d.Blocks, Paragraph{Text: "<script>alert(1)</script>\x00\x1b ]]> \u202e"})
	if err := HTML(&b, d); err != nil {
		t.Fatal(err)
	}
	dec := xml.NewDecoder(bytes.NewReader(b.Bytes()))
	dec.Strict = true
	for {
		tok, err := dec.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if el, ok := tok.(xml.StartElement); ok {
			for _, bad := range []string{"script", "img", "link", "iframe", "object"} {
				if el.Name.Local == bad {
					t.Errorf("the page holds a <%s>", bad)
				}
			}
		}
	}
	if strings.ContainsRune(b.String(), '\u202e') {
		t.Error("a mark that turns the text's direction got through")
	}
}

func TestACellsToneIsInBothTwins(t *testing.T) {
	with, without := sample(), sample()
	for i, b := range without.Blocks {
		if v, ok := b.(Table); ok {
			v.Tones = nil
			without.Blocks[i] = v
		}
	}
	for name, draw := range map[string]func(io.Writer, Document) error{"pdf": PDF, "html": HTML} {
		var a, b bytes.Buffer
		if err := errors.Join(draw(&a, with), draw(&b, without)); err != nil {
			t.Fatal(err)
		}
		if bytes.Equal(a.Bytes(), b.Bytes()) {
			t.Errorf("%s: a tone is not drawn", name)
		}
		if name == "html" && !bytes.Contains(a.Bytes(), []byte(`<td dir="auto" class="bad">gap</td>`)) {
			t.Error("a cell with a tone has no class of its name")
		}
	}
}

func TestAFigureSaysWhatItShows(t *testing.T) {
	var b bytes.Buffer
	if err := HTML(&b, sample()); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`aria-label="one bar from 0 to 12 months"`, "kept &lt;b&gt;</text>", `text-anchor="end"`, `stroke-dasharray`, `<circle `, `<rect x="20" y="4" width="80" height="5" fill="#2e8b57"/>`} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("the page has no %s", want)
		}
	}
}

func TestWhatTheFontLacksIsSeen(t *testing.T) {
	for _, tc := range []struct{ name, in, want string }{
		{"a Chinese character stands as its number", "张", "⟨5F20⟩"},
		{"a control character stands as its number", "a\x07b", "a⟨7⟩b"},
		{"a mark that turns the direction stands as its number", "a\u202eb", "a⟨202E⟩b"},
		{"an accent stays", "é", "é"},
		{"Hebrew stays", "ש", "ש"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := printable(tc.in); got != tc.want {
				t.Errorf("got %q, want %q", got, tc.want)
			}
		})
	}
}

func TestRightToLeftIsPutInTheOrderInWhichItIsSeen(t *testing.T) {
	for _, tc := range []struct {
		name, in, want string
		rtl            bool
	}{
		{"Latin stays", "abc 12", "abc 12", false},
		{"Hebrew turns", "אבג", "גבא", true},
		{"digits in Hebrew keep their order", "אב 12", "12 בא", true},
		{"Hebrew in Latin turns within", "ab אב cd", "ab בא cd", false},
		{"Arabic letters are joined", "به", "\ufeea\ufe91", true},
		{"lam and alef become one", "لا", "\ufefb", true},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got, rtl := visual(tc.in)
			if got != tc.want || rtl != tc.rtl {
				t.Errorf("got %q %t, want %q %t", got, rtl, tc.want, tc.rtl)
			}
		})
	}
}
