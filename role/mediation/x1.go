package mediation

import (
	"bytes"
	"context"
	"errors"
	"sync"
	"time"

	"writ/intercept"
	core "writ/intercept/mediation"
	"writ/wire/x1"
)

// An X1 answers an ADMF for a mediation (TS 103 221-1): tasks come with their LIID, start and end as MediationDetails.
// Destinations are the provider's configuration, with the agency's profile: CreateDestination names one of these, and
// none that is not there.
type X1 struct {
	m      *Mediation
	common Order // what every task has beside what X1 says: limits, elements

	mu     sync.Mutex // one request at a time
	placed map[x1.UUID]x1.DestinationDetails
}

// x1Within is how long a request may take: the spool may be slow, and the ADMF asks again.
const x1Within = 10 * time.Second

// NewX1 gives the X1 side of a mediation that runs. Of common, the fields beside the task are every task's.
func NewX1(m *Mediation, common Order) *X1 {
	return &X1{m: m, common: common, placed: map[x1.UUID]x1.DestinationDetails{}}
}

// Handle answers one request.
func (x *X1) Handle(at time.Time, message x1.Message) x1.Response {
	x.mu.Lock()
	defer x.mu.Unlock()
	ctx, cancel := context.WithTimeout(context.Background(), x1Within)
	defer cancel()
	switch r := message.Body.(type) {
	case *x1.ActivateTaskRequest:
		return x.set(ctx, at, r, r.Task, false, x1.ActivateTaskFailure)
	case *x1.ModifyTaskRequest:
		return x.set(ctx, at, r, r.Task, true, x1.ModifyTaskFailure)
	case *x1.DeactivateTaskRequest:
		return x.stop(ctx, r)
	case *x1.DeactivateAllTasksRequest:
		return x1.Refuse(r, x1.DeactivateAllNotEnabled)
	case *x1.CreateDestinationRequest:
		return x.place(r, r.Destination, false, x1.CreateDestinationFailure)
	case *x1.ModifyDestinationRequest:
		return x.place(r, r.Destination, true, x1.ModifyDestinationFailure)
	case *x1.RemoveDestinationRequest:
		return x.remove(ctx, r)
	case *x1.RemoveAllDestinationsRequest:
		return x1.Refuse(r, x1.RemoveAllNotEnabled)
	case *x1.PingRequest:
		return x1.Done(r)
	case *x1.KeepaliveRequest:
		return x1.Done(r)
	}
	return x.show(ctx, message.Body)
}

// Why a task is refused here. No text names it.
var (
	errNoDetails = errors.New("it has no MediationDetails, or several; one task is for one warrant and one agency")
	errNoTimes   = errors.New("its MediationDetails name no StartTime or no EndTime")
	errDelivery  = errors.New("what it delivers on X2 and X3 and on HI2 and HI3 does not fit; content goes with its signalling")
	errUnheeded  = errors.New("it holds a scope, policy, correlation or extension that is not heeded here")
)

func (x *X1) set(ctx context.Context, at time.Time, r x1.Request, d x1.TaskDetails, modify bool, generic x1.Code) x1.Response {
	held, err := x.m.active(ctx)
	if err != nil {
		return x1.Refuse(r, generic)
	}
	before, known := held[intercept.XID(d.XID)]
	if modify && !known {
		return x1.Refuse(r, x1.XIDUnknown)
	}
	o, code, err := x.read(d)
	switch {
	case !modify && known && code == 0 && err == nil && bytes.Equal(appendOrder(nil, o), appendOrder(nil, before)):
		return x1.Done(r) // an ADMF repeats what it is not sure of
	case !modify && known:
		return x1.Refuse(r, x1.XIDExists)
	case code != 0:
		return x1.Refuse(r, code)
	}
	if err == nil {
		err = o.Task.Check(at, intercept.MostTargets)
	}
	if err == nil {
		err = x.m.Set(ctx, o)
	}
	return answer(r, generic, err)
}

// answer says how a request ended. The errors are fixed texts of this program, and hold nothing of a task.
func answer(r x1.Request, generic x1.Code, err error) x1.Response {
	code := generic
	switch {
	case err == nil:
		return x1.Done(r)
	case errors.Is(err, ErrNowhere):
		code = x1.DIDUnknown
	case errors.Is(err, intercept.ErrKind), errors.Is(err, intercept.ErrWildcard):
		code = x1.UnsupportedTarget
	}
	return &x1.ErrorResponse{Of: r.Type(), Code: code, Description: code.String() + ": " + err.Error()}
}

// read makes an order of a task's details, or says by a code or an error why it is refused.
func (x *X1) read(d x1.TaskDetails) (o Order, code x1.Code, err error) {
	if len(d.Mediation) != 1 {
		return o, 0, errNoDetails
	}
	m, to := &d.Mediation[0], d.To
	if m.To != nil {
		to = *m.To
	}
	switch {
	case m.Start.IsZero() || m.End.IsZero():
		return o, 0, errNoTimes
	case d.Correlation != nil || len(d.Policies)+len(d.Extensions)+len(m.Policies)+len(m.Extensions)+len(m.Scoping) > 0:
		return o, 0, errUnheeded
	case len(to.Sets) > 0:
		return o, x1.ObjectUnknown, nil
	}
	o = x.common
	o.Task = intercept.Task{XID: intercept.XID(d.XID), From: m.Start, Until: m.End}
	if d.Product != nil {
		o.Task.Product = intercept.XID(*d.Product)
	}
	if o.Task.LIID, err = intercept.ParseLIID(m.LIID); err != nil {
		return o, 0, err
	}
	for _, target := range d.Targets {
		id, err := target.Identifier()
		if err != nil {
			return o, x1.UnsupportedTarget, nil
		}
		o.Task.Targets = append(o.Task.Targets, intercept.Target{ID: id})
	}
	for _, did := range to.DIDs {
		o.Task.To = append(o.Task.To, intercept.DID(did))
	}
	if o.Service, code = service(d.Services); code != 0 {
		return o, code, nil
	}
	o.Task.Deliver, err = deliver(d.Delivery, m.Delivery)
	return o, 0, err
}

func deliver(x x1.Delivery, h x1.Handover) (intercept.Deliver, error) {
	switch {
	case x == x1.X2Only && h == x1.HI2Only:
		return intercept.IRIOnly, nil
	case x == x1.X2andX3 && h == x1.HI2andHI3:
		return intercept.IRIAndCC, nil
	}
	return 0, errDelivery
}

func service(all []x1.Service) (core.Service, x1.Code) {
	switch {
	case len(all) == 0:
		return core.ByTarget, 0
	case len(all) == 1 && all[0] == x1.Voice:
		return core.Multimedia, 0
	case len(all) == 1 && all[0] == x1.Data:
		return core.Access, 0
	}
	return 0, x1.UnsupportedService
}

// stop takes a task away: it is over for the ADMF at once, and what was captured before still goes out.
func (x *X1) stop(ctx context.Context, r *x1.DeactivateTaskRequest) x1.Response {
	held, err := x.m.active(ctx)
	if err == nil {
		if _, known := held[intercept.XID(r.XID)]; !known {
			return x1.Refuse(r, x1.XIDUnknown)
		}
		_, err = x.m.Stop(ctx, intercept.XID(r.XID))
	}
	return answer(r, x1.DeactivateTaskFailure, err)
}
