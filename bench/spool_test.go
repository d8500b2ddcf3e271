package bench

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"syscall"
	"testing"
	"time"

	"writ/intercept/mediation"
	"writ/intercept/mediation/spooltest"
	"writ/outside/spool"
)

// cpuNow is what this process has used, in user and system.
func cpuNow(b testing.TB) time.Duration {
	b.Helper()
	var r syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &r); err != nil {
		b.Fatal(err)
	}
	return time.Duration(r.Utime.Nano() + r.Stime.Nano())
}

// A spooled is what one batch size cost.
type spooled struct {
	cpu   time.Duration // per PDU
	times []time.Duration
}

func (s spooled) at(q float64) time.Duration {
	sorted := slices.Sorted(slices.Values(s.times))
	return sorted[int(q*float64(len(sorted)-1))]
}

// measureSpool runs one step n times.
func measureSpool(b *testing.B, n, pdus int, step func(i int)) (s spooled) {
	b.Helper()
	before := cpuNow(b)
	for i := range n {
		start := time.Now()
		step(i)
		s.times = append(s.times, time.Since(start))
	}
	s.cpu = (cpuNow(b) - before) / time.Duration(n*pdus)
	return s
}

const pduOctets = 250

// BenchmarkSpool measures the CPU of a PDU of 250 octets and the time of an Append at several batch sizes, one task
// and ten in a batch, beside a plain file with one fsync for each batch in the same run. "cycle" is Append, Read and
// Taken of all, with SaveState and Settle each 400 batches.
func BenchmarkSpool(b *testing.B) {
	for _, tasks := range []int{1, 10} {
		for _, size := range []int{1, 8, 32, 128, 1000} {
			if size < tasks {
				continue
			}
			b.Run(fmt.Sprintf("tasks=%d/batch=%d", tasks, size), func(b *testing.B) { spoolOne(b, tasks, size) })
		}
	}
}

func spoolOne(b *testing.B, tasks, size int) {
	dir, fileSystem := folder(b)
	s, err := spool.Open(b.Context(), filepath.Join(dir, "spool"), spooltest.NewKeys(), spool.Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	f, err := os.OpenFile(filepath.Join(dir, "plain"), os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	r := spooltest.Route(1, mediation.HI3)
	batch := batchOf(tasks, size, r)
	octets := make([]byte, size*pduOctets)
	const n = 400
	for range b.N {
		plain := measureSpool(b, n, size, func(int) {
			if _, err := f.Write(octets); err != nil {
				b.Fatal(err)
			}
			if err := f.Sync(); err != nil {
				b.Fatal(err)
			}
		})
		put := func(int) {
			batch.Number++
			if _, err := s.Append(b.Context(), batch); err != nil {
				b.Fatal(err)
			}
		}
		ours := measureSpool(b, n, size, put)
		drain(b, s, r)
		after := uint64(0)
		cycle := measureSpool(b, n, size, func(i int) {
			put(i)
			after = takeAll(b, s, r, after)
			if i == n-1 {
				settle(b, s)
			}
		})
		b.ReportMetric(float64(ours.cpu)/1e3, "cpu-µs/PDU")
		b.ReportMetric(float64(cycle.cpu)/1e3, "cycle-cpu-µs/PDU")
		b.ReportMetric(float64(plain.cpu)/1e3, "plain-cpu-µs/PDU")
		b.ReportMetric(float64(ours.cpu)/float64(plain.cpu), "x-plain-cpu")
		b.ReportMetric(float64(ours.at(.5))/1e6, "ms-p50")
		b.ReportMetric(float64(ours.at(.99))/1e6, "ms-p99")
		b.ReportMetric(float64(ours.at(.5))/float64(plain.at(.5)), "x-plain-p50")
		b.Logf("%s: %d tasks, %d PDUs a batch: %.2f µs CPU a PDU to append (%.2f with read, taken and settled), plain %.2f; Append p50 %v p99 %v, plain %v %v",
			fileSystem, tasks, size, float64(ours.cpu)/1e3, float64(cycle.cpu)/1e3, float64(plain.cpu)/1e3, ours.at(.5), ours.at(.99), plain.at(.5), plain.at(.99))
	}
}

// batchOf makes a batch of some PDUs for several tasks on one route.
func batchOf(tasks, size int, r mediation.Route) (batch mediation.Batch) {
	batch.At = spooltest.Start
	batch.Delta = make([]byte, 40*tasks)
	for t := range tasks {
		s := mediation.Section{Task: spooltest.Task(byte(t + 1)), Route: r}
		for range (size + t) / tasks {
			s.Octets = append(s.Octets, make([]byte, pduOctets)...)
			s.PDUs = append(s.PDUs, mediation.Cut{CIN: 1, End: len(s.Octets)})
		}
		batch.Sections = append(batch.Sections, s)
	}
	return batch
}

func takeAll(b *testing.B, s *spool.Spool, r mediation.Route, after uint64) uint64 {
	for {
		ws, err := s.Read(b.Context(), r, after, 256<<10)
		if err != nil {
			b.Fatal(err)
		}
		if len(ws) == 0 {
			s.Taken(r, after)
			return after
		}
		after = ws[len(ws)-1].Position
	}
}

func settle(b *testing.B, s *spool.Spool) {
	if err := s.SaveState(b.Context(), make([]byte, 10_000)); err != nil {
		b.Fatal(err)
	}
	if err := s.Settle(b.Context()); err != nil {
		b.Fatal(err)
	}
}

func drain(b *testing.B, s *spool.Spool, r mediation.Route) {
	takeAll(b, s, r, 0)
	settle(b, s)
}

// BenchmarkSpoolIdle measures what a spool costs that nobody uses, Settle each second included.
func BenchmarkSpoolIdle(b *testing.B) {
	dir, fileSystem := folder(b)
	s, err := spool.Open(b.Context(), filepath.Join(dir, "spool"), spooltest.NewKeys(), spool.Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	r := spooltest.Route(1, mediation.HI3)
	batch := batchOf(1, 32, r)
	for range 100 {
		batch.Number++
		if _, err := s.Append(b.Context(), batch); err != nil {
			b.Fatal(err)
		}
	}
	drain(b, s, r)
	const seconds = 10
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	before := cpuNow(b)
	for range seconds {
		<-tick.C
		if err := s.Settle(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
	used := cpuNow(b) - before
	b.ReportMetric(float64(used.Microseconds())/seconds, "cpu-µs/s")
	b.Logf("%s: %v of CPU in %d idle seconds", fileSystem, used, seconds)
}
