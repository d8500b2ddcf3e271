package delivery

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os"
	"os/signal"
	"syscall"
	"testing"
	"time"

	"writ"
	"writ/intercept"
	core "writ/intercept/mediation"
	"writ/intercept/mediation/spooltest"
	"writ/outside/process"
	"writ/outside/spool"
	"writ/role/lemf"
	"writ/role/mediation"
)

// A child is what the JSON in this variable says.
const childSpec = "WRIT_DELIVERY_CHILD"

// A spec says what a child is, and where.
type spec struct {
	Kind     string // mediation or twin
	Dir      string
	At       string   // X2/X3 of a mediation
	HI2, HI3 []string // by agency
	Cert     []byte   // PEM, as Key and Roots
	Key      []byte
	Roots    []byte
	Orders   []order
	Slow     time.Duration // of a twin: pause before each read
	GiveUp   time.Duration // of mediation: keep-alives and acknowledgements are waited for so long; zero: as in the profile
	Bare     bool          // of mediation: no integrity checks, so that PDUs are product alone
	Guard    bool
}

// An order is a task as mediation has it. Its target is always the same person.
type order struct {
	XID         byte
	LIID        string
	Agency      byte
	IRIOnly     bool
	Limit       int64 // octets that may wait in the spool; zero: no limit
	From, Until time.Time
}

func TestMain(m *testing.M) {
	text := os.Getenv(childSpec)
	if text == "" {
		os.Exit(m.Run())
	}
	var s spec
	err := json.Unmarshal([]byte(text), &s)
	if err == nil {
		ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
		if s.Guard {
			fmt.Println("guarded", process.Guard())
		}
		if s.Kind == "twin" {
			err = s.twin(ctx)
		} else {
			err = s.mediation(ctx)
		}
		stop()
	}
	if err != nil {
		fmt.Println("failed", err)
		os.Exit(1)
	}
	os.Exit(0)
}

func (s spec) twin(ctx context.Context) error {
	d, err := lemf.Open(ctx, lemf.Config{HI2: s.HI2, HI3: s.HI3, Dir: s.Dir, Ack: true, Slow: s.Slow, Now: time.Now})
	if err != nil {
		return err
	}
	fmt.Println("ready")
	return d.Run(ctx)
}

const person = "+12025550129"

func (o order) task() (intercept.Task, error) {
	id, err := writ.ParseIdentifier(writ.E164, person)
	if err != nil {
		return intercept.Task{}, err
	}
	l, err := intercept.ParseLIID(o.LIID)
	t := intercept.Task{XID: intercept.XID{0xab, 0xcd, 0xef, 15: o.XID}, LIID: l, Targets: []intercept.Target{{ID: id}}, Deliver: intercept.IRIAndCC, From: o.From, Until: o.Until,
		To: []intercept.DID{{o.Agency + 1}}}
	if o.IRIOnly {
		t.Deliver = intercept.IRIOnly
	}
	return t, err
}

func (s spec) profile() intercept.Profile {
	p := intercept.Profile{Name: "test", Module: 43, IPAccess: 20, IPMultimedia: 17, Time: intercept.Micro, LIID: intercept.LIIDOctets, Operator: "OP1", Acknowledge: true,
		Integrity: intercept.Integrity{Hash: intercept.SHA256, EveryPDUs: 100, After: time.Second},
		KeepAlive: intercept.KeepAlive{Idle: 2 * time.Second, Answer: 2 * time.Second, GiveUp: 4 * time.Second, LIID: "-"}}
	if s.GiveUp > 0 {
		p.KeepAlive.Idle, p.KeepAlive.Answer, p.KeepAlive.GiveUp = s.GiveUp, s.GiveUp, s.GiveUp
	}
	if s.Bare {
		p.Integrity = intercept.Integrity{}
	}
	return p
}

func (s spec) mediation(ctx context.Context) error {
	pair, err := tls.X509KeyPair(s.Cert, s.Key)
	if err != nil {
		return err
	}
	sp, err := spool.Open(ctx, s.Dir, spooltest.NewKeys(), spool.Options{Log: 4 << 20})
	if err != nil {
		return err
	}
	c := mediation.Config{Spool: sp, Peer: mediation.NetworkElements, Now: time.Now, Tell: func(n mediation.News) { fmt.Println("news", n) }, Core: core.Config{Drain: time.Minute},
		TLS: &tls.Config{Certificates: []tls.Certificate{pair}, ClientCAs: pool(s.Roots), ClientAuth: tls.RequireAndVerifyClientCert, MinVersion: tls.VersionTLS13}}
	for i := range s.HI2 {
		c.Destinations = append(c.Destinations, mediation.Destination{DID: intercept.DID{byte(i) + 1}, Profile: s.profile(), HI2: mediation.DialTCP(s.HI2[i]), HI3: mediation.DialTCP(s.HI3[i])})
	}
	m, err := mediation.Open(ctx, c)
	if err != nil {
		return errors.Join(err, sp.Close())
	}
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", s.At)
	if err != nil {
		return errors.Join(err, sp.Close())
	}
	ended := make(chan error, 1)
	go func() { ended <- m.Run(ctx, l) }()
	if err := s.set(ctx, m); err != nil {
		return err
	}
	fmt.Println("ready")
	return errors.Join(<-ended, sp.Close())
}

// set gives mediation the orders that its spool does not know yet.
func (s spec) set(ctx context.Context, m *mediation.Mediation) error {
	have, err := m.Orders(ctx)
	if err != nil || len(have) > 0 {
		return err
	}
	for _, o := range s.Orders {
		t, err := o.task()
		if err != nil {
			return err
		}
		if err := m.Set(ctx, mediation.Order{Task: t, Service: core.Multimedia, Limit: core.Limit{Octets: o.Limit}}); err != nil {
			return err
		}
	}
	return nil
}
