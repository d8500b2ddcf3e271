package scope_test

import (
	"errors"
	"iter"
	"maps"
	"slices"
	"testing"
	"time"

	"writ"
	"writ/ledger"
	"writ/records"
	"writ/retention/retentiontest"
	"writ/scope"
)

// sift opens the sieve of an approved case on a spool.
func (h *house) sift(spool scope.Spool, tenures ...records.Tenure) scope.Sift {
	h.t.Helper()
	w := must(h.mustIssue(h.approved(), scope.Lookup).Spend(scope.Lookup))(h.t)
	return must(scope.NewSift(w, tenures, spool))(h.t)
}

// meddled gives back what change makes of what was put in.
type meddled struct {
	retentiontest.Spool
	change func([][]byte) [][]byte
}

func (m *meddled) All() iter.Seq2[[]byte, error] {
	all := [][]byte{}
	for b := range m.Spool.All() {
		all = append(all, b)
	}
	return func(yield func([]byte, error) bool) {
		for _, b := range m.change(all) {
			if !yield(b, nil) {
				return
			}
		}
	}
}

func TestASpoolThatGivesBackOthersIsFoundOut(t *testing.T) {
	for _, tc := range []struct {
		name   string
		change func([][]byte) [][]byte
		want   error
	}{
		{"as it was put in", func(b [][]byte) [][]byte { return b }, nil},
		{"one is missing", func(b [][]byte) [][]byte { return b[1:] }, scope.ErrTorn},
		{"all are missing", func(b [][]byte) [][]byte { return nil }, scope.ErrTorn},
		{"one is there twice", func(b [][]byte) [][]byte { return append(b, b[0]) }, scope.ErrTorn},
		{"in another order", func(b [][]byte) [][]byte { slices.Reverse(b); return b }, scope.ErrTorn},
		{"one byte is another", func(b [][]byte) [][]byte { b[1] = slices.Replace(b[1], 9, 10, '7'); return b }, scope.ErrTorn},
		{"one is no row", func(b [][]byte) [][]byte { b[1] = []byte("{"); return b }, scope.ErrTorn},
		{"one names nobody", func(b [][]byte) [][]byte { b[1] = []byte("{}"); return b }, scope.ErrTorn},
	} {
		t.Run(tc.name, func(t *testing.T) {
			h := newHouse(t)
			s := h.sift(&meddled{change: tc.change})
			for _, r := range month(t)[:8] {
				if err := s.Take(r); err != nil {
					t.Fatal(err)
				}
			}
			hv := must(s.Close())(t)
			for range 2 { // as often as it is called
				var last error
				for j, err := range hv.Rows() {
					if last = err; err == nil && j.Why.Asked.IsZero() {
						t.Error("a row that names nobody was yielded")
					}
				}
				if !errors.Is(last, tc.want) {
					t.Errorf("got %v, want %v", last, tc.want)
				}
			}
		})
	}
}

var errDisk = errors.New("disk")

// broken fails when it is written to, or read.
type broken struct{ retentiontest.Spool }

func (broken) Append([]byte) error { return errDisk }

type unread struct{ retentiontest.Spool }

func (unread) All() iter.Seq2[[]byte, error] {
	return func(yield func([]byte, error) bool) { yield(nil, errDisk) }
}

func TestASpoolThatFailsIsTold(t *testing.T) {
	h := newHouse(t)
	if err := h.sift(&broken{}).Take(month(t)[0]); !errors.Is(err, errDisk) {
		t.Errorf("write: %v", err)
	}
	h = newHouse(t)
	n := 0
	for _, err := range must(h.sift(&unread{}).Close())(t).Rows() {
		if n++; !errors.Is(err, errDisk) || n > 1 {
			t.Errorf("read: %v", err)
		}
	}
	if n != 1 {
		t.Errorf("%d yields", n)
	}
}

func TestWhoNeedsNoMoreRowsMayStop(t *testing.T) {
	h := newHouse(t)
	hv, _, err := h.lookUp(h.approved(), month(t))
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for range hv.Rows() {
		if n++; n == 2 {
			break
		}
	}
	if n != 2 {
		t.Errorf("%d rows", n)
	}
}

