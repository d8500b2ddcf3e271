package scope_test

import (
	"fmt"
	"syscall"
	"testing"

	"writ/scope"
)

// A case of some twenty entries in a house of two hundred people.
func BenchmarkGrant(b *testing.B) {
	h := newHouse(b)
	for n := range 191 {
		h.enrol(newcomer(fmt.Sprintf("person%d", n), scope.Clerk), "ann", "bob")
	}
	d := h.decide()
	h.intake(d)
	for range 5 {
		h.say(scope.Approve, d, "ann", "bob", "eve")
	}
	s := h.mustGrant(d)
	w := must(must(s.Issue(scope.Lookup))(b).Spend(scope.Lookup))(b)
	b.Run("a new scope", func(b *testing.B) {
		defer core(b)()
		for b.Loop() {
			h.mustGrant(d)
		}
	})
	b.Run("live", func(b *testing.B) {
		defer core(b)()
		for b.Loop() {
			if err := w.Live(); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// core reports the time of cores that was used, which a busy machine does not change.
func core(b *testing.B) func() {
	used := func() int64 {
		var u syscall.Rusage
		if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
			b.Fatal(err)
		}
		return u.Utime.Nano() + u.Stime.Nano()
	}
	before := used()
	return func() { b.ReportMetric(float64(used()-before)/float64(b.N), "core-ns/op") }
}
