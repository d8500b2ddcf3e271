package admf

import (
	"slices"
	"testing"
	"time"

	"writ/intercept"
	"writ/wire/x1"
)

func whatsOf(found []Finding) (out []What) {
	for _, f := range found {
		out = append(out, f.What)
	}
	slices.Sort(out)
	return out
}

func TestAReconciliationFindsAndRepairsWhatIsNotAsOrdered(t *testing.T) {
	ne := func(w *world) *box { return w.elements["ne"].(*box) }
	mine := x1.UUID{9}
	for _, tc := range []struct {
		name   string
		happen func(*world)
		want   []What
		left   int // tasks on the foreign element afterwards
	}{
		{"nothing", func(*world) {}, nil, 1},
		{"the element lost its tasks", func(w *world) { clear(ne(w).tasks) }, []What{NotTapped}, 1},
		{"the element lost everything", func(w *world) { w.elements["ne"] = newBox() }, []What{NotTapped, Misdirected}, 1},
		{"writ's own lost everything", func(w *world) { w.restartPOI() }, []What{NotTapped, Misdirected}, 1},
		{"it delivers more than ordered", func(w *world) { x := ne(w).tasks[mine]; x.Delivery = x1.X2andX3; ne(w).tasks[mine] = x }, []What{Differs}, 1},
		{"it taps another", func(w *world) {
			x := ne(w).tasks[mine]
			x.Targets = []x1.TargetIdentifier{{Kind: x1.E164Number, Text: "12025550199"}}
			ne(w).tasks[mine] = x
		}, []What{Differs}, 1},
		{"it sends elsewhere", func(w *world) { d := to(2); d.Address.At = to(8).Address.At; ne(w).to[to(2).DID] = d }, []What{Misdirected}, 1},
		{"another ADMF taps there", func(w *world) {
			ne(w).tasks[x1.UUID{7}] = x1.TaskDetails{XID: x1.UUID{7}, Targets: ne(w).tasks[mine].Targets, Delivery: x1.X2Only}
		}, []What{Another}, 2},
		{"one of ours is tapped again though it is over", func(w *world) {
			held := ne(w).tasks[mine]
			w.standing["a"] = false
			w.sweep()
			ne(w).tasks[mine] = held
		}, []What{NotOrdered}, 0},
		{"one that was stopped, and the element was not told yet", func(w *world) { w.standing["a"] = false }, nil, 0},
	} {
		w := newWorld(t, t)
		w.tap.Spans, w.standing["a"] = []Span{{"a", 1, noon, noon.Add(time.Hour), intercept.IRIOnly}}, true
		w.sweep()
		tc.happen(w)
		if got := whatsOf(w.reconcile()); !slices.Equal(got, tc.want) {
			t.Fatalf("%s: found %v, wanted %v", tc.name, got, tc.want)
		}
		w.sweep()
		if tc.left == 1 && !w.right() {
			t.Errorf("%s: it is not repaired", tc.name)
		}
		if n := len(ne(w).tasks); n != tc.left {
			t.Fatalf("%s: %d tasks are left", tc.name, n)
		}
	}
}

func TestAnElementThatFailsIsFound(t *testing.T) {
	w := newWorld(t, t)
	w.tap.Spans, w.standing["a"] = []Span{{"a", 1, noon, noon.Add(time.Hour), intercept.IRIOnly}}, true
	w.sweep()
	has := w.all("ne")
	has.Status.Faulty = true
	has.Tasks[0].Status.Faults = []x1.Fault{{Code: x1.Terminating}}
	found, stop, _ := Reconcile(noon, "ne", []Wish{{w.tap, true}}, nil, has)
	if got := whatsOf(found); !slices.Equal(got, []What{Failing, Failing}) || len(stop) != 0 || found[0].String() != "ne: the element reports a fault" {
		t.Fatalf("found %v, %v", found, stop)
	}
}

