package scope_test

import (
	"context"
	"errors"
	"testing"

	"writ/ledger"
	"writ/ledger/ledgertest"
	"writ/retention"
	"writ/retention/retentiontest"
	"writ/scope"
)

func TestTheWholeChainAcrossRestarts(t *testing.T) {
	h := newHouse(t)
	d := h.approved()
	rows := month(t)

	h.restart() // nothing in memory survives; the Scope is made again by the very same call
	h.mustIssue(d, scope.Lookup)

	h.restart() // a crash between the intent and its outcome: the next attempt is on the ledger as such
	p := h.mustIssue(d, scope.Lookup)
	if got := h.log.Keys("permit/"); len(got) != 2 || got[1] != "permit/c7/1/lookup/2" {
		t.Fatalf("attempts on the ledger: %v", got)
	}
	hv, look, err := retention.Lookup(context.Background(), p, h.everything(rows), &retentiontest.Spool{})
	if err != nil {
		t.Fatal(err)
	}
	if examined, out, withheld := hv.Tally(); examined != 80 || out != 31 || withheld != 49 {
		t.Fatalf("examined %d, out %d, withheld %d", examined, out, withheld)
	}
	if n := len(texts(t, hv)); n != 31 {
		t.Fatalf("%d rows leave", n)
	}
	must(look.Done([]byte(`{"v":1}`)))(t)
	if _, err := look.Done(nil); !errors.Is(err, ledger.ErrExists) {
		t.Fatalf("two outcomes: %v", err)
	}
	if err := look.Live(); !errors.Is(err, scope.ErrDone) {
		t.Fatalf("work lives on after its outcome: %v", err)
	}

	h.restart()
	if _, err := h.issue(d, scope.Lookup); !errors.Is(err, scope.ErrDone) {
		t.Fatalf("looked up after the outcome: %v", err)
	}
	w := must(h.mustIssue(d, scope.Assemble).Spend(scope.Assemble))(t)
	must(w.Done([]byte(`{"sha256":"00"}`)))(t)
	r, ok := h.log.Find(scope.OutcomeKey("c7", 1, scope.Assemble))
	if e := r.Entry(); !ok || e.Kind != "outcome" || string(e.Body) != `{"sha256":"00"}` || e.Case != "c7" || !e.At.Equal(h.now) {
		t.Fatalf("the outcome on the ledger: %+v", e)
	}
}

func TestAHarvestTellsWhereItComesFrom(t *testing.T) {
	h := newHouse(t)
	d := h.approved()
	hv, w, err := h.lookUp(d, month(t))
	if err != nil {
		t.Fatal(err)
	}
	if hv.Zero() || hv.Ledger() != h.log.ID() || w.Ledger() != h.log.ID() || hv.Decision().Digest() != d.Digest() || hv.Work().Action() != scope.Lookup {
		t.Error("a harvest of another case")
	}
	if id, v := w.Case(); id != "c7" || v != 1 {
		t.Errorf("case %s, version %d", id, v)
	}
	if s := h.mustGrant(d); s.Decision().Digest() != d.Digest() {
		t.Error("a scope of another decision")
	}
}

func TestAPermitIsForOneActionOnce(t *testing.T) {
	h := newHouse(t)
	d := h.approved()
	p := h.mustIssue(d, scope.Lookup)
	if _, err := p.Spend(scope.Assemble); !errors.Is(err, scope.ErrWrong) {
		t.Errorf("a permit to look up assembled: %v", err)
	}
	must(p.Spend(scope.Lookup))(t) // the wrong action did not spend it
	q := p                         // a copy is the same permit
	if _, err := q.Spend(scope.Lookup); !errors.Is(err, scope.ErrSpent) {
		t.Errorf("spent twice: %v", err)
	}
	for _, a := range []scope.Action{scope.Keep, scope.Activate, "", "dump"} {
		if _, err := h.issue(d, a); !errors.Is(err, scope.ErrNothing) {
			t.Errorf("a warrant for records issued %q: %v", a, err)
		}
	}
}

func TestAPermitIssuedBeforeAStopCantBeSpentAfterIt(t *testing.T) {
	h := newHouse(t)
	d := h.approved()
	p := h.mustIssue(d, scope.Lookup)
	h.say(scope.Withdraw, d, "clerk")
	if _, err := p.Spend(scope.Lookup); !errors.Is(err, scope.ErrStopped) {
		t.Errorf("got %v", err)
	}
}

