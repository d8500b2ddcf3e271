package element

import (
	"bytes"
	"slices"
	"testing"
	"time"

	"writ/wire/x1"
)

func reported(all []x1.Request) (out []x1.Code) {
	for _, r := range all {
		out = append(out, r.(*x1.ReportNEIssueRequest).Code)
	}
	return out
}

func TestSilenceOfTheADMFIsWatched(t *testing.T) {
	type at struct {
		when     time.Duration
		request  bool // one comes
		answered bool // the report was answered
		says     []x1.Code
		tasks    int
	}
	for _, tc := range []struct {
		name       string
		deactivate bool
		steps      []at
	}{
		{"reported after P2, and tasks go on", false, []at{{time.Hour - 1, false, false, nil, 1}, {time.Hour, false, false, []x1.Code{x1.KeepalivesMissing}, 1},
			{time.Hour + time.Minute, false, false, nil, 1}, {9 * time.Hour, false, false, nil, 1}}},
		{"no answer within P1 ends the tasks where that is wanted", true, []at{{time.Hour, false, false, []x1.Code{x1.KeepalivesMissing}, 1}, {time.Hour + time.Minute - 1, false, false, nil, 1},
			{time.Hour + time.Minute, false, false, []x1.Code{x1.DatabaseCleared}, 0}, {9 * time.Hour, false, false, nil, 0}}},
		{"an answer gives P3", true, []at{{time.Hour, false, true, []x1.Code{x1.KeepalivesMissing}, 1}, {time.Hour + time.Minute, false, false, nil, 1}, {3*time.Hour - 1, false, false, nil, 1},
			{3 * time.Hour, false, false, []x1.Code{x1.DatabaseCleared}, 0}}},
		{"a request says that all is well again", true, []at{{time.Hour, false, false, []x1.Code{x1.KeepalivesMissing}, 1}, {time.Hour + 1, true, false, []x1.Code{x1.ErrorCleared}, 1},
			{2 * time.Hour, false, false, nil, 1}, {2*time.Hour + 1, false, false, []x1.Code{x1.KeepalivesMissing}, 1}}},
	} {
		o := newOffice(t)
		o.e.cfg.Watch = DefaultWatch
		o.e.cfg.Watch.Deactivate = tc.deactivate
		o.must(&x1.CreateDestinationRequest{Destination: destination()})
		o.must(&x1.ActivateTaskRequest{Task: details(lasting(noon, noon.Add(99*time.Hour)))})
		for _, s := range tc.steps {
			when := noon.Add(s.when)
			if s.request {
				o.ask(when, &x1.KeepaliveRequest{})
			}
			if got := reported(o.e.Tick(when)); !slices.Equal(got, s.says) || len(o.e.core.Tasks()) != s.tasks {
				t.Errorf("%s: at %v %v, %d tasks", tc.name, s.when, got, len(o.e.core.Tasks()))
			}
			if s.answered {
				o.e.Answered(when)
			}
		}
	}
}

func TestAStateIsTakenAfterARestart(t *testing.T) {
	o := newOffice(t)
	o.must(&x1.CreateDestinationRequest{Destination: destination()})
	o.must(&x1.ActivateTaskRequest{Task: details()})
	o.must(&x1.ActivateTaskRequest{Task: details(lasting(noon, noon.Add(time.Minute)), func(d *x1.TaskDetails) { d.XID[0] = 1 })})
	state, err := o.e.Append(nil)
	if err != nil {
		t.Fatal(err)
	}
	again := New(core(t, 3), o.e.cfg)
	if refused, err := again.Restore(state, noon.Add(time.Minute)); err != nil || refused != 0 {
		t.Fatal(refused, err)
	}
	if len(again.core.Tasks()) != 1 || len(again.Destinations()) != 1 {
		t.Errorf("%d tasks, %d destinations", len(again.core.Tasks()), len(again.Destinations()))
	}
	same := New(core(t, 3), o.e.cfg)
	if refused, err := same.Restore(state, noon); err != nil || refused != 0 {
		t.Fatal(refused, err)
	}
	if twice, err := same.Append(nil); err != nil || !bytes.Equal(twice, state) {
		t.Errorf("another state: %v", err)
	}
	lower := New(core(t, 1), o.e.cfg)
	if refused, err := lower.Restore(state, noon); err != nil || refused != 1 {
		t.Errorf("%d refused, %v", refused, err)
	}
	if _, err := New(core(t, 1), o.e.cfg).Restore(state[:len(state)-9], noon); err == nil {
		t.Error("a torn state was taken")
	}
}

func TestTheElementSaysWhenItWantsTheTime(t *testing.T) {
	o := newOffice(t)
	if at, any := o.e.Due(); any {
		t.Errorf("without a watch something is due at %v", at)
	}
	o.e.cfg.Watch = DefaultWatch
	o.e.cfg.Watch.Deactivate = true
	o.e.Tick(noon)
	for _, want := range []time.Duration{time.Hour, time.Hour + time.Minute} {
		at, any := o.e.Due()
		if !any || !at.Equal(noon.Add(want)) || len(o.e.Tick(at)) != 1 {
			t.Fatalf("due at %v, want after %v", at, want)
		}
	}
	if at, any := o.e.Due(); any {
		t.Errorf("after all was told something is due at %v", at)
	}
	o.ask(noon.Add(9*time.Hour), &x1.KeepaliveRequest{})
	if at, any := o.e.Due(); !any || len(o.e.Tick(at)) != 1 {
		t.Error("that the ADMF is back is not due")
	}
}
