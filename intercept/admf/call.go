package admf

import (
	"slices"
	"time"

	"writ/intercept"
	"writ/wire/x1"
)

// A Step is what a call does.
type Step uint8

// The steps, in the order in which an element is told a task. The zero value is none.
const (
	_     Step = iota
	Place      // the destinations are made
	Tell       // the task is ordered, or changed
	Take       // the task is taken away
)

// A Call is what is to be sent to one element about one tap in one container. [Tap.Sending] comes before it leaves, and its answer goes to
// [Tap.Answered].
type Call struct {
	Element  string
	XID      intercept.XID
	Step     Step
	Number   int // of the order that is told
	Requests []x1.Request
}

// Calls gives what the tap's elements are to be told at an instant, so that they hold what is wanted: wanted is the tap's last order, or
// on is false. It may be asked as often as one likes; an element that has acknowledged is told nothing. Destinations come first, by
// themselves: a task is never told to an element that may hold another address under the name.
func (t Tap) Calls(now time.Time, on bool) []Call {
	var out []Call
	for _, e := range t.Elements {
		c := Call{Element: e.ID, XID: t.XID}
		switch {
		case !t.starts(e, now, on):
			if e.Held == 0 && !e.Unsure {
				continue
			}
			c.Step, c.Requests = Take, []x1.Request{Deactivate(t.XID)}
		case e.No == t.Last.Number || e.Held == t.Last.Number && !e.Unsure:
			continue
		case !e.Placed:
			c.Step, c.Number, c.Requests = Place, t.Last.Number, e.place()
		default:
			c.Step, c.Number, c.Requests = Tell, t.Last.Number, []x1.Request{t.order(e)}
		}
		out = append(out, c)
	}
	return out
}

// starts says whether an element is to hold the last order now. One that takes no start is told at the start.
func (t Tap) starts(e Element, now time.Time, on bool) bool {
	return on && t.Last.Number > 0 && (e.Kind != Foreign || t.Last.Task.Holds(now))
}

func (e Element) place() (out []x1.Request) {
	for _, d := range e.To {
		out = append(out, &x1.CreateDestinationRequest{Destination: d})
	}
	return out
}

func (t Tap) order(e Element) x1.Request {
	if e.Held == 0 {
		return &x1.ActivateTaskRequest{Task: t.details(e)}
	}
	return &x1.ModifyTaskRequest{Task: t.details(e)}
}

// Deactivate takes a task away. It needs no permit.
func Deactivate(x intercept.XID) x1.Request { return &x1.DeactivateTaskRequest{XID: x1.UUID(x)} }

// details gives the last order as an element is told it.
func (t Tap) details(e Element) x1.TaskDetails {
	task := t.Last.Task
	target, _ := x1.FromIdentifier(t.Target.ID) // Plan has looked
	d := x1.TaskDetails{XID: x1.UUID(t.XID), Targets: []x1.TargetIdentifier{target}, Delivery: x1.X2Only}
	if task.Deliver == intercept.IRIAndCC {
		d.Delivery = x1.X2andX3
	}
	for _, to := range e.To {
		d.To.DIDs = append(d.To.DIDs, to.DID)
	}
	switch e.Kind {
	case Own:
		d.Extensions = []x1.Extension{x1.Authority{From: task.From, Until: task.Until, Proof: t.Last.Proof}.Extension()}
	case Mediation:
		d.Mediation = []x1.MediationDetails{mediation(t.LIID, task)}
	case Foreign:
	}
	return d
}

func mediation(l intercept.LIID, task intercept.Task) x1.MediationDetails {
	m := x1.MediationDetails{LIID: l.Reveal(), Delivery: x1.HI2Only, Start: task.From, End: task.Until}
	if task.Deliver == intercept.IRIAndCC {
		m.Delivery = x1.HI2andHI3
	}
	return m
}

// Sending gives the tap as it is while a call is under way: from then on its element may hold the task. Keep it durably before the call
// leaves, or a stop could pass the element by.
func (t Tap) Sending(c Call) Tap {
	return t.taking(c).at(c.Element, func(e *Element) { e.Unsure = e.Unsure || c.Step != Place })
}

// taking gives the tap with its order spent where a call takes it away from a point of interception of writ's own.
func (t Tap) taking(c Call) Tap {
	e, ok := t.element(c.Element)
	t.Last.Spent = t.Last.Spent || ok && e.Kind == Own && c.Step == Take && t.Last.Number > 0
	return t
}

// Answered gives the tap after an element has answered a call: one response a request, nil where none came. A response that is missing
// leaves it unsure, and the call is made again. A task that an element does not know is as good as taken away.
func (t Tap) Answered(c Call, answers []x1.Response) Tap {
	code, answered := outcome(c, answers)
	if !answered {
		return t
	}
	if e, ok := t.element(c.Element); ok && e.Kind == Own && c.Step == Tell && code == x1.XIDUnknown && c.Number == t.Last.Number {
		t.Last.Spent = true // somebody may have taken this very order away
	}
	return t.at(c.Element, func(e *Element) {
		switch {
		case c.Step == Place && code == 0:
			e.Placed = true
			return
		case c.Step == Take && (code == 0 || code == x1.XIDUnknown):
			e.Held = 0
		case c.Step == Tell && code == 0:
			e.Held, e.No = c.Number, 0
		case c.Step == Tell && code == x1.XIDExists:
			e.Held = older // it held the task all along: change it
		case c.Step == Tell && code == x1.XIDUnknown:
			e.Held, e.Placed = 0, false // it has lost what it held: begin anew
		case c.Step == Tell && code == x1.DIDUnknown:
			e.Placed = false // and the task, or an older form of it, may be there
			return
		case c.Step == Take:
			return // it won't let go: it is asked again, and the reconciliation tells
		default:
			e.No = c.Number
			return // it may hold the task all the same, as one whose disk failed after it began: a stop still goes there
		}
		e.Unsure = false
	})
}

// at gives the tap with one element changed.
func (t Tap) at(id string, change func(*Element)) Tap {
	t.Elements = slices.Clone(t.Elements)
	for n := range t.Elements {
		if t.Elements[n].ID == id {
			change(&t.Elements[n])
		}
	}
	return t
}

// outcome gives the first refusal of a call, or 0. It is answered when each request is.
func outcome(c Call, answers []x1.Response) (code x1.Code, answered bool) {
	if len(answers) != len(c.Requests) {
		return 0, false
	}
	for _, r := range answers {
		refusal, refused := r.(*x1.ErrorResponse)
		if _, ok := r.(*x1.OKResponse); !ok && !refused {
			return 0, false
		}
		if refused && code == 0 {
			code = refusal.Code
		}
	}
	return code, true
}
