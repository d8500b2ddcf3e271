package mediation

import (
	"bytes"
	"context"
	"errors"
	"maps"
	"slices"

	"writ/intercept"
	core "writ/intercept/mediation"
	"writ/wire/x1"
)

var errForeign = errors.New("the destination is not configured here, with its agency's profile; add it to the configuration")

// place takes a destination that is configured.
func (x *X1) place(r x1.Request, d x1.DestinationDetails, modify bool, generic x1.Code) x1.Response {
	_, placed := x.placed[d.DID]
	switch {
	case x.m.known[intercept.DID(d.DID)] == nil:
		return answer(r, generic, errForeign)
	case modify && !placed:
		return x1.Refuse(r, x1.DIDUnknown)
	case !modify && placed:
		return x1.Refuse(r, x1.DIDExists)
	}
	x.placed[d.DID] = d
	return x1.Done(r)
}

func (x *X1) remove(ctx context.Context, r *x1.RemoveDestinationRequest) x1.Response {
	if _, placed := x.placed[r.DID]; !placed {
		return x1.Refuse(r, x1.DIDUnknown)
	}
	held, err := x.m.active(ctx)
	if err != nil {
		return x1.Refuse(r, x1.RemoveDestinationFailure)
	}
	for _, o := range held {
		if slices.Contains(o.Task.To, intercept.DID(r.DID)) {
			return x1.Refuse(r, x1.DestinationInUse)
		}
	}
	delete(x.placed, r.DID)
	return x1.Done(r)
}

// show answers what only asks how things stand.
func (x *X1) show(ctx context.Context, b x1.Body) x1.Response {
	request, ok := b.(x1.Request)
	if !ok {
		return nil
	}
	held, err := x.m.active(ctx)
	if err != nil {
		return x1.Refuse(request, x1.Generic)
	}
	switch r := b.(type) {
	case *x1.GetTaskDetailsRequest:
		o, known := held[intercept.XID(r.XID)]
		if !known {
			return x1.Refuse(r, x1.XIDUnknown)
		}
		return &x1.GetTaskDetailsResponse{Task: x.task(ctx, o)}
	case *x1.GetAllTaskDetailsRequest:
		return &x1.GetAllTaskDetailsResponse{Tasks: x.tasks(ctx, held)}
	case *x1.GetDestinationDetailsRequest:
		d, placed := x.placed[r.DID]
		if !placed {
			return x1.Refuse(r, x1.DIDUnknown)
		}
		return &x1.GetDestinationDetailsResponse{Destination: x1.DestinationState{Destination: d}}
	case *x1.GetAllDestinationDetailsRequest:
		return &x1.GetAllDestinationDetailsResponse{Destinations: x.destinations()}
	case *x1.GetAllDetailsRequest:
		return &x1.GetAllDetailsResponse{Tasks: x.tasks(ctx, held), Destinations: x.destinations()}
	case *x1.ListAllDetailsRequest:
		out := &x1.ListAllDetailsResponse{}
		for _, id := range sorted(held) {
			out.XIDs = append(out.XIDs, x1.UUID(id))
		}
		for _, d := range x.destinations() {
			out.DIDs.DIDs = append(out.DIDs.DIDs, d.Destination.DID)
		}
		return out
	case *x1.GetNEStatusRequest:
		return &x1.GetNEStatusResponse{}
	}
	return x1.Refuse(request, x1.UnsupportedRequest)
}

func (x *X1) tasks(ctx context.Context, held map[intercept.XID]Order) (out []x1.TaskState) {
	for _, id := range sorted(held) {
		out = append(out, x.task(ctx, held[id]))
	}
	return out
}

// task gives a task as X1 has it, made from the order, so that it is the same after a restart.
func (x *X1) task(ctx context.Context, o Order) x1.TaskState {
	t := &o.Task
	d := x1.TaskDetails{XID: x1.UUID(t.XID), Delivery: x1.X2Only}
	m := x1.MediationDetails{LIID: t.LIID.Reveal(), Delivery: x1.HI2Only, Start: t.From, End: t.Until}
	if t.Deliver == intercept.IRIAndCC {
		d.Delivery, m.Delivery = x1.X2andX3, x1.HI2andHI3
	}
	for _, target := range t.Targets {
		if id, ok := x1.FromIdentifier(target.ID); ok {
			d.Targets = append(d.Targets, id)
		}
	}
	for _, did := range t.To {
		d.To.DIDs = append(d.To.DIDs, x1.UUID(did))
	}
	if !t.Product.IsZero() {
		product := x1.UUID(t.Product)
		d.Product = &product
	}
	switch o.Service {
	case core.Multimedia:
		d.Services = []x1.Service{x1.Voice}
	case core.Access:
		d.Services = []x1.Service{x1.Data}
	case core.ByTarget:
	}
	d.Mediation = []x1.MediationDetails{m}
	return x1.TaskState{Task: d, Status: x1.TaskStatus{Provisioning: x1.ProvisioningComplete, Extensions: x.amount(ctx, t.XID)}}
}

// amount counts the PDUs that came of a task over X2 and X3 and were delivered.
func (x *X1) amount(ctx context.Context, id intercept.XID) []x1.Extension {
	n, known, err := x.m.Counts(ctx, id)
	if !known || err != nil {
		return nil
	}
	return []x1.Extension{x1.Amount{X2: int64(n.IRI), X3: int64(n.CC)}.Extension()}
}

func (x *X1) destinations() (out []x1.DestinationState) {
	for _, id := range slices.SortedFunc(maps.Keys(x.placed), func(a, b x1.UUID) int { return bytes.Compare(a[:], b[:]) }) {
		out = append(out, x1.DestinationState{Destination: x.placed[id]})
	}
	return out
}
