//go:build linux

package mediation

import (
	"fmt"
	"slices"
	"sync"
	"syscall"
	"testing"
	"time"

	"writ/intercept"
	wire "writ/wire/etsi"
)

// BenchmarkContent carries CC from X3 to HI3 over real sockets: TLS in, integrity on, each batch synced. It says how long
// after it was sent an RTP packet is with the agency, and what CPU the whole process (point of interception and agency
// included) took for it.
func BenchmarkContent(b *testing.B) {
	for _, rate := range []int{100, 10_000} {
		b.Run(fmt.Sprintf("%d a second", rate), func(b *testing.B) { content(b, rate) })
	}
}

func content(b *testing.B, rate int) {
	p := testProfile()
	p.Integrity = intercept.Integrity{Hash: intercept.SHA256, EveryPDUs: 1000, After: time.Second}
	s := newSystem(b, p)
	s.set()
	s.poi.call(1, 1)
	s.settled(1)
	var mu sync.Mutex
	delays := make([]time.Duration, 0, b.N)
	s.hi3.mu.Lock()
	s.hi3.taken = func(p *wire.PDU) {
		if p.Kind == wire.KindCC {
			mu.Lock()
			delays = append(delays, time.Since(time.Unix(p.Sec, int64(p.Micro)*1000)))
			mu.Unlock()
		}
	}
	s.hi3.mu.Unlock()
	before := cpu()
	b.ResetTimer()
	rtp := make([]byte, 172)
	rtp[0] = 0x80
	tick := max(time.Second/time.Duration(rate), 2*time.Millisecond)
	every := time.NewTicker(tick)
	defer every.Stop()
	start := time.Now()
	for sent := 0; sent < b.N; {
		<-every.C
		n := min(b.N, int(time.Since(start).Seconds()*float64(rate))) - sent
		s.poi.putMany(n, 1, rtp)
		sent += n
	}
	eventually(b, "the agency has all", func() bool { mu.Lock(); defer mu.Unlock(); return len(delays) == b.N })
	b.StopTimer()
	used := cpu() - before
	slices.Sort(delays)
	at := func(percent int) float64 { return float64(delays[(len(delays)-1)*percent/100]) / 1e6 }
	b.ReportMetric(at(50), "ms/p50")
	b.ReportMetric(at(99), "ms/p99")
	b.ReportMetric(float64(used.Microseconds())/float64(b.N), "µs-CPU/CC")
	b.ReportMetric(0, "ns/op")
}

// BenchmarkIdle says what CPU a mediation with a task and two links takes when nothing happens.
func BenchmarkIdle(b *testing.B) {
	s := newSystem(b, testProfile())
	s.set()
	s.poi.call(1, 1)
	s.settled(1)
	time.Sleep(time.Second)
	before, start := cpu(), time.Now()
	time.Sleep(5 * time.Second)
	b.ReportMetric(float64((cpu()-before).Microseconds())/time.Since(start).Seconds(), "µs-CPU/s")
	b.ReportMetric(0, "ns/op")
}

func cpu() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
