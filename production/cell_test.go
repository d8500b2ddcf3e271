package production

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/gowebpki/jcs"
	"pgregory.net/rapid"

	"writ"
	"writ/production/verify"
	"writ/records"
)

// hostile are texts that a spreadsheet would take for something else.
var hostile = []string{"=1+1", "+1+1", "-1", "@SUM(1)", "1e5", "007", "12345678901234567890", "2026-03-02", "1/2", "3-4", "MAR1", "TRUE", "FALSE", "WAHR", "10%", "$5",
	"12:30", "0x1F", "1,5", "a,b", `say "x"`, "line\r\nbreak", "\ttab", " space", "space ", "\u0000nul", "nbsp\u00a0", "\u202eevil", "٣٤", "=cmd|'/c calc'!A1", "http://x.example/",
	"tel:+12", "text:x", "json:1", "octets:00", "long:sha256:00", "NaN", "Inf", "1 s", "yes", "é", "May 5", "May five", "O'Neill, Mary", "\xff\xfe", "'quoted", "1.10", "1E400", "½"}

func specsOfAll() []records.Spec {
	var out []records.Spec
	for _, k := range records.Kinds() {
		out = append(out, records.Fields(k)...)
	}
	return out
}

// FuzzCell: a cell begins with a letter or is a time or length with its unit, and two texts never give one cell.
func FuzzCell(f *testing.F) {
	for i, s := range hostile {
		f.Add(uint(i), s, "x")
	}
	all := specsOfAll()
	f.Fuzz(func(t *testing.T, n uint, a, b string) {
		s := all[n%uint(len(all))]
		x, y := cell(s, a), cell(s, b)
		if a != b && x == y {
			t.Errorf("%q and %q give the same cell of %s", a, b, s.Field)
		}
		if a == "" {
			return
		}
		first, _ := utf8.DecodeRuneInString(x)
		unit := strings.HasSuffix(x, " UTC") || strings.HasSuffix(x, " s")
		if digit := first >= '0' && first <= '9'; !unicode.IsLetter(first) && (!digit || !unit) {
			t.Errorf("the cell of %q in %s begins with %q", a, s.Field, first)
		}
		if strings.ContainsFunc(x, unicode.IsControl) || !utf8.ValidString(x) {
			t.Errorf("the cell of %q in %s holds what can't be seen", a, s.Field)
		}
	})
}

