package chain_test

import (
	"context"
	"crypto/ed25519"
	"errors"
	"iter"
	"os"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"writ"
	"writ/law"
	"writ/ledger"
	"writ/ledger/ledgertest"
	"writ/records"
	"writ/retention"
	"writ/retention/retentiontest"
	"writ/scope"
)

// A stage has a store full of rows, a case that is approved for one number in one month, and counts what is read.
type stage struct {
	*house
	t     *testing.T
	store *ledger.Memory
	rows  []records.Row
	read  int // octets of rows that anybody got
}

const (
	wanted = "+12025550101" // the number that the demand names
	victim = "+12025550199" // another's
)

var month = func() writ.Window {
	w, err := writ.NewWindow(now.AddDate(0, -1, 0), now)
	if err != nil {
		panic(err)
	}
	return w
}()

func newStage(t *testing.T) *stage {
	st := &stage{t: t, store: ledger.NewMemory()}
	st.house = houseOn(t, st.store, 1)
	for n := range 20 {
		at := month.From().Add(time.Duration(n) * time.Hour)
		for _, who := range []string{wanted, victim} {
			r, err := records.New(records.Call, records.KeyOf("x", who, at.String()), at, time.Time{}, records.V(records.Caller, who), records.V(records.Callee, "+12025550150"), records.V(records.CallerIP, "192.0.2.1"))
			if err != nil {
				t.Fatal(err)
			}
			st.rows = append(st.rows, r)
		}
	}
	return st
}

// served is the decision on a demand for a number's calls.
func (st *stage) served(number string, change ...func(*law.Demand)) law.Decision {
	st.t.Helper()
	dem := demand("c7", false, law.Ask{Category: writ.CallRecords, Identifiers: []law.Stated{{Kind: writ.E164, Text: number}},
		Window: &law.StatedWindow{From: instant(month.From()), To: instant(month.To())}})
	for _, c := range change {
		c(&dem)
	}
	return decide(st.t, dem)
}

// Rows is the stage's own source. What it gives out is not what leaves: the sieve is behind it.
func (st *stage) Rows(k retention.Ticket, quests []scope.Quest) iter.Seq2[records.Row, error] {
	return retentiontest.Memory{ID: st.log.ID(), Held: st.rows}.Rows(k, quests)
}

// lookUp reads what a permit opens, and counts it.
func (st *stage) lookUp(p scope.Permit) error {
	h, _, err := retention.Lookup(context.Background(), p, st, &retentiontest.Spool{})
	if err != nil {
		return err
	}
	return st.take(h)
}

func (st *stage) take(h scope.Harvest) error {
	for j, err := range h.Rows() {
		if err != nil {
			return err
		}
		for _, v := range j.Values {
			st.read += len(v.Text())
		}
	}
	return nil
}

// try grants, issues and looks up.
func (st *stage) try(d law.Decision) error { return st.tryOn(st.log, d) }

func (st *stage) tryOn(log *ledger.Log, d law.Decision) error {
	s, err := scope.Grant(log, d, noStops{}, func() time.Time { return now })
	if err != nil {
		return err
	}
	p, err := s.Issue(scope.Lookup)
	if err != nil {
		return err
	}
	return st.lookUp(p)
}

// A forgery compiles, and reads nothing.
type forgery struct {
	name string
	try  func(st *stage) error
	want error // nil: any error, or none at all where there is nothing to read
}

