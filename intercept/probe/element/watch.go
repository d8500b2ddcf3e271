package element

import (
	"time"

	"writ/wire/x1"
)

// Watch says how long an element waits for its ADMF (TS 103 221-1 clause 6.6.2). Silence of TIME_P2 is reported. Where the report is not
// answered within TIME_P1, or was and nothing follows within TIME_P3, tasks end if Deactivate says so; else they go on to their ends.
type Watch struct {
	P1, P2, P3 time.Duration // P2 zero: nothing is watched
	Deactivate bool
}

// DefaultWatch has the standard's times, and ends nothing.
var DefaultWatch = Watch{P1: time.Minute, P2: time.Hour, P3: 2 * time.Hour}

// watch is where the watching stands.
type watch struct {
	last     time.Time // of a request
	reported bool      // silence was reported, and no request came since
	deadline time.Time // of P1 or P3; zero: none runs
	back     bool      // a request came after the report; that is to be told
}

func (w *watch) faulty() bool { return w.reported }

func (w *watch) heard(at time.Time) {
	w.last, w.deadline = at, time.Time{}
	w.back = w.back || w.reported
	w.reported = false
}

// Due is the instant at which a Tick is wanted, if any; it holds until the next request, answer or Tick.
func (e *Element) Due() (time.Time, bool) {
	w, p2 := &e.watch, e.cfg.Watch.P2
	switch {
	case w.back:
		return w.last, true
	case !w.deadline.IsZero():
		return w.deadline, true
	case p2 > 0 && !w.reported:
		return w.last.Add(p2), true
	}
	return time.Time{}, false
}

// Tick gives what is to be reported to the ADMF at an instant. Call it when Due says, and once at the start: silence counts from there. What can't be delivered is sent again.
func (e *Element) Tick(at time.Time) []x1.Request {
	w, c := &e.watch, e.cfg.Watch
	if w.last.IsZero() {
		w.last = at
	}
	switch {
	case w.back:
		w.back = false
		return []x1.Request{issue(x1.FaultCleared, x1.ErrorCleared)}
	case c.P2 > 0 && !w.reported && !at.Before(w.last.Add(c.P2)):
		w.reported, w.deadline = true, at.Add(c.P1)
		return []x1.Request{issue(x1.FaultReport, x1.KeepalivesMissing)}
	case !w.deadline.IsZero() && !at.Before(w.deadline):
		w.deadline = time.Time{}
		if c.Deactivate {
			e.silence()
			return []x1.Request{Cleared()}
		}
	}
	return nil
}

// Answered says that the ADMF has answered the report of its silence: it lives, and gets TIME_P3 to send a request.
func (e *Element) Answered(at time.Time) {
	if e.watch.reported && !e.watch.deadline.IsZero() {
		e.watch.deadline = at.Add(e.cfg.Watch.P3)
	}
}

// Cleared is the alert of an element that holds no tasks any more, as after a start without what it had: the ADMF sends them again.
func Cleared() x1.Request { return issue(x1.Alert, x1.DatabaseCleared) }

func issue(t x1.IssueType, c x1.Code) x1.Request {
	return &x1.ReportNEIssueRequest{Issue: t, Description: c.String(), Code: c}
}
