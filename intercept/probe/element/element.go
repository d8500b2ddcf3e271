package element

import (
	"time"

	"writ/intercept"
	"writ/intercept/probe"
	"writ/wire/x1"
)

// Config is what may be asked of an element.
type Config struct {
	DeactivateAll    bool // DeactivateAllTasks is carried out; else 5010
	RemoveAll        bool // RemoveAllDestinations is carried out; else 8020
	MostDestinations int  // more are refused
	Watch            Watch
}

// An Element answers X1 for a core. Make one with [New].
type Element struct {
	core         *probe.Core
	cfg          Config
	destinations map[x1.UUID]x1.DestinationDetails
	tasks        map[intercept.XID]ordered
	watch        watch
}

// ordered is a task as it was ordered, and what happened to the order.
type ordered struct {
	details  x1.TaskDetails
	changed  time.Time
	modified int64
}

// New gives an Element of a core without tasks.
func New(core *probe.Core, c Config) *Element {
	return &Element{core: core, cfg: c, destinations: map[x1.UUID]x1.DestinationDetails{}, tasks: map[intercept.XID]ordered{}}
}

// Handle answers one request.
func (e *Element) Handle(at time.Time, m x1.Message) x1.Response {
	e.watch.heard(at)
	switch r := m.Body.(type) {
	case *x1.ActivateTaskRequest:
		return e.activate(at, r)
	case *x1.ModifyTaskRequest:
		return e.modify(at, r)
	case *x1.DeactivateTaskRequest:
		return e.deactivate(r)
	case *x1.DeactivateAllTasksRequest:
		return e.deactivateAll(r)
	case *x1.CreateDestinationRequest:
		return e.create(r)
	case *x1.ModifyDestinationRequest:
		return e.change(r)
	case *x1.RemoveDestinationRequest:
		return e.remove(r)
	case *x1.RemoveAllDestinationsRequest:
		return e.removeAll(r)
	case *x1.PingRequest, *x1.KeepaliveRequest:
		return x1.Done(r.(x1.Request))
	}
	return e.tell(m.Body)
}

// Destinations gives where product goes, for who dials. They change only by what Handle answers with OK.
func (e *Element) Destinations() []x1.DestinationDetails {
	out := make([]x1.DestinationDetails, 0, len(e.destinations))
	for _, id := range sorted(e.destinations) {
		out = append(out, e.destinations[id])
	}
	return out
}