var forgeries = []forgery{
	{"the zero permit", func(st *stage) error { return st.lookUp(scope.Permit{}) }, scope.ErrZero},
	{"the zero decision", func(st *stage) error { return st.try(law.Decision{}) }, scope.ErrZero},
	{"the zero scope", func(st *stage) error { _, err := scope.Scope{}.Issue(scope.Lookup); return err }, scope.ErrZero},
	{"the zero work", func(st *stage) error {
		_, err := scope.NewSift(scope.Work{}, nil, &retentiontest.Spool{})
		return err
	}, scope.ErrZero},
	{"the zero sieve", func(st *stage) error { return scope.Sift{}.Take(st.rows[0]) }, scope.ErrZero},
	{"the zero harvest", func(st *stage) error { return st.take(scope.Harvest{}) }, nil},
	{"the zero ledger", func(st *stage) error { return st.tryOn(&ledger.Log{}, st.served(wanted)) }, scope.ErrZero},
	{"the zero ticket", func(st *stage) error { return st.ticket(retention.Ticket{}) }, scope.ErrZero},
	{"a permit made by reflection", func(st *stage) error {
		v := reflect.New(reflect.TypeFor[scope.Permit]()).Elem()
		inside := reflect.New(v.Field(0).Type().Elem()) // a new one of the hidden type, but no way to put it in
		if !panics(func() { v.Field(0).Set(inside) }) {
			return nil
		}
		return st.lookUp(v.Interface().(scope.Permit))
	}, scope.ErrZero},
	{"a ticket of the same shape, converted by reflection", func(st *stage) error {
		hidden := reflect.TypeFor[retention.Ticket]().Field(0)
		like := reflect.StructOf([]reflect.StructField{{Name: hidden.Name, PkgPath: hidden.PkgPath, Type: hidden.Type}})
		v := reflect.New(like).Elem()
		if !panics(func() { v.Field(0).Set(reflect.New(hidden.Type.Elem())) }) {
			return nil
		}
		return st.ticket(v.Convert(reflect.TypeFor[retention.Ticket]()).Interface().(retention.Ticket))
	}, scope.ErrZero},
	{"an answer that embeds the interface", func(st *stage) error {
		evil := law.Outcome{Category: writ.CallRecords, Answer: struct{ law.Answer }{law.Release{}}}
		if evil.Opens() {
			st.read++
		}
		return nil
	}, nil},

	{"nobody approved", func(st *stage) error {
		d := st.served(wanted)
		st.say(scope.Registered, d, "clerk")
		return st.try(d)
	}, scope.ErrUndecided},
	{"an outcome changed in a copy", func(st *stage) error {
		d := st.served(victim, notOpened)
		st.approve(d)
		for o := range d.Outcomes() {
			o.Answer, o.Window, o.Grounds = law.Release{}, month, nil
			o.Identifiers[0] = named(writ.E164, victim)
		}
		return st.try(d)
	}, scope.ErrNothing},
	{"a demand changed in a copy", func(st *stage) error {
		d := st.served("+12025550177")
		st.approve(d)
		dem := d.Demand()
		dem.Asks[0].Identifiers[0].Text = victim
		*dem.Asks[0].Window.From = *instant(month.From().AddDate(-1, 0, 0))
		return st.try(d)
	}, nil},
	{"a demand changed after it was decided", func(st *stage) error {
		dem := demand("c7", false, law.Ask{Category: writ.CallRecords, Identifiers: []law.Stated{{Kind: writ.E164, Text: "+12025550177"}},
			Window: &law.StatedWindow{From: instant(month.From()), To: instant(month.To())}})
		d := decide(st.t, dem)
		st.approve(d)
		dem.Asks[0].Identifiers[0].Text = victim
		return st.try(d)
	}, nil},
	{"an emergency stated after it was decided", func(st *stage) error {
		stated := false
		d := st.served(wanted, func(d *law.Demand) { d.Instrument.Emergency = &stated })
		st.say(scope.Registered, d, "clerk")
		st.say(scope.Read, d, "clerk", "reader")
		st.say(scope.Verified, d, "reader")
		st.decided(d)
		st.say(scope.Emergency, d, "ann")
		stated = true
		*d.Demand().Instrument.Emergency = true
		return st.try(d)
	}, scope.ErrUnapproved},
	{"one decision laid over another", func(st *stage) error {
		d, wide := st.served("+12025550177"), st.served(victim)
		st.approve(d)
		p, q := &d, &wide
		*p = *q
		return st.try(d)
	}, scope.ErrUndecided},
	{"a scope laid over another: it stays what it was", func(st *stage) error {
		d := st.served("+12025550177")
		st.approve(d)
		mine, err := st.grant(d)
		if err != nil {
			return err
		}
		var other scope.Scope
		p, q := &other, &mine
		*p = *q
		*q = scope.Scope{}
		permit, err := other.Issue(scope.Lookup)
		if err != nil {
			return err
		}
		return st.lookUp(permit)
	}, nil},
	{"a spent permit, copied back", func(st *stage) error {
		d := st.served("+12025550177")
		st.approve(d)
		p := st.permit(d, scope.Lookup)
		kept := p
		if err := st.lookUp(p); err != nil {
			return err
		}
		p = kept
		return st.lookUp(p)
	}, scope.ErrSpent},
	{"a permit for another action", func(st *stage) error {
		d := st.served(wanted)
		st.approve(d)
		return st.lookUp(st.permit(d, scope.Assemble))
	}, scope.ErrWrong},
	{"a permit to count", func(st *stage) error {
		d := st.served(wanted)
		st.approve(d)
		h, _, err := retention.Survey(context.Background(), st.permit(d, scope.Count), st)
		if err != nil {
			return err
		}
		return st.take(h)
	}, nil},
	{"a field moved to another category", func(st *stage) error {
		for i, s := range records.Fields(records.Call) {
			list := records.Fields(records.Call)
			s.Category = writ.Subscriber
			list[i] = s
		}
		d := decide(st.t, demand("c7", false, law.Ask{Category: writ.Subscriber, Identifiers: []law.Stated{{Kind: writ.E164, Text: wanted}},
			Window: &law.StatedWindow{From: instant(month.From()), To: instant(month.To())}}))
		st.approve(d)
		return st.try(d)
	}, nil},

	{"a stop that is changed in a copy of the ledger's entry", func(st *stage) error {
		d := st.stopped()
		for _, e := range st.log.OfCase("c7") {
			clear(e.Body)
		}
		r, _ := st.log.Find("withdraw/c7/1/clerk/1")
		clear(r.Entry().Body)
		return st.try(d)
	}, scope.ErrStopped},
	{"a stop whose bytes change after they were appended", func(st *stage) error {
		d := st.served(wanted)
		st.approve(d)
		s := scope.Statement{Verb: scope.Withdraw, Ledger: st.log.ID(), Case: "c7", Version: 1, Digest: d.Digest()}
		b := s.Sign("clerk", key("clerk"), "")
		st.put("withdraw/x", "withdraw", "c7", b)
		clear(b)
		return st.try(d)
	}, scope.ErrStopped},
	{"a stop left out of the journal", func(st *stage) error {
		d := st.stopped()
		return st.reopened(d, func(f ledger.Frame) []ledger.Frame {
			if strings.Contains(string(f.Entry), `"kind":"withdraw"`) {
				return nil
			}
			return []ledger.Frame{f}
		})
	}, errBroken},
	{"a stop cut off the end of a journal that was published", func(st *stage) error {
		d := st.served(wanted)
		st.approve(d)
		st.say(scope.Withdraw, d, "clerk")
		if err := st.log.Publish(); err != nil {
			return err
		}
		return st.reopened(d, func(f ledger.Frame) []ledger.Frame {
			if strings.Contains(string(f.Entry), `"kind":"withdraw"`) {
				return nil
			}
			return []ledger.Frame{f}
		})
	}, errBroken},
	{"an approval edited into the journal", func(st *stage) error {
		d := st.served(wanted)
		st.approve(d)
		st.say(scope.Registered, st.served(wanted), "ann")
		return st.reopened(d, func(f ledger.Frame) []ledger.Frame {
			f.Entry = []byte(strings.Replace(string(f.Entry), `"kind":"registered"`, `"kind":"registeree"`, 1))
			return []ledger.Frame{f}
		})
	}, errBroken},
	{"a row of the case database edited: a wider window", func(st *stage) error {
		st.approve(st.served("+12025550177"))
		return st.try(st.served(victim, func(d *law.Demand) { d.Asks[0].Window.From = instant(month.From().AddDate(-1, 0, 0)) }))
	}, scope.ErrUndecided},
	{"a row of the case database edited: another version", func(st *stage) error {
		st.approve(st.served(wanted))
		return st.try(st.served(victim, func(d *law.Demand) { d.Version = 2 }))
	}, scope.ErrUndecided},
	{"approvals replayed on a new version of the case", func(st *stage) error {
		old := st.served("+12025550177")
		st.approve(old)
		d := st.served(victim, func(d *law.Demand) { d.Version = 2 })
		for _, e := range st.log.OfCase("c7") {
			if e.Kind != "decided" {
				st.put("again/"+e.Key, e.Kind, "c7", e.Body)
			}
		}
		st.decided(d)
		return st.try(d)
	}, scope.ErrUnread},
	{"only the approvals replayed on a new version", func(st *stage) error {
		old := st.served("+12025550177")
		st.approve(old)
		d := st.served(victim, func(d *law.Demand) { d.Version = 2 })
		st.say(scope.Registered, d, "clerk")
		st.say(scope.Read, d, "clerk", "reader")
		st.say(scope.Verified, d, "reader")
		st.decided(d)
		for _, e := range st.log.OfCase("c7") {
			if e.Kind == string(scope.Approve) {
				st.put("again/"+e.Key, e.Kind, "c7", e.Body)
			}
		}
		return st.try(d)
	}, scope.ErrUnapproved},
	{"one person under two names", func(st *stage) error {
		d := st.served(wanted)
		p := scope.Person{Name: "ann-too", Role: scope.Counsel, Key: key("ann").Public().(ed25519.PublicKey)}
		en := scope.Enrolment{V: 1, Person: p}
		for _, who := range []string{"ann", "clerk"} {
			en.By = append(en.By, scope.Vouch{Who: who, Sig: ed25519.Sign(key(who), p.Enrolling(st.log.ID()))})
		}
		st.put(scope.PersonKey("ann-too"), "enrol", "", en)
		st.say(scope.Registered, d, "clerk")
		st.say(scope.Read, d, "clerk", "reader")
		st.say(scope.Verified, d, "reader")
		st.decided(d)
		st.say(scope.Approve, d, "ann")
		s := scope.Statement{Verb: scope.Approve, Ledger: st.log.ID(), Case: "c7", Version: 1, Digest: d.Digest()}
		st.put(s.Key("ann-too", 1), "approve", "c7", s.Sign("ann-too", key("ann"), ""))
		return st.try(d)
	}, scope.ErrUnapproved},
	{"a stop left out by pending stops of one's own: the ledger has it", func(st *stage) error { return st.try(st.stopped()) }, scope.ErrStopped},

	{"a private ledger", func(st *stage) error {
		mine := houseOn(st.t, ledger.NewMemory(), 9)
		d := st.served(wanted)
		mine.approve(d)
		return st.tryOn(mine.log, d)
	}, scope.ErrLedger},
	{"a private ledger laid over the tenant's", func(st *stage) error {
		id := st.log.ID()
		mine := houseOn(st.t, ledger.NewMemory(), 9)
		d := st.served(wanted)
		mine.approve(d)
		reflect.ValueOf(st.log).Elem().Set(reflect.ValueOf(mine.log).Elem()) // *tenant = *private
		p := mine.permit(d, scope.Lookup)
		h, _, err := retention.Lookup(context.Background(), p, retentiontest.Memory{ID: id, Held: st.rows}, &retentiontest.Spool{})
		if err != nil {
			return err
		}
		return st.take(h)
	}, scope.ErrLedger},
	{"a private ledger that copies the tenant's entries", func(st *stage) error {
		d := st.served(wanted)
		st.approve(d)
		mine, err := ledger.Open(ledger.NewMemory(), ledgertest.Key(9), ledgertest.Origin)
		if err != nil {
			return err
		}
		for _, e := range st.log.OfCase("c7") {
			if _, err := mine.Append(e); err != nil {
				return err
			}
		}
		return st.tryOn(mine, d)
	}, scope.ErrUnread}, // the signatures name another ledger
	{"packs of one's own laid over those that decided", func(st *stage) error {
		packs, err := law.Load(os.DirFS("../../law/packs"), "us-federal")
		if err != nil {
			return err
		}
		dem := st.served(victim, notOpened).Demand()
		d, err := law.Decide(dem, packs)
		if err != nil {
			return err
		}
		st.approve(d)
		reflect.ValueOf(packs).Elem().Set(reflect.ValueOf(loose(st.t)).Elem()) // *packs = *mine
		again, err := law.Decide(dem, packs)
		if err != nil {
			return err
		}
		for o := range again.Outcomes() {
			if !o.Opens() {
				st.t.Error("the packs are not loose: the forgery is none")
			}
		}
		return st.try(again)
	}, scope.ErrUndecided},

	{"a ticket kept until after the look-up", func(st *stage) error {
		d := st.served(wanted)
		st.approve(d)
		k, w := st.keepTicket(d)
		if _, err := w.Done(nil); err != nil {
			return err
		}
		return st.ticket(k)
	}, scope.ErrDone},
	{"a ticket kept until after a stop", func(st *stage) error {
		d := st.served(wanted)
		st.approve(d)
		k, _ := st.keepTicket(d)
		st.say(scope.Withdraw, d, "clerk")
		return st.ticket(k)
	}, scope.ErrStopped},
	{"a harvest whose spool is somebody else's", func(st *stage) error {
		d := st.served("+12025550177")
		st.approve(d)
		spool := &retentiontest.Spool{}
		h, _, err := retention.Lookup(context.Background(), st.permit(d, scope.Lookup), st, spool)
		if err != nil {
			return err
		}
		if err := spool.Append([]byte(`{"Ask":0,"Kind":"call"}`)); err != nil {
			return err
		}
		return st.take(h)
	}, scope.ErrTorn},
}

