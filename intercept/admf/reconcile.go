package admf

import (
	"fmt"
	"reflect"
	"slices"
	"time"

	"writ/intercept"
	"writ/wire/x1"
)

// A Finding is something that a reconciliation found otherwise than ordered. It prints without the task's number.
type Finding struct {
	What    What
	Element string
	XID     intercept.XID // zero where it is about no task
}

// What was found.
type What uint8

// The findings. The zero value is none.
const (
	_           What = iota
	NotTapped        // ordered, and the element does not hold it
	Differs          // the element holds it otherwise than ordered
	NotOrdered       // the element holds one of ours that is not ordered now; it is stopped
	Another          // the element holds one that this ADMF never ordered; whoever set it is to be found
	Failing          // the element says that it does not work
	Misdirected      // a destination is missing or another than ordered
	Unaccounted      // more octets left the host than its ordered tasks made
	Undelivered      // fewer left than its tasks made
)

var whats = [...]string{"", "ordered but not tapped", "tapped otherwise than ordered", "tapped but not ordered: stopped", "tapped by another ADMF", "the element reports a fault",
	"a destination is not as ordered", "octets left that no ordered task made", "octets of an ordered task have not left"}

// String says it in words that name no task.
func (f Finding) String() string {
	if int(f.What) >= len(whats) {
		return "finding"
	}
	return fmt.Sprintf("%s: %s", f.Element, whats[f.What])
}

// A Wish is a tap with whether it is wanted now: On where [Tap.Wanted] says so, and the tap's last order is what it says.
type Wish struct {
	Tap Tap
	On  bool
}

// Reconcile compares what an element holds with what the ledger's taps want of it: wishes are those that the ledger holds and that name the
// element. issued says whether the ledger ever ordered a task with an XID. It gives what was found, what is to be sent at once, to
// stop what is not ordered and to direct product where it belongs, and the taps of the wishes as the element really has them: their next
// [Tap.Calls] repair the rest.
func Reconcile(now time.Time, element string, wishes []Wish, issued func(intercept.XID) bool, has *x1.GetAllDetailsResponse) (found []Finding, atOnce []Call, after []Tap) {
	r := reconciliation{now: now, element: element, has: has}
	if has.Status.Faulty {
		r.find(Failing, intercept.XID{})
	}
	for _, w := range wishes {
		after = append(after, r.wish(w))
	}
	for _, s := range has.Tasks {
		r.task(intercept.XID(s.Task.XID), wishes, issued)
	}
	for n, t := range after {
		for _, c := range r.atOnce {
			if c.XID == t.XID {
				after[n] = after[n].taking(c)
			}
		}
	}
	return r.found, r.atOnce, after
}

// task looks at one that the element holds and that is not wanted of it. One that is about to be taken away is no finding.
func (r *reconciliation) task(id intercept.XID, wishes []Wish, issued func(intercept.XID) bool) {
	told := false // it holds it by the book, and is to be told to let it go
	for _, w := range wishes {
		e, ok := w.Tap.element(r.element)
		if w.Tap.XID != id || !ok {
			continue
		}
		if w.Tap.starts(e, r.now, w.On) {
			return
		}
		told = e.Held != 0 || e.Unsure
	}
	if !told && !issued(id) {
		r.find(Another, id)
		return
	}
	if !told {
		r.find(NotOrdered, id)
	}
	r.atOnce = append(r.atOnce, Call{Element: r.element, XID: id, Step: Take, Requests: []x1.Request{Deactivate(id)}})
}

func (t Tap) element(id string) (Element, bool) {
	n := slices.IndexFunc(t.Elements, func(e Element) bool { return e.ID == id })
	if n < 0 {
		return Element{}, false
	}
	return t.Elements[n], true
}

type reconciliation struct {
	now     time.Time
	element string
	has     *x1.GetAllDetailsResponse
	found   []Finding
	atOnce  []Call
}

func (r *reconciliation) find(w What, x intercept.XID) {
	r.found = append(r.found, Finding{w, r.element, x})
}

// wish gives the tap as the element has it.
func (r *reconciliation) wish(w Wish) Tap {
	return r.lost(w).at(r.element, func(e *Element) {
		e.Unsure, e.No = false, 0
		n := slices.IndexFunc(r.has.Tasks, func(s x1.TaskState) bool { return s.Task.XID == x1.UUID(w.Tap.XID) })
		if !w.Tap.starts(*e, r.now, w.On) {
			if e.Held = 0; n >= 0 {
				e.Held = older
			}
			return
		}
		repair := r.replace(*e)
		if e.Placed = len(repair) == 0; !e.Placed {
			r.find(Misdirected, w.Tap.XID)
			r.atOnce = append(r.atOnce, Call{r.element, w.Tap.XID, Place, w.Tap.Last.Number, repair})
		}
		switch {
		case n < 0:
			e.Held = 0
			r.find(NotTapped, w.Tap.XID)
			return
		case !same(e.Kind, r.has.Tasks[n].Task, w.Tap.details(*e)):
			e.Held = older
			r.find(Differs, w.Tap.XID)
		default:
			e.Held = w.Tap.Last.Number
		}
		if s := r.has.Tasks[n].Status; s.Provisioning == x1.ProvisioningFailed || len(s.Faults) > 0 {
			r.find(Failing, w.Tap.XID)
		}
	})
}

// lost gives the tap with its order spent where writ's own point of interception held it, or may have, and does not: whoever took it away
// there, it takes that order no more. One that it has refused is no reason for another.
func (r *reconciliation) lost(w Wish) Tap {
	t := w.Tap
	e, ok := t.element(r.element)
	has := slices.ContainsFunc(r.has.Tasks, func(s x1.TaskState) bool { return s.Task.XID == x1.UUID(t.XID) })
	if ok && e.Kind == Own && !has && (e.Held != 0 || e.Unsure && e.No != t.Last.Number) {
		t.Last.Spent = true
	}
	return t
}

// same reports whether an element holds a task as it was told. Another maker's may add to it what does not widen it.
func same(k Kind, has, told x1.TaskDetails) bool {
	if k == Foreign {
		has = x1.TaskDetails{XID: has.XID, Targets: has.Targets, Delivery: has.Delivery, To: has.To}
	}
	return reflect.DeepEqual(has, told)
}

// replace gives what makes the element's destinations those that are ordered: one that is missing is made, another under its number is changed.
func (r *reconciliation) replace(e Element) (out []x1.Request) {
	for _, d := range e.To {
		n := slices.IndexFunc(r.has.Destinations, func(s x1.DestinationState) bool { return s.Destination.DID == d.DID })
		switch {
		case n < 0:
			out = append(out, &x1.CreateDestinationRequest{Destination: d})
		case !reflect.DeepEqual(r.has.Destinations[n].Destination, d):
			out = append(out, &x1.ModifyDestinationRequest{Destination: d})
		}
	}
	return out
}
