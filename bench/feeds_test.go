package bench

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"
	"time"

	"writ"
	"writ/records"
	"writ/records/asterisk"
	"writ/records/freeradius"
	"writ/records/freeswitch"
	"writ/records/kamailio"
	"writ/records/mapped"
	"writ/records/subscribers"
)

// feedRows is how many records a benchmark reads; growth is measured at ten times as many.
const feedRows = 50_000

// A feedCase is a feed, and a file of n records as its program writes it.
type feedCase struct {
	name string
	feed records.Feed
	file func(n int) []byte
}

func feedCases(tb testing.TB) []feedCase {
	tb.Helper()
	m, err := mapped.ParseMap("map", []byte("writ: map/1\nkind: call\ntime: \"YYYY-MM-DD hh:mm:ss\"\ncolumns: {start: start, caller: src, callee: dst, duration: secs}\nanswered: {column: disp, yes: [ANSWERED], no: [\"*\"]}\nkey: [id]\n"))
	if err != nil {
		tb.Fatal(err)
	}
	return []feedCase{
		{"kamailio/csv", kamailio.New(), func(n int) []byte { return callsOf(n, 30) }},
		{"kamailio/sql", kamailio.New(), func(n int) []byte { return asDump(callsOf(n, 30)) }},
		{"kamailio/syslog", kamailio.New(), syslogOf},
		{"freeradius/detail", freeradius.New(), detailOf},
		{"asterisk/csv", asterisk.New(), asteriskOf},
		{"freeswitch/csv", freeswitch.New(), freeswitchOf},
		{"freeswitch/json", freeswitch.New(), jsonOf},
		{"subscribers", subscribers.New(), registerOf},
		{"mapped", mapped.New(m), mappedOf},
	}
}

var feedOptions = records.Options{Zone: time.UTC, Numbers: writ.NumberPlan{Calling: "1", Trunk: "1", International: "011", Least: 10, Most: 10}}

// asDump writes the lines of a CSV as sqlite3 dumps them.
func asDump(table []byte) []byte {
	var b bytes.Buffer
	header, rows, _ := strings.Cut(string(table), "\n")
	for line := range strings.Lines(rows) {
		f := strings.Split(strings.TrimRight(line, "\n"), ",")
		fmt.Fprintf(&b, "INSERT INTO acc (%s) VALUES ('%s');\n", header, strings.Join(f, "','"))
	}
	return b.Bytes()
}

func syslogOf(n int) []byte {
	var b bytes.Buffer
	for i := range n {
		r := splitMix(uint64(i))
		sec := calls0.Unix() + int64(i)
		fmt.Fprintf(&b, "Feb  1 00:00:00 vm kamailio[19904]: NOTICE: acc [acc.c:268]: acc_log_request(): ACC: transaction answered: timestamp=%d;time_hires=%d.%03d;method=INVITE;from_tag=%da;to_tag=%db;call_id=%x@203.0.113.11;code=200;reason=OK;src_user=+1202555%04d;src_domain=voip.example.net;src_ip=203.0.113.11;dst_ouser=+1202556%04d;dst_user=+1202556%04d;dst_domain=203.0.113.21;pai=\n",
			sec, sec, r%1000, i, i, r, r%10_000, r>>32%10_000, r>>32%10_000)
	}
	return b.Bytes()
}

func detailOf(n int) []byte {
	var b bytes.Buffer
	for i := range n {
		r := splitMix(uint64(i))
		at := calls0.Add(time.Duration(i) * time.Second)
		fmt.Fprintf(&b, "%s\n\tUser-Name = \"user%05d@isp.example\"\n\tNAS-IP-Address = 203.0.113.40\n\tNAS-Identifier = \"bng-1\"\n\tNAS-Port-Id = \"lag-1:%d\"\n\tService-Type = Framed-User\n\tFramed-Protocol = PPP\n\tFramed-IP-Address = 100.64.%d.%d\n\tCalling-Station-Id = \"02:00:5e:20:%02x:%02x\"\n\tAcct-Session-Id = \"%08X\"\n\tAcct-Status-Type = Stop\n\tEvent-Timestamp = \"%s UTC\"\n\tAcct-Session-Time = 900\n\tAcct-Input-Octets = %d\n\tAcct-Output-Octets = %d\n\tAcct-Input-Gigawords = 1\n\tAcct-Unique-Session-Id = \"%016x%016x\"\n\tTimestamp = %d\n\n",
			at.Format("Mon Jan _2 15:04:05 2006"), r%20_000, r%4096, r>>8%256, r>>16%256, r>>8%256, r>>16%256, i, at.Format("Jan _2 2006 15:04:05"), r%1e9, r>>20%1e9, r, splitMix(r), at.Unix())
	}
	return b.Bytes()
}

func asteriskOf(n int) []byte {
	var b bytes.Buffer
	for i := range n {
		r, at := splitMix(uint64(i)), calls0.Add(time.Duration(i)*time.Second)
		fmt.Fprintf(&b, "\"\",\"+1202555%04d\",\"+1202556%04d\",\"from-internal\",\"\"\"Ann\"\" <+1202555%04d>\",\"PJSIP/%d-%08x\",\"PJSIP/trunk-%08x\",\"Dial\",\"PJSIP/trunk/x,60\",\"%s\",\"%s\",\"%s\",68,60,\"ANSWERED\",\"DOCUMENTATION\",\"%d.%d\",\"\"\n",
			r%10_000, r>>32%10_000, r%10_000, r%10_000, i, i+1, at.Format(time.DateTime), at.Add(8*time.Second).Format(time.DateTime), at.Add(68*time.Second).Format(time.DateTime), at.Unix(), i)
	}
	return b.Bytes()
}

