package asterisk

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

var wider = filepath.FromSlash("../../../shared/corpus/logs/asterisk")

func sample(t testing.TB, name string) []byte {
	b, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func zone(t testing.TB, name string) *time.Location {
	z, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

func readText(t *testing.T, file string, z *time.Location) feedtest.Outcome {
	t.Helper()
	return feedtest.New(New(), records.Options{Zone: z}).Read(t, strings.NewReader(file))
}

// countApart counts records with the standard library's reader, a broken end as one.
func countApart(t *testing.T, b []byte) int64 {
	r := csv.NewReader(bytes.NewReader(b))
	r.FieldsPerRecord = -1
	all, err := r.ReadAll()
	if err != nil {
		t.Logf("the standard library stops at a broken record: %T", err)
		return int64(len(all)) + 1
	}
	return int64(len(all))
}

func TestEverySampleHasTheBalanceOfItsTruth(t *testing.T) {
	folders := []string{"testdata"}
	if _, err := os.Stat(wider); err == nil {
		folders = append(folders, wider)
	} else {
		t.Log("EXTRA SAMPLES NOT RUN: ../shared/corpus/logs is not beside the project")
	}
	for _, dir := range folders {
		for _, truth := range feedtest.Truths(t, os.DirFS(dir)) {
			b, err := os.ReadFile(filepath.Join(dir, truth.File))
			if err != nil {
				t.Fatal(err)
			}
			got := readText(t, string(b), time.UTC)
			t.Logf("%s: %+v", truth.File, got.Balance)
			if strings.HasPrefix(truth.File, "CEL-") {
				if got.Err == nil || got.In != 0 {
					t.Errorf("%s: CEL was not refused as a whole: %+v", truth.File, got.Balance)
				}
				continue
			}
			broken := map[bool]int64{true: 1, false: 0}[strings.Contains(truth.File, "buggy")]
			if got.Err != nil || got.In != truth.Records || got.Refused != broken || got.Stored != truth.Records-broken {
				t.Errorf("%s: got %+v, %v; truth says %d", truth.File, got.Balance, got.Err, truth.Records)
			}
			if broken == 0 {
				feedtest.First(t, truth, got.Rows, map[string]records.Field{"src": records.Caller, "dst": records.Callee, "duration": records.Duration, "billsec": records.Billed,
					"disposition": records.Status, "uniqueid": records.CallID, "accountcode": records.Account})
			}
			if apart := countApart(t, b); apart != got.In && broken == 0 {
				t.Errorf("%s: in is %d, a count apart says %d", truth.File, got.In, apart)
			}
		}
	}
}

func TestRowsAreRead(t *testing.T) {
	plan := writ.NumberPlan{Calling: "1", Trunk: "1", International: "011", Least: 10, Most: 10}
	got := feedtest.New(New(), records.Options{Zone: time.UTC, Numbers: plan}).Read(t, bytes.NewReader(sample(t, "Master.csv")))
	text := feedtest.Text(got.Rows)
	if *update {
		if err := os.WriteFile("testdata/Master.csv.golden", []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	feedtest.Same(t, "testdata/Master.csv.golden", text, string(sample(t, "Master.csv.golden")))
}

func TestBadInputNeverStopsTheFile(t *testing.T) {
	feedtest.Bad(t, New(), records.Options{Zone: time.UTC}, sample(t, "Master.csv"))
}

func TestAnEndlessLineIsOneRefusedRecord(t *testing.T) {
	octets := int64(1 << 30)
	if testing.Short() {
		octets = 32 << 20
	}
	feedtest.Endless(t, New(), records.Options{Zone: time.UTC}, sample(t, "Master.csv"), []byte(`"","1","2","ctx","`), octets)
}

func TestCELIsRefusedAsAWhole(t *testing.T) {
	got := readText(t, `"CHAN_START","1335310195.513823","","","","","","s","default","TinCan/string","","","3","","1335310195.0","1335310195.0","","","",""`+"\n", time.UTC)
	var file *records.FileError
	if !errors.As(got.Err, &file) || !strings.Contains(file.Problem, "CEL") {
		t.Errorf("got %+v, %v", got.Balance, got.Err)
	}
}

// line makes a record with the times given and a uniqueid.
func line(start, answer, end, duration, billed, id string) string {
	return `"","2001","1001","ctx","","SIP/1","","Dial","","` + start + `","` + answer + `","` + end + `",` + duration + `,` + billed + `,"ANSWERED","DOCUMENTATION"` + id + "\n"
}

func TestLocalTimes(t *testing.T) {
	rome := zone(t, "Europe/Rome")
	for _, tc := range []struct {
		name, line, want string
		zone             *time.Location
	}{
		{"a plain time", line("2026-07-01 12:00:00", "", "2026-07-01 12:00:09", "9", "0", ""), "2026-07-01T10:00:00Z", rome},
		{"no zone", line("2026-07-01 12:00:00", "", "2026-07-01 12:00:09", "9", "0", ""), records.ErrNoZone.Problem, nil},
		{"twice, and nothing tells", line("2026-10-25 02:30:00", "", "2026-10-25 02:30:09", "9", "0", ""), records.ErrTwice.Problem, rome},
		{"twice, and the uniqueid says the first", line("2026-10-25 02:30:00", "", "2026-10-25 02:30:09", "9", "0", `,"1792888200.1"`), "2026-10-25T00:30:00Z", rome},
		{"twice, and the uniqueid says the second", line("2026-10-25 02:30:00", "2026-10-25 02:30:01", "2026-10-25 02:30:09", "9", "8", `,"1792891800.1",""`), "2026-10-25T01:30:00Z", rome},
		{"the end twice, and the seconds tell", line("2026-10-25 01:59:50", "2026-10-25 02:00:00", "2026-10-25 02:10:00", "610", "600", ""), "2026-10-24T23:59:50Z", rome},
		{"the beginning twice, and the seconds tell", line("2026-10-25 02:50:00", "2026-10-25 02:50:00", "2026-10-25 03:10:00", "1200", "1200", ""), "2026-10-25T01:50:00Z", rome},
		{"a time that never was", line("2026-03-29 02:30:00", "", "2026-03-29 03:30:09", "9", "0", ""), records.ErrNever.Problem, rome},
		{"a zone that the uniqueid contradicts", line("2026-07-01 12:00:00", "", "2026-07-01 12:00:09", "9", "0", `,"1782907200.1",""`), wrongZone.Problem, rome},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got := readText(t, tc.line, tc.zone)
			switch {
			case got.Refused == 1 && got.Refusals[0].Problem != tc.want:
				t.Errorf("refused because it %s; want %s", got.Refusals[0].Problem, tc.want)
			case got.Stored == 1 && records.Stamp(got.Rows[0].At) != tc.want:
				t.Errorf("got %s, want %s", records.Stamp(got.Rows[0].At), tc.want)
			case got.In != 1 || got.Err != nil:
				t.Errorf("got %+v, %v", got.Balance, got.Err)
			}
		})
	}
}

func TestColumnsThatTheConfigurationAdds(t *testing.T) {
	plain := line("2026-07-01 12:00:00", "", "2026-07-01 12:00:09", "9", "0", "")
	for _, tc := range []struct{ name, more, id string }{
		{"none", ``, ""},
		{"uniqueid", `,"1782907200.7"`, "1782907200.7"},
		{"userfield alone", `,"note"`, ""},
		{"both", `,"pbx-1782907200.7","note"`, "pbx-1782907200.7"},
		{"the three new ones alone", `,"","1782907200.7","3"`, ""},
		{"all", `,"1782907200.7","note","","1782907200.7","3"`, "1782907200.7"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got := readText(t, strings.TrimSuffix(plain, "\n")+tc.more+"\n", time.UTC)
			if got.Stored != 1 || got.Rows[0].Get(records.CallID) != tc.id {
				t.Errorf("got %+v %v", got.Balance, got.Refusals)
			}
		})
	}
	got := readText(t, plain+strings.TrimSuffix(plain, "\n")+`,"1","2","3","4","5","6"`+"\n"+`"a","b"`+"\n", time.UTC)
	if got.In != 3 || got.Refused != 2 || got.Stored != 1 {
		t.Errorf("columns too many and too few: got %+v", got.Balance)
	}
}

func FuzzRead(f *testing.F) {
	f.Add(sample(f, "Master.csv"))
	f.Add([]byte(line("2026-10-25 02:30:00", "", "2026-10-25 02:30:09", "9", "0", `,"1792888200.1"`) + `"","x` + "\n"))
	rome := zone(f, "Europe/Rome")
	f.Fuzz(func(t *testing.T, in []byte) {
		feedtest.New(New(), records.Options{Zone: rome}).Read(t, bytes.NewReader(in))
	})
}
