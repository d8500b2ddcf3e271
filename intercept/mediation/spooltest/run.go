package spooltest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"testing"
	"time"

	"writ/intercept"
	"writ/intercept/mediation"
)

// A Place is where a spool lives: Open opens it, or opens it again after Close.
type Place struct {
	Open func(t testing.TB, keys mediation.Keys) mediation.Spool
	Disk fs.FS // what lies on disk; nil if nothing does
}

// Run checks that a spool keeps its promises. Every spool's test calls it; so may yours.
func Run(t *testing.T, place func(t testing.TB) Place) {
	for _, tc := range []struct {
		name string
		test func(*testing.T, Place)
	}{
		{"what is appended is read in order, by route, positions without a gap", inOrder},
		{"reading goes on where it was, and gives at least one PDU", goesOn},
		{"after Close and Open the PDUs that were not taken wait, and no other", waitsAgain},
		{"the snapshot and all later deltas come back, in order", state},
		{"a batch's number follows the last one", numbers},
		{"sections that make no sense are refused whole", malformed},
		{"a task that is full takes IRI and refuses content, counted", limits},
		{"a task whose oldest PDU waits too long refuses content", tooOld},
		{"a route that nobody reads holds up no other", deadRoute},
		{"a drained task's key is destroyed, one that waits is not", destroy},
		{"nothing readable lies on disk", canary},
		{"a closed spool takes and gives nothing", closed},
		{"any order of calls does as a spool in memory does", likeMemory},
	} {
		t.Run(tc.name, func(t *testing.T) { tc.test(t, place(t)) })
	}
}

// Start is when the batches of these tests begin.
var Start = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

// Task gives the XID of a task of these tests, Route one of its routes.
func Task(n byte) intercept.XID { return intercept.XID{0xa5, 1: n, 15: 0x5a} }

// Route gives a route to the LEMF n.
func Route(n byte, h mediation.Handover) mediation.Route {
	return mediation.Route{To: intercept.DID{0xd1, 1: n, 15: 0x1d}, Handover: h}
}

// Section makes a section of PDUs.
func Section(task byte, r mediation.Route, pdus ...string) mediation.Section {
	s := mediation.Section{Task: Task(task), Route: r}
	for i, p := range pdus {
		s.Octets = append(s.Octets, p...)
		s.PDUs = append(s.PDUs, mediation.Cut{CIN: uint32(task)*100 + uint32(i), End: len(s.Octets)})
	}
	return s
}

// Batch makes the batch of a number, a second after the one before.
func Batch(number uint64, sections ...mediation.Section) mediation.Batch {
	return mediation.Batch{Number: number, At: Start.Add(time.Duration(number) * time.Second),
		Delta: fmt.Appendf(nil, "delta %d", number), Sections: sections}
}

// Append appends and wants no refusal.
func Append(t testing.TB, s mediation.Spool, b mediation.Batch) {
	t.Helper()
	refusals, err := s.Append(t.Context(), b)
	if err != nil || len(refusals) > 0 {
		t.Fatalf("append %d: %d refusals, %v", b.Number, len(refusals), err)
	}
}

// Texts reads all of a route that waits after a position, some octets at a time.
func Texts(t testing.TB, s mediation.Spool, r mediation.Route, after uint64, limit int) (texts []string, last uint64) {
	t.Helper()
	for last = after; ; {
		ws, err := s.Read(t.Context(), r, last, limit)
		if err != nil {
			t.Fatal(err)
		}
		if len(ws) == 0 {
			return texts, last
		}
		for _, w := range ws {
			if last > 0 && w.Position != last+1 {
				t.Fatalf("position %d follows %d", w.Position, last)
			}
			last = w.Position
			texts = append(texts, string(w.Octets))
		}
	}
}

func want(t testing.TB, got []string, wanted ...string) {
	t.Helper()
	if !slices.Equal(got, wanted) {
		t.Fatalf("read %q, want %q", got, wanted)
	}
}

