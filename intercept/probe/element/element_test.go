package element

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"writ/intercept/probe"
	"writ/wire/x1"
)

var (
	noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	did  = x1.UUID{15: 0xd}
)

func core(t *testing.T, tasks int) *probe.Core {
	t.Helper()
	c, err := probe.New(probe.Config{Secret: [32]byte{1}, Limits: probe.Limits{MaxTasks: tasks, MaxTap: 90 * 24 * time.Hour, Foreign: true}})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// An office is an ADMF that asks an element through documents, as on the wire.
type office struct {
	t *testing.T
	e *Element
	n byte
}

func newOffice(t *testing.T) *office {
	t.Helper()
	return &office{t: t, e: New(core(t, 3), Config{MostDestinations: 2})}
}

// ask gives the code of the refusal, 0 for none, and the response.
func (o *office) ask(at time.Time, r x1.Request) (x1.Code, x1.Response) {
	o.t.Helper()
	sent := x1.Requests("admf-1", "ne-1", at, func() x1.UUID { o.n++; return x1.UUID{15: o.n} }, r)
	doc, err := sent.Append(nil)
	if err != nil {
		o.t.Fatal(err)
	}
	answer := x1.Respond(doc, x1.RequestLimits, o.e, x1.Identities{Side: x1.NE, Own: "ne-1", Peer: "admf-1", Known: []string{"admf-1"}}, at)
	got, err := x1.Bind(sent, answer, x1.AnswerLimits)
	if err != nil {
		o.t.Fatal(err)
	}
	if refusal, ok := got[0].(*x1.ErrorResponse); ok {
		for _, text := range []string{"4420794602", "ffffffff"} {
			if strings.Contains(refusal.Description, text) {
				o.t.Errorf("the refusal quotes the request: %s", refusal.Description)
			}
		}
		return refusal.Code, got[0]
	}
	return 0, got[0]
}

func (o *office) must(r x1.Request) x1.Response {
	o.t.Helper()
	code, got := o.ask(noon, r)
	if code != 0 {
		o.t.Fatalf("%v: %v", r.Type(), got)
	}
	return got
}

func destination() x1.DestinationDetails {
	d := x1.DestinationDetails{DID: did, Friendly: "MDF A", Delivery: x1.X2andX3}
	if err := (&d.Address.At).UnmarshalText([]byte("192.0.2.50:42069")); err != nil {
		panic(err)
	}
	return d
}

func details(change ...func(*x1.TaskDetails)) x1.TaskDetails {
	d := x1.TaskDetails{XID: x1.UUID{0xff, 0xff, 0xff, 0xff}, Targets: []x1.TargetIdentifier{{Kind: x1.E164Number, Text: "442079460223"}}, Delivery: x1.X2andX3,
		To: x1.Destinations{DIDs: []x1.UUID{did}}, Extensions: []x1.Extension{x1.Authority{From: noon.Add(-time.Hour), Until: noon.Add(time.Hour)}.Extension()}}
	for _, c := range change {
		c(&d)
	}
	return d
}

func lasting(from, until time.Time) func(*x1.TaskDetails) {
	return func(d *x1.TaskDetails) {
		d.Extensions = []x1.Extension{x1.Authority{From: from, Until: until}.Extension()}
	}
}

func TestATaskIsTakenOrRefusedWithTheStandardsCode(t *testing.T) {
	x2, x3 := x1.UUID{15: 2}, x1.UUID{15: 3}
	to := func(all ...x1.UUID) func(*x1.TaskDetails) { return func(d *x1.TaskDetails) { d.To.DIDs = all } }
	target := func(k x1.TargetKind, text string) func(*x1.TaskDetails) {
		return func(d *x1.TaskDetails) { d.Targets = []x1.TargetIdentifier{{Kind: k, Text: text}} }
	}
	number := uint64(7)
	for _, tc := range []struct {
		name   string
		change func(*x1.TaskDetails)
		want   x1.Code
	}{
		{"as it should be", func(*x1.TaskDetails) {}, 0},
		{"signalling alone", func(d *x1.TaskDetails) { d.Delivery = x1.X2Only }, 0},
		{"to two that take one product each", to(x2, x3), 0},
		{"it starts later", lasting(noon.Add(time.Hour), noon.Add(2*time.Hour)), 0},
		{"no end", func(d *x1.TaskDetails) { d.Extensions = nil }, x1.ActivateTaskFailure},
		{"an end that has passed", lasting(noon.Add(-2*time.Hour), noon), x1.ActivateTaskFailure},
		{"an end before its start", lasting(noon.Add(2*time.Hour), noon.Add(time.Hour)), x1.ActivateTaskFailure},
		{"longer than the ceiling", lasting(noon, noon.AddDate(1, 0, 0)), x1.ActivateTaskFailure},
		{"two ends", func(d *x1.TaskDetails) { d.Extensions = append(d.Extensions, d.Extensions[0]) }, x1.Syntax},
		{"another's extension", func(d *x1.TaskDetails) { d.Extensions = append(d.Extensions, x1.Extension{Owner: "another"}) }, x1.ActivateTaskFailure},
		{"a wildcard", target(x1.SIPURI, "sip:*@example.net"), x1.UnsupportedTarget},
		{"a kind that is not sought", target(x1.IMSI, "204081234567890"), x1.UnsupportedTarget},
		{"a port", func(d *x1.TaskDetails) { d.Targets = []x1.TargetIdentifier{{Kind: x1.TCPPort, Ports: []uint16{80}}} }, x1.UnsupportedTarget},
		{"two targets that must both match", func(d *x1.TaskDetails) {
			d.Targets = append(d.Targets, x1.TargetIdentifier{Kind: x1.IPv4Address, Text: "198.51.100.7"})
		}, x1.UnsupportedTargets},
		{"content alone", func(d *x1.TaskDetails) { d.Delivery = x1.X3Only }, x1.ActivateTaskFailure},
		{"a service", func(d *x1.TaskDetails) { d.Services = []x1.Service{x1.Voice} }, x1.UnsupportedService},
		{"a LIID", func(d *x1.TaskDetails) { d.Mediation = []x1.MediationDetails{{LIID: "L", Delivery: x1.HI2Only}} }, x1.ActivateTaskFailure},
		{"a correlation", func(d *x1.TaskDetails) { d.Correlation = &number }, x1.ActivateTaskFailure},
		{"a policy", func(d *x1.TaskDetails) { d.Policies = []x1.UUID{{1}} }, x1.ActivateTaskFailure},
		{"an unknown destination", to(x1.UUID{1}), x1.DIDUnknown},
		{"no destination", to(), x1.DeliveryMismatch},
		{"no destination for content", to(x2), x1.DeliveryMismatch},
		{"no destination for signalling", to(x3), x1.DeliveryMismatch},
		{"a destination of content for signalling alone", func(d *x1.TaskDetails) { d.Delivery = x1.X2Only; to(x2, x3)(d) }, x1.DeliveryMismatch},
		{"a set of destinations", func(d *x1.TaskDetails) { d.To.Sets = []x1.UUID{{1}} }, x1.ObjectUnknown},
	} {
		o := newOffice(t)
		o.e.cfg.MostDestinations = 3
		for id, delivery := range map[x1.UUID]x1.Delivery{did: x1.X2andX3, x2: x1.X2Only, x3: x1.X3Only} {
			d := destination()
			d.DID, d.Delivery = id, delivery
			o.must(&x1.CreateDestinationRequest{Destination: d})
		}
		if got, r := o.ask(noon, &x1.ActivateTaskRequest{Task: details(tc.change)}); got != tc.want {
			t.Errorf("%s: %v, wanted %d", tc.name, r, tc.want)
		}
		if held := len(o.e.core.Tasks()); (held == 1) != (tc.want == 0) {
			t.Errorf("%s: %d tasks", tc.name, held)
		}
	}
}

func TestALifeOfATask(t *testing.T) {
	o := newOffice(t)
	refused := func(want x1.Code, r x1.Request) {
		t.Helper()
		if got, answer := o.ask(noon, r); got != want {
			t.Errorf("%v: %v, wanted %d", r.Type(), answer, want)
		}
	}
	d := details()
	refused(x1.DIDUnknown, &x1.ActivateTaskRequest{Task: d})
	o.must(&x1.CreateDestinationRequest{Destination: destination()})
	o.must(&x1.CreateDestinationRequest{Destination: destination()})
	other := destination()
	other.Friendly = "MDF B"
	refused(x1.DIDExists, &x1.CreateDestinationRequest{Destination: other})
	refused(x1.XIDUnknown, &x1.ModifyTaskRequest{Task: d})
	refused(x1.XIDUnknown, &x1.DeactivateTaskRequest{XID: d.XID})
	refused(x1.XIDUnknown, &x1.GetTaskDetailsRequest{XID: d.XID})
	o.must(&x1.ActivateTaskRequest{Task: d})
	o.must(&x1.ActivateTaskRequest{Task: d}) // who is not sure asks again
	longer := details(lasting(noon.Add(-time.Hour), noon.Add(9*time.Hour)))
	refused(x1.XIDExists, &x1.ActivateTaskRequest{Task: longer})
	refused(x1.ModifyTaskFailure, &x1.ModifyTaskRequest{Task: details(lasting(noon.Add(-2*time.Hour), noon))})
	o.must(&x1.ModifyTaskRequest{Task: longer})
	refused(x1.DestinationInUse, &x1.RemoveDestinationRequest{DID: did})
	less := destination()
	less.Delivery = x1.X2Only
	refused(x1.ModifyDestinationFailure, &x1.ModifyDestinationRequest{Destination: less})
	o.must(&x1.ModifyDestinationRequest{Destination: other})
	all := o.must(&x1.GetAllDetailsRequest{}).(*x1.GetAllDetailsResponse)
	if len(all.Tasks) != 1 || len(all.Destinations) != 1 || all.Destinations[0].Destination.Friendly != "MDF B" || all.Status.Faulty {
		t.Errorf("%+v", all)
	}
	a, found, err := all.Tasks[0].Task.Authority()
	if err != nil || !found || !a.Until.Equal(noon.Add(9*time.Hour)) || *all.Tasks[0].Status.Modifications != 1 {
		t.Errorf("%+v, %v", a, all.Tasks[0].Status)
	}
	if _, found := all.Tasks[0].Status.Amount(); !found {
		t.Error("how much was sent is not told")
	}
	if l := o.must(&x1.ListAllDetailsRequest{}).(*x1.ListAllDetailsResponse); len(l.XIDs) != 1 || l.XIDs[0] != d.XID || len(l.DIDs.DIDs) != 1 {
		t.Errorf("%+v", l)
	}
	refused(x1.DeactivateAllNotEnabled, &x1.DeactivateAllTasksRequest{})
	refused(x1.RemoveAllNotEnabled, &x1.RemoveAllDestinationsRequest{})
	refused(x1.UnsupportedRequest, &x1.DeleteAllObjectsRequest{})
	o.must(&x1.DeactivateTaskRequest{XID: d.XID})
	o.must(&x1.RemoveDestinationRequest{DID: did})
	refused(x1.DIDUnknown, &x1.RemoveDestinationRequest{DID: did})
	refused(x1.DIDUnknown, &x1.ModifyDestinationRequest{Destination: other})
	if len(o.e.core.Tasks())+len(o.e.tasks)+len(o.e.destinations) != 0 {
		t.Error("something is left")
	}
}

func TestWhereProductCantGoIsNoDestination(t *testing.T) {
	o := newOffice(t)
	for n, change := range []func(*x1.DestinationDetails){
		func(d *x1.DestinationDetails) { d.Address.UDP = true },
		func(d *x1.DestinationDetails) { d.Address = x1.Address{Email: "a@example.net"} },
		func(d *x1.DestinationDetails) { d.Extensions = []x1.Extension{{Owner: "another"}} },
	} {
		d := destination()
		change(&d)
		if got, r := o.ask(noon, &x1.CreateDestinationRequest{Destination: d}); got != x1.UnsupportedAddress {
			t.Errorf("%d: %v", n, r)
		}
	}
	for n := range byte(3) {
		d := destination()
		d.DID = x1.UUID{n}
		if got, r := o.ask(noon, &x1.CreateDestinationRequest{Destination: d}); (got == x1.CreateDestinationFailure) != (n == 2) {
			t.Errorf("destination %d: %v", n, r)
		}
	}
}

func TestTheTableMakesRoomOfTasksThatAreOver(t *testing.T) {
	o := newOffice(t)
	o.must(&x1.CreateDestinationRequest{Destination: destination()})
	activate := func(n byte, at, until time.Time) x1.Code {
		code, _ := o.ask(at, &x1.ActivateTaskRequest{Task: details(lasting(noon.Add(-time.Hour), until), func(d *x1.TaskDetails) { d.XID[15] = n })})
		return code
	}
	for n := range byte(3) {
		if code := activate(n, noon, noon.Add(time.Duration(n+1)*time.Minute)); code != 0 {
			t.Fatal(code)
		}
	}
	if code := activate(9, noon, noon.Add(time.Hour)); code != x1.ActivateTaskFailure {
		t.Errorf("one more than the ceiling: %d", code)
	}
	if code := activate(9, noon.Add(90*time.Second), noon.Add(time.Hour)); code != 0 || len(o.e.tasks) != 3 {
		t.Errorf("one is over: %d, %d orders are kept", code, len(o.e.tasks))
	}
}

// TestTheSampleSequencesRun: the samples of other ends of X1, against this element. It refuses their tasks, which have no end.
func TestTheSampleSequencesRun(t *testing.T) {
	o := newOffice(t)
	for _, step := range []struct {
		name string
		want []x1.Code
	}{
		{"KeepaliveRequest", []x1.Code{0}},
		{"GetDestinationDetailsRequest", []x1.Code{x1.DIDUnknown}},
		{"ModifyDestinationRequest", []x1.Code{x1.DIDUnknown}},
		{"CreateDestinationRequest_ipv6", []x1.Code{0}},
		{"ModifyDestinationRequest", []x1.Code{0}},
		{"GetDestinationDetailsRequest", []x1.Code{0}},
		{"ActivateTaskRequest", []x1.Code{x1.ActivateTaskFailure}},
		{"ActivateTaskRequest_5g", []x1.Code{x1.ActivateTaskFailure}},
		{"ActivateTaskRequest_mdf", []x1.Code{x1.ActivateTaskFailure}},
		{"ModifyTaskRequest", []x1.Code{x1.XIDUnknown}},
		{"Multi_request", []x1.Code{0, x1.ActivateTaskFailure, 0}},
		{"GetAllDetailsRequest", []x1.Code{0}},
		{"GetAllTaskDetailsRequest", []x1.Code{0}},
		{"DeactivateAllTasksRequest", []x1.Code{x1.DeactivateAllNotEnabled}},
		{"RemoveAllDestinationsRequest", []x1.Code{x1.RemoveAllNotEnabled}},
		{"ReportNEIssueRequest_db_cleared", []x1.Code{x1.UnsupportedRequest}},
	} {
		src, err := os.ReadFile(filepath.Join("..", "..", "..", "wire", "x1", "testdata", "samples", step.name+".xml"))
		if err != nil {
			t.Fatal(err)
		}
		sent, err := x1.Decode(src, x1.RequestLimits)
		if err != nil {
			t.Fatal(err)
		}
		got, err := x1.Bind(sent, x1.Respond(src, x1.RequestLimits, o.e, x1.Identities{Side: x1.NE, Own: "ne-1", Peer: "admf-1", Known: []string{"admf-1"}}, noon), x1.AnswerLimits)
		if err != nil || len(got) != len(step.want) {
			t.Fatalf("%s: %v, %v", step.name, got, err)
		}
		for n, r := range got {
			code := x1.Code(0)
			if e, ok := r.(*x1.ErrorResponse); ok {
				code = e.Code
			}
			if code != step.want[n] {
				t.Errorf("%s: %v, wanted %d", step.name, r, step.want[n])
			}
		}
	}
}
