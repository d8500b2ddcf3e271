package admf

import (
	"errors"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"writ"
	"writ/intercept"
	"writ/law"
	"writ/scope"
	"writ/wire/x1"
)

func liid(t testing.TB, text string) intercept.LIID {
	t.Helper()
	l, err := intercept.ParseLIID(text)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func identity(t testing.TB, text string) writ.Identifier {
	t.Helper()
	id, err := writ.ParseIdentifier(writ.E164, text)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func to(n byte) x1.DestinationDetails {
	return x1.DestinationDetails{DID: x1.UUID{15: n}, Delivery: x1.X2andX3, Address: x1.Address{At: netip.AddrPortFrom(netip.AddrFrom4([4]byte{192, 0, 2, n}), 42069)}}
}

func terms(t testing.TB) Terms {
	return Terms{LIIDs: map[writ.Identifier]intercept.LIID{identity(t, number): liid(t, "L-1"), identity(t, "+12025550124"): liid(t, "L-2")},
		Elements: []Element{{ID: "poi", Kind: Own, To: []x1.DestinationDetails{to(1)}}, {ID: "mdf", Kind: Mediation, To: []x1.DestinationDetails{to(2)}}}}
}

func TestADecisionBecomesOneTapForEachIdentity(t *testing.T) {
	h := newHouse(t)
	from, until := noon.Add(time.Hour), noon.AddDate(0, 0, 20)
	d := h.approved(h.order("c7", asked{writ.LiveIRI, number, from, until}, asked{writ.LiveCC, number, from, until}, asked{writ.LiveIRI, "+12025550124", from, until}))
	taps, unmet, err := Plan(h.work(d, scope.Activate), terms(t), &dice{})
	if err != nil || len(taps) != 2 || len(unmet) != 0 {
		t.Fatalf("%d taps, unmet %v, %v", len(taps), unmet, err)
	}
	both, signalling := taps[0], taps[1]
	if len(both.Spans) != 1 || both.Spans[0] != (Span{"c7", 1, from, until, intercept.IRIAndCC}) || both.LIID != liid(t, "L-1") || both.Target.ID != identity(t, number) {
		t.Errorf("content and signalling: %+v", both.Spans)
	}
	if len(signalling.Spans) != 1 || signalling.Spans[0].Deliver != intercept.IRIOnly || signalling.LIID != liid(t, "L-2") {
		t.Errorf("signalling: %+v", signalling.Spans)
	}
	if both.XID == signalling.XID || both.XID[6]>>4 != 4 || both.XID[8]>>6 != 2 {
		t.Error("no UUIDs of version 4, or the same")
	}
}

func TestSpansThatAnotherCoversAreLeftOut(t *testing.T) {
	iri, cc := intercept.IRIOnly, intercept.IRIAndCC
	span := func(from, until int, d intercept.Deliver) Span { return Span{"c", 1, day(from), day(until), d} }
	for _, tc := range []struct {
		name      string
		all, want []Span
	}{
		{"the same twice", []Span{span(0, 9, iri), span(0, 9, iri)}, []Span{span(0, 9, iri)}},
		{"signalling under content", []Span{span(0, 9, iri), span(0, 9, cc)}, []Span{span(0, 9, cc)}},
		{"signalling that lasts longer", []Span{span(0, 9, cc), span(0, 10, iri)}, []Span{span(0, 9, cc), span(0, 10, iri)}},
		{"content within signalling", []Span{span(3, 5, cc), span(0, 10, iri)}, []Span{span(0, 10, iri), span(3, 5, cc)}},
	} {
		if got := simplest(tc.all); !slices.Equal(got, tc.want) {
			t.Errorf("%s: %v", tc.name, got)
		}
	}
}

func TestWhatCanNotBeTappedIsNotPlanned(t *testing.T) {
	h := newHouse(t)
	d := h.approved(h.order("c7", asked{writ.LiveCC, number, noon, noon.AddDate(0, 0, 20)}))
	w := h.work(d, scope.Activate)
	for name, tc := range map[string]struct {
		change func(*Terms)
		want   error
	}{
		"no LIID":                   {func(x *Terms) { x.LIIDs = nil }, ErrLIID},
		"no element":                {func(x *Terms) { x.Elements = nil }, ErrElements},
		"mediation alone":           {func(x *Terms) { x.Elements = x.Elements[1:] }, ErrElements},
		"an element sends nowhere":  {func(x *Terms) { x.Elements[1].To = nil }, ErrElements},
		"an element has no name":    {func(x *Terms) { x.Elements[0].ID = "" }, ErrElements},
		"an element is of no kind":  {func(x *Terms) { x.Elements[0].Kind = 0 }, ErrElements},
		"an element of kind number": {func(x *Terms) { x.Elements[0].Kind = 4 }, ErrElements},
	} {
		x := terms(t)
		tc.change(&x)
		if taps, _, err := Plan(w, x, &dice{}); !errors.Is(err, tc.want) || taps != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, _, err := Plan(w, terms(t), strings.NewReader("short")); !errors.Is(err, ErrRandom) {
		t.Errorf("without random octets: %v", err)
	}
	if _, _, err := Plan(scope.Work{}, terms(t), &dice{}); !errors.Is(err, ErrWork) {
		t.Errorf("no work: %v", err)
	}
	if _, _, err := Plan(h.work(d, scope.Letter), terms(t), &dice{}); !errors.Is(err, ErrWork) {
		t.Errorf("the work of a letter: %v", err)
	}
	h.stops["c7"] = true
	if _, _, err := Plan(w, terms(t), &dice{}); !errors.Is(err, scope.ErrStopped) {
		t.Errorf("stopped meanwhile: %v", err)
	}
}

func TestOnlySomeOutcomesAreDelivered(t *testing.T) {
	w, err := writ.NewWindow(noon, noon.Add(1))
	if err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		name string
		o    law.Outcome
		want intercept.Deliver
	}{
		{"signalling", law.Outcome{Answer: law.Intercept{}, Category: writ.LiveIRI, Window: w}, intercept.IRIOnly},
		{"content", law.Outcome{Answer: law.Intercept{}, Category: writ.LiveCC, Window: w}, intercept.IRIAndCC},
		{"a location", law.Outcome{Answer: law.Intercept{}, Category: writ.LiveLocation, Window: w}, 0},
		{"no end", law.Outcome{Answer: law.Intercept{}, Category: writ.LiveIRI}, 0},
		{"cut down to a part", law.Outcome{Answer: law.Intercept{}, Category: writ.LiveIRI, Window: w, Fields: []writ.Narrowing{"x"}}, 0},
		{"records", law.Outcome{Answer: law.Release{}, Category: writ.CallRecords, Window: w}, 0},
		{"a withheld tap", law.Outcome{Answer: law.Withhold{}, Category: writ.LiveIRI, Window: w}, 0},
	} {
		if got, ok := delivers(tc.o); got != tc.want || ok != (tc.want != 0) {
			t.Errorf("%s: %v %v", tc.name, got, ok)
		}
	}
}

func TestARenewalTakesTheTapOver(t *testing.T) {
	h := newHouse(t)
	end := noon.AddDate(0, 0, 20)
	d := h.approved(h.order("c7", asked{writ.LiveCC, number, noon, end}))
	taps, _, err := Plan(h.work(d, scope.Activate), terms(t), &dice{})
	if err != nil {
		t.Fatal(err)
	}
	h.now = noon.AddDate(0, 0, 18)
	more := h.approved(h.order("c8", asked{writ.LiveCC, number, end, end.AddDate(0, 0, 20)}))
	next, err := taps[0].Renew(h.work(more, scope.Activate))
	if err != nil || next.XID != taps[0].XID || next.LIID != taps[0].LIID || len(next.Spans) != 2 || len(taps[0].Spans) != 1 {
		t.Fatalf("%+v, %v", next.Spans, err)
	}
	if _, err := next.Renew(h.work(more, scope.Activate)); !errors.Is(err, ErrTwice) {
		t.Errorf("twice: %v", err)
	}
	other := h.approved(h.order("c9", asked{writ.LiveCC, "+12025550124", end, end.AddDate(0, 0, 20)}))
	if _, err := next.Renew(h.work(other, scope.Activate)); !errors.Is(err, ErrRenewal) {
		t.Errorf("another's: %v", err)
	}
	before, on := next.Wanted(h.now, h.stands(d))
	if !on || !before.Until.Equal(end) {
		t.Errorf("undecided: until %v", before.Until)
	}
	if task, on := next.Wanted(h.now, h.stands(d, more)); !on || !task.From.Equal(noon) || !task.Until.Equal(end.AddDate(0, 0, 20)) {
		t.Errorf("approved in time: %v to %v", task.From, task.Until)
	}
	if _, on := next.Wanted(end, h.stands(d)); on {
		t.Error("the tap goes on though the renewal is not approved")
	}
	h.now = end
	h.say(scope.Withdraw, d, "clerk")
	if task, on := next.Wanted(end, h.stands(d, more)); !on || !task.From.Equal(end) {
		t.Errorf("after the old end: %v, from %v", on, task.From)
	}
}
