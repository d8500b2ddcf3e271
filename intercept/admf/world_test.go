package admf

import (
	"bytes"
	"reflect"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"writ"
	"writ/intercept"
	"writ/intercept/probe"
	"writ/intercept/probe/element"
	"writ/ledger"
	"writ/ledger/ledgertest"
	"writ/wire/x1"
)

// A box is an element of another maker, or a mediation function: it keeps what it is told.
type box struct {
	tasks map[x1.UUID]x1.TaskDetails
	to    map[x1.UUID]x1.DestinationDetails
}

func newBox() *box {
	return &box{map[x1.UUID]x1.TaskDetails{}, map[x1.UUID]x1.DestinationDetails{}}
}

func (b *box) Handle(_ time.Time, m x1.Message) x1.Response {
	switch r := m.Body.(type) {
	case *x1.CreateDestinationRequest:
		if d, ok := b.to[r.Destination.DID]; ok && !reflect.DeepEqual(d, r.Destination) {
			return x1.Refuse(r, x1.DIDExists)
		}
		b.to[r.Destination.DID] = r.Destination
	case *x1.ModifyDestinationRequest:
		if _, ok := b.to[r.Destination.DID]; !ok {
			return x1.Refuse(r, x1.DIDUnknown)
		}
		b.to[r.Destination.DID] = r.Destination
	case *x1.ActivateTaskRequest:
		if _, ok := b.tasks[r.Task.XID]; ok {
			return x1.Refuse(r, x1.XIDExists)
		}
		return b.put(r, r.Task)
	case *x1.ModifyTaskRequest:
		if _, ok := b.tasks[r.Task.XID]; !ok {
			return x1.Refuse(r, x1.XIDUnknown)
		}
		return b.put(r, r.Task)
	case *x1.DeactivateTaskRequest:
		if _, ok := b.tasks[r.XID]; !ok {
			return x1.Refuse(r, x1.XIDUnknown)
		}
		delete(b.tasks, r.XID)
	case *x1.GetAllDetailsRequest:
		out := &x1.GetAllDetailsResponse{}
		for _, t := range b.tasks {
			out.Tasks = append(out.Tasks, x1.TaskState{Task: t, Status: x1.TaskStatus{Provisioning: x1.ProvisioningComplete}})
		}
		for _, d := range b.to {
			out.Destinations = append(out.Destinations, x1.DestinationState{Destination: d})
		}
		return out
	}
	return x1.Done(m.Body.(x1.Request))
}

func (b *box) put(r x1.Request, t x1.TaskDetails) x1.Response {
	for _, d := range t.To.DIDs {
		if _, ok := b.to[d]; !ok {
			return x1.Refuse(r, x1.DIDUnknown)
		}
	}
	b.tasks[t.XID] = t
	return x1.Done(r)
}

// A world is one tap with an element of each kind, whose answers may be lost.
type world struct {
	t        fails
	log      *ledger.Log
	now      time.Time
	tap      Tap
	standing map[string]bool
	poi      *probe.Core
	elements map[string]x1.Handler
	dice     dice
	n        uint16
	rounds   int // how often a sweep tells the elements
	lose     func() (before, after bool)
}

// fails is what *testing.T and *rapid.T have in common here.
type fails interface {
	Fatal(...any)
	Fatalf(string, ...any)
}

func newWorld(t fails, st *testing.T) *world {
	id, err := writ.ParseIdentifier(writ.E164, number)
	if err != nil {
		t.Fatal(err)
	}
	l, _ := intercept.ParseLIID("L-1")
	w := &world{t: t, rounds: 4, log: ledgertest.New(st), now: noon, standing: map[string]bool{}, elements: map[string]x1.Handler{"mdf": newBox(), "ne": newBox()},
		tap: Tap{XID: intercept.XID{9}, LIID: l, Target: intercept.Target{ID: id}, Elements: []Element{{ID: "poi", Kind: Own, To: []x1.DestinationDetails{to(1)}},
			{ID: "ne", Kind: Foreign, To: []x1.DestinationDetails{to(2)}}, {ID: "mdf", Kind: Mediation, To: []x1.DestinationDetails{to(3), to(4)}}}}}
	w.restartPOI()
	w.lose = func() (bool, bool) { return false, false }
	return w
}

// restartPOI: it has lost all it held.
func (w *world) restartPOI() {
	var err error
	w.poi, err = probe.New(probe.Config{Secret: [32]byte{1}, Limits: probe.Limits{MaxTasks: 4, MaxTap: 1000 * 24 * time.Hour, Keys: []string{w.log.VerificationKey()}}})
	if err != nil {
		w.t.Fatal(err)
	}
	w.elements["poi"] = element.New(w.poi, element.Config{MostDestinations: 4})
}

func (w *world) stands(s Span) bool { return w.standing[s.Case] }

// settle orders what is wanted if it is not ordered yet, ledger first.
func (w *world) settle() (on bool) {
	task, on := w.tap.Wanted(w.now, w.stands)
	if !on || w.tap.Last.Stands(task) {
		return on
	}
	next, e, err := w.tap.Order(task, w.now, &w.dice, func(key string) bool { _, ok := w.log.Find(key); return ok })
	if err != nil {
		w.t.Fatal(err)
	}
	r, err := w.log.Append(e)
	if err != nil {
		w.t.Fatal(err)
	}
	p, err := w.log.Prove(r.Index())
	if err != nil {
		w.t.Fatal(err)
	}
	if w.tap, err = next.Proved(p); err != nil {
		w.t.Fatal(err)
	}
	if !w.tap.OnLedger(w.log.Find) {
		w.t.Fatal("the order is not on the ledger")
	}
	return on
}

