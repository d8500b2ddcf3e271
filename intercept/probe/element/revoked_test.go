package element

import (
	"bytes"
	"testing"
	"time"

	"writ/wire/x1"
)

// restart is a warm one: a new element has what the old one kept.
func (d desk) restart() {
	d.t.Helper()
	kept, err := d.e.Append(nil)
	if err != nil {
		d.t.Fatal(err)
	}
	e := d.element()
	if refused, err := e.core.Restore(d.e.core.Store(false)); err != nil || len(refused) > 0 {
		d.t.Fatal(refused, err)
	}
	if refused, err := e.Restore(kept, noon); err != nil || refused > 0 {
		d.t.Fatal(refused, err)
	}
	d.e = e
}

func newTapped(t *testing.T) (d *desk, first x1.TaskDetails) {
	t.Helper()
	made := newDesk(t)
	d = &made
	d.must(&x1.CreateDestinationRequest{Destination: destination()})
	first = d.order(1, noon.Add(3*time.Hour), here)
	d.must(&x1.ActivateTaskRequest{Task: first})
	return d, first
}

func TestWhatWasRevokedDoesNotComeBackUnderItsOldProof(t *testing.T) {
	for name, revoke := range map[string]x1.Request{"one": &x1.DeactivateTaskRequest{XID: details().XID}, "all": &x1.DeactivateAllTasksRequest{}} {
		t.Run(name, func(t *testing.T) {
			d, first := newTapped(t)
			d.must(revoke)
			d.refused(x1.ActivateTaskFailure, &x1.ActivateTaskRequest{Task: first})
			d.refused(x1.XIDUnknown, &x1.DeactivateTaskRequest{XID: first.XID})
			d.refused(x1.ActivateTaskFailure, &x1.ActivateTaskRequest{Task: first})
			d.restart()
			d.restart()
			d.refused(x1.ActivateTaskFailure, &x1.ActivateTaskRequest{Task: first})
			d.must(&x1.ActivateTaskRequest{Task: d.order(2, noon.Add(time.Hour), here)}) // approved anew
		})
	}
}

func TestAnOlderOrderDoesNotComeBackInPlaceOfANewer(t *testing.T) {
	d, first := newTapped(t)
	second := d.order(2, noon.Add(time.Hour), here)
	d.must(&x1.ModifyTaskRequest{Task: second})
	d.must(&x1.ModifyTaskRequest{Task: second}) // who is not sure asks again
	d.refused(x1.ModifyTaskFailure, &x1.ModifyTaskRequest{Task: first})
	d.restart()
	d.refused(x1.ModifyTaskFailure, &x1.ModifyTaskRequest{Task: first})
	d.must(&x1.DeactivateTaskRequest{XID: first.XID})
	later := noon.Add(2 * time.Hour) // the second is over, and the first is not
	for range 2 {
		if got, _ := d.ask(later, &x1.ActivateTaskRequest{Task: first}); got != x1.ActivateTaskFailure {
			t.Errorf("the first order after the second: %d", got)
		}
		d.restart()
	}
	if len(d.e.core.Tasks()) > 0 {
		t.Error("it is tapped")
	}
}

func TestARevokedOrderIsRememberedUntilItsEnd(t *testing.T) {
	d, first := newTapped(t)
	d.must(&x1.DeactivateTaskRequest{XID: first.XID})
	if !bytes.Contains(d.e.core.Store(true), []byte(`"Revoked"`)) {
		t.Error("it is not kept")
	}
	if got, _ := d.ask(noon.Add(3*time.Hour), &x1.ActivateTaskRequest{Task: first}); got != x1.ActivateTaskFailure {
		t.Errorf("after its end: %d", got)
	}
	if bytes.Contains(d.e.core.Store(true), []byte(`"Revoked"`)) {
		t.Error("it is kept beyond its end")
	}
}

// TestWhatEndedInSilenceMayBeOrderedAgain: nobody revoked it.
func TestWhatEndedInSilenceMayBeOrderedAgain(t *testing.T) {
	d, first := newTapped(t)
	second := d.order(2, noon.Add(time.Hour), here)
	d.must(&x1.ModifyTaskRequest{Task: second})
	d.e.silence()
	d.refused(x1.ActivateTaskFailure, &x1.ActivateTaskRequest{Task: first})
	d.must(&x1.ActivateTaskRequest{Task: second})
}
