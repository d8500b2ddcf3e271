package freeradius

import (
	"bytes"
	"errors"
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"writ/records"
	"writ/records/feedtest"
)

var update = flag.Bool("update", false, "write golden files anew")

// folders lists where samples with truth files stand: the project's own, and the wider corpus where it is at hand.
func folders(t *testing.T) map[string]fs.FS {
	all := map[string]fs.FS{"testdata": os.DirFS("testdata")}
	wider := filepath.FromSlash("../../../shared/corpus/logs/freeradius")
	if _, err := os.Stat(wider); err != nil {
		t.Log("EXTRA SAMPLES NOT RUN: ../shared/corpus/logs is not beside the project")
		return all
	}
	all["shared"] = os.DirFS(wider)
	return all
}

func sample(t testing.TB, name string) []byte {
	b, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// countApart counts records without the feed: dates at the beginning of a line, line ends of CSV, statements of SQL.
func countApart(name string, b []byte) (n int64) {
	switch {
	case strings.HasSuffix(name, ".csv"):
		return int64(bytes.Count(b, []byte("\n"))) - 1
	case strings.HasSuffix(name, ".sql"):
		return int64(bytes.Count(b, []byte("INSERT INTO ")))
	}
	for line := range bytes.Lines(b) {
		if line[0] != '\t' && line[0] != '\n' {
			n++
		}
	}
	return n
}

func TestEverySampleHasTheBalanceOfItsTruth(t *testing.T) {
	for where, folder := range folders(t) {
		for _, truth := range feedtest.Truths(t, folder) {
			for _, file := range truth.Files {
				b, err := fs.ReadFile(folder, file)
				if err != nil {
					t.Fatal(err)
				}
				got := feedtest.New(New(), records.Options{}).Read(t, bytes.NewReader(b))
				t.Logf("%s/%s: %+v", where, file, got.Balance)
				if got.Err != nil || got.In != truth.Records || got.Refused+got.Balance.Dropped != 0 {
					t.Errorf("%s/%s: got %+v, %v; truth says %d", where, file, got.Balance, got.Err, truth.Records)
				}
				if apart := countApart(file, b); apart != got.In {
					t.Errorf("%s/%s: in is %d, a count apart says %d", where, file, got.In, apart)
				}
			}
		}
	}
}

func TestTheSameEventInDetailAndTableIsOneRecord(t *testing.T) {
	tally := feedtest.New(New(), records.Options{})
	for _, step := range []struct {
		file              string
		stored, duplicate int64
	}{
		{"detail-bng-1", 88, 3}, // three stops were sent twice
		{"radacct.csv", 0, 40},
		{"radacct.sql", 0, 40},
		{"radacct-ip-reassigned.csv", 2, 0},
		{"detail-ip-reassigned", 1, 4}, // the table keeps no interim of a session that ended
	} {
		got := tally.Read(t, bytes.NewReader(sample(t, step.file)))
		if got.Stored != step.stored || got.Duplicate != step.duplicate || got.Refused != 0 {
			t.Errorf("%s: got %+v, want %d stored and %d duplicates", step.file, got.Balance, step.stored, step.duplicate)
		}
	}
}

func TestRowsAreRead(t *testing.T) {
	for _, file := range []string{"detail-bng-1", "detail-ip-reassigned", "radacct.sql", "radacct-ip-reassigned.csv"} {
		t.Run(file, func(t *testing.T) {
			got := feedtest.New(New(), records.Options{}).Read(t, bytes.NewReader(sample(t, file)))
			text := feedtest.Text(got.Rows)
			golden := filepath.Join("testdata", file+".golden")
			if *update {
				if err := os.WriteFile(golden, []byte(text), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			feedtest.Same(t, golden, text, string(sample(t, file+".golden")))
		})
	}
}

func TestBadInputNeverStopsTheFile(t *testing.T) {
	for _, file := range []string{"detail-ip-reassigned", "radacct.csv", "radacct.sql"} {
		t.Run(file, func(t *testing.T) { feedtest.Bad(t, New(), records.Options{}, sample(t, file)) })
	}
}

func TestAnEndlessLineIsOneRefusedRecord(t *testing.T) {
	octets := int64(1 << 30)
	if testing.Short() {
		octets = 32 << 20
	}
	begin := []byte("Tue Nov 24 10:31:50 2026\n\tUser-Name = \"")
	feedtest.Endless(t, New(), records.Options{}, sample(t, "detail-ip-reassigned"), begin, octets)
}

func TestLogInsAreRefusedAsAWhole(t *testing.T) {
	dump := "CREATE TABLE radpostauth (\n id int, username text, authdate text\n);\nINSERT INTO radpostauth VALUES(1,'a','b');\n"
	for name, b := range map[string][]byte{"csv": sample(t, "radpostauth.csv"), "sql": []byte(dump)} {
		got := feedtest.New(New(), records.Options{}).Read(t, bytes.NewReader(b))
		var file *records.FileError
		if !errors.As(got.Err, &file) || !strings.Contains(file.Problem, "radpostauth") || got.In != 0 {
			t.Errorf("%s: got %+v, %v", name, got.Balance, got.Err)
		}
	}
}

// packet makes a record of a detail file.
func packet(lines ...string) string {
	return "Tue Nov 24 10:53:46 2026\n\t" + strings.Join(lines, "\n\t") + "\n\n"
}

func readText(t *testing.T, file string, zone *time.Location) feedtest.Outcome {
	t.Helper()
	return feedtest.New(New(), records.Options{Zone: zone}).Read(t, strings.NewReader(file))
}

const (
	start   = "Acct-Status-Type = Start"
	session = `Acct-Session-Id = "A1"`
	stamp   = "Timestamp = 1795517626"
)

func TestWhenAnEventWas(t *testing.T) {
	rome, _ := time.LoadLocation("Europe/Rome")
	for _, tc := range []struct {
		name, lines, want string
		zone              *time.Location
	}{
		{"the access server's clock outranks the server's", `Event-Timestamp = "Nov 24 2026 08:47:17 UTC"`, "2026-11-24T08:47:17Z", nil},
		{"without it the delay is taken off", "Acct-Delay-Time = 26", "2026-11-24T10:53:20Z", nil},
		{"a single digit day is padded", `Event-Timestamp = "Nov  4 2026 08:47:17 UTC"`, "2026-11-04T08:47:17Z", nil},
		{"an abbreviation counts in the feed's zone", `Event-Timestamp = "Jul 24 2026 08:47:17 CEST"`, "2026-07-24T06:47:17Z", rome},
		{"an abbreviation tells the first of two", `Event-Timestamp = "Oct 25 2026 02:30:00 CEST"`, "2026-10-25T00:30:00Z", rome},
		{"an abbreviation tells the second of two", `Event-Timestamp = "Oct 25 2026 02:30:00 CET"`, "2026-10-25T01:30:00Z", rome},
		{"an offset needs no zone", `Event-Timestamp = "Jul 24 2026 08:47:17 +03"`, "2026-07-24T05:47:17Z", nil},
		{"an epoch is an epoch", `Event-Timestamp = "1795510037"`, "2026-11-24T08:47:17Z", nil},
		{"an abbreviation without a zone is refused", `Event-Timestamp = "Jul 24 2026 08:47:17 CEST"`, records.ErrNoZone.Problem, nil},
		{"an abbreviation of another zone is refused", `Event-Timestamp = "Jul 24 2026 08:47:17 EST"`, errAbbreviation.Problem, rome},
		{"a clock that was never set is refused", `Event-Timestamp = "Jan  1 1970 00:00:17 UTC"`, records.ErrOutside.Problem, nil},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got := readText(t, packet(start, session, tc.lines, stamp), tc.zone)
			switch {
			case got.Stored == 1 && records.Stamp(got.Rows[0].At) != tc.want:
				t.Errorf("got %s, want %s", records.Stamp(got.Rows[0].At), tc.want)
			case got.Refused == 1 && got.Refusals[0].Problem != tc.want:
				t.Errorf("got %q, want %s", got.Refusals[0].Problem, tc.want)
			case got.In != 1:
				t.Errorf("got %+v", got.Balance)
			}
		})
	}
	noStamp := readText(t, packet(start, session), rome)
	if noStamp.Stored != 1 || records.Stamp(noStamp.Rows[0].At) != "2026-11-24T09:53:46Z" {
		t.Errorf("the line's own date in the feed's zone: got %+v", noStamp.Balance)
	}
}

func TestWhatARecordSays(t *testing.T) {
	got := readText(t, packet(stamp, `Acct-Output-Octets = 4294967295`, `User-Name = "m\303\274ller\\x \"q\"@ISP.Example"`, session, "Acct-Status-Type = Stop",
		"Framed-IPv6-Prefix = 2001:db8:b0b::/64", "Delegated-IPv6-Prefix = 2001:db8:b0b0::/56", "Framed-IP-Address = 198.51.100.77",
		`Calling-Station-Id = "02-00-00-00-AA-01"`, "Acct-Output-Gigawords = 2", "Framed-IPv6-Address = 2001:DB8::7"), nil)
	if got.Stored != 1 || len(got.Rows) != 2 {
		t.Fatalf("got %+v, %d rows; want one record of two rows", got.Balance, len(got.Rows))
	}
	for _, want := range []struct {
		row   int
		field records.Field
		text  string
	}{
		{0, records.User, `müller\x "q"@isp.example`},
		{0, records.OctetsDown, "12884901887"},
		{0, records.Address, "198.51.100.77"},
		{0, records.Prefix, "2001:db8:b0b0::/56"},
		{0, records.Station, "02:00:00:00:aa:01"},
		{1, records.Address, "2001:db8::7"},
		{1, records.Prefix, "2001:db8:b0b::/64"},
		{1, records.OctetsDown, ""},
	} {
		if text := got.Rows[want.row].Get(want.field); text != want.text {
			t.Errorf("row %d, %s: got %q, want %q", want.row, want.field, text, want.text)
		}
	}
}

func TestARecordThatCanNotBeReadSaysWhy(t *testing.T) {
	for _, tc := range []struct{ name, file, want string }{
		{"no status", packet(session, stamp), noStatus.Problem},
		{"no session", packet(start, stamp), noSession.Problem},
		{"no time", packet(start, session), records.ErrNoZone.Problem},
		{"attributes without a date", "\t" + start + "\n\t" + session + "\n\n", noHead.Problem},
		{"a line that is no attribute", packet(start, session, "User-Na", stamp), noPair.Problem},
		{"a quote that never closes", packet(start, session, `User-Name = "ab`, stamp), noPair.Problem},
		{"gigawords that are no number", packet("Acct-Status-Type = Stop", session, "Acct-Input-Octets = 1", "Acct-Input-Gigawords = x", stamp), badCount.Problem},
		{"octets that are no number", packet("Acct-Status-Type = Stop", session, "Acct-Input-Octets = -1", stamp), badCount.Problem},
		{"an end that is missing", strings.TrimRight(packet(start, session, "Acct-Session-Time = 9"), "\n"), cutRecord.Problem},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got := readText(t, packet(start, session, stamp)+tc.file, nil)
			if got.In != 2 || got.Stored != 1 || got.Refused != 1 || got.Refusals[0].Problem != tc.want {
				t.Errorf("got %+v %v, want it refused because it %s", got.Balance, got.Refusals, tc.want)
			}
		})
	}
}