// TestNoSpreadsheetChangesACell writes hostile texts in every form, has LibreOffice read and write them, and compares.
func TestNoSpreadsheetChangesACell(t *testing.T) {
	if testing.Short() {
		t.Skip("not run: starting LibreOffice takes seconds")
	}
	office, err := exec.LookPath("soffice")
	if err != nil {
		t.Skip("LibreOffice is not installed: what a spreadsheet makes of the cells is not tried; apt-get install libreoffice-calc-nogui")
	}
	forms := []records.Spec{{Form: records.Text}, {Form: records.Instant}, {Form: records.Seconds}, {Form: records.Count}, {Form: records.Party}, {Form: records.YesNo},
		{Form: records.Text, Names: writ.IMSI}, {Form: records.Text, Names: writ.SIPURI}, {Form: records.Text, Names: writ.IP}, {Form: records.Text, Names: writ.Name}}
	texts := append(slices.Clone(hostile), "+12025550123", "262011234567890", "2026-03-02T10:00:00Z", "2026-03-02T10:00:00.123456789Z", "63.50", "00012", "18446744073709551615", "no", "sip:x@y.example", "192.0.2.1")
	var want [][]string
	b := []byte("\ufeff")
	for _, s := range texts {
		var row []string
		for i, f := range forms {
			if i > 0 {
				b = append(b, ',')
			}
			row = append(row, cell(f, s))
			b = appendCell(b, row[i])
		}
		if !strings.ContainsFunc(s, unicode.IsControl) && utf8.ValidString(s) {
			b = appendCell(append(b, ','), s) // as it stands, to see that the spreadsheet is one
		}
		b = append(b, '\r', '\n')
		want = append(want, row)
	}
	dir := t.TempDir()
	in := filepath.Join(dir, "in.csv")
	if err := os.WriteFile(in, b, 0o600); err != nil {
		t.Fatal(err)
	}
	run := func(args ...string) {
		cmd := exec.Command(office, append([]string{"--headless", "-env:UserInstallation=file://" + dir + "/profile"}, args...)...)
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
	}
	// 44,34,76: comma, quote, UTF-8; then, with its defaults, a spreadsheet and back again.
	run("--infilter=CSV:44,34,76,1,,0,false,true,false", "--convert-to", "ods", "--outdir", dir, in)
	out := filepath.Join(dir, "out")
	run("--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false", "--outdir", out, filepath.Join(dir, "in.ods"))
	got, err := os.ReadFile(filepath.Join(out, "in.csv"))
	if err != nil {
		t.Fatal(err)
	}
	r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(got, []byte("\ufeff"))))
	r.FieldsPerRecord = -1
	all, err := r.ReadAll()
	if err != nil || len(all) != len(want) {
		t.Fatalf("%d rows came back of %d: %v", len(all), len(want), err)
	}
	changed := 0
	for i := range want {
		if n := len(forms); len(all[i]) > n && all[i][n] != texts[i] {
			changed++
		}
		for j := range want[i] {
			if all[i][j] != want[i][j] {
				t.Errorf("the text %q in form %s: %q became %q", texts[i], forms[j].Form, want[i][j], all[i][j])
			}
		}
	}
	if t.Logf("%d of %d texts that stand as they are were changed", changed, len(texts)); changed < 10 {
		t.Error("the spreadsheet changed hardly anything: the test shows nothing")
	}
}

func TestStringsAreCanonical(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.String().Draw(t, "s")
		plain, _ := json.Marshal([]string{s})
		want, err := jcs.Transform(plain)
		if err != nil {
			t.Skip()
		}
		if got := string(appendString([]byte("["), s)) + "]"; got != string(want) {
			t.Errorf("got %s, want %s", got, want)
		}
	})
}

func TestTheVerifierReadsEveryCell(t *testing.T) {
	all := specsOfAll()
	texts := rapid.OneOf(rapid.String(), rapid.SampledFrom(hostile), rapid.SampledFrom([]string{"שלום עולם", strings.Repeat("long ", 8000), "2026-03-02T10:00:00Z", "12.5", "+12025550123"}))
	rapid.Check(t, func(t *rapid.T) {
		s := all[rapid.IntRange(0, len(all)-1).Draw(t, "field")]
		a, b := texts.Draw(t, "a"), texts.Draw(t, "b")
		if !verify.CellSays(s, cell(s, a), a) {
			t.Errorf("field %s: the cell of %q is not read", s.Field, a)
		}
		if a != b && verify.CellSays(s, cell(s, a), b) {
			t.Errorf("field %s: the cell of %q is read as %q", s.Field, a, b)
		}
	})
}

// A cell may only be taken for a time where every character of it is where a time has it: a spreadsheet shows other
// texts as it likes.
func TestOnlyATimeIsWrittenAsOne(t *testing.T) {
	const d, c = "2026-03-02", "10:00:00"
	if !plainClock(d, c) || !plainClock(d, c+".5") || !plainClock(d, c+".123456789") {
		t.Error("a time is none")
	}
	for i := range d {
		if plainClock(d[:i]+"x"+d[i+1:], c) {
			t.Errorf("the date %s", d[:i]+"x"+d[i+1:])
		}
		if plainClock(d[:i], c) || plainClock(d+d[i:], c) {
			t.Errorf("a date of %d characters", i)
		}
	}
	for i := range c {
		if plainClock(d, c[:i]+"x"+c[i+1:]) {
			t.Errorf("the time %s", c[:i]+"x"+c[i+1:])
		}
		if plainClock(d, c[:i]) || plainClock(d, c+c[i:]) {
			t.Errorf("a time of %d characters", i)
		}
	}
	for _, bad := range []string{c + ".x", c + ".1x", "10:00:0a", "10:00:a0"} {
		if plainClock(d, bad) {
			t.Errorf("the time %s", bad)
		}
	}
}

