package element

import (
	"errors"
	"time"

	"writ/intercept"
	"writ/intercept/probe"
	"writ/wire/x1"
)

// Why a task is refused, beside what the core and [intercept.Task.Check] say. No text names a task.
var (
	errNoEnd     = errors.New("it carries no authority of urn:writ:x1:1 with its start and end")
	errDelivery  = errors.New("content without its signalling is not delivered")
	errMediation = errors.New("it holds details for mediation, which are not told here")
	errUnheeded  = errors.New("it holds a correlation, a policy or an extension that is not heeded here")
)

// codes are the standard's for the errors of a task, the more telling first.
var codes = []struct {
	err  error
	code x1.Code
}{
	{probe.ErrHeld, x1.XIDExists}, {probe.ErrUnknown, x1.XIDUnknown}, {probe.ErrKind, x1.UnsupportedTarget}, {intercept.ErrKind, x1.UnsupportedTarget},
	{intercept.ErrWildcard, x1.UnsupportedTarget}, {probe.ErrCombination, x1.UnsupportedTargets},
}

// refuse says why a task is not taken. The errors that come here are fixed texts of this program, which hold nothing of the task.
func refuse(r x1.Request, generic x1.Code, err error) x1.Response {
	code := generic
	var told *x1.Error
	if errors.As(err, &told) && told.Code != x1.Syntax {
		code = told.Code
	}
	for _, c := range codes {
		if errors.Is(err, c.err) {
			code = c.code
		}
	}
	return &x1.ErrorResponse{Of: r.Type(), Code: code, Description: code.String() + ": " + err.Error()}
}

func (e *Element) activate(at time.Time, r *x1.ActivateTaskRequest) x1.Response {
	task, code, err := e.read(r.Task)
	switch {
	case code != 0:
		return x1.Refuse(r, code)
	case err != nil:
		return refuse(r, x1.ActivateTaskFailure, err)
	}
	if err := e.core.Activate(task, at); err != nil {
		return refuse(r, x1.ActivateTaskFailure, err)
	}
	if _, held := e.tasks[task.XID]; !held {
		e.tasks[task.XID] = ordered{details: r.Task, changed: at}
	}
	e.forget()
	return x1.Done(r)
}

func (e *Element) modify(at time.Time, r *x1.ModifyTaskRequest) x1.Response {
	held, ok := e.tasks[intercept.XID(r.Task.XID)]
	if !ok {
		return x1.Refuse(r, x1.XIDUnknown)
	}
	task, code, err := e.read(r.Task)
	switch {
	case code != 0:
		return x1.Refuse(r, code)
	case err != nil:
		return refuse(r, x1.ModifyTaskFailure, err)
	}
	if err := e.core.Modify(task, at); err != nil {
		return refuse(r, x1.ModifyTaskFailure, err)
	}
	e.tasks[task.XID] = ordered{r.Task, at, held.modified + 1}
	return x1.Done(r)
}

func (e *Element) deactivate(r *x1.DeactivateTaskRequest) x1.Response {
	if err := e.core.Deactivate(intercept.XID(r.XID)); err != nil {
		return x1.Refuse(r, x1.XIDUnknown)
	}
	delete(e.tasks, intercept.XID(r.XID))
	return x1.Done(r)
}

func (e *Element) deactivateAll(r *x1.DeactivateAllTasksRequest) x1.Response {
	if !e.cfg.DeactivateAll {
		return x1.Refuse(r, x1.DeactivateAllNotEnabled)
	}
	e.core.DeactivateAll()
	clear(e.tasks)
	return x1.Done(r)
}

// silence ends all tasks, which nobody revoked.
func (e *Element) silence() {
	e.core.Clear()
	clear(e.tasks)
}

// forget drops orders of tasks that the core made room of.
func (e *Element) forget() {
	if len(e.tasks) == len(e.core.Tasks()) {
		return
	}
	for id := range e.tasks {
		if _, _, held := e.core.Task(id); !held {
			delete(e.tasks, id)
		}
	}
}

// read makes a task of its details, or says by a code or an error why it is refused.
func (e *Element) read(d x1.TaskDetails) (intercept.Task, x1.Code, error) {
	a, found, err := d.Authority()
	switch {
	case err != nil:
		return intercept.Task{}, x1.Syntax, nil
	case !found:
		return intercept.Task{}, 0, errNoEnd
	case len(d.Services) > 0:
		return intercept.Task{}, x1.UnsupportedService, nil
	case len(d.Mediation) > 0:
		return intercept.Task{}, 0, errMediation
	case d.Correlation != nil || len(d.Policies) > 0 || len(d.Extensions) != 1 || len(d.Extensions[0].Any) != 1:
		return intercept.Task{}, 0, errUnheeded
	}
	t := intercept.Task{XID: intercept.XID(d.XID), From: a.From, Until: a.Until, Proof: a.Proof}
	if d.Product != nil {
		t.Product = intercept.XID(*d.Product)
	}
	switch d.Delivery {
	case x1.X2Only:
		t.Deliver = intercept.IRIOnly
	case x1.X2andX3:
		t.Deliver = intercept.IRIAndCC
	default:
		return intercept.Task{}, 0, errDelivery
	}
	for _, target := range d.Targets {
		id, err := target.Identifier()
		if err != nil {
			return intercept.Task{}, 0, err
		}
		t.Targets = append(t.Targets, intercept.Target{ID: id})
	}
	for _, id := range d.To.DIDs {
		t.To = append(t.To, intercept.DID(id))
	}
	if code := e.reaches(d); code != 0 {
		return t, code, nil
	}
	return t, 0, e.core.Directed(t, e.address)
}

// address gives the one text of where a destination is.
func (e *Element) address(id intercept.DID) string { return e.destinations[x1.UUID(id)].Address.Text() }

// reaches says whether the task's destinations are there and take what it delivers: X2 somewhere, X3 somewhere, and nowhere what it does not.
func (e *Element) reaches(d x1.TaskDetails) x1.Code {
	var takes [2]bool
	for _, id := range d.To.DIDs {
		to, ok := e.destinations[id]
		if !ok {
			return x1.DIDUnknown
		}
		x2, x3 := to.Delivery != x1.X3Only, to.Delivery != x1.X2Only
		if !x2 && d.Delivery == x1.X2Only {
			return x1.DeliveryMismatch
		}
		takes[0], takes[1] = takes[0] || x2, takes[1] || x3
	}
	switch {
	case len(d.To.Sets) > 0:
		return x1.ObjectUnknown
	case !takes[0] || !takes[1] && d.Delivery != x1.X2Only:
		return x1.DeliveryMismatch
	}
	return 0
}
