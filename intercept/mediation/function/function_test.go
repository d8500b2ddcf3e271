package function

import (
	"errors"
	"net/netip"
	"testing"
	"time"

	"writ/intercept"
	"writ/wire/x1"
)

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// A book is a mediator that notes what it is given.
type book struct {
	tasks map[intercept.XID]intercept.Task
	err   error
}

func (b *book) Set(t intercept.Task) error {
	if b.err == nil {
		b.tasks[t.XID] = t
	}
	return b.err
}

func (b *book) Stop(x intercept.XID) (bool, error) {
	_, known := b.tasks[x]
	if b.err == nil {
		delete(b.tasks, x)
	}
	return known, b.err
}

func to(n byte) x1.DestinationDetails {
	return x1.DestinationDetails{DID: x1.UUID{15: n}, Delivery: x1.X2andX3, Address: x1.Address{At: netip.AddrPortFrom(netip.AddrFrom4([4]byte{192, 0, 2, n}), 42069)}}
}

func details(change ...func(*x1.TaskDetails)) x1.TaskDetails {
	d := x1.TaskDetails{XID: x1.UUID{9}, Targets: []x1.TargetIdentifier{{Kind: x1.E164Number, Text: "442079460223"}}, Delivery: x1.X2andX3, To: x1.Destinations{DIDs: []x1.UUID{{15: 1}}},
		Mediation: []x1.MediationDetails{{LIID: "L-1", Delivery: x1.HI2andHI3, Start: noon.Add(-time.Hour), End: noon.Add(time.Hour)}}}
	for _, c := range change {
		c(&d)
	}
	return d
}

func newFunction() (*Function, *book) {
	b := &book{tasks: map[intercept.XID]intercept.Task{}}
	return New(b, []x1.DestinationDetails{to(1), to(2)}), b
}

// ask gives the code of the refusal, 0 for none.
func ask(t *testing.T, f *Function, r x1.Request) x1.Code {
	t.Helper()
	sent := x1.Requests("admf-1", "mdf-1", noon, func() x1.UUID { return x1.UUID{1} }, r)
	doc, err := sent.Append(nil)
	if err != nil {
		t.Fatal(err)
	}
	got, err := x1.Bind(sent, x1.Respond(doc, x1.RequestLimits, f, x1.Identities{Side: x1.NE, Own: "mdf-1", Peer: "admf-1", Known: []string{"admf-1"}}, noon), x1.AnswerLimits)
	if err != nil {
		t.Fatal(err)
	}
	if e, ok := got[0].(*x1.ErrorResponse); ok {
		return e.Code
	}
	return 0
}

func TestATaskForMediationIsTakenOrRefusedWithTheStandardsCode(t *testing.T) {
	first := func(change func(*x1.MediationDetails)) func(*x1.TaskDetails) {
		return func(d *x1.TaskDetails) { change(&d.Mediation[0]) }
	}
	number := uint64(7)
	for _, tc := range []struct {
		name    string
		change  func(*x1.TaskDetails)
		want    x1.Code
		deliver intercept.Deliver
	}{
		{"as it should be", func(*x1.TaskDetails) {}, 0, intercept.IRIAndCC},
		{"signalling alone", first(func(m *x1.MediationDetails) { m.Delivery = x1.HI2Only }), 0, intercept.IRIOnly},
		{"content of a tap of signalling", func(d *x1.TaskDetails) { d.Delivery = x1.X2Only }, x1.DeliveryMismatch, 0},
		{"content alone", first(func(m *x1.MediationDetails) { m.Delivery = x1.HI3Only }), x1.ActivateTaskFailure, 0},
		{"no end", first(func(m *x1.MediationDetails) { m.End = time.Time{} }), x1.ActivateTaskFailure, 0},
		{"no start", first(func(m *x1.MediationDetails) { m.Start = time.Time{} }), x1.ActivateTaskFailure, 0},
		{"an end that has passed", first(func(m *x1.MediationDetails) { m.End = noon }), x1.ActivateTaskFailure, 0},
		{"no details", func(d *x1.TaskDetails) { d.Mediation = nil }, x1.ActivateTaskFailure, 0},
		{"two agencies", func(d *x1.TaskDetails) { d.Mediation = append(d.Mediation, d.Mediation[0]) }, x1.ActivateTaskFailure, 0},
		{"a wildcard", func(d *x1.TaskDetails) {
			d.Targets[0] = x1.TargetIdentifier{Kind: x1.SIPURI, Text: "sip:*@example.net"}
		}, x1.UnsupportedTarget, 0},
		{"a service", func(d *x1.TaskDetails) { d.Services = []x1.Service{x1.Voice} }, x1.UnsupportedService, 0},
		{"a scope", first(func(m *x1.MediationDetails) { m.Scoping = []x1.Scoping{{}} }), x1.ActivateTaskFailure, 0},
		{"a correlation", func(d *x1.TaskDetails) { d.Correlation = &number }, x1.ActivateTaskFailure, 0},
		{"an extension", func(d *x1.TaskDetails) { d.Extensions = []x1.Extension{{Owner: "another"}} }, x1.ActivateTaskFailure, 0},
		{"a destination that was not made", func(d *x1.TaskDetails) { d.To.DIDs = []x1.UUID{{15: 2}} }, x1.DIDUnknown, 0},
		{"no destination", func(d *x1.TaskDetails) { d.To.DIDs = nil }, x1.DeliveryMismatch, 0},
		{"its own list of destinations", func(d *x1.TaskDetails) {
			d.Mediation[0].To, d.To.DIDs = &x1.Destinations{DIDs: []x1.UUID{{15: 1}}}, nil
		}, 0, intercept.IRIAndCC},
	} {
		f, b := newFunction()
		ask(t, f, &x1.CreateDestinationRequest{Destination: to(1)})
		if got := ask(t, f, &x1.ActivateTaskRequest{Task: details(tc.change)}); got != tc.want {
			t.Errorf("%s: %d, wanted %d", tc.name, got, tc.want)
		}
		held, ok := b.tasks[intercept.XID{9}]
		if ok != (tc.want == 0) || held.Deliver != tc.deliver || ok && (held.LIID.Reveal() != "L-1" || len(held.To) != 1 || !held.Until.Equal(noon.Add(time.Hour))) {
			t.Errorf("%s: the mediator holds %v", tc.name, held)
		}
	}
}