func inOrder(t *testing.T, p Place) {
	s := p.Open(t, NewKeys())
	defer shut(t, s)
	a, b := Route(1, mediation.HI2), Route(1, mediation.HI3)
	Append(t, s, Batch(1, Section(1, a, "begin 1"), Section(1, b, "cc 1", "cc 2"), Section(2, b, "other 1")))
	Append(t, s, Batch(2))
	Append(t, s, Batch(3, Section(2, b, "other 2"), Section(1, b, "cc 3"), Section(1, a, "end 1")))
	got, last := Texts(t, s, b, 0, 1)
	want(t, got, "cc 1", "cc 2", "other 1", "other 2", "cc 3")
	if last != 5 {
		t.Errorf("the last position is %d", last)
	}
	got, _ = Texts(t, s, a, 0, 1<<20)
	want(t, got, "begin 1", "end 1")
	ws, err := s.Read(t.Context(), b, 1, 1)
	if err != nil || len(ws) == 0 || ws[0].Position != 2 || ws[0].CIN != 101 || ws[0].Task != Task(1) || !ws[0].At.Equal(Start.Add(time.Second)) {
		t.Errorf("position, CIN, task or time of a PDU is not what was appended: %v", err)
	}
	if !slices.Equal(s.Routes(), []mediation.Route{a, b}) {
		t.Errorf("routes: %d", len(s.Routes()))
	}
}

func goesOn(t *testing.T, p Place) {
	s := p.Open(t, NewKeys())
	defer shut(t, s)
	r := Route(1, mediation.HI3)
	if ws, err := s.Read(t.Context(), r, 0, 10); len(ws) != 0 || err != nil {
		t.Fatalf("an unknown route gives %d, %v", len(ws), err)
	}
	Append(t, s, Batch(1, Section(1, r, "a", "b", "c")))
	s.Taken(r, 2)
	got, last := Texts(t, s, r, 0, 1)
	want(t, got, "c")
	Append(t, s, Batch(2, Section(1, r, "d"), Section(2, r, "of another task")))
	if ws, err := s.Read(t.Context(), r, last, 1); err != nil || len(ws) != 1 {
		t.Errorf("%d PDUs of two sections are read at once, %v", len(ws), err)
	}
	got, _ = Texts(t, s, r, last, 1)
	want(t, got, "d", "of another task")
	s.Taken(r, 99) // more than there is
	Append(t, s, Batch(3, Section(1, r, "e")))
	got, last = Texts(t, s, r, 0, 1)
	want(t, got, "e")
	if last != 6 {
		t.Errorf("position %d after five PDUs", last)
	}
	if c := s.Counts(); c.Found+c.Appended != c.Taken+c.Lost+c.Waiting || c.Waiting != 1 || c.Taken != 5 {
		t.Errorf("counts do not add up: %+v", c)
	}
}

func waitsAgain(t *testing.T, p Place) {
	keys := NewKeys()
	s := p.Open(t, keys)
	a, b, c := Route(1, mediation.HI3), Route(2, mediation.HI3), Route(3, mediation.HI3)
	Append(t, s, Batch(1, Section(1, a, "a1", "a2"), Section(2, b, "b1"), Section(3, c, "c1", "c2", "c3")))
	Append(t, s, Batch(2, Section(1, a, "a3"), Section(2, b, "b2")))
	s.Taken(a, 3)
	s.Taken(b, 1)
	s.Taken(c, 2)
	if err := errors.Join(s.SaveState(t.Context(), []byte("s")), s.Settle(t.Context()), s.Close()); err != nil {
		t.Fatal(err)
	}
	s = p.Open(t, keys)
	defer func() { shut(t, s) }()
	got, _ := Texts(t, s, a, 0, 10)
	want(t, got)
	got, last := Texts(t, s, b, 0, 10)
	want(t, got, "b2")
	if l := s.Waits(Task(2)); last != 2 || l.PDUs != 1 || l.Octets != 2 || !l.Oldest.Equal(Start.Add(2*time.Second)) {
		t.Errorf("position %d, %d PDUs, %d octets wait since %v", last, l.PDUs, l.Octets, l.Oldest)
	}
	got, _ = Texts(t, s, c, 0, 10)
	want(t, got, "c3")
	if l := s.Waits(Task(3)); l.PDUs != 1 {
		t.Errorf("%d PDUs wait of a section of which two were taken", l.PDUs)
	}
	Append(t, s, Batch(3, Section(1, a, "a4")))
	if _, last := Texts(t, s, a, 0, 10); last != 4 {
		t.Errorf("the fourth PDU of the route has position %d", last)
	}
	if c := s.Counts(); c.Found != 2 || c.Appended != 1 || c.Waiting != 3 {
		t.Errorf("counts after Open: %+v", c)
	}
}

