package tap

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"writ"
	"writ/casefile"
	"writ/e2e/house"
	"writ/intercept"
	"writ/intercept/admf"
	"writ/intercept/mediation/spooltest"
	"writ/intercept/probe"
	"writ/intercept/probe/element"
	"writ/intercept/profiles"
	"writ/role/keeper"
	"writ/role/mediation"
	"writ/wire/x1"
)

const number = "+12025550129"

// noon is when the order is brought in.
var noon = time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)

// founded is a house that is founded once; each test has a copy.
var founded = sync.OnceValues(func() (*house.House, error) {
	dir, err := filepath.Abs(filepath.Join("..", "..", "role", "demo", "data"))
	if err != nil {
		return nil, err
	}
	return house.Found(context.Background(), tempDir, dir)
})

// A world is a keeper with one point of interception and one mediation function, on a clock of the test's own.
type world struct {
	t      *testing.T
	h      *house.House
	k      *keeper.Keeper
	now    time.Time
	poi    *probe.Core
	mdf    *mediation.Mediation
	boxes  map[string]x1.Handler
	n      byte
	silent bool // the elements get what is sent, and their answers are lost
}

func newWorld(t *testing.T) *world {
	t.Helper()
	first, err := founded()
	if err != nil {
		t.Fatal(err)
	}
	h, err := first.Copy(filepath.Join(t.TempDir(), "house"))
	if err != nil {
		t.Fatal(err)
	}
	w := &world{t: t, h: h, now: noon}
	w.open()
	t.Cleanup(func() { _ = w.k.Close() })
	w.confirm(w.trial())
	w.boxes = map[string]x1.Handler{"mdf": w.mediate()}
	w.intercept()
	return w
}

// intercept puts in a point of interception that knows of nothing.
func (w *world) intercept() {
	w.t.Helper()
	var err error
	w.poi, err = probe.New(probe.Config{Secret: [32]byte{1}, Limits: probe.Limits{MaxTasks: 9, MaxTap: 90 * 24 * time.Hour, Keys: []string{w.k.Ledger().VerificationKey()}}})
	if err != nil {
		w.t.Fatal(err)
	}
	w.boxes["poi"] = element.New(w.poi, element.Config{MostDestinations: 9})
}

func (w *world) open() {
	w.t.Helper()
	o := w.h.Options()
	o.Clock = func() time.Time { return w.now }
	var err error
	if w.k, err = keeper.Open(context.Background(), o); err != nil {
		w.t.Fatal(err)
	}
}

// restart is a keeper that begins anew from what is on the disk.
func (w *world) restart() {
	w.t.Helper()
	if err := w.k.Close(); err != nil {
		w.t.Fatal(err)
	}
	w.open()
}

