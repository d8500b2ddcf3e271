package segments

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"writ"
	"writ/records"
	"writ/retention"
	"writ/retention/retentiontest"
	"writ/scope"
)

// manyCalls makes a day that fills many pages of each column.
func manyCalls(t *testing.T, n int) []records.Row {
	t.Helper()
	draw := rand.New(rand.NewPCG(1, 2))
	out := make([]records.Row, n)
	for i := range out {
		r, err := records.New(records.Call, records.KeyOf("test", fmt.Sprint(i)), day0.Add(time.Duration(i)*time.Second), time.Time{},
			records.V(records.Caller, fmt.Sprintf("+1202555%04d", draw.IntN(5000))), records.V(records.Callee, fmt.Sprintf("+1202556%04d", 2*draw.IntN(2500))),
			records.V(records.CallID, fmt.Sprintf("%x", draw.Uint64())), records.V(records.Answered, "yes"))
		if err != nil {
			t.Fatal(err)
		}
		out[i] = r
	}
	return out
}

func TestADayOfManyPagesIsReadWhereItMust(t *testing.T) {
	f, m := folder(t), newMemory()
	rows := manyCalls(t, 20_000)
	m.store(t, f, rows)
	for _, number := range []string{"+12025550000", "+12025552500", "+12025554999", "+12025560000", "+12025562498", "+12025564998", "+12025562499", "+12025559999"} {
		who, err := writ.ParseIdentifier(writ.E164, number)
		if err != nil {
			t.Fatal(err)
		}
		q := scope.Quest{Kinds: []records.Kind{records.Call}, Names: []writ.Identifier{who}}
		var want []records.Row
		for _, r := range rows {
			if retentiontest.Answers(r, q) {
				want = append(want, r)
			}
		}
		if got := read(t, f, m, []scope.Quest{q}); !slices.Equal(texts(got), texts(want)) {
			t.Errorf("a number that occurs %d times was found %d times", len(want), len(got))
		}
	}
}

func TestASearchThatFindsNothingStillAsksWhetherItMayGoOn(t *testing.T) {
	f, m := folder(t), newMemory()
	m.store(t, f, manyCalls(t, 20_000))
	who, err := writ.ParseIdentifier(writ.E164, "+12025562499") // odd, so nobody's; within the bounds of every page
	if err != nil {
		t.Fatal(err)
	}
	now, beats := day0, 0
	live := &pulse{clock: func() time.Time { now = now.Add(retention.Patience); return now }, ask: func() error { beats++; return nil }}
	s := &Source{folder: f, cat: m, open: m.open}
	err = s.read(t.Context(), live, []scope.Quest{{Kinds: []records.Kind{records.Call}, Names: []writ.Identifier{who}}},
		func(records.Row) bool { return true })
	if err != nil || beats < 10 {
		t.Errorf("asked %d times over pages enough for ten, %v", beats, err)
	}
	stop := errors.New("stopped")
	live.ask = func() error {
		if beats--; beats < 5 {
			return stop
		}
		return nil
	}
	if err := s.read(t.Context(), live, []scope.Quest{{Kinds: []records.Kind{records.Call}, Names: []writ.Identifier{who}}}, nil); !errors.Is(err, stop) {
		t.Errorf("%v", err)
	}
}