func loaded(t *testing.T, s mediation.Spool) (snapshot string, deltas []string, last uint64) {
	t.Helper()
	st, err := s.LoadState(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for d, err := range st.Deltas {
		if err != nil {
			t.Fatal(err)
		}
		deltas = append(deltas, string(d))
	}
	if st.Snapshot == nil {
		return "none", deltas, st.Last
	}
	return string(st.Snapshot), deltas, st.Last
}

func state(t *testing.T, p Place) {
	keys := NewKeys()
	r := Route(1, mediation.HI2)
	check := func(s mediation.Spool, snapshot string, last uint64, deltas ...string) {
		t.Helper()
		gs, gd, gl := loaded(t, s)
		if gs != snapshot || gl != last || !slices.Equal(gd, deltas) {
			t.Errorf("snapshot %q, last %d, deltas %q; want %q, %d, %q", gs, gl, gd, snapshot, last, deltas)
		}
	}
	s := p.Open(t, keys)
	check(s, "none", 0)
	Append(t, s, Batch(1, Section(1, r, "a")))
	Append(t, s, Batch(2))
	s.Taken(r, 1)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = p.Open(t, keys)
	check(s, "none", 2, "delta 1", "delta 2")
	if err := s.SaveState(t.Context(), []byte("after 2")); err != nil {
		t.Fatal(err)
	}
	Append(t, s, Batch(3, Section(1, r, "b")))
	if err := errors.Join(s.Settle(t.Context()), s.Close()); err != nil {
		t.Fatal(err)
	}
	s = p.Open(t, keys)
	check(s, "after 2", 3, "delta 3")
	s.Taken(r, 2)
	if err := errors.Join(s.SaveState(t.Context(), nil), s.Settle(t.Context()), s.Close()); err != nil {
		t.Fatal(err)
	}
	s = p.Open(t, keys)
	check(s, "", 3)
	Append(t, s, Batch(4))
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

func numbers(t *testing.T, p Place) {
	s := p.Open(t, NewKeys())
	defer shut(t, s)
	r := Route(1, mediation.HI2)
	Append(t, s, Batch(1, Section(1, r, "a")))
	for _, n := range []uint64{0, 1, 3} {
		if _, err := s.Append(t.Context(), Batch(n, Section(1, r, "x"))); !errors.Is(err, mediation.ErrNumber) {
			t.Errorf("batch %d after 1: %v", n, err)
		}
	}
	got, _ := Texts(t, s, r, 0, 10)
	want(t, got, "a")
}

func malformed(t *testing.T, p Place) {
	s := p.Open(t, NewKeys())
	defer shut(t, s)
	good := Section(1, Route(1, mediation.HI3), "a", "b")
	for name, change := range map[string]func(s *mediation.Section){
		"no handover":           func(s *mediation.Section) { s.Route.Handover = 0 },
		"no PDU":                func(s *mediation.Section) { s.PDUs, s.Octets = nil, nil },
		"octets after the end":  func(s *mediation.Section) { s.Octets = append(s.Octets, 'x') },
		"an end beyond":         func(s *mediation.Section) { s.PDUs[1].End = 3 },
		"ends that do not grow": func(s *mediation.Section) { s.PDUs[0].End = 2 },
		"an empty PDU":          func(s *mediation.Section) { s.PDUs[0].End = 0 },
	} {
		bad := Section(1, Route(1, mediation.HI3), "a", "b")
		change(&bad)
		if _, err := s.Append(t.Context(), Batch(1, good, bad)); !errors.Is(err, mediation.ErrForm) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if c := s.Counts(); c.Appended != 0 {
		t.Errorf("%d PDUs of refused batches wait", c.Appended)
	}
	Append(t, s, Batch(1, good))
}

func limits(t *testing.T, p Place) {
	s := p.Open(t, NewKeys())
	defer shut(t, s)
	iri, cc := Route(1, mediation.HI2), Route(1, mediation.HI3)
	s.Limit(Task(1), mediation.Limit{Octets: 10})
	Append(t, s, Batch(1, Section(1, cc, "1234", "5678")))
	refusals, err := s.Append(t.Context(), Batch(2, Section(1, cc, "abc", "d"), Section(1, iri, "an IRI that is longer"), Section(2, cc, "another's content")))
	if err != nil || len(refusals) != 1 {
		t.Fatalf("%d refusals, %v", len(refusals), err)
	}
	if r := refusals[0]; r.Task != Task(1) || r.Route != cc || r.PDUs != 2 || r.Octets != 4 || r.Why != mediation.FullOctets {
		t.Errorf("the refusal says %d PDUs, %d octets, %s", r.PDUs, r.Octets, r.Why)
	}
	got, _ := Texts(t, s, cc, 0, 1<<20)
	want(t, got, "1234", "5678", "another's content")
	got, _ = Texts(t, s, iri, 0, 1<<20)
	want(t, got, "an IRI that is longer")
	if l := s.Waits(Task(1)); l.Refused != 2 || l.PDUs != 3 {
		t.Errorf("%d refused, %d wait", l.Refused, l.PDUs)
	}
	s.Taken(cc, 3)
	s.Taken(iri, 1)
	refusals, err = s.Append(t.Context(), Batch(3, Section(1, cc, "123456"), Section(1, cc, "78901"), Section(1, cc, "2345")))
	if err != nil || len(refusals) != 1 || refusals[0].Octets != 5 {
		t.Errorf("room again: %d refusals, %v; want the one of the second section, the third fits", len(refusals), err)
	}
	if c := s.Counts(); c.Refused != 3 {
		t.Errorf("%d refused in all", c.Refused)
	}
}

func tooOld(t *testing.T, p Place) {
	s := p.Open(t, NewKeys())
	defer shut(t, s)
	cc := Route(1, mediation.HI3)
	s.Limit(Task(1), mediation.Limit{Age: time.Minute})
	Append(t, s, Batch(1, Section(1, cc, "a")))
	later := Batch(2, Section(1, cc, "b"))
	later.At = Start.Add(time.Second + time.Minute)
	Append(t, s, later)
	tooLate := Batch(3, Section(1, cc, "c"), Section(2, cc, "x"), Section(1, Route(1, mediation.HI2), "iri"))
	tooLate.At = later.At.Add(1)
	refusals, err := s.Append(t.Context(), tooLate)
	if err != nil || len(refusals) != 1 || refusals[0].Why != mediation.FullAge || refusals[0].PDUs != 1 {
		t.Fatalf("%d refusals, %v", len(refusals), err)
	}
	s.Taken(cc, 1)
	tooLate = Batch(4, Section(1, cc, "d"))
	tooLate.At = later.At.Add(2)
	Append(t, s, tooLate)
	got, _ := Texts(t, s, cc, 0, 1)
	want(t, got, "b", "x", "d")
}

func deadRoute(t *testing.T, p Place) {
	s := p.Open(t, NewKeys())
	defer shut(t, s)
	alive, dead := Route(1, mediation.HI3), Route(2, mediation.HI3)
	for n := range uint64(50) {
		Append(t, s, Batch(n+1, Section(1, alive, fmt.Sprint("a", n)), Section(2, dead, fmt.Sprint("d", n))))
		ws, err := s.Read(t.Context(), alive, 0, 1<<20)
		if err != nil || len(ws) != 1 || string(ws[0].Octets) != fmt.Sprint("a", n) {
			t.Fatalf("%d: %d PDUs, %v", n, len(ws), err)
		}
		s.Taken(alive, ws[0].Position)
		if err := errors.Join(s.SaveState(t.Context(), nil), s.Settle(t.Context())); err != nil {
			t.Fatal(err)
		}
	}
	got, _ := Texts(t, s, dead, 0, 7)
	if len(got) != 50 || got[0] != "d0" || got[49] != "d49" {
		t.Errorf("%d PDUs wait for the dead route", len(got))
	}
}

func destroy(t *testing.T, p Place) {
	keys := NewKeys()
	s := p.Open(t, keys)
	r := Route(1, mediation.HI3)
	Append(t, s, Batch(1, Section(1, r, "a"), Section(2, r, "b")))
	if err := s.Destroy(t.Context(), Task(1)); !errors.Is(err, mediation.ErrWaiting) || keys.Destroyed(Task(1)) != 0 {
		t.Fatalf("destroyed while a PDU waits: %v", err)
	}
	s.Taken(r, 1)
	if err := s.Destroy(t.Context(), Task(1)); err != nil || keys.Destroyed(Task(1)) != 1 {
		t.Fatalf("not destroyed once nothing waits: %v", err)
	}
	if err := s.Destroy(t.Context(), Task(9)); err != nil {
		t.Errorf("a task that never was: %v", err)
	}
	got, _ := Texts(t, s, r, 0, 10)
	want(t, got, "b")
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = p.Open(t, keys)
	defer func() { shut(t, s) }()
	got, _ = Texts(t, s, r, 0, 10)
	want(t, got, "b")
	Append(t, s, Batch(2, Section(1, r, "renewed")))
	got, _ = Texts(t, s, r, 0, 10)
	want(t, got, "b", "renewed")
}

func canary(t *testing.T, p Place) {
	if p.Disk == nil {
		t.Skip("nothing of it lies on disk")
	}
	const mark = "CANARY+15550100LIID"
	s := p.Open(t, NewKeys())
	r := Route(1, mediation.HI3)
	b := Batch(1, Section(1, r, mark, mark+mark), Section(1, Route(1, mediation.HI2), mark))
	b.Delta = []byte(mark)
	Append(t, s, b)
	if err := s.SaveState(t.Context(), []byte(mark)); err != nil {
		t.Fatal(err)
	}
	b.Number = 2
	Append(t, s, b)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	x := Task(1)
	files, octets := 0, 0
	err := fs.WalkDir(p.Disk, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		raw, err := fs.ReadFile(p.Disk, name)
		if bytes.Contains(raw, []byte(mark)) || bytes.Contains(raw, x[:]) || bytes.Contains(raw, []byte(x.Reveal())) {
			t.Errorf("%s holds what was sealed, or the task's XID", name)
		}
		files, octets = files+1, octets+len(raw)
		return err
	})
	if err != nil || octets < 5*len(mark) {
		t.Errorf("%d files of %d octets, %v", files, octets, err)
	}
}

func closed(t *testing.T, p Place) {
	s := p.Open(t, NewKeys())
	if err := errors.Join(s.Close(), s.Close()); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Append(context.Background(), Batch(1)); !errors.Is(err, mediation.ErrClosed) {
		t.Errorf("append: %v", err)
	}
	if err := s.SaveState(context.Background(), nil); !errors.Is(err, mediation.ErrClosed) {
		t.Errorf("save state: %v", err)
	}
	if _, err := s.LoadState(context.Background()); !errors.Is(err, mediation.ErrClosed) {
		t.Errorf("load state: %v", err)
	}
}

func shut(t testing.TB, s mediation.Spool) {
	if err := s.Close(); err != nil {
		t.Errorf("close: %v", err)
	}
}
