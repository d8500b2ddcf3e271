package element

import (
	"writ/intercept"
	"writ/wire/x1"
)

// tell answers what only asks how things stand.
func (e *Element) tell(b x1.Body) x1.Response {
	switch r := b.(type) {
	case *x1.GetTaskDetailsRequest:
		if _, ok := e.tasks[intercept.XID(r.XID)]; !ok {
			return x1.Refuse(r, x1.XIDUnknown)
		}
		return &x1.GetTaskDetailsResponse{Task: e.task(intercept.XID(r.XID))}
	case *x1.GetDestinationDetailsRequest:
		d, ok := e.destinations[r.DID]
		if !ok {
			return x1.Refuse(r, x1.DIDUnknown)
		}
		return &x1.GetDestinationDetailsResponse{Destination: x1.DestinationState{Destination: d}}
	case *x1.GetNEStatusRequest:
		return &x1.GetNEStatusResponse{Status: e.status()}
	case *x1.GetAllDetailsRequest:
		return &x1.GetAllDetailsResponse{Status: e.status(), Tasks: e.allTasks(), Destinations: e.allDestinations()}
	case *x1.GetAllTaskDetailsRequest:
		return &x1.GetAllTaskDetailsResponse{Tasks: e.allTasks()}
	case *x1.GetAllDestinationDetailsRequest:
		return &x1.GetAllDestinationDetailsResponse{Destinations: e.allDestinations()}
	case *x1.ListAllDetailsRequest:
		return e.list()
	case x1.Request:
		return x1.Refuse(r, x1.UnsupportedRequest) // generic objects are not kept here
	}
	return nil
}

func (e *Element) list() x1.Response {
	out := &x1.ListAllDetailsResponse{DIDs: x1.Destinations{DIDs: sorted(e.destinations)}}
	for _, t := range e.core.Tasks() {
		out.XIDs = append(out.XIDs, x1.UUID(t.XID))
	}
	return out
}

func (e *Element) allTasks() (out []x1.TaskState) {
	for _, t := range e.core.Tasks() {
		out = append(out, e.task(t.XID))
	}
	return out
}

func (e *Element) allDestinations() (out []x1.DestinationState) {
	for _, d := range e.Destinations() {
		out = append(out, x1.DestinationState{Destination: d})
	}
	return out
}

// task gives a task as it was ordered, with how it stands. How much was sent stands in writ's own extension: it counts PDUs, and the
// octets of both together.
func (e *Element) task(id intercept.XID) x1.TaskState {
	o := e.tasks[id]
	_, s, _ := e.core.Task(id)
	n := o.modified
	return x1.TaskState{Task: o.details, Status: x1.TaskStatus{Provisioning: x1.ProvisioningComplete, LastIntercept: s.Last, Modified: o.changed, Modifications: &n,
		Extensions: []x1.Extension{x1.Amount{X2: s.X2, X3: s.X3, Octets: s.Octets, Over: s.Over}.Extension()}}}
}

func (e *Element) status() x1.NEStatus {
	if e.watch.faulty() {
		return x1.NEStatus{Faulty: true, Faults: []x1.Fault{{Code: x1.KeepalivesMissing, Description: x1.KeepalivesMissing.String()}}}
	}
	return x1.NEStatus{}
}