func TestALifeOfAMediatedTask(t *testing.T) {
	f, b := newFunction()
	must := func(want x1.Code, r x1.Request) {
		t.Helper()
		if got := ask(t, f, r); got != want {
			t.Errorf("%v: %d, wanted %d", r.Type(), got, want)
		}
	}
	elsewhere := to(1)
	elsewhere.Address = to(7).Address
	must(x1.CreateDestinationFailure, &x1.CreateDestinationRequest{Destination: elsewhere})
	must(x1.CreateDestinationFailure, &x1.CreateDestinationRequest{Destination: to(3)})
	must(0, &x1.CreateDestinationRequest{Destination: to(1)})
	must(x1.XIDUnknown, &x1.ModifyTaskRequest{Task: details()})
	must(0, &x1.ActivateTaskRequest{Task: details()})
	must(0, &x1.ActivateTaskRequest{Task: details()})
	longer := details(func(d *x1.TaskDetails) { d.Mediation[0].End = noon.Add(9 * time.Hour) })
	must(x1.XIDExists, &x1.ActivateTaskRequest{Task: longer})
	must(0, &x1.ModifyTaskRequest{Task: longer})
	if got := b.tasks[intercept.XID{9}].Until; !got.Equal(noon.Add(9 * time.Hour)) {
		t.Errorf("until %v", got)
	}
	must(x1.DestinationInUse, &x1.RemoveDestinationRequest{DID: to(1).DID})
	must(x1.UnsupportedRequest, &x1.DeactivateAllTasksRequest{})
	b.err = errors.New("the disk is full")
	must(x1.ModifyTaskFailure, &x1.ModifyTaskRequest{Task: details()})
	must(x1.DeactivateTaskFailure, &x1.DeactivateTaskRequest{XID: x1.UUID{9}})
	b.err = nil
	all, ok := f.Handle(noon, x1.Message{Body: &x1.GetAllDetailsRequest{}}).(*x1.GetAllDetailsResponse)
	if !ok || len(all.Tasks) != 1 || len(all.Destinations) != 1 || !all.Tasks[0].Task.Mediation[0].End.Equal(noon.Add(9*time.Hour)) {
		t.Errorf("%+v", all)
	}
	again, _ := newFunction() // a restart: the mediator alone knows of it
	again.m = b
	if got := ask(t, again, &x1.DeactivateTaskRequest{XID: x1.UUID{9}}); got != 0 || len(b.tasks) != 0 {
		t.Errorf("after a restart: %d, %d tasks", got, len(b.tasks))
	}
	must(0, &x1.DeactivateTaskRequest{XID: x1.UUID{9}})
	must(x1.XIDUnknown, &x1.DeactivateTaskRequest{XID: x1.UUID{9}})
	must(0, &x1.RemoveDestinationRequest{DID: to(1).DID})
}