func TestWhatIsSpooledComesBackWhole(t *testing.T) {
	h := newHouse(t)
	r := call(t, at("01-02 03:04").Add(5), number, "anonymous", "yes")
	r.Until = at("01-02 04:00")
	hv, _, err := h.lookUp(h.approved(), []records.Row{r, line(t, "A", at("01-01 00:00"), time.Time{}, v(records.Number, number))})
	if err != nil {
		t.Fatal(err)
	}
	for j, err := range hv.Rows() {
		want := scope.Judged{Ask: 0, Kind: records.Call, Key: r.Key, At: r.At, Until: r.Until, Why: scope.Reason{Asked: must(writ.ParseIdentifier(writ.E164, number))(t),
			Field: records.Caller, Holder: "A", Provision: "18 USC 2703(c)(1)(A)", Rule: "us-federal/warrant-search/records"}}
		got := j
		got.Values = nil
		if err != nil || got.Why != want.Why || got.Ask != want.Ask || got.Kind != want.Kind || got.Key != want.Key || !got.At.Equal(want.At) || !got.Until.Equal(want.Until) {
			t.Errorf("got %+v, %v\nwant %+v", got, err, want)
		}
		var values []string
		for _, x := range j.Values {
			values = append(values, string(x.Field)+"="+x.Text())
		}
		if !slices.Equal(values, []string{"start=" + r.Get(records.Start), "caller=" + number, "callee=anonymous", "answered=yes"}) {
			t.Errorf("fields %v", values)
		}
	}
}

func TestACallHasNoEndOfALineOfTheRegister(t *testing.T) {
	h := newHouse(t)
	r := row(t, records.Call, january, time.Time{}, v(records.Caller, number), v(records.Account, "A"))
	hv, _, err := h.lookUp(h.approved(), []records.Row{r, line(t, "A", january, at("01-20 00:00"), v(records.Number, number))})
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for j, err := range hv.Rows() {
		if n++; err != nil || !j.Until.IsZero() {
			t.Errorf("until %v, %v", j.Until, err)
		}
	}
	if n != 1 {
		t.Errorf("%d rows", n)
	}
}

func TestWhyRowsStayIsCountedForTheAuditor(t *testing.T) {
	h := newHouse(t)
	d := h.approved(asks(ask(writ.CallRecords, january, february, named(writ.E164, number)), ask(writ.Subscriber, january, february, named(writ.E164, number)),
		ask(writ.CallRecords, january, february, named(writ.E164, other))))
	hv, _, err := h.lookUp(d, []records.Row{
		line(t, "A", january, at("01-20 00:00"), v(records.Number, number)),
		line(t, "B", january, at("01-20 00:00"), v(records.Number, other)), line(t, "C", at("01-20 00:00"), time.Time{}, v(records.Number, other)),
		call(t, at("01-02 00:00"), number, third, "yes"),               // leaves
		call(t, at("01-02 00:00"), third, third, "yes"),                // names nobody, and is none of a customer
		call(t, at("02-02 00:00"), number, third, "yes"),               // outside
		call(t, at("01-21 00:00"), number, third, "yes"),               // nobody's then
		call(t, at("01-03 00:00"), other, third, "yes"),                // of one who is two
		session(t, "01-02 00:00", "start", "s", dslA, "198.51.100.30"), // of no kind that is asked
	})
	if err != nil {
		t.Fatal(err)
	}
	examined, out, withheld := hv.Tally()
	if examined != 8 || out != 2 || withheld != 6 {
		t.Errorf("examined %d, out %d, withheld %d", examined, out, withheld)
	}
	want := map[string]int64{"holds no field of a category that is opened": 2, "outside the window": 1, "another, or nobody, held the name then": 1, "more than one holder fits": 2}
	if got := hv.Stayed(); !maps.Equal(got, want) {
		t.Errorf("stayed %v\nwant %v", got, want)
	}
	hv.Stayed()["more than one holder fits"] = 0
	hv.Totals()[0].Rows = 0
	hv.Findings()[0].Ask = 7
	if !maps.Equal(hv.Stayed(), want) || hv.Totals()[0].Rows != 1 || hv.Findings()[0] != (scope.Finding{Ask: 2, Ground: "identifier-ambiguous"}) {
		t.Error("who holds a copy changes the harvest")
	}
	if got := hv.Totals(); !slices.Equal(got, []scope.AskTotal{{Ask: 0, Category: writ.CallRecords, Rows: 1}, {Ask: 1, Category: writ.Subscriber, Rows: 1}, {Ask: 2, Category: writ.CallRecords}}) {
		t.Errorf("totals %v", got)
	}
}

