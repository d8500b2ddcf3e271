package demo

import (
	"context"
	"crypto/rand"
	"crypto/tls"
	"encoding/hex"
	"errors"
	"net"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"time"

	"writ/intercept"
	"writ/intercept/admf"
	"writ/intercept/lemf"
	core "writ/intercept/mediation"
	tap "writ/intercept/probe"
	"writ/intercept/probe/element"
	"writ/intercept/profiles"
	"writ/outside/spool"
	"writ/outside/x1http"
	"writ/role/keeper"
	agency "writ/role/lemf"
	"writ/role/mediation"
	"writ/role/probe"
	wire "writ/wire/etsi"
	"writ/wire/x1"
)

// A network is all that one tap needs, on this machine alone: a point of interception, a mediation function and the agency's
// twin, each known to the other by certificates, and the loop that tells the first two what to do. Between them runs what the
// standards say, over real sockets.
type network struct {
	show    *Show
	ca      authority
	dir     string
	profile intercept.Profile
	key     []byte // of the delivery's encryption, agreed with the agency

	keeper    *keeper.Keeper
	point     *probe.Probe
	spool     *spool.Spool
	mediation *mediation.Mediation
	desk      *agency.Desk
	mdf, poi  admf.Element
	x2x3      net.Addr
	toldAt    string       // where the point of interception listens for X1
	order     func() error // starts the loop of orders; until then the elements hold nothing but a test
	toMDF     *x1http.Client

	stop    context.CancelFunc
	running sync.WaitGroup
	mu      sync.Mutex
	faults  []error
	drained map[intercept.XID]bool
}

// the names by which the parts know each other.
const (
	admfName = "voorbeeld-admf"
	poiName  = "sbc-1"
	mdfName  = "mdf-1"
)

// network starts the parts. The clock must run.
func (s *Show) network(ctx context.Context, h *house) (_ *network, err error) {
	n := &network{show: s, keeper: h.keeper, dir: filepath.Join(s.out, "tap"), drained: map[intercept.XID]bool{}}
	ctx, n.stop = context.WithCancel(ctx)
	defer func() {
		if err != nil {
			err = errors.Join(err, n.close())
		}
	}()
	if n.ca, err = newAuthority(s.clock()); err != nil {
		return nil, err
	}
	for _, step := range []func(context.Context) error{n.agreement, n.agency, n.mediate, n.intercept} {
		if err := step(ctx); err != nil {
			return nil, err
		}
	}
	return n, nil
}

