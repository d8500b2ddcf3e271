package spooltest

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"writ/intercept/mediation"
)

// likeMemory drives a spool and a Memory by the same random calls, and compares all that they show.
func likeMemory(t *testing.T, p Place) {
	keys, model := NewKeys(), NewMemory(NewKeys())
	s := p.Open(t, keys)
	defer func() { shut(t, s) }()
	number := uint64(0)
	rapid.Check(t, func(rt *rapid.T) {
		for range rapid.IntRange(1, 12).Draw(rt, "calls") {
			r := anyRoute(rt)
			switch rapid.IntRange(0, 12).Draw(rt, "call") {
			default:
				number++
				b := anyBatch(rt, number)
				got, err := s.Append(t.Context(), b)
				wanted, _ := model.Append(t.Context(), b)
				if err != nil || !slices.Equal(got, wanted) {
					rt.Fatalf("append: %d refusals, want %d; %v", len(got), len(wanted), err)
				}
			case 3, 7, 8:
				sameWaiting(t, rt, s, model, r, rapid.SampledFrom([]int{1, 100, 10_000}).Draw(rt, "octets"))
			case 4, 9:
				upTo := rapid.Uint64Range(0, 3*number).Draw(rt, "up to")
				s.Taken(r, upTo)
				model.Taken(r, upTo)
			case 5:
				snapshot := fmt.Appendf(nil, "after %d", number)
				if err := errors.Join(s.SaveState(t.Context(), snapshot), s.Settle(t.Context())); err != nil {
					rt.Fatal(err)
				}
				_ = model.SaveState(t.Context(), snapshot)
			case 6:
				if err := s.Close(); err != nil {
					rt.Fatal(err)
				}
				s = p.Open(t, keys)
				model.Open(NewKeys())
				sameState(t, rt, s, model)
			}
			got, wanted := s.Counts(), model.Counts()
			got.Octets = 0
			if got != wanted {
				rt.Fatalf("counts %+v, want %+v", got, wanted)
			}
		}
	})
}

func anyRoute(rt *rapid.T) mediation.Route {
	return Route(rapid.ByteRange(1, 2).Draw(rt, "LEMF"), rapid.SampledFrom([]mediation.Handover{mediation.HI2, mediation.HI3}).Draw(rt, "handover"))
}

func anyBatch(rt *rapid.T, number uint64) mediation.Batch {
	b := mediation.Batch{Number: number, At: Start.Add(time.Duration(number) * time.Second), Delta: fmt.Append(nil, number)}
	for range rapid.IntRange(0, 3).Draw(rt, "sections") {
		s := mediation.Section{Task: Task(rapid.ByteRange(1, 3).Draw(rt, "task")), Route: anyRoute(rt)}
		for i := range rapid.IntRange(1, 4).Draw(rt, "PDUs") {
			size := rapid.SampledFrom([]int{1, 20, 250, 3000}).Draw(rt, "size")
			s.Octets = append(s.Octets, bytes.Repeat([]byte{byte(number + uint64(i))}, size)...)
			s.PDUs = append(s.PDUs, mediation.Cut{CIN: uint32(number), End: len(s.Octets)})
		}
		b.Sections = append(b.Sections, s)
	}
	return b
}

func sameWaiting(t *testing.T, rt *rapid.T, s, model mediation.Spool, r mediation.Route, limit int) {
	after := uint64(0)
	wanted, _ := model.Read(t.Context(), r, 0, 1<<30)
	for len(wanted) > 0 {
		got, err := s.Read(t.Context(), r, after, limit)
		if err != nil || len(got) == 0 || len(got) > len(wanted) {
			rt.Fatalf("%d PDUs of %d that wait, %v", len(got), len(wanted), err)
		}
		for i, w := range got {
			v := wanted[i]
			if w.Position != v.Position || w.Task != v.Task || w.CIN != v.CIN || !w.At.Equal(v.At) || !bytes.Equal(w.Octets, v.Octets) {
				rt.Fatalf("position %d is not what was appended", w.Position)
			}
		}
		after = got[len(got)-1].Position
		wanted = wanted[len(got):]
	}
	if got, err := s.Read(t.Context(), r, after, limit); err != nil || len(got) != 0 {
		rt.Fatalf("%d PDUs more than wait, %v", len(got), err)
	}
}

func sameState(t *testing.T, rt *rapid.T, s, model mediation.Spool) {
	got, err := s.LoadState(t.Context())
	if err != nil {
		rt.Fatal(err)
	}
	wanted, _ := model.LoadState(t.Context())
	if !bytes.Equal(got.Snapshot, wanted.Snapshot) || got.Last != wanted.Last || (got.Snapshot == nil) != (wanted.Snapshot == nil) {
		rt.Fatalf("last %d, want %d, or another snapshot", got.Last, wanted.Last)
	}
	var deltas [2][]string
	for i, st := range []mediation.State{got, wanted} {
		for d, err := range st.Deltas {
			if err != nil {
				rt.Fatal(err)
			}
			deltas[i] = append(deltas[i], string(d))
		}
	}
	if !slices.Equal(deltas[0], deltas[1]) {
		rt.Fatalf("deltas %q, want %q", deltas[0], deltas[1])
	}
}
