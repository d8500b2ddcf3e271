package bench

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"writ"
	"writ/ledger/ledgertest"
	"writ/outside/seal"
	"writ/records"
	"writ/records/kamailio"
	"writ/retention"
	"writ/retention/retentiontest"
	ingest "writ/role/records"
	"writ/scope"
)

var calls0 = time.Date(2026, 2, 1, 0, 0, 0, 0, time.UTC)

func splitMix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// callsOf writes n replies as Kamailio's table acc has them, over so many days; row i depends on i only.
func callsOf(n, days int) []byte {
	var b bytes.Buffer
	b.Grow(n * 200)
	b.WriteString("id,method,from_tag,to_tag,callid,sip_code,sip_reason,time,src_user,src_domain,src_ip,dst_ouser,dst_user,dst_domain,time_hires\n")
	step := time.Duration(days) * 24 * time.Hour / time.Duration(n)
	for i := range n {
		r := splitMix(uint64(i) + 7)
		at := calls0.Add(time.Duration(i)*step + time.Duration(r%uint64(max(step, 1)))).UnixMicro()
		caller, callee := r>>8%10_000, r>>32%10_000
		fmt.Fprintf(&b, "%d,%s,%d1A,%d1B,%x-%d@203.0.113.%d,200,OK,%d.%06d,+1202555%04d,voip.example.net,203.0.113.%d,+1202556%04d,+1202556%04d,203.0.113.21,%d.%06d\n",
			i, []string{"INVITE", "BYE"}[i%2], i, i, r, i/2, r%4+10, at/1e6, at%1e6, caller, r%4+10, callee, callee, at/1e6, at%1e6)
	}
	return b.Bytes()
}

// cpu is the time that the process has used, user and system.
func cpu(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// peak is the most memory that the process ever had, in octets.
func peak(b testing.TB) float64 {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return float64(u.Maxrss) * 1024
}

func root(b *testing.B) seal.Identity {
	id, err := seal.NewIdentity()
	if err != nil {
		b.Fatal(err)
	}
	return id
}

func store(b *testing.B, dir string, id seal.Identity) *ingest.Store {
	s, err := ingest.OpenStore(context.Background(), dir, id.Recipient())
	if err != nil {
		b.Fatal(err)
	}
	return s
}

func take(b *testing.B, s *ingest.Store, in []byte) ingest.Report {
	rep, err := ingest.Ingest(context.Background(), s, kamailio.New(), records.Options{}, ingest.File{Bytes: bytes.NewReader(in), Size: int64(len(in))}, nil)
	if err != nil {
		b.Fatal(err)
	}
	return rep
}

// parseCSV is the baseline: the standard library reads every field of the same octets.
func parseCSV(b *testing.B, in []byte) (rows int) {
	r := csv.NewReader(bytes.NewReader(in))
	r.ReuseRecord = true
	for {
		_, err := r.Read()
		if errors.Is(err, io.EOF) {
			return rows - 1
		}
		if err != nil {
			b.Fatal(err)
		}
		rows++
	}
}

// BenchmarkIngest takes files of calls in, small to large, beside encoding/csv on the same octets. Both use CPU time, so that
// other work on the machine counts little; wall time is told too.
func BenchmarkIngest(b *testing.B) {
	for _, n := range sizes() {
		b.Run(fmt.Sprintf("%d rows in 3 days", n), func(b *testing.B) {
			in := callsOf(n, 3)
			for b.Loop() {
				dir, fileSystem := folder(b)
				s := store(b, dir, root(b))
				began, used := time.Now(), cpu(b)
				rep := take(b, s, in)
				used, wall := cpu(b)-used, time.Since(began)
				if rep.Balance.Stored != int64(n) {
					b.Fatalf("%+v", rep)
				}
				base := cpu(b)
				if parseCSV(b, in) != n {
					b.Fatal("the baseline read another number of rows")
				}
				base = cpu(b) - base
				if err := s.Close(); err != nil {
					b.Fatal(err)
				}
				b.ReportMetric(float64(n)/used.Seconds(), "rows/CPU-s")
				b.ReportMetric(float64(n)/wall.Seconds(), "rows/s")
				b.ReportMetric(float64(used)/float64(base), "×encoding/csv")
				b.ReportMetric(float64(octets(b, dir, "objects"))/float64(n), "B/row")
				b.ReportMetric(float64(octets(b, dir, "catalogue.sqlite"))/float64(n), "B/row-catalogue")
				b.ReportMetric(peak(b)/(1<<20), "MiB-peak")
				b.Logf("on %s", fileSystem)
			}
		})
	}
}

func sizes() []int {
	if os.Getenv("WRIT_BENCH_LARGE") != "" {
		return []int{1_000, 10_000, 100_000, 1_000_000, 5_000_000}
	}
	return []int{1_000, 10_000, 100_000, 500_000}
}

func octets(b *testing.B, dir, below string) (n int64) {
	err := filepath.WalkDir(filepath.Join(dir, below), func(_ string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		i, err := d.Info()
		if err != nil {
			return err
		}
		n += i.Size()
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	return n
}

// BenchmarkLookup looks one number up through the door, in more and more days, beside reading the raw files for it
// line by line (the way of an engineer with grep, but exact).
func BenchmarkLookup(b *testing.B) {
	for _, size := range []struct{ days, calls int }{{1, 20_000}, {7, 20_000}, {28, 20_000}, {1, 200_000}, {1, 500_000}} {
		days := size.days
		b.Run(fmt.Sprintf("%d days of %d calls", days, size.calls), func(b *testing.B) {
			in := callsOf(size.calls*days, days)
			dir, _ := folder(b)
			id := root(b)
			s := store(b, dir, id)
			take(b, s, in)
			log := ledgertest.New(b)
			number := "+12025550042"
			who, err := writ.ParseIdentifier(writ.E164, number)
			if err != nil {
				b.Fatal(err)
			}
			n := 0
			var used, base time.Duration
			var out int64
			for b.Loop() {
				n++
				d := retentiontest.Open(b, log, fmt.Sprint("case-", n), retentiontest.Ask(writ.CallRecords, calls0, calls0.AddDate(0, 0, days), who))
				p := d.Permit(b, scope.Lookup)
				before := cpu(b)
				h, _, err := retention.Lookup(context.Background(), p, s.Source(id, log.ID()), &retentiontest.Spool{})
				if err != nil {
					b.Fatal(err)
				}
				used += cpu(b) - before
				_, out, _ = h.Tally()
				before = cpu(b)
				if found := grep(in, number); found != int(out) {
					b.Fatalf("%d rows leave, the file has %d", out, found)
				}
				base += cpu(b) - before
			}
			b.ReportMetric(used.Seconds()*1000/float64(n), "CPU-ms")
			b.ReportMetric(used.Seconds()*1e9/float64(n*days*size.calls), "CPU-ns/call-kept")
			b.ReportMetric(float64(used)/float64(base), "×scan-of-file")
			b.ReportMetric(float64(out), "rows")
			if err := s.Close(); err != nil {
				b.Fatal(err)
			}
		})
	}
}

// grep counts the lines that hold the number.
func grep(in []byte, number string) (n int) {
	for line := range bytes.Lines(in) {
		if bytes.Contains(line, []byte(number)) {
			n++
		}
	}
	return n
}
