package records_test

import (
	"fmt"
	"slices"
	"strconv"
	"testing"
	"time"

	"pgregory.net/rapid"

	"writ"
	"writ/records"
)

// accounting makes an event of a session at a second.
func accounting(t interface{ Fatal(...any) }, what string, second int, session, user, address, prefix string, sat int) records.Row {
	seconds := ""
	if sat >= 0 {
		seconds = strconv.Itoa(sat)
	}
	r, err := records.New(records.Session, records.KeyOf("t", what, strconv.Itoa(second), session, address), at(second), time.Time{}, records.V(records.Event, what),
		records.V(records.SessionID, session), records.V(records.User, user), records.V(records.Address, address), records.V(records.Prefix, prefix), records.V(records.SessionTime, seconds))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// told writes assignments as "address user from-until how".
func told(rows []records.Row) []string {
	var out []string
	for _, r := range rows {
		until := "…"
		if !r.Until.IsZero() {
			until = fmt.Sprint(int(r.Until.Sub(t0).Seconds()))
		}
		out = append(out, fmt.Sprintf("%s%s %s %d-%s %s", r.Get(records.Address), r.Get(records.Prefix), r.Get(records.User), int(r.At.Sub(t0).Seconds()), until, r.Get(records.EndKnown)))
	}
	return out
}

func TestAssignments(t *testing.T) {
	ev := func(what string, second int, session, user, address string, sat int) records.Row {
		return accounting(t, what, second, session, user, address, "", sat)
	}
	for _, tc := range []struct {
		name   string
		events []records.Row
		want   []string
	}{
		{"from start to stop", []records.Row{ev("start", 0, "s", "a", "1", -1), ev("stop", 9, "s", "a", "1", 9)}, []string{"1 a 0-9 stop"}},
		{"a stop alone is counted back", []records.Row{ev("stop", 9, "s", "a", "1", 6)}, []string{"1 a 3-9 stop"}},
		{"without a stop it ends when another is given the address", []records.Row{ev("start", 0, "s", "a", "1", -1), ev("start", 5, "u", "b", "1", -1)}, []string{"1 a 0-5 implied", "1 b 5-… open"}},
		{"a stop that comes after the next holder's start counts less", []records.Row{ev("start", 0, "s", "a", "1", -1), ev("start", 5, "u", "b", "1", -1), ev("stop", 7, "s", "a", "1", 7)}, []string{"1 a 0-5 implied", "1 b 5-… open"}},
		{"the next holder known by an interim is counted back", []records.Row{ev("start", 0, "s", "a", "1", -1), ev("interim", 9, "u", "b", "1", 3)}, []string{"1 a 0-6 implied", "1 b 6-… open"}},
		{"the order of the file does not matter", []records.Row{ev("stop", 9, "s", "a", "1", 9), ev("start", 0, "s", "a", "1", -1)}, []string{"1 a 0-9 stop"}},
		{"a session number used again after a stop is another span", []records.Row{ev("start", 0, "s", "a", "1", -1), ev("stop", 4, "s", "a", "1", 4), ev("start", 8, "s", "a", "1", -1), ev("stop", 9, "s", "a", "1", 1)}, []string{"1 a 0-4 stop", "1 a 8-9 stop"}},
		{"nothing is counted back over a stop", []records.Row{ev("stop", 4, "s", "a", "1", 4), ev("stop", 9, "s", "a", "1", 9)}, []string{"1 a 0-4 stop", "1 a 4-9 stop"}},
		{"an address that changes within a session begins at the event", []records.Row{ev("start", 0, "s", "a", "1", -1), ev("interim", 5, "s", "a", "2", 5), ev("stop", 9, "s", "a", "2", 9)}, []string{"1 a 0-9 stop", "2 a 5-9 stop"}},
		{"a stop without an address ends what the session has", []records.Row{ev("start", 0, "s", "a", "1", -1), ev("stop", 9, "s", "a", "", 9)}, []string{"1 a 0-9 stop"}},
		{"a stop sent again changes nothing", []records.Row{ev("start", 0, "s", "a", "1", -1), ev("stop", 9, "s", "a", "1", 9), ev("stop", 9, "s", "a", "1", 9)}, []string{"1 a 0-9 stop"}},
		{"a session without a name is nobody's", []records.Row{ev("start", 0, "s", "", "1", -1)}, nil},
		{"two that begin at one instant both have it", []records.Row{ev("start", 0, "s", "a", "1", -1), ev("start", 0, "u", "b", "1", -1)}, []string{"1 a 0-… open", "1 b 0-… open"}},
	} {
		got := told(records.Assignments(tc.events))
		slices.Sort(got)
		if !slices.Equal(got, tc.want) {
			t.Errorf("%s: got %q, want %q", tc.name, got, tc.want)
		}
	}
}

func TestAnAddressAndAPrefixOfOneSessionAreTwoAssignments(t *testing.T) {
	got := told(records.Assignments([]records.Row{
		accounting(t, "start", 0, "s", "a", "100.64.1.1", "2001:db8:1::/56", -1),
		accounting(t, "start", 0, "s", "a", "", "2001:db8:2::/64", -1), // another row of the same event
		accounting(t, "start", 5, "u", "b", "100.64.1.1", "", -1),
		accounting(t, "stop", 9, "s", "a", "100.64.1.1", "2001:db8:1::/56", 9),
		accounting(t, "stop", 9, "s", "a", "", "2001:db8:2::/64", 9),
	}))
	want := []string{"2001:db8:1::/56 a 0-9 stop", "2001:db8:2::/64 a 0-9 stop", "100.64.1.1 a 0-5 implied", "100.64.1.1 b 5-… open"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	alone := told(records.Assignments([]records.Row{accounting(t, "stop", 9, "s", "a", "1", "p", 9), accounting(t, "stop", 9, "s", "a", "", "q", 9)}))
	if want := []string{"p a 0-9 stop", "q a 0-9 stop", "1 a 0-9 stop"}; !slices.Equal(alone, want) {
		t.Errorf("a session known by its stop alone: got %q, want %q", alone, want)
	}
}

// A sitting is a session as it truly was.
type sitting struct {
	user, address string
	from, to      int
}

// TestNoAddressIsTheWrongPersons makes sessions that follow each other on three addresses, loses events, shuffles
// them, and asks at every second: whoever is named had the address then, or nobody had it.
func TestNoAddressIsTheWrongPersons(t *testing.T) {
	lost, gaps, asked, unnamed := 0, 0, 0, 0
	rapid.Check(t, func(t *rapid.T) {
		var truth []sitting
		var events []records.Row
		for _, address := range []string{"198.51.100.1", "198.51.100.2", "198.51.100.3"} {
			clock := 0
			for i := range rapid.IntRange(1, 5).Draw(t, "sessions") {
				clock += rapid.IntRange(0, 3).Draw(t, "gap")
				s := sitting{"u" + rapid.SampledFrom([]string{"1", "2", "3"}).Draw(t, "user") + "@isp.example", address, clock, clock + rapid.IntRange(2, 9).Draw(t, "long")}
				clock, truth = s.to, append(truth, s)
				id := address + "/" + strconv.Itoa(i)
				all := []records.Row{accounting(t, "start", s.from, id, s.user, address, "", -1),
					accounting(t, "interim", s.from+1, id, s.user, address, "", 1), accounting(t, "stop", s.to, id, s.user, address, "", s.to-s.from)}
				keep := all[rapid.IntRange(0, 2).Draw(t, "kept")]
				for _, e := range all {
					if e.Key == keep.Key || rapid.IntRange(0, 3).Draw(t, "lost") > 0 {
						events = append(events, e)
					} else {
						lost++
					}
				}
			}
		}
		events = rapid.Permutation(events).Draw(t, "order")
		var tenures []records.Tenure
		for _, r := range records.Assignments(events) {
			tenures = append(tenures, r.Tenures()...)
		}
		for _, s := range truth {
			id, err := writ.ParseIdentifier(writ.IP, s.address)
			if err != nil {
				t.Fatal(err)
			}
			for second := s.from; second < s.to; second++ {
				asked++
				switch got := records.HolderAt(tenures, id, at(second)); got {
				case s.user:
				case "":
					unnamed++
				default:
					t.Fatalf("%s at %d is %s's, not %s's", s.address, second, s.user, got)
				}
			}
		}
		gaps += len(truth)
	})
	t.Logf("%d sessions, %d events lost, %d seconds asked, %d of them named nobody", gaps, lost, asked, unnamed)
	if lost == 0 || unnamed > 0 {
		t.Errorf("%d seconds named nobody although one event of each session was kept", unnamed)
	}
}
