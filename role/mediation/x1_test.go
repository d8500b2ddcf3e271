package mediation

import (
	"reflect"
	"testing"
	"time"

	"writ/intercept"
	"writ/wire/x1"
)

// order is a task as an ADMF sends it to a mediation function.
func order(xid byte, change func(*x1.TaskDetails)) x1.TaskDetails {
	now := time.Now().UTC().Truncate(time.Second)
	d := x1.TaskDetails{XID: x1.UUID{xid}, Targets: []x1.TargetIdentifier{{Kind: x1.SIPURI, Text: "sip:target@example.net"}}, Delivery: x1.X2andX3,
		To:        x1.Destinations{DIDs: []x1.UUID{{1}}},
		Mediation: []x1.MediationDetails{{LIID: "LIID-1", Delivery: x1.HI2andHI3, Start: now.Add(-time.Hour), End: now.Add(time.Hour)}}}
	if change != nil {
		change(&d)
	}
	return d
}

func code(r x1.Response) x1.Code {
	if e, refused := r.(*x1.ErrorResponse); refused {
		return e.Code
	}
	return 0
}

func TestTasksComeByX1WithTheirLIIDAndTimes(t *testing.T) {
	s := newSystem(t, testProfile())
	x := NewX1(s.m, Order{})
	first := order(7, nil)
	ask := func(r x1.Request) x1.Response { return x.Handle(time.Now(), x1.Message{Body: r}) }
	for _, step := range []struct {
		name string
		r    x1.Request
		want x1.Code
	}{
		{"a destination that is configured", &x1.CreateDestinationRequest{Destination: x1.DestinationDetails{DID: x1.UUID{1}}}, 0},
		{"the same again", &x1.CreateDestinationRequest{Destination: x1.DestinationDetails{DID: x1.UUID{1}}}, x1.DIDExists},
		{"one that is not", &x1.CreateDestinationRequest{Destination: x1.DestinationDetails{DID: x1.UUID{2}}}, x1.CreateDestinationFailure},
		{"no LIID and times", &x1.ActivateTaskRequest{Task: order(7, func(d *x1.TaskDetails) { d.Mediation = nil })}, x1.ActivateTaskFailure},
		{"no end", &x1.ActivateTaskRequest{Task: order(7, func(d *x1.TaskDetails) { d.Mediation[0].End = time.Time{} })}, x1.ActivateTaskFailure},
		{"an end in the past", &x1.ActivateTaskRequest{Task: order(7, func(d *x1.TaskDetails) { d.Mediation[0].End = d.Mediation[0].Start.Add(1) })}, x1.ActivateTaskFailure},
		{"a destination that is not configured", &x1.ActivateTaskRequest{Task: order(7, func(d *x1.TaskDetails) { d.To.DIDs[0] = x1.UUID{2} })}, x1.DIDUnknown},
		{"content without signalling", &x1.ActivateTaskRequest{Task: order(7, func(d *x1.TaskDetails) { d.Mediation[0].Delivery = x1.HI3Only })}, x1.ActivateTaskFailure},
		{"a change of an unknown task", &x1.ModifyTaskRequest{Task: order(7, nil)}, x1.XIDUnknown},
		{"a task", &x1.ActivateTaskRequest{Task: first}, 0},
		{"the same task again", &x1.ActivateTaskRequest{Task: first}, 0},
		{"the same XID for another task", &x1.ActivateTaskRequest{Task: order(7, func(d *x1.TaskDetails) { d.Mediation[0].LIID = "LIID-2" })}, x1.XIDExists},
		{"its destination taken away", &x1.RemoveDestinationRequest{DID: x1.UUID{1}}, x1.DestinationInUse},
		{"a renewal", &x1.ModifyTaskRequest{Task: order(7, func(d *x1.TaskDetails) { d.Mediation[0].End = d.Mediation[0].End.Add(time.Hour) })}, 0},
		{"its end", &x1.DeactivateTaskRequest{XID: x1.UUID{7}}, 0},
		{"its end again", &x1.DeactivateTaskRequest{XID: x1.UUID{7}}, x1.XIDUnknown},
		{"the stopped task again, from before the stop", &x1.ActivateTaskRequest{Task: order(7, nil)}, x1.ActivateTaskFailure},
		{"a ping", &x1.PingRequest{}, 0},
	} {
		if got := code(ask(step.r)); got != step.want {
			t.Errorf("%s: code %d, want %d", step.name, got, step.want)
		}
	}
}

func TestTheADMFReadsBackWhatItOrderedAlsoAfterACrash(t *testing.T) {
	s := newSystem(t, testProfile())
	sent := order(7, nil)
	if r := NewX1(s.m, Order{}).Handle(time.Now(), x1.Message{Body: &x1.ActivateTaskRequest{Task: sent}}); code(r) != 0 {
		t.Fatalf("%+v", r)
	}
	s.kill()
	s.poi.call(1, 10)
	s.settled(10)
	r, ok := NewX1(s.m, Order{}).Handle(time.Now(), x1.Message{Body: &x1.GetAllDetailsRequest{}}).(*x1.GetAllDetailsResponse)
	if !ok || len(r.Tasks) != 1 {
		t.Fatalf("%+v", r)
	}
	got := r.Tasks[0]
	m, want := got.Task.Mediation[0], sent.Mediation[0]
	if got.Task.XID != sent.XID || !reflect.DeepEqual(got.Task.Targets, sent.Targets) || got.Task.Delivery != sent.Delivery || got.Task.To.DIDs[0] != sent.To.DIDs[0] ||
		m.LIID != want.LIID || m.Delivery != want.Delivery || !m.Start.Equal(want.Start) || !m.End.Equal(want.End) {
		t.Error("another task than was ordered")
	}
	if a, found := got.Status.Amount(); !found || a.X2 != 4 || a.X3 != 10 {
		t.Errorf("%+v, %v", a, found)
	}
	if _, err := s.m.Orders(t.Context()); err != nil {
		t.Error(err)
	}
	if known, err := s.m.Stop(t.Context(), intercept.XID{7}); !known || err != nil {
		t.Error(known, err)
	}
}