// mediate runs a mediation function without links, and gives its X1 side.
func (w *world) mediate() x1.Handler {
	var err error
	w.mdf, err = mediation.Open(context.Background(), mediation.Config{Spool: spooltest.NewMemory(spooltest.NewKeys()), TLS: &tls.Config{ClientAuth: tls.RequireAndVerifyClientCert},
		Peer: mediation.NetworkElements, Now: func() time.Time { return w.now }, Tell: func(mediation.News) {},
		Destinations: []mediation.Destination{{DID: intercept.DID(to(2)[0].DID), Profile: profile(w.t), HI2: nowhere, HI3: nowhere}}})
	if err != nil {
		w.t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	var wait sync.WaitGroup
	wait.Go(func() {
		if err := w.mdf.Run(ctx); err != nil {
			w.t.Error(err)
		}
	})
	w.t.Cleanup(func() {
		cancel()
		wait.Wait()
	})
	return mediation.NewX1(w.mdf, mediation.Order{})
}

// nowhere is an agency that nobody answers at.
func nowhere(context.Context) (net.Conn, error) { return nil, errors.New("nobody is there") }

func profile(t *testing.T) intercept.Profile {
	p, err := profiles.Load("generic")
	if err != nil {
		t.Fatal(err)
	}
	p.Operator, p.Element, p.Integrity.EveryHash = "TEST", "1", 0
	return p.Profile
}

// held gives what the mediation function says to hold, by XID.
func (w *world) held() map[intercept.XID]x1.TaskDetails {
	w.t.Helper()
	out := map[intercept.XID]x1.TaskDetails{}
	r, ok := w.boxes["mdf"].Handle(w.now, x1.Message{Body: &x1.GetAllDetailsRequest{}}).(*x1.GetAllDetailsResponse)
	if !ok {
		w.t.Fatal("the mediation function does not say what it holds")
	}
	for _, t := range r.Tasks {
		out[intercept.XID(t.Task.XID)] = t.Task
	}
	return out
}

// order is a judge's order to tap the number for thirty days at most.
func order(n int, from, until time.Time) keeper.Demand {
	at := func(t time.Time) string { return t.Format(time.RFC3339) }
	text := fmt.Sprintf(`reference: T3-2026-%06d
agency: us-grand-jury
papers: [paper.txt]
instrument:
  type: order-title-iii
  facts: {judge-rank: district, authorised-days: 30}
  issuer: {kind: judge, country: US}
  issued: 2026-11-24
  served: 2026-11-25T05:00:00-05:00
  addressee: provider
  signed: true
  offence: {name: drug trafficking, max-years: 40, listed: true}
asks:
- category: live-iri
  identifiers: [{kind: e164, value: "%s"}]
  window: {from: %s, to: %s}
- category: live-cc
  identifiers: [{kind: e164, value: "%s"}]
  window: {from: %s, to: %s}
`, n, number, at(from), at(until), number, at(from), at(until))
	return keeper.Demand{Name: "demand.yaml", Data: []byte(text), Papers: []casefile.PaperBytes{{Name: "paper.txt", Data: []byte(number + ", as served")}}}
}

// approved brings an order to where it may be carried out.
func (w *world) approved(d keeper.Demand) string {
	w.t.Helper()
	id := w.decided(d)
	w.approve(id)
	return id
}

func (w *world) decided(d keeper.Demand) string {
	w.t.Helper()
	ctx := context.Background()
	c, err := w.h.Bring(ctx, w.k, d)
	for _, who := range []string{"An", "Bo"} {
		if err == nil {
			_, err = w.k.Read(ctx, c.ID, d, w.h.People[who])
		}
	}
	if err == nil {
		c, err = w.k.Verify(ctx, c.ID, "", w.h.People["Cy"])
	}
	if err != nil {
		w.t.Fatal(err)
	}
	if !c.Decision.Taps {
		d, _ := w.k.Explained(ctx, c.ID)
		for o := range d.Outcomes() {
			w.t.Log(o.Grounds[0].Because)
		}
		w.t.Fatalf("the decision lets nothing be tapped: %v", c.Decision.Verdict)
	}
	return c.ID
}

func (w *world) approve(id string) {
	w.t.Helper()
	for _, who := range []string{"Di", "Ed"} {
		if _, err := w.k.Approve(context.Background(), id, w.h.People[who]); err != nil {
			w.t.Fatal(err)
		}
	}
}

func to(n byte) []x1.DestinationDetails {
	return []x1.DestinationDetails{{DID: x1.UUID{15: n}, Delivery: x1.X2andX3, Address: x1.Address{At: netip.AddrPortFrom(netip.AddrFrom4([4]byte{192, 0, 2, n}), 42069)}}}
}

func (w *world) liid(text string) intercept.LIID {
	l, err := intercept.ParseLIID(text)
	if err != nil {
		w.t.Fatal(err)
	}
	return l
}

// trial is a test that an agency got whole.
func (w *world) trial() admf.Trial {
	return admf.Trial{Profile: "generic", Since: noon.AddDate(0, -1, 0), At: noon.Add(-time.Hour), LIID: w.liid("TEST"), IRI: 4, CC: 9, GotIRI: 4, GotCC: 9}
}

func (w *world) confirm(t admf.Trial) {
	w.t.Helper()
	if err := w.k.ConfirmTrial(context.Background(), t, w.h.People["Cy"]); err != nil {
		w.t.Fatal(err)
	}
}

// terms are those of a tap whose agency has confirmed a test.
func (w *world) terms(liid string) keeper.Order {
	id, err := writ.ParseIdentifier(writ.E164, number)
	if err != nil {
		w.t.Fatal(err)
	}
	return keeper.Order{Profile: intercept.Profile{Name: "generic", Since: noon.AddDate(0, -1, 0)},
		Terms: admf.Terms{LIIDs: map[writ.Identifier]intercept.LIID{id: w.liid(liid)},
			Elements: []admf.Element{{ID: "poi", Kind: admf.Own, To: to(1)}, {ID: "mdf", Kind: admf.Mediation, To: to(2)}}}}
}

// set orders the tap of a case and tells the elements.
func (w *world) set(id string) {
	w.t.Helper()
	if _, err := w.k.SetTap(context.Background(), id, w.terms("L-1")); err != nil {
		w.t.Fatal(err)
	}
	w.sweep()
}

// sweep carries out what the first scheduler wants, until it wants nothing more.
func (w *world) sweep() {
	w.t.Helper()
	for range 4 {
		calls, err := w.k.TapCalls(context.Background())
		if err != nil {
			w.t.Fatal(err)
		}
		w.carry(calls)
	}
}

func (w *world) carry(calls []admf.Call) {
	w.t.Helper()
	for _, c := range calls {
		if err := w.k.TapSending(c); err != nil {
			w.t.Fatal(err)
		}
		if err := w.k.TapAnswered(c, w.send(c.Element, c.Requests...)); err != nil {
			w.t.Fatal(err)
		}
	}
}

// send asks an element through documents.
func (w *world) send(id string, all ...x1.Request) []x1.Response {
	w.t.Helper()
	sent := x1.Requests("admf", id, w.now, func() x1.UUID { w.n++; return x1.UUID{15: w.n} }, all...)
	doc, err := sent.Append(nil)
	if err != nil {
		w.t.Fatal(err)
	}
	got, err := x1.Bind(sent, x1.Respond(doc, x1.RequestLimits, w.boxes[id], x1.Identities{Side: x1.NE, Own: id, Peer: "admf", Known: []string{"admf"}}, w.now), x1.AnswerLimits)
	if err != nil {
		w.t.Fatal(err)
	}
	if w.silent {
		return make([]x1.Response, len(all))
	}
	return got
}
