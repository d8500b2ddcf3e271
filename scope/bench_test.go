package scope_test

import (
	"fmt"
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
		for b.Loop() {
			h.mustGrant(d)
		}
	})
	b.Run("live", func(b *testing.B) {
		for b.Loop() {
			if err := w.Live(); err != nil {
				b.Fatal(err)
			}
		}
	})
}
