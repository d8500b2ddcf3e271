package element

import (
	"net/netip"
	"testing"
	"time"

	"writ"
	"writ/intercept"
	"writ/intercept/probe"
	"writ/ledger"
	"writ/ledger/ledgertest"
	"writ/wire/x1"
)

// A desk is an office whose element asks for proofs, with the ledger that gives them.
type desk struct {
	*office
	log *ledger.Log
}

func newDesk(t *testing.T) desk {
	t.Helper()
	log := ledgertest.New(t)
	d := desk{&office{t: t}, log}
	d.e = d.element()
	return d
}

// element is one that holds nothing.
func (d desk) element() *Element {
	d.t.Helper()
	c, err := probe.New(probe.Config{Secret: [32]byte{1}, Limits: probe.Limits{MaxTasks: 3, MaxTap: 90 * 24 * time.Hour, Keys: []string{d.log.VerificationKey()}}})
	if err != nil {
		d.t.Fatal(err)
	}
	return New(c, Config{MostDestinations: 3, DeactivateAll: true})
}

// order puts the n-th order of a task on the ledger, to a place, and gives the task as its element is told it.
func (d desk) order(n int, until time.Time, to ...intercept.Place) x1.TaskDetails {
	d.t.Helper()
	out := details()
	id, err := writ.ParseIdentifier(writ.E164, "+442079460223")
	if err != nil {
		d.t.Fatal(err)
	}
	task := intercept.Task{XID: intercept.XID(out.XID), Targets: []intercept.Target{{ID: id}}, Deliver: intercept.IRIAndCC, From: noon.Add(-time.Hour), Until: until}
	salt := [32]byte{byte(n)}
	r, err := d.log.Append(ledger.Entry{V: 1, Key: intercept.EntryKey(task.XID, n), Kind: intercept.EntryKind, At: noon, Body: intercept.EntryBody(task.Commitment(salt, to))})
	if err != nil {
		d.t.Fatal(err)
	}
	p, err := d.log.Prove(r.Index())
	if err != nil {
		d.t.Fatal(err)
	}
	text, err := p.MarshalText()
	if err != nil {
		d.t.Fatal(err)
	}
	out.Extensions = []x1.Extension{x1.Authority{From: task.From, Until: task.Until, Proof: intercept.Proof{Salt: salt, Places: to, Inclusion: text}.Encode()}.Extension()}
	return out
}

func (d desk) refused(want x1.Code, r x1.Request) {
	d.t.Helper()
	if got, answer := d.ask(noon, r); got != want {
		d.t.Errorf("%v: %v, wanted %d", r.Type(), answer, want)
	}
}

var here = intercept.Place{DID: intercept.DID(did), Address: destination().Address.Text()}

// elsewhere is a place of whoever holds X1 and no order.
func elsewhere(id x1.UUID) x1.DestinationDetails {
	d := destination()
	d.DID, d.Address.At = id, netip.MustParseAddrPort("203.0.113.66:42069")
	return d
}

func TestAProofIsGoodForItsDestinationsAlone(t *testing.T) {
	d := newDesk(t)
	task := d.order(1, noon.Add(time.Hour), here)
	d.must(&x1.CreateDestinationRequest{Destination: elsewhere(did)})
	d.refused(x1.ActivateTaskFailure, &x1.ActivateTaskRequest{Task: task}) // another address under the number
	d.must(&x1.ModifyDestinationRequest{Destination: destination()})
	d.must(&x1.CreateDestinationRequest{Destination: elsewhere(x1.UUID{1})})
	for _, to := range [][]x1.UUID{{{1}}, {did, {1}}} {
		other := task
		other.To.DIDs = to
		d.refused(x1.ActivateTaskFailure, &x1.ActivateTaskRequest{Task: other})
	}
	same := elsewhere(x1.UUID{2})
	same.Address = destination().Address
	d.must(&x1.CreateDestinationRequest{Destination: same})
	other := task
	other.To.DIDs = []x1.UUID{{2}}
	d.refused(x1.ActivateTaskFailure, &x1.ActivateTaskRequest{Task: other}) // the address under another number
	d.must(&x1.ActivateTaskRequest{Task: task})
	other.To.DIDs = []x1.UUID{did, {1}}
	d.refused(x1.ModifyTaskFailure, &x1.ModifyTaskRequest{Task: other})
	if held := d.e.core.Tasks(); len(held) != 1 || len(held[0].To) != 1 {
		t.Errorf("%v", held)
	}
}

func TestADestinationOfAProvedTaskStaysWhereItIs(t *testing.T) {
	d := newDesk(t)
	d.must(&x1.CreateDestinationRequest{Destination: destination()})
	d.must(&x1.ActivateTaskRequest{Task: d.order(1, noon.Add(time.Hour), here)})
	d.refused(x1.ModifyDestinationFailure, &x1.ModifyDestinationRequest{Destination: elsewhere(did)})
	d.refused(x1.DIDExists, &x1.CreateDestinationRequest{Destination: elsewhere(did)})
	d.refused(x1.DestinationInUse, &x1.RemoveDestinationRequest{DID: did})
	if at := d.e.Destinations()[0].Address; at != destination().Address {
		t.Error("it has moved")
	}
	renamed := destination()
	renamed.Friendly = "MDF B"
	d.must(&x1.ModifyDestinationRequest{Destination: renamed})
	d.must(&x1.DeactivateTaskRequest{XID: details().XID})
	d.must(&x1.ModifyDestinationRequest{Destination: elsewhere(did)})
}
