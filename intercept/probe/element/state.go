package element

import (
	"errors"
	"time"

	"writ/intercept"
	"writ/wire/x1"
)

// ErrState says that what was kept is no state of an element.
var ErrState = errors.New("element: what was kept is torn, or no state of an element; start without it and tell the ADMF by Cleared")

// stateLimits: a state holds every task and destination.
var stateLimits = x1.Limits{Octets: 1 << 28, Elements: 1 << 22, Depth: 24, Messages: 1 << 17}

// Append appends the element's state for a warm restart: a container of X1 with the requests that make it. It holds targets in the
// clear: seal it before it lies on a disk.
func (e *Element) Append(dst []byte) ([]byte, error) {
	requests := []x1.Request{&x1.PingRequest{}} // a container is never empty
	for _, d := range e.Destinations() {
		requests = append(requests, &x1.CreateDestinationRequest{Destination: d})
	}
	for _, t := range e.core.Tasks() {
		requests = append(requests, &x1.ActivateTaskRequest{Task: e.tasks[t.XID].details})
	}
	n := byte(0)
	return x1.Requests("", "", time.Unix(0, 0), func() x1.UUID { n++; return x1.UUID{15: n} }, requests...).Append(dst)
}

// Restore takes a state into an element without any, at an instant. A task that is over by then is left out unless the core, restored
// before, holds it for a renewal; what is not taken any
// more for another reason, as when a ceiling was lowered, is counted in refused: tell the ADMF.
func (e *Element) Restore(state []byte, at time.Time) (refused int, err error) {
	c, err := x1.Decode(state, stateLimits)
	if err != nil || c.Root != x1.X1Request {
		return 0, ErrState
	}
	for _, m := range c.Messages {
		if r, ok := m.Body.(*x1.ActivateTaskRequest); ok && over(r.Task, at) && !e.holds(r.Task) {
			continue
		}
		if _, ok := e.Handle(at, m).(*x1.OKResponse); !ok {
			refused++
		}
	}
	return refused, nil
}

func (e *Element) holds(t x1.TaskDetails) bool {
	_, _, held := e.core.Task(intercept.XID(t.XID))
	return held
}

func over(t x1.TaskDetails, at time.Time) bool {
	a, found, err := t.Authority()
	return found && err == nil && !at.Before(a.Until)
}