var errBroken = ledger.ErrBroken

func TestAForgeryReadsNothing(t *testing.T) {
	for _, f := range forgeries {
		t.Run(f.name, func(t *testing.T) {
			st := newStage(t)
			err := f.try(st)
			if f.want != nil && !errors.Is(err, f.want) {
				t.Errorf("got %v, want %v", err, f.want)
			}
			if st.read != 0 {
				t.Errorf("read %d octets", st.read)
			}
		})
	}
	t.Logf("%d forgeries", len(forgeries))
}

func TestWithoutForgeryTheStageIsRead(t *testing.T) {
	st := newStage(t)
	d := st.served(wanted)
	st.approve(d)
	if err := st.try(d); err != nil || st.read != 20*2*len(wanted) {
		t.Errorf("read %d octets: %v", st.read, err)
	}
}

func panics(f func()) (did bool) {
	defer func() { did = recover() != nil }()
	f()
	return false
}

// notOpened makes it a paper without a signature.
func notOpened(d *law.Demand) { d.Instrument.Signed = nil }

func (st *stage) decided(d law.Decision) {
	dem, digest := d.Demand(), d.Digest()
	st.put(scope.DecidedKey(dem.Case, dem.Version), "decided", dem.Case, scope.Decided{V: 1, Version: dem.Version, Digest: hexOf(digest)})
}

