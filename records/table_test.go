package records_test

import (
	"bytes"
	"encoding/csv"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"writ/records"
)

// readTable gives each record's fields, or what is wrong with it.
func readTable(b []byte, comma byte) (all [][]string, lines []int64) {
	t := records.NewTable(records.NewInput(bytes.NewReader(b)), comma)
	for l, ok := t.Next(); ok; l, ok = t.Next() {
		lines = append(lines, l.Line)
		if l.Refusal != nil {
			all = append(all, []string{"refused: " + l.Refusal.Problem})
			continue
		}
		all = append(all, slices.Clone(l.Fields))
	}
	return all, lines
}

// TestATableReadsWhatTheStandardLibraryWrites writes random records with encoding/csv and reads them back.
func TestATableReadsWhatTheStandardLibraryWrites(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		comma := rapid.SampledFrom([]byte(",;\t|")).Draw(t, "comma")
		text := rapid.StringOfN(rapid.SampledFrom([]rune("ab,;\t|\"\n é'\\")), 0, 12, -1)
		want := rapid.SliceOfN(rapid.SliceOfN(text, 2, 5), 0, 8).Draw(t, "records")
		var b bytes.Buffer
		w := csv.NewWriter(&b)
		w.Comma, w.UseCRLF = rune(comma), rapid.Bool().Draw(t, "crlf")
		if err := w.WriteAll(want); err != nil {
			t.Fatal(err)
		}
		got, _ := readTable(b.Bytes(), comma)
		if len(got) != len(want) {
			t.Fatalf("%d records, want %d", len(got), len(want))
		}
		for i := range want {
			if !slices.Equal(got[i], want[i]) {
				t.Fatalf("record %d: got %q, want %q", i, got[i], want[i])
			}
		}
	})
}

func TestABrokenQuoteCostsItsLineOnly(t *testing.T) {
	const unclosed, misplaced = "refused: opens a quote that is never closed", "refused: has text after a closing quote"
	for _, tc := range []struct {
		name, in string
		want     [][]string
		lines    []int64
	}{
		{"text after a closing quote", "a,b\n\"c\"x,d\ne,f\n", [][]string{{"a", "b"}, {misplaced}, {"e", "f"}}, []int64{1, 2, 3}},
		{"a quote that the next line's would close", "a,b\nc,\"d\n\"e\",f\ng,h\n", [][]string{{"a", "b"}, {unclosed}, {"e", "f"}, {"g", "h"}}, []int64{1, 2, 3, 4}},
		{"a quote that nothing closes", "a,b\nc,\"d\ne,f\n", [][]string{{"a", "b"}, {unclosed}, {"e", "f"}}, []int64{1, 2, 3}},
		{"a quote that nothing closes, and no record after it", "a,b\nc,\"d\ne\nf\n", [][]string{{"a", "b"}, {unclosed}}, []int64{1, 2}},
		{"a quote that nothing closes at the very end", "a,b\nc,\"d", [][]string{{"a", "b"}, {unclosed}}, []int64{1, 2}},
		{"a quote within a plain field is a quote", "a,b\"c\"\n", [][]string{{"a", "b\"c\""}}, []int64{1}},
		{"empty lines are no records", "\n\r\na,b\n\n\nc,d", [][]string{{"a", "b"}, {"c", "d"}}, []int64{3, 6}},
		{"a line end in quotes is part of the field", "\"a\r\nb\",c\r\nd,e\r\n", [][]string{{"a\nb", "c"}, {"d", "e"}}, []int64{1, 3}},
		{"empty fields", ",\n\"\",\n", [][]string{{"", ""}, {"", ""}}, []int64{1, 2}},
	} {
		got, lines := readTable([]byte(tc.in), ',')
		same := len(got) == len(tc.want) && slices.Equal(lines, tc.lines)
		for i := range min(len(got), len(tc.want)) {
			same = same && slices.Equal(got[i], tc.want[i])
		}
		if !same {
			t.Errorf("%s: got %q at %v, want %q at %v", tc.name, got, lines, tc.want, tc.lines)
		}
	}
}

func TestARecordAcrossManyLinesIsReadUpToOneMiB(t *testing.T) {
	big := `"` + strings.Repeat("line\n", 200_000) + `",x` + "\n"
	got, lines := readTable([]byte("a,b\n"+big+"c,d\n"), ',')
	if len(got) != 3 || len(got[1][0]) != 1_000_000 || lines[2] != 200_003 {
		t.Errorf("got %d records, the last at line %v", len(got), lines)
	}
	over := `"` + strings.Repeat("line\n", 220_000) + `",x` + "\n"
	got, _ = readTable([]byte("a,b\n"+over+"c,d\n"), ',')
	if len(got) != 3 || !strings.HasPrefix(got[1][0], "refused") || !slices.Equal(got[2], []string{"c", "d"}) {
		t.Errorf("a longer one: got %d records, the last %q", len(got), got[len(got)-1])
	}
}

func TestAHeader(t *testing.T) {
	c := records.NewColumns([]string{" ID", "Time", "x", "x"})
	if !c.Has("id", "time") || c.Has("x") || c.Of([]string{"1", "2", "3", "4"}, "x") != "" || c.Of([]string{"1"}, "time") != "" || c.Of([]string{"1", "2"}, "time") != "2" {
		t.Error("columns are not found by their names")
	}
	for header, want := range map[string]byte{"a,b,c": ',', "a;b,c;d": ';', "a\tb": '\t', "a|b|c": '|', "a": ','} {
		if got := records.CommaOf([]byte(header)); got != want {
			t.Errorf("%q: got %q", header, got)
		}
	}
}

// FuzzTable compares with encoding/csv wherever that reads the whole file.
func FuzzTable(f *testing.F) {
	for _, s := range []string{"a,b\n\"c\"\"d\",\"e\nf\"\n", "a,\"b\n", "\"\"\"", "a\r\n,\"\r\"\n"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, in []byte) {
		got, lines := readTable(in, ',')
		if !slices.IsSorted(lines) {
			t.Fatal("lines run backwards")
		}
		r := csv.NewReader(bytes.NewReader(in))
		r.FieldsPerRecord = -1
		want, err := r.ReadAll()
		if err != nil || bytes.ContainsAny(in, "\x00\r") || bytes.HasPrefix(in, []byte("\xef\xbb\xbf")) || !bytes.Equal(in, bytes.ToValidUTF8(in, nil)) {
			return
		}
		if len(got) != len(want) {
			t.Fatalf("%d records, the standard library reads %d", len(got), len(want))
		}
		for i := range want {
			if !slices.Equal(got[i], want[i]) {
				t.Fatalf("record %d: got %q, the standard library reads %q", i, got[i], want[i])
			}
		}
	})
}
