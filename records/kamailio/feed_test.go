package kamailio

import (
	"bytes"
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
	wider := filepath.FromSlash("../../../shared/corpus/logs/kamailio")
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

// countApart counts records without the feed: line ends of CSV, statements of SQL, marks in syslog.
func countApart(name string, b []byte) int64 {
	switch {
	case strings.HasSuffix(name, ".csv"):
		return int64(bytes.Count(b, []byte("\n"))) - 1
	case strings.HasSuffix(name, ".sql"):
		return int64(bytes.Count(b, []byte("INSERT INTO ")))
	}
	return int64(bytes.Count(b, []byte(": ACC: ")) + bytes.Count(b, []byte("log_write_cdr(): ")))
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
				if got.Err != nil || got.In != truth.Records || got.Stored != truth.Records {
					t.Errorf("%s/%s: got %+v, %v; truth says %d", where, file, got.Balance, got.Err, truth.Records)
				}
				feedtest.First(t, truth, got.Rows, map[string]records.Field{"callid": records.CallID, "call_id": records.CallID, "src_user": records.Caller,
					"dst_user": records.Callee, "dst_ouser": records.Dialled, "sip_code": records.Status, "sip_reason": records.Reason, "src_ip": records.CallerIP})
				if apart := countApart(file, b); apart != got.In {
					t.Errorf("%s/%s: in is %d, a count apart says %d", where, file, got.In, apart)
				}
			}
		}
	}
}

func TestTheSameReplyInTableDumpAndSyslogIsOneRecord(t *testing.T) {
	tally := feedtest.New(New(), records.Options{})
	for _, step := range []struct {
		file              string
		stored, duplicate int64
	}{
		{"acc.csv", 85, 0},
		{"acc.sql", 0, 85},
		{"missed_calls.csv", 9, 0},
		{"missed_calls.sql", 0, 9},
		{"kamailio-acc.syslog", 7, 94},
		{"acc_cdrs.csv", 49, 0},
		{"acc_cdrs.sql", 0, 49},
	} {
		got := tally.Read(t, bytes.NewReader(sample(t, step.file)))
		if got.Stored != step.stored || got.Duplicate != step.duplicate || got.Refused != 0 {
			t.Errorf("%s: got %+v, want %d stored and %d duplicates", step.file, got.Balance, step.stored, step.duplicate)
		}
	}
}