// stopped is an approved case that was stopped.
func (st *stage) stopped() law.Decision {
	d := st.served(wanted)
	st.approve(d)
	st.say(scope.Withdraw, d, "clerk")
	st.say(scope.Close, st.served(wanted, func(d *law.Demand) { d.Case = "c8" }), "clerk") // so that the stop is not the last entry
	return d
}

// ticket reads the store directly.
func (st *stage) ticket(k retention.Ticket) error {
	id := named(writ.E164, wanted)
	for r, err := range st.Rows(k, []scope.Quest{{Kinds: []records.Kind{records.Call}, Names: []writ.Identifier{id}}}) {
		if err != nil {
			return err
		}
		st.read += len(r.Get(records.Caller))
	}
	return nil
}

// keeping is a source that keeps the ticket that it was given.
type keeping struct {
	*stage
	k retention.Ticket
}

func (s *keeping) Rows(k retention.Ticket, quests []scope.Quest) iter.Seq2[records.Row, error] {
	s.k = k
	return s.stage.Rows(k, quests)
}

func (st *stage) keepTicket(d law.Decision) (retention.Ticket, scope.Work) {
	st.t.Helper()
	s := &keeping{stage: st}
	_, w, err := retention.Lookup(context.Background(), st.permit(d, scope.Lookup), s, &retentiontest.Spool{})
	if err != nil {
		st.t.Fatal(err)
	}
	return s.k, w
}