func TestAStopReachesAnElementWhoseAnswerWasLost(t *testing.T) {
	w := newWorld(t, t)
	w.tap.Spans, w.standing["a"] = []Span{{"a", 1, noon, noon.Add(time.Hour), intercept.IRIOnly}}, true
	w.rounds = 1
	w.sweep() // the destinations
	w.lose = func() (bool, bool) { return false, true }
	w.sweep() // the task arrives, its answers don't
	w.lose = func() (bool, bool) { return false, false }
	w.standing["a"] = false
	w.sweep()
	if n := len(w.poi.Tasks()) + len(w.elements["ne"].(*box).tasks) + len(w.elements["mdf"].(*box).tasks); n != 0 {
		t.Errorf("%d tasks are left", n)
	}
	if found := w.reconcile(); len(found) != 0 {
		t.Errorf("found %v", found)
	}
}

func TestATaskThatIsAboutToBeTakenAwayIsNoFinding(t *testing.T) {
	w := newWorld(t, t)
	w.tap.Spans, w.standing["a"] = []Span{{"a", 1, noon, noon.Add(time.Hour), intercept.IRIOnly}}, true
	w.sweep()
	w.standing["a"] = false
	found, stop, _ := Reconcile(noon, "ne", []Wish{{w.tap, false}}, func(intercept.XID) bool { return true }, w.all("ne"))
	if len(found) != 0 || len(stop) != 1 {
		t.Errorf("found %v, %d stops", found, len(stop))
	}
}

func TestARefusedOrderIsNotRepeatedUntilAReconciliation(t *testing.T) {
	w := newWorld(t, t)
	w.tap.Spans, w.standing["a"] = []Span{{"a", 1, noon, noon.Add(time.Hour), intercept.IRIOnly}}, true
	on := w.settle()
	w.tap = w.tap.at("poi", func(e *Element) { e.Placed = true })
	c := w.tap.Calls(noon, on)[0]
	w.tap = w.tap.Sending(c).Answered(c, []x1.Response{x1.Refuse(c.Requests[0], x1.ActivateTaskFailure)})
	asks := func() bool {
		return slices.ContainsFunc(w.tap.Calls(noon, on), func(again Call) bool { return again.Element == c.Element })
	}
	if asks() {
		t.Error("asked again")
	}
	if len(w.tap.Calls(noon, false)) != 1 {
		t.Error("a stop passes by an element that refused, and may hold the task all the same")
	}
	w.reconcile()
	if !asks() {
		t.Error("never asked again")
	}
}

func TestWhatLeftTheHostIsComparedWithWhatTasksMade(t *testing.T) {
	a, b := intercept.DID{1}, intercept.DID{2}
	x, y := intercept.XID{1}, intercept.XID{2}
	ordered := func(id intercept.XID) bool { return id == x }
	slack := Slack{Fixed: 1000, PerMill: 100}
	share := func(id intercept.XID, n int64) Share { return Share{id, []intercept.DID{a}, n} }
	for _, tc := range []struct {
		name   string
		flows  []Flow
		shares []Share
		want   []What
	}{
		{"nothing at all", nil, nil, nil},
		{"as much as was made", []Flow{{a, 50_000}}, []Share{share(x, 50_000)}, nil},
		{"with what TLS adds", []Flow{{a, 55_900}}, []Share{share(x, 50_000)}, nil},
		{"more than that", []Flow{{a, 56_100}}, []Share{share(x, 50_000)}, []What{Unaccounted}},
		{"keepalives alone", []Flow{{a, 900}}, nil, nil},
		{"octets without a task", []Flow{{a, 1100}}, nil, []What{Unaccounted}},
		{"octets to where no task goes", []Flow{{a, 50_000}, {b, 2000}}, []Share{share(x, 50_000)}, []What{Unaccounted}},
		{"a task that nobody ordered", []Flow{{a, 50_000}}, []Share{share(y, 50_000)}, []What{NotOrdered, Unaccounted}},
		{"a task that nobody ordered and made nothing", nil, []Share{share(y, 0)}, nil},
		{"less than was made", []Flow{{a, 40_000}}, []Share{share(x, 50_000)}, []What{Undelivered}},
		{"nothing of what was made", nil, []Share{share(x, 50_000)}, []What{Undelivered}},
	} {
		if got := whatsOf(Egress("poi", tc.flows, tc.shares, ordered, slack)); !slices.Equal(got, tc.want) {
			t.Errorf("%s: %v, wanted %v", tc.name, got, tc.want)
		}
	}
}

