package subscribers

import (
	"bytes"
	"encoding/csv"
	"errors"
	"flag"
	"os"
	"strings"
	"testing"
	"time"

	"writ"
	"writ/records"
	"writ/records/feedtest"
)

var update = flag.Bool("update", false, "write golden files anew")

var plan = writ.NumberPlan{Calling: "1", Trunk: "1", International: "011", Least: 10, Most: 10}

func sample(t testing.TB) []byte {
	b, err := os.ReadFile("testdata/register.csv")
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestTheRegisterHasTheBalanceOfItsTruth(t *testing.T) {
	got := feedtest.New(New(), records.Options{Numbers: plan}).Read(t, bytes.NewReader(sample(t)))
	truth := feedtest.Truths(t, os.DirFS("testdata"))[0]
	if got.Err != nil || got.In != truth.Records || got.Stored != 3 || got.Duplicate != 1 {
		t.Errorf("got %+v, %v %v", got.Balance, got.Err, got.Refusals)
	}
	apart, err := csv.NewReader(bytes.NewReader(sample(t))).ReadAll()
	if err != nil || int64(len(apart)-1) != got.In {
		t.Errorf("in is %d, a count apart says %d", got.In, len(apart)-1)
	}
	text := feedtest.Text(got.Rows)
	if *update {
		if err := os.WriteFile("testdata/register.csv.golden", []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile("testdata/register.csv.golden")
	if err != nil {
		t.Fatal(err)
	}
	feedtest.Same(t, "register.csv.golden", text, string(want))
}

func TestBadInputNeverStopsTheFile(t *testing.T) {
	feedtest.Bad(t, New(), records.Options{Numbers: plan}, sample(t))
}

func TestAnEndlessLineIsOneRefusedRecord(t *testing.T) {
	feedtest.Endless(t, New(), records.Options{Numbers: plan}, sample(t), []byte("C-1,"), 64<<20)
}

func TestANumberThatChangedHands(t *testing.T) {
	got := feedtest.New(New(), records.Options{Numbers: plan}).Read(t, bytes.NewReader(sample(t)))
	var all []records.Tenure
	for _, r := range got.Rows {
		all = append(all, r.Tenures()...)
	}
	number, err := writ.ParseIdentifier(writ.E164, "+12025551965")
	if err != nil {
		t.Fatal(err)
	}
	change := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	if before, after := records.HolderAt(all, number, change.Add(-1)), records.HolderAt(all, number, change); before != "C-1001" || after != "C-1002" {
		t.Errorf("got %s before and %s after", before, after)
	}
}

func TestAHeaderThatIsNone(t *testing.T) {
	for _, tc := range []struct{ name, header, want string }{
		{"an unknown column is named", "account,from,shoe-size\n", `"shoe-size"`},
		{"a column that stands twice is named", "account,from,number,Number\n", "number stands twice"},
		{"a header without from", "account,name\n", "account and from"},
		{"no header: what stands there is not shown", "C-1,+12025551965,2024-01-01\n", "account and from"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got := feedtest.New(New(), records.Options{}).Read(t, strings.NewReader(tc.header))
			var file *records.FileError
			if !errors.As(got.Err, &file) || !strings.Contains(file.Problem, tc.want) || strings.Contains(file.Error(), "2025551965") {
				t.Errorf("got %v, want %s", got.Err, tc.want)
			}
		})
	}
}

func TestALineThatCanNotBeTakenSaysWhy(t *testing.T) {
	rome, _ := time.LoadLocation("Europe/Rome")
	const header = "account,from,until,number,imei,ip,email\n"
	for _, tc := range []struct {
		name, line, want string
		zone             *time.Location
	}{
		{"no account", ",2024-01-01T00:00:00Z,,,,,", noAccount.Problem, nil},
		{"no from", "C-1,,,,,,", noFrom.Problem, nil},
		{"a date without a zone", "C-1,2024-01-01,,,,,", "its from " + records.ErrNoZone.Problem, nil},
		{"a date in a zone", "C-1,2024-01-01,2024-02-01,,,,", "", rome},
		{"an end before the beginning", "C-1,2024-01-01T00:00:00Z,2023-01-01T00:00:00Z,,,,", backwards.Problem, nil},
		{"a local time that comes twice", "C-1,2026-10-25 02:30:00,,,,,", "its from " + records.ErrTwice.Problem, rome},
		{"a number that is none", "C-1,2024-01-01T00:00:00Z,,12a,,,", "its number holds a character", nil},
		{"a number without a country", "C-1,2024-01-01T00:00:00Z,,5551234,,,", "its number", nil},
		{"an IMEI with a digit off", "C-1,2024-01-01T00:00:00Z,,,490154203237519,,", "its imei its check digit", nil},
		{"an address range", "C-1,2024-01-01T00:00:00Z,,,,100.64.0.0/10,", "its address is not one IP address", nil},
		{"a column too few", "C-1,2024-01-01T00:00:00Z", columnCount.Problem, nil},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got := feedtest.New(New(), records.Options{Zone: tc.zone, Numbers: plan}).Read(t, strings.NewReader(header+tc.line+"\n"))
			switch {
			case got.In != 1 || got.Err != nil:
				t.Errorf("got %+v, %v", got.Balance, got.Err)
			case tc.want == "" && got.Stored != 1:
				t.Errorf("it was refused: %v", got.Refusals[0].Problem)
			case tc.want != "" && (got.Refused != 1 || !strings.Contains(got.Refusals[0].Problem, tc.want)):
				t.Errorf("got %+v %v, want it refused because %s", got.Balance, got.Refusals, tc.want)
			}
		})
	}
}

func FuzzRead(f *testing.F) {
	f.Add(sample(f))
	f.Add([]byte("account;from\nC-1;2024-01-01\n"))
	f.Fuzz(func(t *testing.T, in []byte) {
		feedtest.New(New(), records.Options{Zone: time.UTC, Numbers: plan}).Read(t, bytes.NewReader(in))
	})
}