func TestAnAccessServerThatRestartsIsNoSession(t *testing.T) {
	got := readText(t, packet("Acct-Status-Type = Accounting-On", stamp)+packet(start, session, stamp), nil)
	if got.In != 2 || got.Balance.Dropped != 1 || got.Stored != 1 {
		t.Errorf("got %+v", got.Balance)
	}
}

func TestTheTableInOtherDialects(t *testing.T) {
	const head = "radacctid,acctsessionid,acctuniqueid,username,nasipaddress,acctstarttime,acctupdatetime,acctstoptime,acctsessiontime,framedipaddress\n"
	rome, _ := time.LoadLocation("Europe/Rome")
	for _, tc := range []struct {
		name, row string
		rows      int
		refused   int64
	}{
		{"MySQL's local times", "1,A1,u1,a@b.example,203.0.113.40,2026-11-24 09:47:17,NULL,2026-11-24 10:02:17,900,100.64.1.10\n", 2, 0},
		{"PostgreSQL's offsets", "1,A1,u1,a@b.example,203.0.113.40,2026-11-24 09:47:17+01,,2026-11-24 10:02:17+01,900,100.64.1.10\n", 2, 0},
		{"a session that is still open", "1,A1,u1,a@b.example,203.0.113.40,2026-11-24 09:47:17,2026-11-24 09:57:17,,600,100.64.1.10\n", 2, 0},
		{"a session that was never updated", "1,A1,u1,a@b.example,203.0.113.40,2026-11-24 09:47:17,2026-11-24 09:47:17,0000-00-00 00:00:00,0,100.64.1.10\n", 1, 0},
		{"no time at all", "1,A1,u1,a@b.example,203.0.113.40,,,,600,100.64.1.10\n", 0, 1},
		{"a local time that comes twice", "1,A1,u1,a@b.example,203.0.113.40,2026-10-25 02:30:00,,,600,100.64.1.10\n", 0, 1},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got := readText(t, head+tc.row, rome)
			if len(got.Rows) != tc.rows || got.Refused != tc.refused {
				t.Errorf("got %+v with %d rows", got.Balance, len(got.Rows))
			}
			if tc.rows == 2 && records.Stamp(got.Rows[0].At) != "2026-11-24T08:47:17Z" {
				t.Errorf("it starts at %s", records.Stamp(got.Rows[0].At))
			}
		})
	}
}

func TestACountInTheTableThatIsNone(t *testing.T) {
	const head = "acctsessionid,acctuniqueid,username,acctstarttime,acctstoptime,acctsessiontime,acctinputoctets,acctoutputoctets\n"
	for _, row := range []string{"A1,u1,a,1795510037,1795510937,x,1,1\n", "A1,u1,a,1795510037,1795510937,1,-1,1\n", "A1,u1,a,1795510037,1795510937,1,1,1.5\n"} {
		if got := readText(t, head+row, nil); got.Refused != 1 || got.Refusals[0].Problem != badCount.Problem {
			t.Errorf("%s: got %+v", row, got.Balance)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(sample(f, "detail-ip-reassigned")[:900])
	f.Add(sample(f, "radacct-ip-reassigned.csv"))
	f.Add(sample(f, "radacct.sql")[:1200])
	f.Add([]byte(packet(start, session) + "\tx\n\x00\n"))
	f.Fuzz(func(t *testing.T, in []byte) {
		feedtest.New(New(), records.Options{Zone: time.UTC}).Read(t, bytes.NewReader(in))
	})
}