func TestTheDecisionMustBeTheLedgers(t *testing.T) {
	h := newHouse(t)
	d := h.approved()
	for name, other := range map[string]func(){
		"a wider window": func() {
			d = h.decide(asks(ask("call-records", january.AddDate(-1, 0, 0), february, named("e164", number))))
		},
		"another number":       func() { d = h.decide(asks(ask("call-records", january, february, named("e164", "+12025550999")))) },
		"a version to come":    func() { d = h.decide(version(2)) },
		"a case nobody knows":  func() { d = h.decide(caseNumber("c8")) },
		"a dry exercise":       func() { d = h.decide(caseNumber("")) },
		"the same, other salt": func() { d = h.decide(func(d *lawDemand) { d.Salt[0]++ }) },
	} {
		other()
		if _, err := h.grant(d); !errors.Is(err, scope.ErrUndecided) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestAPrivateLedgerOpensNothing(t *testing.T) {
	h := newHouse(t)
	rows := month(t)
	mine := newHouse(t)
	mine.log = must(ledger.Open(ledger.NewMemory(), ledgertest.Key(9), ledgertest.Origin))(t)
	mine.put(scope.PolicyKey, "policy", "", scope.Policy{V: 1, Subscribers: 10, Founders: []scope.Person{person("clerk"), person("reader"), person("ann"), person("bob")}})
	d := mine.approved() // this all works …
	p := mine.mustIssue(d, scope.Lookup)
	spool := &retentiontest.Spool{}
	hv, _, err := retention.Lookup(context.Background(), p, h.everything(rows), spool) // … and opens nothing here
	if !errors.Is(err, scope.ErrLedger) || !hv.Zero() {
		t.Fatalf("a private ledger opened the store: %v", err)
	}
	for range spool.All() {
		t.Fatal("a row left")
	}
}

func TestAnApprovalForAnotherLedgerCountsForNothing(t *testing.T) {
	h := newHouse(t)
	d := h.decide()
	h.intake(d)
	for _, who := range []string{"ann", "bob"} {
		s := h.statement(scope.Approve, d)
		s.Ledger[0]++
		h.write(s, who, key(who))
	}
	if _, err := h.issue(d, scope.Lookup); !errors.Is(err, scope.ErrUnapproved) {
		t.Errorf("got %v", err)
	}
}

func TestZeroValuesRefuseToWork(t *testing.T) {
	h := newHouse(t)
	d := h.approved()
	src := h.everything(month(t))
	for name, f := range map[string]func() error{
		"no decision":     func() error { _, err := scope.Grant(h.log, lawDecision{}, h.stops, h.clock); return err },
		"no ledger":       func() error { _, err := scope.Grant(nil, d, h.stops, h.clock); return err },
		"an empty ledger": func() error { _, err := scope.Grant(&ledger.Log{}, d, h.stops, h.clock); return err },
		"no stops":        func() error { _, err := scope.Grant(h.log, d, nil, h.clock); return err },
		"no clock":        func() error { _, err := scope.Grant(h.log, d, h.stops, nil); return err },
		"scope issues":    func() error { _, err := scope.Scope{}.Issue(scope.Lookup); return err },
		"scope stands":    func() error { return scope.Scope{}.Stands() },
		"permit":          func() error { _, err := scope.Permit{}.Spend(scope.Lookup); return err },
		"lookup": func() error {
			_, _, err := retention.Lookup(context.Background(), scope.Permit{}, src, &retentiontest.Spool{})
			return err
		},
		"work ends":  func() error { _, err := scope.Work{}.Done(nil); return err },
		"work lives": func() error { return scope.Work{}.Live() },
		"sift":       func() error { _, err := scope.NewSift(scope.Work{}, nil, &retentiontest.Spool{}); return err },
		"take":       func() error { return scope.Sift{}.Take(month(t)[0]) },
		"close":      func() error { _, err := scope.Sift{}.Close(); return err },
	} {
		if err := f(); !errors.Is(err, scope.ErrZero) {
			t.Errorf("%s: %v", name, err)
		}
	}
	var hv scope.Harvest
	examined, out, withheld := hv.Tally()
	if !hv.Zero() || !hv.Work().Zero() || examined+out+withheld != 0 || hv.Stayed() != nil || hv.Totals() != nil || hv.Findings() != nil || hv.Ledger() != (ledger.ID{}) {
		t.Error("the zero harvest holds something")
	}
	for range hv.Rows() {
		t.Error("the zero harvest yields a row")
	}
	if (scope.Sift{}).Quests() != nil || (scope.Work{}).Action() != "" || !(scope.Scope{}).Decision().Zero() || !(scope.Work{}).Decision().Zero() {
		t.Error("a zero value says something")
	}
}
