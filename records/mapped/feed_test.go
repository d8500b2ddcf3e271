package mapped

import (
	"bytes"
	"encoding/csv"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"writ"
	"writ/records"
	"writ/records/feedtest"
)

var update = flag.Bool("update", false, "write golden files anew")

func file(t testing.TB, name string) []byte {
	b, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func parsed(t testing.TB, name string) Map {
	m, err := ParseMap(name, file(t, name))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// options are what a caller makes of Zone and Numbers of calls.yaml.
func options(t testing.TB) records.Options {
	rome, err := time.LoadLocation(parsed(t, "calls.yaml").Zone())
	if err != nil {
		t.Fatal(err)
	}
	return records.Options{Zone: rome, Numbers: writ.NumberPlan{Calling: "39", Least: 6, Most: 12}}
}

func TestTheSampleHasTheBalanceOfItsTruth(t *testing.T) {
	got := feedtest.New(New(parsed(t, "calls.yaml")), options(t)).Read(t, bytes.NewReader(file(t, "calls.csv")))
	truth := feedtest.Truths(t, os.DirFS("testdata"))[0]
	if got.Err != nil || got.In != truth.Records || got.Stored != 3 || got.Duplicate != 1 {
		t.Errorf("got %+v, %v %v", got.Balance, got.Err, got.Refusals)
	}
	r := csv.NewReader(bytes.NewReader(file(t, "calls.csv")))
	r.Comma = ';'
	if apart, err := r.ReadAll(); err != nil || int64(len(apart)-1) != got.In {
		t.Errorf("in is %d, a count apart says %d", got.In, len(apart)-1)
	}
	text := feedtest.Text(got.Rows)
	if *update {
		if err := os.WriteFile("testdata/calls.csv.golden", []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	feedtest.Same(t, "calls.csv.golden", text, string(file(t, "calls.csv.golden")))
}

func TestBadInputNeverStopsTheFile(t *testing.T) {
	feedtest.Bad(t, New(parsed(t, "calls.yaml")), options(t), file(t, "calls.csv"))
}

func TestAnEndlessLineIsOneRefusedRecord(t *testing.T) {
	feedtest.Endless(t, New(parsed(t, "calls.yaml")), options(t), file(t, "calls.csv"), []byte("7004;"), 64<<20)
}

func TestSessionsWithoutAHeader(t *testing.T) {
	in := "1782900000\tUP\ta@isp.example\t100.64.1.10\tS1\t\n1782900060\tALIVE\ta@isp.example\t100.64.1.10\tS1\t99999999999\n1782900090\tLOST\ta@isp.example\t100.64.1.10\tS1\t1\nx\t\n"
	got := feedtest.New(New(parsed(t, "sessions.yaml")), records.Options{}).Read(t, strings.NewReader(in))
	if got.Stored != 3 || got.Refused != 1 {
		t.Fatalf("got %+v %v", got.Balance, got.Refusals)
	}
	for i, want := range []string{"start", "interim", "stop"} {
		if e := got.Rows[i].Get(records.Event); e != want {
			t.Errorf("row %d is %s, want %s", i, e, want)
		}
	}
}

func TestALineThatCanNotBeTakenSaysWhy(t *testing.T) {
	const header = "id;inizio;fine;secondi;chiamante;chiamato;esito\n"
	for _, tc := range []struct{ name, line, want string }{
		{"a word without meaning", "1;01/07/2026 12:00:00;;0;1;2;BOH", strangeWord.Problem},
		{"no time", "1;;;0;1;2;OK", noTime.Problem},
		{"no key", ";;;0;1;2;OK", noKey.Problem},
		{"a time of another form", "1;2026-07-01 12:00;;0;1;2;OK", records.ErrNoTime.Problem},
		{"a local time that comes twice", "1;25/10/2026 02:30:00;;0;1;2;OK", records.ErrTwice.Problem},
		{"a local time that never was", "1;29/03/2026 02:30:00;;0;1;2;OK", records.ErrNever.Problem},
		{"a duration that is none", "1;01/07/2026 12:00:00;;1m;1;2;OK", badNumber.Problem},
		{"a column too many", "1;01/07/2026 12:00:00;;0;1;2;OK;;", columnCount.Problem},
	} {
		t.Run(tc.name, func(t *testing.T) {
			good := "2;01/07/2026 12:00:00;;0;1;2;OK\n"
			got := feedtest.New(New(parsed(t, "calls.yaml")), options(t)).Read(t, strings.NewReader(header+tc.line+"\n"+good))
			if got.Refused != 1 || got.Stored != 1 || got.Refusals[0].Problem != tc.want {
				t.Errorf("got %+v %v, want one refused because it %s", got.Balance, got.Refusals, tc.want)
			}
		})
	}
}

func TestCustomersOfAnotherRegister(t *testing.T) {
	m, err := ParseMap("m", []byte("writ: map/1\nkind: customer\ntime: \"YYYY-MM-DD hh:mm\"\ncolumns: {account: id, name: who, number: phone, from: since, until: to}\nconstants: {service-type: voip-interconnected}\nkey: [id, phone, since, to]\n"))
	if err != nil {
		t.Fatal(err)
	}
	in := "id,who,phone,since,to\nC-1,*Ann*,06 1234 5678,2026-01-01 00:00,\nC-2,Bob,12a,2026-01-01 00:00,\n,Eve,,2026-01-01 00:00,\nC-3,Jo,,2026-01-01 00:00,2025-01-01 00:00\n"
	got := feedtest.New(New(m), options(t)).Read(t, strings.NewReader(in))
	if got.Stored != 1 || got.Refused != 3 {
		t.Fatalf("got %+v %v", got.Balance, got.Refusals)
	}
	if r := got.Rows[0]; r.Get(records.Number) != "+390612345678" || r.Get(records.FullName) != "*Ann*" || r.Class() != "customers" || records.Stamp(r.At) != "2025-12-31T23:00:00Z" {
		t.Errorf("got %s", feedtest.Text(got.Rows))
	}
	if got.Refusals[1].Problem != noHolder.Problem || got.Refusals[2].Problem != badSpan.Problem {
		t.Errorf("got %v", got.Refusals)
	}
}

func TestAHeaderWithoutAColumnOfTheMapIsRefused(t *testing.T) {
	got := feedtest.New(New(parsed(t, "calls.yaml")), options(t)).Read(t, strings.NewReader("id;inizio;fine;secondi;chiamante;esito\n1;2;3;4;5;6\n"))
	var fe *records.FileError
	if !errors.As(got.Err, &fe) || !strings.Contains(fe.Problem, `"chiamato"`) {
		t.Errorf("got %v", got.Err)
	}
	if got := feedtest.New(New(Map{}), options(t)).Read(t, strings.NewReader("a\n")); got.Err == nil {
		t.Error("the zero Map reads something")
	}
}

func TestAMapThatIsWrongSaysWhere(t *testing.T) {
	const good = "writ: map/1\nkind: call\ntime: unix\ncolumns:\n  start: s\n  caller: c\nanswered: {column: a, yes: [1], no: [0]}\nkey: [k]\n"
	if _, err := ParseMap("m.yaml", []byte(good)); err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct{ name, old, put, where, want string }{
		{"another version", "map/1", "map/2", ":1:7:", "version"},
		{"no version", "writ: map/1\n", "", ":1:1:", "version"},
		{"an unknown key", "key: [k]", "keys: [k]", ":8:1:", `"keys" is not known`},
		{"an unknown kind", "kind: call", "kind: mail", ":2:7:", "no kind"},
		{"an unknown field", "caller: c", "callr: c", ":6:3:", `"callr" is no field`},
		{"a key twice", "time: unix", "time: unix\ntime: unix", ":4:1:", "stands twice"},
		{"no key", "key: [k]\n", "", ":1:1:", "names no key"},
		{"no start", "  start: s\n", "", ":1:1:", "no column for start"},
		{"no answered", "answered: {column: a, yes: [1], no: [0]}\n", "", ":1:1:", "answered"},
		{"a word of two meanings", "no: [0]", "no: [1]", ":7:38:", "two meanings"},
		{"a pattern without a year", "time: unix", "time: hh:mm", ":3:7:", "no form of time"},
		{"a letter that is no token", "time: unix", "time: YYYY-MM-DDQhh", ":3:7:", "no form of time"},
		{"a number where there is a header", "start: s", "start: 3", ":1:1:", "by number"},
		{"no width where there is no header", "time: unix", "header: no", ":1:1:", "how many columns"},
		{"answered copied from a column", "caller: c", "caller: c\n  answered: x", ":7:3:", "not copied"},
		{"a constant time", "key: [k]", "key: [k]\nconstants: {start: 1}", ":9:13:", "same for all"},
		{"a constant that is no answer", "key: [k]", "key: [k]\nconstants: {answered: maybe}", ":9:23:", "is no answered"},
		{"no YAML", "kind: call", "kind: [", ":1:1:", "no YAML"},
		{"a delimiter of two", "time: unix", `delimiter: ";;"`, ":3:12:", "no delimiter"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, err := ParseMap("m.yaml", []byte(strings.Replace(good, tc.old, tc.put, 1)))
			var me *MapError
			if !errors.As(err, &me) || !strings.Contains(err.Error(), "m.yaml"+tc.where) || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("got %v, want %s … %s", err, tc.where, tc.want)
			}
		})
	}
}

func TestFormsOfTime(t *testing.T) {
	rome, _ := time.LoadLocation("Europe/Rome")
	for _, tc := range []struct{ form, text, want string }{
		{"rfc3339", "2026-07-01T12:00:00.5+02:00", "2026-07-01T10:00:00.5Z"},
		{"unix", "1782900000.25", "2026-07-01T10:00:00.25Z"},
		{"unix-ms", "1782900000250", "2026-07-01T10:00:00.25Z"},
		{"YYYY-MM-DD hh:mm:ss", "2026-07-01 12:00:00", "2026-07-01T10:00:00Z"},
		{"YYYYMMDDhhmmss", "20260701120000", "2026-07-01T10:00:00Z"},
		{"DD.MM.YY hh:mm:ss.fff", "01.07.26 12:00:00.250", "2026-07-01T10:00:00.25Z"},
		{"D MMM YYYY hh:mm", " 1 Jul 2026 12:00", "2026-07-01T10:00:00Z"},
		{"YYYY-MM-DDThh:mm:ssZ", "2026-07-01T12:00:00+02:00", "2026-07-01T10:00:00Z"},
		{"rfc3339", "2026-07-01T12:00:00", ""},
		{"unix", "x", ""},
		{"unix-ms", "12.5", ""},
	} {
		m, err := ParseMap("m", []byte("writ: map/1\nkind: call\ntime: \""+tc.form+"\"\ncolumns: {start: s, caller: c}\nanswered: {column: c, yes: [\"*\"], no: [\"\"]}\nkey: [s]\n"))
		if err != nil {
			t.Fatal(err)
		}
		got := feedtest.New(New(m), records.Options{Zone: rome}).Read(t, strings.NewReader("s,c\n\""+tc.text+"\",1\n"))
		switch {
		case tc.want == "" && got.Refused != 1, tc.want != "" && got.Stored != 1:
			t.Errorf("%s of %s: got %+v %v", tc.form, tc.text, got.Balance, got.Refusals)
		case tc.want != "" && records.Stamp(got.Rows[0].At) != tc.want:
			t.Errorf("%s of %s: got %s, want %s", tc.form, tc.text, records.Stamp(got.Rows[0].At), tc.want)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(file(f, "calls.csv"))
	m, o := parsed(f, "calls.yaml"), options(f)
	f.Fuzz(func(t *testing.T, in []byte) { feedtest.New(New(m), o).Read(t, bytes.NewReader(in)) })
}

func FuzzParseMap(f *testing.F) {
	f.Add(file(f, "calls.yaml"))
	f.Add(file(f, "sessions.yaml"))
	f.Fuzz(func(t *testing.T, in []byte) {
		if m, err := ParseMap("m", in); (err == nil) != (m.m != nil) {
			t.Error("an error and a Map, or neither")
		}
	})
}
