package scope_test

import (
	"slices"
	"testing"

	"writ/scope"
)

// Who is enrolled is listed once, in the order of enrolment, and no more from the revocation on.
func TestThoseWhoAreEnrolledAreListedOnceInTheirOrder(t *testing.T) {
	h := newHouse(t)
	names := func() []string {
		_, people := scope.Enrolled(h.log.ID(), h.log.OfCase(""))
		var out []string
		for _, p := range people {
			out = append(out, p.Name)
		}
		return out
	}
	founders := names()
	h.enrol(newcomer("nina", scope.Approver), "ann", "bob")
	h.enrol(newcomer("omar", scope.Clerk), "ann", "bob")
	want := append(slices.Clone(founders), "nina", "omar")
	if got := names(); len(founders) < 4 || !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	h.revoke("nina")
	if got := names(); !slices.Equal(got, append(slices.Clone(founders), "omar")) {
		t.Errorf("after a revocation: %v", got)
	}
}