func TestRowsAreRead(t *testing.T) {
	rome, err := time.LoadLocation("Europe/Rome")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range []string{"acc.csv", "missed_calls.csv", "acc_cdrs.sql", "kamailio-acc.syslog", "mysqldump.sql", "pg_dump.sql"} {
		t.Run(file, func(t *testing.T) {
			got := feedtest.New(New(), records.Options{Zone: rome}).Read(t, bytes.NewReader(sample(t, file)))
			if got.Err != nil {
				t.Fatal(got.Err)
			}
			text := feedtest.Text(got.Rows)
			for i, r := range got.Refusals {
				text += "refused: " + r.Problem + "; " + r.Fix + "\n"
				_ = i
			}
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
	for _, file := range []string{"acc.csv", "missed_calls.sql", "kamailio-acc.syslog", "acc_cdrs.csv"} {
		t.Run(file, func(t *testing.T) { feedtest.Bad(t, New(), records.Options{}, sample(t, file)) })
	}
}

func TestAnEndlessLineIsOneRefusedRecord(t *testing.T) {
	octets := int64(1 << 30)
	if testing.Short() {
		octets = 32 << 20
	}
	feedtest.Endless(t, New(), records.Options{}, sample(t, "acc.csv"), []byte("9,INVITE,a,b,"), octets)
	feedtest.Endless(t, New(), records.Options{}, sample(t, "missed_calls.sql"), []byte("INSERT INTO acc (id,method) VALUES (8,'"), octets/8)
	feedtest.Endless(t, New(), records.Options{}, sample(t, "kamailio-acc.syslog"), []byte("Nov 24 10:26:18 vm kamailio[1]: NOTICE: acc: ACC: call missed: "), octets/8)
}

func TestSoakAnEndlessLineOfTenGiB(t *testing.T) {
	if os.Getenv("WRIT_SOAK") == "" {
		t.Skip("a soak test: set WRIT_SOAK=1")
	}
	feedtest.Endless(t, New(), records.Options{}, sample(t, "acc.csv"), []byte("9,INVITE,a,b,"), 10<<30)
	feedtest.Endless(t, New(), records.Options{}, sample(t, "acc.csv"), []byte("9,INVITE,\"a,b,"), 10<<30)
}

const header = "id,method,from_tag,to_tag,callid,sip_code,sip_reason,time,src_user,src_domain,src_ip,dst_ouser,dst_user,dst_domain,time_hires\n"

func TestARecordThatCanNotBeReadSaysWhy(t *testing.T) {
	const good = "8,INVITE,f,t,c@h,200,OK,2461368.934508102,+12025552001,d,203.0.113.11,+12025551001,+12025551001,203.0.113.21,1795515942.87406\n"
	rome, _ := time.LoadLocation("Europe/Rome")
	for _, tc := range []struct {
		name, line, want string
		zone             *time.Location
	}{
		{"half a line", "8,INVITE,f,t,c@h,200,OK,24613", columnCount.Problem, nil},
		{"a column too many", "x," + good, columnCount.Problem, nil},
		{"a quote that never closes", `8,"INVITE,f,t` + "\n", "opens a quote", nil},
		{"text after a quote", `8,"INV"ITE,f,t` + "\n", "after a closing quote", nil},
		{"no Call-ID", strings.Replace(good, "c@h", "", 1), noCallID.Problem, nil},
		{"a number of seconds that is cut", strings.Replace(good, "1795515942.87406", "179551594", 1), disagree.Problem, nil},
		{"no time at all", "8,INVITE,f,t,c@h,200,OK,,+12025552001,d,,,,,\n", records.ErrNoTime.Problem, nil},
		{"a local time and no zone", "8,INVITE,f,t,c@h,200,OK,2026-11-24 10:25:42,+12025552001,d,,,,,\n", records.ErrNoZone.Problem, nil},
		{"a local time that comes twice", "8,INVITE,f,t,c@h,200,OK,2026-10-25 02:30:00,+12025552001,d,,,,,\n", records.ErrTwice.Problem, rome},
		{"a local time that never was", "8,INVITE,f,t,c@h,200,OK,2026-03-29 02:30:00,+12025552001,d,,,,,\n", records.ErrNever.Problem, rome},
		{"octets that are not UTF-8", strings.Replace(good, "OK", "\xff\xfe", 1), "not UTF-8", nil},
	} {
		t.Run(tc.name, func(t *testing.T) {
			file := header + good + tc.line
			if strings.HasSuffix(tc.line, "\n") {
				file += strings.Replace(good, "c@h", "other@h", 1)
			}
			got := feedtest.New(New(), records.Options{Zone: tc.zone}).Read(t, strings.NewReader(file))
			if got.Refused != 1 || !strings.Contains(got.Refusals[0].Problem, tc.want) || got.Lines[0] != 3 {
				t.Fatalf("got %+v %q at %v, want it refused at line 3 because it %s", got.Balance, problems(got), got.Lines, tc.want)
			}
			if got.Stored != got.In-1 {
				t.Errorf("the lines around it were not read: %+v", got.Balance)
			}
			for _, said := range problems(got) {
				if strings.Contains(said, "2025552001") || strings.Contains(said, "c@h") {
					t.Error("the refusal quotes the record")
				}
			}
		})
	}
}

func problems(o feedtest.Outcome) (out []string) {
	for _, r := range o.Refusals {
		out = append(out, r.Problem+"; "+r.Fix)
	}
	return out
}

func TestSyslogValuesThatHoldASemicolon(t *testing.T) {
	line := func(reason string) string {
		return "Nov 24 10:26:18 vm kamailio[1]: NOTICE: acc [acc.c:268]: acc_log_request(): ACC: call missed: timestamp=1795515978;time_hires=1795515978.131;method=INVITE;from_tag=a;to_tag=;call_id=c@h;code=486;reason=" + reason + ";src_user=+12025550123;dst_user=alice\n"
	}
	got := feedtest.New(New(), records.Options{}).Read(t, strings.NewReader(line("Busy; call later")+line("Busy;src_user=+12025559999")))
	if got.Stored != 1 || got.Refused != 1 {
		t.Fatalf("got %+v %q", got.Balance, problems(got))
	}
	if row := got.Rows[0]; row.Get(records.Reason) != "Busy; call later" || row.Get(records.Callee) != "alice" || row.Get(records.Caller) != "+12025550123" {
		t.Errorf("got %s", feedtest.Text(got.Rows))
	}
}

func TestALineOfTheCDREngineIsTheRowOfAccCdrs(t *testing.T) {
	tally := feedtest.New(New(), records.Options{})
	tally.Read(t, bytes.NewReader(sample(t, "acc_cdrs.csv")))
	line := "Nov 24 10:25:47 vm kamailio[19904]: NOTICE: acc [acc_cdr.c:320]: log_write_cdr(): start_time=1795515943.290000; end_time=1795515947.426000; duration=4.136000; call_id=1-22128@203.0.113.10; src_user=+12025552009; src_domain=voip.example.net; dst_user=; dst_domain=203.0.113.21\nNov 24 10:25:48 vm sshd[1]: no record\n"
	if got := tally.Read(t, strings.NewReader(line)); got.In != 1 || got.Duplicate != 1 {
		t.Errorf("got %+v %q, want one duplicate", got.Balance, problems(got))
	}
}

func TestSyslogThatHoldsNoRecordIsNoError(t *testing.T) {
	for _, line := range []string{
		"Nov 24 10:25:48 vm sshd[1]: no record\n",
		"<34>1 2026-11-24T10:25:48Z vm sshd - - - no record\n",
		"2026-11-24T10:25:48.123456+00:00 vm sshd[1]: no record\n",
		"2026-11-24 10:25:48 vm kamailio[7]: INFO: no record\n",
	} {
		if got := feedtest.New(New(), records.Options{}).Read(t, strings.NewReader(line)); got.In != 0 || got.Err != nil {
			t.Errorf("%q: got %+v, %v", line, got.Balance, got.Err)
		}
	}
	mark := "kernel: log_write_cdr(): start_time=1795515943.290000; end_time=1795515947.426000; duration=4.136000; call_id=c@h\n"
	if got := feedtest.New(New(), records.Options{}).Read(t, strings.NewReader(mark)); got.Stored != 1 {
		t.Errorf("a line of the cdr engine without a stamp: got %+v %q", got.Balance, problems(got))
	}
	if got := feedtest.New(New(), records.Options{}).Read(t, strings.NewReader("November rains, 10:25 it was.\n")); got.Err == nil {
		t.Error("prose is taken for syslog")
	}
}

func TestAnEpochOutranksALocalTimeAndNeedsNoZone(t *testing.T) {
	line := "8,INVITE,f,t,c@h,200,OK,2026-10-25 02:30:00,+12025552001,d,,,,,1795515942.87406\n"
	got := feedtest.New(New(), records.Options{}).Read(t, strings.NewReader(header+line))
	if got.Stored != 1 || records.Stamp(got.Rows[0].At) != "2026-11-24T10:25:42.87406Z" {
		t.Errorf("got %+v %q", got.Balance, problems(got))
	}
}

func TestATransactionThatIsNoCallIsDropped(t *testing.T) {
	got := feedtest.New(New(), records.Options{}).Read(t, strings.NewReader(header+"8,MESSAGE,f,t,c@h,202,OK,2461368.934508102,a,d,203.0.113.11,b,b,203.0.113.21,1795515942.87406\n"))
	if got.In != 1 || got.Balance.Dropped != 1 {
		t.Errorf("got %+v", got.Balance)
	}
}

func TestAQuotedFieldMayHoldALineEnd(t *testing.T) {
	got := feedtest.New(New(), records.Options{}).Read(t, strings.NewReader(header+"8,INVITE,f,t,c@h,200,\"O\n\"\"K\",2461368.934508102,+12025552001,d,203.0.113.11,,,,1795515942.87406\r\n\r\n\n"))
	if got.Stored != 1 || got.Rows[0].Get(records.Reason) != "O\n\"K" {
		t.Errorf("got %+v %q", got.Balance, problems(got))
	}
}

func FuzzRead(f *testing.F) {
	for _, name := range []string{"missed_calls.csv", "missed_calls.sql", "acc_cdrs.csv", "pg_dump.sql", "kamailio-acc.syslog"} {
		f.Add(sample(f, name)[:700]) // small seeds: large ones are slow to minimise
	}
	f.Add([]byte(header + "8,\"INVITE,f\n9,INV\x00ITE\n"))
	f.Fuzz(func(t *testing.T, in []byte) {
		feedtest.New(New(), records.Options{Zone: time.UTC}).Read(t, bytes.NewReader(in))
	})
}
