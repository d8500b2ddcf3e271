package freeswitch

import (
	"bytes"
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

var wider = filepath.FromSlash("../../../shared/corpus/logs/freeswitch")

func sample(t testing.TB, name string) []byte {
	b, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

var options = records.Options{Zone: time.UTC, Numbers: writ.NumberPlan{Calling: "1", Trunk: "1", International: "011", Least: 10, Most: 10}}

func readText(t *testing.T, file string) feedtest.Outcome {
	t.Helper()
	return feedtest.New(New(), options).Read(t, strings.NewReader(file))
}

// countApart counts records without the feed: line ends of CSV, causes of hanging up in JSON.
func countApart(name string, b []byte) int64 {
	if strings.HasSuffix(name, ".csv") {
		return int64(bytes.Count(b, []byte("\n")))
	}
	return int64(bytes.Count(b, []byte(`"hangup_cause"`)))
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
			got := readText(t, string(b))
			t.Logf("%s/%s: %+v", filepath.Base(dir), truth.File, got.Balance)
			if got.Err != nil || got.In != truth.Records || got.Stored != truth.Records {
				t.Errorf("%s: got %+v, %v; truth says %d", truth.File, got.Balance, got.Err, truth.Records)
			}
			feedtest.First(t, truth, got.Rows, map[string]records.Field{"caller_id_number": records.Caller, "destination_number": records.Callee, "duration": records.Duration,
				"billsec": records.Billed, "hangup_cause": records.Status, "uuid": records.CallID, "read_codec": records.Codec})
			if apart := countApart(truth.File, b); apart != got.In {
				t.Errorf("%s: in is %d, a count apart says %d", truth.File, got.In, apart)
			}
		}
	}
}

func TestRowsAreRead(t *testing.T) {
	for _, file := range []string{"Master.csv", "legs.json"} {
		text := feedtest.Text(feedtest.New(New(), options).Read(t, bytes.NewReader(sample(t, file))).Rows)
		golden := filepath.Join("testdata", file+".golden")
		if *update {
			if err := os.WriteFile(golden, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		feedtest.Same(t, golden, text, string(sample(t, file+".golden")))
	}
}

func TestTheSameLegInBothIsOneRecord(t *testing.T) {
	tally := feedtest.New(New(), options)
	tally.Read(t, bytes.NewReader(sample(t, "Master.csv")))
	if got := tally.Read(t, bytes.NewReader(sample(t, "legs.json"))); got.Duplicate != 2 || got.Stored != 1 {
		t.Errorf("got %+v", got.Balance)
	}
}

func TestBadInputNeverStopsTheFile(t *testing.T) {
	for _, file := range []string{"Master.csv", "legs.json"} {
		t.Run(file, func(t *testing.T) { feedtest.Bad(t, New(), options, sample(t, file)) })
	}
}

func TestAnEndlessLineIsOneRefusedRecord(t *testing.T) {
	octets := int64(1 << 30)
	if testing.Short() {
		octets = 32 << 20
	}
	feedtest.Endless(t, New(), options, sample(t, "Master.csv"), []byte(`"Lab 0","+1202","`), octets)
	feedtest.Endless(t, New(), options, sample(t, "legs.json"), []byte(`{"variables":{"uuid":"`), octets)
}

func TestAnArrayOfLegs(t *testing.T) {
	one := `{"variables":{"uuid":"206f5c66-21da-4007-af8e-015cdf1461aa","start_epoch":"1793606683","duration":"1","billsec":"0"}}`
	if got := readText(t, " [ "+one+" ,\n"+strings.Replace(one, "206f", "306f", 1)+"\n]\n"); got.Stored != 2 || got.Refused != 0 {
		t.Errorf("got %+v %v", got.Balance, got.Refusals)
	}
}

func TestARecordThatCanNotBeReadSaysWhy(t *testing.T) {
	const good = `{"variables":{"uuid":"206f5c66-21da-4007-af8e-015cdf1461aa","start_epoch":"1793606683","duration":"1","billsec":"0"}}` + "\n"
	const row = `"Lab","+12025551965","+12025552861","default","2026-11-02 08:02:15","","2026-11-02 08:14:15","720","0","X","106f5c66-21da-4007-af8e-015cdf1461aa","","","PCMU","PCMU"` + "\n"
	for _, tc := range []struct{ name, good, bad, want string }{
		{"an object that is never closed", good, `{"variables":{"uuid":"2` + "\n", noObject.Problem},
		{"a line of something else", good, "half a line\n", noObject.Problem},
		{"JSON of something else", good, `{"a":1}` + "\n", noVariable.Problem},
		{"no UUID", good, strings.Replace(good, "206f5c66-21da-4007-af8e-015cdf1461aa", "", 1), noUUID.Problem},
		{"no start", good, strings.Replace(good, "1793606683", "0", 1), records.ErrNoTime.Problem},
		{"a duration that is none", good, strings.Replace(good, `"1"`, `"x"`, 1), badSeconds.Problem},
		{"a text that holds NUL", good, strings.Replace(good, `"1"`, `"1\u0000"`, 1), noObject.Problem},
		{"a column too few", row, strings.Replace(row, `,"PCMU"`, "", 1), columnCount.Problem},
		{"a time that is none", row, strings.Replace(row, "2026-11-02 08:02:15", "2026-13-02 08:02:15", 1), records.ErrNoTime.Problem},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got := readText(t, tc.good+tc.bad+strings.Replace(tc.good, "06f5", "99f5", 1))
			if got.In != 3 || got.Stored != 2 || got.Refused != 1 || got.Refusals[0].Problem != tc.want {
				t.Errorf("got %+v %v, want one refused because it %s", got.Balance, got.Refusals, tc.want)
			}
		})
	}
}

func FuzzRead(f *testing.F) {
	f.Add(sample(f, "legs.json")[1600:])
	f.Add(sample(f, "Master.csv")[:800])
	f.Add([]byte(`[{"variables":{"uuid":"1"}},` + "\n{\"a\":[}\n"))
	f.Fuzz(func(t *testing.T, in []byte) {
		feedtest.New(New(), options).Read(t, bytes.NewReader(in))
	})
}
