//go:build unix

package law_test

import (
	"os"
	"syscall"
	"testing"
	"time"

	"writ/law"
)

// BenchmarkDecide decides every case of the four packs in turn, digest included. What other programs take of the machine
// is left out: a decision is counted against the time that the cores spent on it.
func BenchmarkDecide(b *testing.B) {
	s := packs(b)
	var all []law.Demand
	for _, name := range []string{"us-federal", "eu-eevidence", "ie", "it"} {
		data, err := os.ReadFile("packs/" + name + "/cases.yaml")
		if err != nil {
			b.Fatal(err)
		}
		cases, err := law.ReadCases(data, name)
		if err != nil {
			b.Fatal(err)
		}
		for _, c := range cases {
			all = append(all, c.Demand)
		}
	}
	b.ReportAllocs()
	i, before := 0, spent(b)
	for b.Loop() {
		if _, err := law.Decide(all[i%len(all)], s); err != nil {
			b.Fatal(err)
		}
		i++
	}
	took := spent(b) - before
	b.ReportMetric(float64(took.Nanoseconds())/float64(b.N), "cpu-ns/op")
	b.ReportMetric(float64(b.N)/took.Seconds(), "decisions/core-s")
}

// spent is the time that cores have spent on this process, in its own code and in the kernel's.
func spent(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
