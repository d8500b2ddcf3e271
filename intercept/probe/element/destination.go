package element

import (
	"bytes"
	"reflect"
	"slices"

	"writ/wire/x1"
)

func sorted[V any](m map[x1.UUID]V) []x1.UUID {
	out := make([]x1.UUID, 0, len(m))
	for id := range m {
		out = append(out, id)
	}
	slices.SortFunc(out, func(a, b x1.UUID) int { return bytes.Compare(a[:], b[:]) })
	return out
}

func (e *Element) create(r *x1.CreateDestinationRequest) x1.Response {
	d := r.Destination
	held, ok := e.destinations[d.DID]
	switch {
	case ok && reflect.DeepEqual(held, d):
		return x1.Done(r) // asked again by who was not sure
	case ok:
		return x1.Refuse(r, x1.DIDExists)
	case !reachable(d):
		return x1.Refuse(r, x1.UnsupportedAddress)
	case len(e.destinations) >= e.cfg.MostDestinations:
		return x1.Refuse(r, x1.CreateDestinationFailure)
	}
	e.destinations[d.DID] = d
	return x1.Done(r)
}

// change replaces a destination. The tasks that go there must still fit it, and none may go where its order doesn't let it.
func (e *Element) change(r *x1.ModifyDestinationRequest) x1.Response {
	d := r.Destination
	held, ok := e.destinations[d.DID]
	switch {
	case !ok:
		return x1.Refuse(r, x1.DIDUnknown)
	case !reachable(d):
		return x1.Refuse(r, x1.UnsupportedAddress)
	}
	e.destinations[d.DID] = d
	for id, t := range e.tasks {
		task, _, _ := e.core.Task(id)
		if e.reaches(t.details) != 0 || e.core.Directed(task, e.address) != nil {
			e.destinations[d.DID] = held
			return x1.Refuse(r, x1.ModifyDestinationFailure)
		}
	}
	return x1.Done(r)
}

// reachable reports whether product can be sent there: over TCP, and what an extension says is not heeded.
func reachable(d x1.DestinationDetails) bool {
	return d.Address.At.IsValid() && !d.Address.UDP && len(d.Extensions) == 0
}

func (e *Element) remove(r *x1.RemoveDestinationRequest) x1.Response {
	if _, ok := e.destinations[r.DID]; !ok {
		return x1.Refuse(r, x1.DIDUnknown)
	}
	for _, t := range e.tasks {
		if slices.Contains(t.details.To.DIDs, r.DID) {
			return x1.Refuse(r, x1.DestinationInUse)
		}
	}
	delete(e.destinations, r.DID)
	return x1.Done(r)
}

func (e *Element) removeAll(r *x1.RemoveAllDestinationsRequest) x1.Response {
	switch {
	case !e.cfg.RemoveAll:
		return x1.Refuse(r, x1.RemoveAllNotEnabled)
	case len(e.tasks) > 0:
		return x1.Refuse(r, x1.DestinationsInUse)
	}
	clear(e.destinations)
	return x1.Done(r)
}