func TestWhatTheLawNarrowedAwayIsCountedAsSuch(t *testing.T) {
	h := newHouse(t)
	d := h.approved(asks(ask(writ.Subscriber, time.Time{}, time.Time{}, named(writ.E164, number)), ask(writ.CallRecords, january, february, named(writ.E164, number))),
		func(d *lawDemand) {
			d.Instrument.Type, d.Instrument.Issuer.Kind, d.Instrument.Facts = "nsl-2709", "intelligence", map[string]any{"certified": true}
		})
	hv, _, err := h.lookUp(d, []records.Row{line(t, "A", january, time.Time{}, v(records.Number, number), v(records.ServiceType, "voice")), call(t, at("01-02 00:00"), number, third, "no")})
	if err != nil {
		t.Fatal(err)
	}
	if got := hv.Stayed(); !maps.Equal(got, map[string]int64{"the law opens less than the category": 2}) {
		t.Errorf("stayed %v", got)
	}
}

func TestASieveIsClosedOnce(t *testing.T) {
	h := newHouse(t)
	s := h.sift(&retentiontest.Spool{})
	must(s.Close())(t)
	if _, err := s.Close(); !errors.Is(err, scope.ErrZero) {
		t.Errorf("closed twice: %v", err)
	}
	if err := s.Take(month(t)[0]); !errors.Is(err, scope.ErrZero) {
		t.Errorf("took a row when closed: %v", err)
	}
}

func TestASieveNeedsWorkThatReads(t *testing.T) {
	h := newHouse(t)
	d := h.approved()
	w := must(h.mustIssue(d, scope.Lookup).Spend(scope.Lookup))(t)
	if _, err := scope.NewSift(w, nil, nil); !errors.Is(err, scope.ErrZero) {
		t.Errorf("without a spool: %v", err)
	}
	for _, a := range []scope.Action{scope.Assemble, scope.Deliver} {
		w := must(h.mustIssue(d, a).Spend(a))(t)
		if _, err := scope.NewSift(w, nil, &retentiontest.Spool{}); !errors.Is(err, scope.ErrWrong) {
			t.Errorf("%s sifted: %v", a, err)
		}
	}
	w = must(h.mustIssue(d, scope.Count).Spend(scope.Count))(t)
	must(scope.NewSift(w, nil, nil))(t)
}

func TestWhatIsToBeKeptIsNotSifted(t *testing.T) {
	h := newHouse(t)
	d := h.approved(func(d *lawDemand) { d.Instrument.Type, d.Instrument.Issuer.Kind = "preservation-2703f", "police" })
	w := must(h.mustIssue(d, scope.Keep).Spend(scope.Keep))(t)
	if _, err := scope.NewSift(w, nil, &retentiontest.Spool{}); !errors.Is(err, scope.ErrWrong) {
		t.Errorf("got %v", err)
	}
}