func TestASpaceAtEitherEndIsAwkward(t *testing.T) {
	for s, want := range map[string]bool{" a": true, "a ": true, "a b": false, " ": true, "a": false} {
		if awkward(s) != want {
			t.Errorf("%q: %t", s, !want)
		}
	}
	for _, r := range []rune{0, 0x1f, 0x7f, 0x9f, 0x2028, 0x2029, 0xfeff, 0xfffe, 0xffff} {
		if !awkward("a" + string(r) + "b") {
			t.Errorf("%U can be seen", r)
		}
	}
	for _, r := range []rune{0x20, 0x7e, 0xa0, 0x2027, 0x202a, 0xfefe, 0xff00, 0x10000} {
		if awkward("a" + string(r) + "b") {
			t.Errorf("%U can't be seen", r)
		}
	}
}

func TestACellHoldsWhatASpreadsheetHolds(t *testing.T) {
	s := records.Spec{}
	for _, letter := range []string{"a", "é"} {
		if most := cell(s, strings.Repeat(letter, longestCell)); strings.HasPrefix(most, "long:") {
			t.Errorf("%d times %s do not fit", longestCell, letter)
		}
		if over := cell(s, strings.Repeat(letter, longestCell+1)); !strings.HasPrefix(over, "long:") {
			t.Errorf("%d times %s fit", longestCell+1, letter)
		}
	}
}

// Texts that differ by one mark are different cells, also where one of them has a scheme or a unit.
func TestTextsThatLookAlikeAreDifferentCells(t *testing.T) {
	uri, ok := records.SpecOf(records.Call, records.CallerURI)
	if !ok {
		t.Fatal("a call has no URI of its caller")
	}
	for _, tc := range []struct {
		spec records.Spec
		a, b string
	}{
		{records.Spec{Form: records.Instant}, "2026-03-02T10:00:00Z", "2026-03-02T10:00:00"},
		{records.Spec{Form: records.Instant}, "2026-03-02T10:00:00Z", "2026-03-02 10:00:00"},
		{records.Spec{Form: records.Instant}, "2026-03-02T10:00:00Z", "2026-03-02T10:00:00+01:00"},
		{records.Spec{Form: records.Party}, "+12025550123", "12025550123"},
		{records.Spec{Form: records.Party}, "+12025550123", "+12025550123a"},
		{records.Spec{Form: records.Party}, "+", "+1"},
		{uri, "sip:a@b.example", "sips:a@b.example"},
		{uri, "sip:a@b.example", "a@b.example"},
		{records.Spec{Form: records.Seconds}, "12", "12.0"},
	} {
		a, b := cell(tc.spec, tc.a), cell(tc.spec, tc.b)
		if a == b {
			t.Errorf("%q and %q are the cell %q", tc.a, tc.b, a)
		}
		if !verify.CellSays(tc.spec, a, tc.a) || !verify.CellSays(tc.spec, b, tc.b) {
			t.Errorf("the cells %q and %q are not read", a, b)
		}
	}
	if got := cell(uri, "sips:a@b.example"); got != "sips:a@b.example" {
		t.Errorf("a SIPS URI has its scheme already: %q", got)
	}
	if got := named(writ.NAI, "sip:a@b.example"); got != "nai:sip:a@b.example" {
		t.Errorf("what is no SIP URI bears its own scheme: %q", got)
	}
	if got := cell(records.Spec{Form: records.Party}, "12025550123"); strings.HasPrefix(got, "tel:+") {
		t.Errorf("a number without its country is written as one with: %q", got)
	}
}