func TestNoFirstTapBeforeATestWasReceived(t *testing.T) {
	p := intercept.Profile{Name: "generic", Since: noon, Integrity: intercept.Integrity{EveryPDUs: 1}}
	good := Trial{Profile: "generic", Since: noon, At: noon.Add(time.Hour), LIID: liid(t, "TEST-1"), IRI: 4, CC: 100, GotIRI: 4, GotCC: 100, Verified: true}
	for _, tc := range []struct {
		name   string
		change func(*Trial)
		ready  bool
	}{
		{"all was received", func(*Trial) {}, true},
		{"a PDU is missing", func(x *Trial) { x.GotCC-- }, false},
		{"signalling is missing", func(x *Trial) { x.GotIRI = 0 }, false},
		{"one more than was sent", func(x *Trial) { x.GotIRI++ }, false},
		{"nothing was sent", func(x *Trial) { x.IRI, x.CC, x.GotIRI, x.GotCC = 0, 0, 0, 0 }, false},
		{"no content was sent", func(x *Trial) { x.CC, x.GotCC = 0, 0 }, false},
		{"the signatures were not checked", func(x *Trial) { x.Verified = false }, false},
		{"under another profile", func(x *Trial) { x.Profile = "nl" }, false},
		{"under an older form of it", func(x *Trial) { x.Since = noon.AddDate(0, 0, -1) }, false},
		{"before it was agreed", func(x *Trial) { x.At = noon.Add(-1) }, false},
		{"under the LIID of a real tap", func(x *Trial) { x.LIID = liid(t, "L-1") }, false},
		{"without a LIID", func(x *Trial) { x.LIID = intercept.LIID{} }, false},
	} {
		x := good
		tc.change(&x)
		trials := []Trial{{}, x}
		if err := Ready(p, trials, func(n int) bool { return !trials[n].LIID.IsZero() && trials[n].LIID != liid(t, "L-1") }); (err == nil) != tc.ready {
			t.Errorf("%s: %v", tc.name, err)
		}
	}
	p.Integrity = intercept.Integrity{}
	good.Verified = false
	if err := Ready(p, []Trial{good}, func(int) bool { return true }); err != nil {
		t.Errorf("without integrity there is nothing to check: %v", err)
	}
}

func TestATestTaskReachesMediationAlone(t *testing.T) {
	w := newWorld(t, t)
	mdf, _ := w.tap.element("mdf")
	tap, err := Test(liid(t, "TEST-1"), mdf, noon, noon.Add(time.Hour), &w.dice)
	if err != nil {
		t.Fatal(err)
	}
	w.tap = tap
	carry := func(on bool) {
		for range 3 {
			for _, c := range w.tap.Calls(noon, on) {
				w.tap = w.tap.Sending(c)
				w.tap = w.tap.Answered(c, w.send(c.Element, c.Requests...))
			}
		}
	}
	carry(true)
	held := w.elements["mdf"].(*box).tasks
	if len(held) != 1 || held[x1.UUID(tap.XID)].Mediation[0].LIID != "TEST-1" || len(w.poi.Tasks())+len(w.elements["ne"].(*box).tasks) != 0 {
		t.Errorf("%v", held)
	}
	if carry(false); len(held) != 0 {
		t.Error("it is not taken away")
	}
	for name, e := range map[string]Element{"writ's own point of interception": {ID: "poi", Kind: Own, To: mdf.To}, "nowhere": {ID: "mdf", Kind: Mediation}} {
		if _, err := Test(liid(t, "TEST-1"), e, noon, noon.Add(time.Hour), &w.dice); err == nil {
			t.Errorf("%s takes a test", name)
		}
	}
	if _, err := Test(liid(t, "TEST-1"), mdf, noon, noon, &w.dice); err == nil {
		t.Error("a test without an end")
	}
}