func TestAnAccountReadsNoNamesake(t *testing.T) {
	h := newHouse(t)
	w := must(h.mustIssue(h.approved(asks(ask(writ.Subscriber, time.Time{}, time.Time{}, named(writ.Account, "A")))), scope.Lookup).Spend(scope.Lookup))(t)
	id := func(k writ.Kind, s string) writ.Identifier { return must(writ.ParseIdentifier(k, s))(t) }
	all := []records.Tenure{{ID: id(writ.Account, "A"), Holder: "A", From: january}, {ID: id(writ.E164, number), Holder: "A", From: january}, {ID: id(writ.Name, "Ann Smith"), Holder: "A", From: january},
		{ID: id(writ.E164, other), Holder: "B", From: january}, {ID: id(writ.E164, third), Holder: "A", From: january, Until: february}}
	q := must(scope.NewSift(w, all, &retentiontest.Spool{}))(t).Quests()
	if len(q) != 1 || !slices.Equal(q[0].Names, []writ.Identifier{id(writ.Account, "A"), id(writ.E164, number)}) {
		t.Errorf("quests %v", q)
	}
}

func TestTheReasonIsTheNameThatWasAskedFor(t *testing.T) {
	h := newHouse(t)
	d := h.approved(asks(ask(writ.CallRecords, january, february, named(writ.TELURI, "tel:"+number), named(writ.Account, "A"))))
	hv, _, err := h.lookUp(d, []records.Row{line(t, "A", january, time.Time{}, v(records.Number, number), v(records.User, dslA)), call(t, at("01-02 00:00"), number, third, "yes")})
	if err != nil {
		t.Fatal(err)
	}
	for j, err := range hv.Rows() {
		if err != nil || j.Why.Asked.Kind() != writ.TELURI || j.Why.Holder != "A" || j.Why.Field != records.Caller {
			t.Errorf("%+v, %v", j.Why, err)
		}
	}
}

func TestNamesAndQuests(t *testing.T) {
	h := newHouse(t)
	d := h.approved(asks(ask(writ.CallRecords, january, february, named(writ.TELURI, "tel:"+number), named(writ.E164, number)),
		ask(writ.Subscriber, january, february, named(writ.E164, number)), ask(writ.Content, january, february, named(writ.E164, other)),
		ask(writ.IPAssignment, january, february, named(writ.IP, addr)), ask(writ.LiveIRI, january, february, named(writ.E164, third))))
	w := must(h.mustIssue(d, scope.Lookup).Spend(scope.Lookup))(t)
	id := func(k writ.Kind, s string) writ.Identifier { return must(writ.ParseIdentifier(k, s))(t) }
	if got := scope.Sought(w); !slices.Equal(got, []writ.Identifier{id(writ.E164, number), id(writ.E164, other), id(writ.IP, addr)}) {
		t.Errorf("sought %v", got)
	}
	window := must(writ.NewWindow(january, february))(t)
	q := must(scope.NewSift(w, nil, &retentiontest.Spool{}))(t).Quests()
	if len(q) != 4 {
		t.Fatalf("%d quests", len(q))
	}
	for i, want := range []struct {
		kinds []records.Kind
		names int
		span  writ.Window
	}{{[]records.Kind{records.Call}, 1, window}, {[]records.Kind{records.Customer}, 1, writ.Window{}}, {nil, 1, window}, {[]records.Kind{records.Assignment}, 1, writ.Window{}}} {
		if !slices.Equal(q[i].Kinds, want.kinds) || len(q[i].Names) != want.names || q[i].Span != want.span {
			t.Errorf("quest %d: %+v", i, q[i])
		}
	}
	two := []records.Tenure{{ID: id(writ.E164, number), Holder: "A", From: january}, {ID: id(writ.E164, number), Holder: "B", From: january}}
	if q := must(scope.NewSift(w, two, &retentiontest.Spool{}))(t).Quests(); len(q) != 2 {
		t.Errorf("%d quests, though two of the asks are nobody's", len(q))
	}
	if scope.Sought(scope.Work{}) != nil {
		t.Error("no work seeks something")
	}
}

func TestAStoppedLedgerTakesNoIntent(t *testing.T) {
	h := newHouse(t)
	d := h.approved()
	s := h.mustGrant(d)
	if err := h.log.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Issue(scope.Lookup); !errors.Is(err, ledger.ErrClosed) {
		t.Errorf("got %v", err)
	}
}