func freeswitchOf(n int) []byte {
	var b bytes.Buffer
	for i := range n {
		r, at := splitMix(uint64(i)), calls0.Add(time.Duration(i)*time.Second)
		fmt.Fprintf(&b, "\"Lab %d\",\"+1202555%04d\",\"+1202556%04d\",\"default\",\"%s\",\"%s\",\"%s\",\"68\",\"60\",\"NORMAL_CLEARING\",\"%08x-0000-4000-8000-%012x\",\"\",\"\",\"PCMU\",\"PCMU\"\n",
			i, r%10_000, r>>32%10_000, at.Format(time.DateTime), at.Add(8*time.Second).Format(time.DateTime), at.Add(68*time.Second).Format(time.DateTime), i, r>>16)
	}
	return b.Bytes()
}

func jsonOf(n int) []byte {
	var b bytes.Buffer
	for i := range n {
		r, at := splitMix(uint64(i)), calls0.Add(time.Duration(i)*time.Second).UnixMicro()
		fmt.Fprintf(&b, `{"core-uuid":"x","variables":{"uuid":"%08x-0000-4000-8000-%012x","sip_from_user":"1001","start_uepoch":"%d","answer_uepoch":"%d","end_uepoch":"%d","duration":"68","billsec":"60","hangup_cause":"NORMAL_CLEARING","read_codec":"PCMU"},"callflow":[{"caller_profile":{"caller_id_name":"Lab%%20%d","caller_id_number":"+1202555%04d","destination_number":"+1202556%04d","context":"default"}}]}`+"\n",
			i, r>>16, at, at+8e6, at+68e6, i, r%10_000, r>>32%10_000)
	}
	return b.Bytes()
}

func registerOf(n int) []byte {
	var b bytes.Buffer
	b.WriteString("account,name,postal-address,number,imsi,user,service-type,from,until\n")
	for i := range n {
		fmt.Fprintf(&b, "C-%d,\"Ann Müller, %d\",\"%d Main St, Springfield\",+12025%06d,00101%010d,line%d@isp.example,voip-interconnected,2024-01-01T00:00:00Z,\n", i, i, i, i%1_000_000, i, i)
	}
	return b.Bytes()
}

func mappedOf(n int) []byte {
	var b bytes.Buffer
	b.WriteString("id,start,src,dst,secs,disp\n")
	for i := range n {
		r := splitMix(uint64(i))
		fmt.Fprintf(&b, "%d,%s,+1202555%04d,2025%06d,60,ANSWERED\n", i, calls0.Add(time.Duration(i)*time.Second).Format(time.DateTime), r%10_000, r>>32%1_000_000)
	}
	return b.Bytes()
}

// readAll reads a file and gives how many rows came out; a refusal fails.
func readAll(tb testing.TB, f records.Feed, file []byte) (rows int) {
	tb.Helper()
	for res, err := range f.Read(bytes.NewReader(file), feedOptions) {
		if err != nil || res.Refusal != nil {
			tb.Fatalf("line %d: %v %v", res.Line, err, res.Refusal)
		}
		rows += len(res.Rows)
	}
	return rows
}

// splitAll reads the same octets with encoding/csv, as the floor for any reader of text: detail and JSON have other
// forms, so there it is lines with one field.
func splitAll(tb testing.TB, file []byte) {
	tb.Helper()
	r := csv.NewReader(bytes.NewReader(file))
	r.FieldsPerRecord, r.LazyQuotes, r.ReuseRecord = -1, true, true
	for {
		if _, err := r.Read(); errors.Is(err, io.EOF) {
			return
		} else if err != nil {
			tb.Fatal(err)
		}
	}
}

// BenchmarkFeeds measures records a second of CPU, beside encoding/csv on the same octets in the same run.
func BenchmarkFeeds(b *testing.B) {
	for _, c := range feedCases(b) {
		b.Run(c.name, func(b *testing.B) {
			file := c.file(feedRows)
			b.SetBytes(int64(len(file)))
			b.ReportAllocs()
			start := cpu(b)
			for b.Loop() {
				if n := readAll(b, c.feed, file); n < feedRows {
					b.Fatalf("%d rows of %d", n, feedRows)
				}
			}
			own := (cpu(b) - start) / time.Duration(b.N)
			start = cpu(b)
			for range b.N {
				splitAll(b, file)
			}
			floor := (cpu(b) - start) / time.Duration(b.N)
			b.ReportMetric(feedRows/own.Seconds(), "records/CPU-s")
			b.ReportMetric(own.Seconds()/floor.Seconds(), "×encoding/csv")
		})
	}
}

// TestAFeedHoldsNoMoreOfALargerFile reads ten times as much and looks at the heap on the way.
func TestAFeedHoldsNoMoreOfALargerFile(t *testing.T) {
	for _, c := range feedCases(t) {
		small, large := heldWhile(t, c, 2_000), heldWhile(t, c, 20_000)
		t.Logf("%s: heap grew by %d KiB over 2,000 records, %d KiB over 20,000", c.name, small>>10, large>>10)
		if large > small+1<<20 {
			t.Errorf("%s holds %d octets more of a larger file", c.name, large-small)
		}
	}
}

// heldWhile is the most that the heap grew by while a file was read, garbage aside.
func heldWhile(t *testing.T, c feedCase, n int) int64 {
	file := c.file(n)
	alive := func() int64 {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return int64(m.HeapAlloc)
	}
	before, most, i := alive(), int64(0), 0
	for res, err := range c.feed.Read(bytes.NewReader(file), feedOptions) {
		if err != nil || res.Refusal != nil {
			t.Fatalf("line %d: %v %v", res.Line, err, res.Refusal)
		}
		if i++; i%(n/5) == 0 {
			most = max(most, alive()-before)
		}
	}
	runtime.KeepAlive(file)
	return most
}