// close stops the parts and waits for them.
func (n *network) close() error {
	n.stop()
	n.running.Wait()
	if n.toMDF != nil {
		n.toMDF.Close()
	}
	if n.spool != nil {
		n.fault(n.spool.Close())
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	return errors.Join(n.faults...)
}

func (n *network) fault(err error) {
	if err == nil || errors.Is(err, context.Canceled) {
		return
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	n.faults = append(n.faults, err)
}

func (n *network) run(f func() error) { n.running.Go(func() { n.fault(f()) }) }

// agreement is what provider and agency agreed on: a profile, and the key of the delivery.
func (n *network) agreement(context.Context) error {
	p, err := profiles.Load("nl")
	if err != nil {
		return err
	}
	n.profile = p.Profile
	n.profile.Operator, n.profile.Element = "VRBLD", "1"
	n.key = make([]byte, 24)
	if _, err := rand.Read(n.key); err != nil {
		return err
	}
	if err := os.MkdirAll(n.dir, 0o700); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(n.dir, "delivery.key"), []byte(hex.EncodeToString(n.key)+"\n"), 0o600)
}

// agency starts the twin of the agency's system.
func (n *network) agency(ctx context.Context) (err error) {
	t, err := n.ca.mutual(nil, n.show.clock)
	if err != nil {
		return err
	}
	n.desk, err = agency.Open(ctx, agency.Config{HI2: []string{"127.0.0.1:0"}, HI3: []string{"127.0.0.1:0"}, Dir: n.received(), TLS: t, Now: n.show.clock})
	if err != nil {
		return err
	}
	n.run(func() error { return n.desk.Run(ctx) })
	return nil
}

func (n *network) received() string { return filepath.Join(n.dir, "received") }

// mediate starts the mediation function.
func (n *network) mediate(ctx context.Context) (err error) {
	if n.spool, err = spool.Open(ctx, filepath.Join(n.dir, "spool"), n.keeper.TaskKeys(), spool.Options{}); err != nil {
		return err
	}
	toAgency, err := n.ca.mutual(nil, n.show.clock)
	if err != nil {
		return err
	}
	fromPoints, err := n.ca.mutual(probe.URI(mdfName), n.show.clock)
	if err != nil {
		return err
	}
	cipher, err := wire.NewCipher(wire.AES192CBC, n.key)
	if err != nil {
		return err
	}
	dial := func(h lemf.Handover) mediation.Dial { return mediation.DialTLS(n.desk.Addresses(h)[0], toAgency) }
	n.mediation, err = mediation.Open(ctx, mediation.Config{Spool: n.spool, Core: core.Config{Drain: time.Second}, TLS: fromPoints, Peer: mediation.NetworkElements,
		Destinations: []mediation.Destination{{DID: intercept.DID(agencyDID), Profile: n.profile, HI2: dial(lemf.HI2), HI3: dial(lemf.HI3), Cipher: cipher}},
		Now:          n.show.clock, Tell: n.news})
	if err != nil {
		return err
	}
	l, err := listen(ctx)
	if err != nil {
		return err
	}
	n.x2x3 = l.Addr()
	n.run(func() error { return n.mediation.Run(ctx, l) })
	at, err := n.serve(ctx, mdfName, mediation.NewX1(n.mediation, mediation.Order{}))
	if err != nil {
		return err
	}
	n.mdf = admf.Element{ID: mdfName, Kind: admf.Mediation, To: []x1.DestinationDetails{destination(agencyDID, address(n.desk.Addresses(lemf.HI2)[0]))}}
	n.toMDF, err = n.client(mdfName, at)
	return err
}

// intercept starts the point of interception.
func (n *network) intercept(ctx context.Context) error {
	toMediation, err := n.ca.mutual(x1http.URI(x1.NE, poiName), n.show.clock)
	if err != nil {
		return err
	}
	options, err := n.options(x1.NE, poiName, admfName)
	if err != nil {
		return err
	}
	var key [32]byte
	if _, err := rand.Read(key[:]); err != nil {
		return err
	}
	n.point, err = probe.Open(probe.Config{Dir: filepath.Join(n.dir, "point"), Key: key, X1: options, TLS: toMediation, Now: n.show.clock, Tell: n.fault,
		Core: tap.Config{NFID: poiName, Limits: tap.Limits{MaxTasks: 100, MaxTap: 28 * 24 * time.Hour, Keys: []string{n.keeper.Ledger().VerificationKey()}}},
		Link: tap.LinkConfig{MaxOctets: 64 << 20, MaxAge: time.Minute, KeepAlive: time.Second, Timeout: 5 * time.Second, Every: 1 << 20}, Element: element.Config{MostDestinations: 8}, Drain: 5 * time.Second})
	if err != nil {
		return err
	}
	l, err := listen(ctx)
	if err != nil {
		return err
	}
	n.run(func() error { return n.point.Run(ctx, l) })
	n.poi = admf.Element{ID: poiName, Kind: admf.Own, To: []x1.DestinationDetails{destination(mediationDID, address(n.x2x3.String()))}}
	n.toldAt = l.Addr().String()
	n.order = func() error { return n.orders(ctx) }
	return nil
}

// orders starts the loop that tells the elements what the taps want.
func (n *network) orders(ctx context.Context) error {
	toPoint, err := n.client(poiName, n.toldAt)
	if err != nil {
		return err
	}
	loop := &keeper.TapLoop{Keeper: n.keeper, Elements: map[string]keeper.Sender{poiName: toPoint, mdfName: n.toMDF}, Sweep: 50 * time.Millisecond,
		Found: n.found, Failed: n.fault}
	n.running.Go(func() { loop.Run(ctx); toPoint.Close() })
	return nil
}

// found takes what the minute's comparison finds. That an element does not hold a task yet is so until it is told.
func (n *network) found(f admf.Finding) {
	if f.What != admf.NotTapped && f.What != admf.Misdirected {
		n.fault(errors.New(f.String()))
	}
}

// news keeps what mediation says: a task that is over, or a fault.
func (n *network) news(news mediation.News) {
	switch w := news.(type) {
	case mediation.TaskNews:
		if w.Report.What == core.Drained {
			n.mu.Lock()
			n.drained[w.Report.Task] = true
			n.mu.Unlock()
		}
	case mediation.LinkNews: // links come and go while the parts start and stop
	case mediation.DamageNews, mediation.SpoolNews, mediation.RefusedNews, mediation.IntakeNews:
		n.fault(errors.New("mediation says: " + news.String()))
	}
}

func (n *network) options(side x1.Side, own, peer string) (x1http.Options, error) {
	c, err := n.ca.issue(x1http.URI(side, own))
	return x1http.Options{Side: side, Own: own, Certificate: c, Authorities: n.ca.pool(), Known: []string{peer}, Clock: n.show.clock}, err
}

// serve answers X1 for an element and gives its address.
func (n *network) serve(ctx context.Context, own string, h x1.Handler) (string, error) {
	o, err := n.options(x1.NE, own, admfName)
	if err != nil {
		return "", err
	}
	l, err := listen(ctx)
	if err != nil {
		return "", err
	}
	n.run(func() error { return x1http.Serve(ctx, l, o, h) })
	return l.Addr().String(), nil
}

func (n *network) client(element, at string) (*x1http.Client, error) {
	o, err := n.options(x1.ADMF, admfName, element)
	if err != nil {
		return nil, err
	}
	return x1http.NewClient(o, element, at)
}

var agencyDID, mediationDID = x1.UUID{0: 1, 6: 0x40, 8: 0x80, 15: 1}, x1.UUID{0: 1, 6: 0x40, 8: 0x80, 15: 2}

func destination(d x1.UUID, at netip.AddrPort) x1.DestinationDetails {
	return x1.DestinationDetails{DID: d, Delivery: x1.X2andX3, Address: x1.Address{At: at}}
}

// address reads what a listener of our own says.
func address(text string) netip.AddrPort {
	at, _ := netip.ParseAddrPort(text)
	return at
}

func listen(ctx context.Context) (net.Listener, error) {
	return new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
}

// dialMediation opens a link to mediation as a network element, for the test call.
func (n *network) dialMediation(ctx context.Context, name *url.URL) (net.Conn, error) {
	c, err := n.ca.mutual(name, n.show.clock)
	if err != nil {
		return nil, err
	}
	return (&tls.Dialer{Config: c}).DialContext(ctx, "tcp", n.x2x3.String())
}
