package function

import (
	"errors"
	"reflect"
	"slices"
	"time"

	"writ/intercept"
	"writ/wire/x1"
)

// A Mediator carries out tasks. What it was given without error is in force and durable. Its errors name no task.
type Mediator interface {
	// Set takes a task or a change of one, with its LIID and its destinations.
	Set(t intercept.Task) error
	// Stop ends a task at once. known is false where there is none.
	Stop(x intercept.XID) (known bool, err error)
}

// A Function answers X1 for a mediator. Make one with [New].
type Function struct {
	m       Mediator
	may     []x1.DestinationDetails // that are configured
	created map[x1.UUID]bool
	tasks   map[x1.UUID]x1.TaskDetails
	order   []x1.UUID // of the tasks, as they came
}

// New gives a Function whose product goes to the destinations given and to no other.
func New(m Mediator, destinations []x1.DestinationDetails) *Function {
	return &Function{m: m, may: slices.Clone(destinations), created: map[x1.UUID]bool{}, tasks: map[x1.UUID]x1.TaskDetails{}}
}

// Handle answers one request.
func (f *Function) Handle(at time.Time, m x1.Message) x1.Response {
	switch r := m.Body.(type) {
	case *x1.ActivateTaskRequest:
		if held, ok := f.tasks[r.Task.XID]; ok && !reflect.DeepEqual(held, r.Task) {
			return x1.Refuse(r, x1.XIDExists)
		}
		return f.set(r, r.Task, at)
	case *x1.ModifyTaskRequest:
		if _, ok := f.tasks[r.Task.XID]; !ok {
			return x1.Refuse(r, x1.XIDUnknown)
		}
		return f.set(r, r.Task, at)
	case *x1.DeactivateTaskRequest:
		return f.stop(r)
	case *x1.CreateDestinationRequest:
		return f.create(r)
	case *x1.RemoveDestinationRequest:
		return f.remove(r)
	case *x1.PingRequest, *x1.KeepaliveRequest:
		return x1.Done(r.(x1.Request))
	}
	return f.tell(m.Body)
}

func (f *Function) set(r x1.Request, d x1.TaskDetails, at time.Time) x1.Response {
	task, code, err := f.read(d)
	if code == 0 && err == nil {
		if err = task.Check(at, intercept.MostTargets); err == nil {
			err = f.m.Set(task)
		}
	}
	if err != nil {
		code = x1.ActivateTaskFailure
		if r.Type() == x1.ModifyTask {
			code = x1.ModifyTaskFailure
		}
		if told := (*x1.Error)(nil); errors.As(err, &told) {
			code = told.Code
		}
		return &x1.ErrorResponse{Of: r.Type(), Code: code, Description: code.String() + ": " + err.Error()}
	}
	if code != 0 {
		return x1.Refuse(r, code)
	}
	if _, held := f.tasks[d.XID]; !held {
		f.order = append(f.order, d.XID)
	}
	f.tasks[d.XID] = d
	return x1.Done(r)
}

// stop ends a task, also one of which only the mediator knows, from before a restart.
func (f *Function) stop(r *x1.DeactivateTaskRequest) x1.Response {
	known, err := f.m.Stop(intercept.XID(r.XID))
	if err != nil {
		return x1.Refuse(r, x1.DeactivateTaskFailure)
	}
	_, held := f.tasks[r.XID]
	delete(f.tasks, r.XID)
	f.order = slices.DeleteFunc(f.order, func(id x1.UUID) bool { return id == r.XID })
	if !known && !held {
		return x1.Refuse(r, x1.XIDUnknown)
	}
	return x1.Done(r)
}

func (f *Function) create(r *x1.CreateDestinationRequest) x1.Response {
	if !slices.ContainsFunc(f.may, func(d x1.DestinationDetails) bool { return reflect.DeepEqual(d, r.Destination) }) {
		return x1.Refuse(r, x1.CreateDestinationFailure)
	}
	f.created[r.Destination.DID] = true
	return x1.Done(r)
}

func (f *Function) remove(r *x1.RemoveDestinationRequest) x1.Response {
	if !f.created[r.DID] {
		return x1.Refuse(r, x1.DIDUnknown)
	}
	for _, t := range f.tasks {
		if slices.Contains(t.To.DIDs, r.DID) {
			return x1.Refuse(r, x1.DestinationInUse)
		}
	}
	delete(f.created, r.DID)
	return x1.Done(r)
}
