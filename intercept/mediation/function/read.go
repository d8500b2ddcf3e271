package function

import (
	"errors"

	"writ/intercept"
	"writ/wire/x1"
)

// Why a task is refused, beside what [intercept.Task.Check] and the mediator say. No text names a task.
var (
	errDetails  = errors.New("it holds no details for mediation, or several; one task is for one agency under one LIID")
	errNoEnd    = errors.New("its details for mediation hold no start and end")
	errLIID     = errors.New("its LIID is none")
	errDelivery = errors.New("content without its signalling is not handed over")
	errUnheeded = errors.New("it holds a correlation, a product, a scope, a policy or an extension that is not heeded here")
)

// read makes a task of its details, or says by a code or an error why it is refused.
func (f *Function) read(d x1.TaskDetails) (t intercept.Task, code x1.Code, err error) {
	switch {
	case len(d.Services) > 0:
		return t, x1.UnsupportedService, nil
	case len(d.Mediation) != 1:
		return t, 0, errDetails
	case unheeded(d):
		return t, 0, errUnheeded
	}
	m := d.Mediation[0]
	if m.Start.IsZero() || m.End.IsZero() {
		return t, 0, errNoEnd
	}
	t = intercept.Task{XID: intercept.XID(d.XID), From: m.Start, Until: m.End}
	if t.LIID, err = intercept.ParseLIID(m.LIID); err != nil {
		return t, 0, errLIID
	}
	for _, target := range d.Targets {
		id, err := target.Identifier()
		if err != nil {
			return t, 0, err
		}
		t.Targets = append(t.Targets, intercept.Target{ID: id})
	}
	if t.Deliver, code, err = delivers(d.Delivery, m.Delivery); code != 0 || err != nil {
		return t, code, err
	}
	to := d.To
	if m.To != nil {
		to = *m.To
	}
	for _, id := range to.DIDs {
		if !f.created[id] {
			return t, x1.DIDUnknown, nil
		}
		t.To = append(t.To, intercept.DID(id))
	}
	if len(t.To) == 0 || len(to.Sets) > 0 {
		return t, x1.DeliveryMismatch, nil
	}
	return t, 0, nil
}

func unheeded(d x1.TaskDetails) bool {
	m := d.Mediation[0]
	return d.Correlation != nil || d.Product != nil || len(d.Policies)+len(d.Extensions)+len(m.Extensions)+len(m.Scoping)+len(m.Policies) > 0
}

// delivers says what is handed over: never more than the point of interception is ordered to send.
func delivers(x x1.Delivery, h x1.Handover) (intercept.Deliver, x1.Code, error) {
	switch {
	case h == x1.HI3Only || x == x1.X3Only:
		return 0, 0, errDelivery
	case h == x1.HI2Only:
		return intercept.IRIOnly, 0, nil
	case x != x1.X2andX3:
		return 0, x1.DeliveryMismatch, nil
	}
	return intercept.IRIAndCC, 0, nil
}

// tell answers what only asks how things stand.
func (f *Function) tell(b x1.Body) x1.Response {
	switch r := b.(type) {
	case *x1.GetTaskDetailsRequest:
		if _, ok := f.tasks[r.XID]; !ok {
			return x1.Refuse(r, x1.XIDUnknown)
		}
		return &x1.GetTaskDetailsResponse{Task: f.task(r.XID)}
	case *x1.GetNEStatusRequest:
		return &x1.GetNEStatusResponse{}
	case *x1.GetAllDetailsRequest:
		return &x1.GetAllDetailsResponse{Tasks: f.allTasks(), Destinations: f.destinations()}
	case *x1.GetAllTaskDetailsRequest:
		return &x1.GetAllTaskDetailsResponse{Tasks: f.allTasks()}
	case *x1.GetAllDestinationDetailsRequest:
		return &x1.GetAllDestinationDetailsResponse{Destinations: f.destinations()}
	case *x1.ListAllDetailsRequest:
		out := &x1.ListAllDetailsResponse{XIDs: append([]x1.UUID(nil), f.order...)}
		for _, d := range f.destinations() {
			out.DIDs.DIDs = append(out.DIDs.DIDs, d.Destination.DID)
		}
		return out
	case x1.Request:
		return x1.Refuse(r, x1.UnsupportedRequest) // of destinations and objects it has no say
	}
	return nil
}

func (f *Function) task(id x1.UUID) x1.TaskState {
	return x1.TaskState{Task: f.tasks[id], Status: x1.TaskStatus{Provisioning: x1.ProvisioningComplete}}
}

func (f *Function) allTasks() (out []x1.TaskState) {
	for _, id := range f.order {
		out = append(out, f.task(id))
	}
	return out
}

func (f *Function) destinations() (out []x1.DestinationState) {
	for _, d := range f.may {
		if f.created[d.DID] {
			out = append(out, x1.DestinationState{Destination: d})
		}
	}
	return out
}