// sweep tells the elements what is wanted, until there is nothing to tell or something was lost.
func (w *world) sweep() {
	on := w.settle()
	for range w.rounds {
		calls := w.tap.Calls(w.now, on)
		if len(calls) == 0 {
			return
		}
		for _, c := range calls {
			w.tap = w.tap.Sending(c)
			w.keep()
			w.tap = w.tap.Answered(c, w.send(c.Element, c.Requests...))
			w.keep()
		}
	}
}

// keep is a restart of the ADMF: what is not in the stored form is gone.
func (w *world) keep() {
	b, err := w.tap.Encode()
	if err != nil {
		w.t.Fatal(err)
	}
	again, err := DecodeTap(b)
	if err != nil {
		w.t.Fatalf("%v: %s", err, b)
	}
	if c, _ := again.Encode(); !bytes.Equal(b, c) {
		w.t.Fatal("stored otherwise")
	}
	w.tap = again
}

// send asks an element through documents.
func (w *world) send(id string, all ...x1.Request) []x1.Response {
	sent := x1.Requests("admf", id, w.now, func() x1.UUID { w.n++; return x1.UUID{14: byte(w.n >> 8), 15: byte(w.n)} }, all...)
	doc, err := sent.Append(nil)
	if err != nil {
		w.t.Fatal(err)
	}
	before, after := w.lose()
	if before {
		return make([]x1.Response, len(all))
	}
	answer := x1.Respond(doc, x1.RequestLimits, w.elements[id], x1.Identities{Side: x1.NE, Own: id, Peer: "admf", Known: []string{"admf"}}, w.now)
	if after {
		return make([]x1.Response, len(all))
	}
	got, err := x1.Bind(sent, answer, x1.AnswerLimits)
	if err != nil {
		w.t.Fatal(err)
	}
	return got
}

func (w *world) all(id string) *x1.GetAllDetailsResponse {
	r, _ := w.send(id, &x1.GetAllDetailsRequest{})[0].(*x1.GetAllDetailsResponse)
	return r
}

func (w *world) reconcile() (found []Finding) {
	for id := range w.elements {
		has := w.all(id)
		if has == nil {
			continue
		}
		f, stop, after := Reconcile(w.now, id, []Wish{{w.tap, w.settle()}}, func(x intercept.XID) bool { _, ok := w.log.Find(Key(x, 1)); return ok }, has)
		found, w.tap = append(found, f...), after[0]
		for _, c := range stop {
			w.tap = w.tap.Answered(c, w.send(c.Element, c.Requests...))
		}
	}
	return found
}

// right says whether every element holds exactly what is wanted.
func (w *world) right() bool {
	task, on := w.tap.Wanted(w.now, w.stands)
	for _, e := range w.tap.Elements {
		has := w.all(e.ID)
		want := on && (e.Kind != Foreign || task.Holds(w.now))
		switch {
		case len(has.Tasks) > 1 || (len(has.Tasks) == 1) != want:
			return false
		case want && !slices.ContainsFunc(has.Destinations, func(s x1.DestinationState) bool { return reflect.DeepEqual(s.Destination, e.To[0]) }):
			return false
		case want && !same(e.Kind, has.Tasks[0].Task, w.tap.details(e)):
			return false
		}
	}
	return true
}

// TestWhateverHappensTheElementsEndUpHoldingExactlyWhatIsOrdered: cases are approved and stopped, time passes, messages and answers are
// lost, elements forget, the ADMF restarts after each call.
func TestWhateverHappensTheElementsEndUpHoldingExactlyWhatIsOrdered(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		w := newWorld(rt, t)
		lossy := false
		w.lose = func() (bool, bool) {
			n := 0
			if lossy {
				n = rapid.IntRange(0, 3).Draw(rt, "lost")
			}
			return n == 1, n == 2
		}
		for range rapid.IntRange(1, 12).Draw(rt, "steps") {
			lossy = true
			switch rapid.IntRange(0, 6).Draw(rt, "step") {
			case 0:
				name := string(rune('a' + len(w.tap.Spans)))
				from := w.now.Add(time.Duration(rapid.IntRange(-3, 5).Draw(rt, "from")) * time.Hour)
				w.tap.Spans = append(w.tap.Spans, Span{name, 1, from, from.Add(time.Duration(rapid.IntRange(1, 9).Draw(rt, "hours")) * time.Hour), intercept.Deliver(rapid.IntRange(1, 2).Draw(rt, "deliver"))})
				w.standing[name] = true
			case 1:
				if n := len(w.tap.Spans); n > 0 {
					name := w.tap.Spans[rapid.IntRange(0, n-1).Draw(rt, "case")].Case
					w.standing[name] = !w.standing[name]
				}
			case 2:
				w.now = w.now.Add(time.Duration(rapid.IntRange(1, 4).Draw(rt, "pass")) * time.Hour)
			case 3:
				w.restartPOI()
				lossy = false
				w.reconcile()
			case 4:
				w.elements["ne"] = newBox()
				lossy = false
				w.reconcile()
			case 5:
				w.reconcile()
			}
			w.rounds = 1
			w.sweep()
			w.rounds = 4
			if rapid.Bool().Draw(rt, "the storm goes on") {
				continue
			}
			lossy = false
			w.sweep()
			if !w.right() {
				rt.Fatal("an element does not hold what is wanted")
			}
			on := w.settle()
			if again := w.tap.Calls(w.now, on); len(again) > 0 {
				rt.Fatalf("all is right, and %d are to be told", len(again))
			}
			if found := w.reconcile(); len(found) > 0 {
				rt.Fatalf("all is right, and found: %v", found)
			}
		}
	})
}