// edited is a store whose journal somebody changed.
type edited struct {
	*ledger.Memory
	change func(ledger.Frame) []ledger.Frame
}

func (e edited) Frames() iter.Seq2[ledger.Frame, error] {
	return func(yield func(ledger.Frame, error) bool) {
		for f, err := range e.Memory.Frames() {
			for _, g := range e.change(f) {
				if !yield(g, err) {
					return
				}
			}
		}
	}
}

// reopened opens the tenant's own ledger again, with its own key, over a journal that was changed.
func (st *stage) reopened(d law.Decision, change func(ledger.Frame) []ledger.Frame) error {
	log, err := ledger.Open(edited{st.store, change}, ledgertest.Key(1), ledgertest.Origin)
	if err != nil {
		return err
	}
	return st.tryOn(log, d)
}

// loose are packs in which a paper needs no signature.
func loose(t *testing.T) *law.Set {
	t.Helper()
	dir := fstest.MapFS{}
	entries, err := os.ReadDir("../../law/packs/us-federal")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		b, err := os.ReadFile("../../law/packs/us-federal/" + e.Name())
		if err != nil {
			t.Fatal(err)
		}
		dir["us-federal/"+e.Name()] = &fstest.MapFile{Data: []byte(strings.ReplaceAll(string(b), "signed: Fed. R. Crim. P. 41", "oral: {asked: call-records}\n  signed: Fed. R. Crim. P. 41"))}
	}
	s, err := law.Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	return s
}
