package soak

import (
	"bytes"
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"time"
)

// A sample is what the process held at an instant, after a collection.
type sample struct {
	at       time.Duration // since the run began
	heap     uint64        // octets that live
	resident uint64        // octets of memory that the process has, as the kernel counts them
	demands  int
}

func takeSample(at time.Duration, demands int) sample {
	debug.FreeOSMemory()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return sample{at, m.HeapAlloc, resident(), demands}
}

// resident reads VmRSS. Where there is no such thing it is what Go took from the system and didn't give back.
func resident() uint64 {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.Sys - m.HeapReleased
	}
	for line := range bytes.Lines(status) {
		var kB uint64
		if _, err := fmt.Sscanf(string(line), "VmRSS: %d kB", &kB); err == nil {
			return kB << 10
		}
	}
	return 0
}

// A minute sums the samples of one unit of time up by their medians.
type minute struct {
	n, demands     int
	heap, resident uint64
}

func minutes(all []sample, unit time.Duration) []minute {
	by := map[int][]sample{}
	for _, s := range all {
		n := int(s.at/unit) + 1
		by[n] = append(by[n], s)
	}
	var out []minute
	for n, of := range by {
		m := minute{n: n}
		var heap, resident []uint64
		for _, s := range of {
			m.demands = max(m.demands, s.demands)
			heap, resident = append(heap, s.heap), append(resident, s.resident)
		}
		m.heap, m.resident = median(heap), median(resident)
		out = append(out, m)
	}
	slices.SortFunc(out, func(a, b minute) int { return a.n - b.n })
	return out
}

func median(all []uint64) uint64 {
	slices.Sort(all)
	return all[len(all)/2]
}

func table(all []minute) string {
	var out strings.Builder
	fmt.Fprintf(&out, "%8s %9s %14s %14s\n", "minute", "demands", "heap, kB", "resident, kB")
	for _, m := range all {
		fmt.Fprintf(&out, "%8d %9d %14d %14d\n", m.n, m.demands, m.heap>>10, m.resident>>10)
	}
	return out.String()
}
