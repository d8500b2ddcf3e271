package demo

import (
	"bytes"
	"context"
	"errors"
	"path/filepath"
	"time"

	"writ"
	"writ/casefile"
	"writ/intercept"
	"writ/intercept/admf"
	"writ/role/keeper"
	"writ/role/probe"
)

// what the laboratory recorded: two calls of one line.
const (
	tappedLine = "sip:+12025550129@voip.example.net"
	firstCall  = "callee-hangs-up.pcap"
	secondCall = "codec-g722.pcap"
)

// the order's authority, as its paper says.
var (
	tapFrom  = time.Date(2026, 11, 25, 10, 0, 0, 0, time.UTC)
	tapUntil = tapFrom.Add(8 * time.Second)
)

// played is when each call begins: the second goes on when the order's time is over.
var played = []struct {
	file string
	at   time.Time
}{{firstCall, tapFrom.Add(500 * time.Millisecond)}, {secondCall, tapUntil.Add(-2 * time.Second)}}

// patience is how long a step of the tap may take before the demo gives up.
const patience = 30 * time.Second

// tap is a voice provider in the Netherlands: an order to tap a line, which ends while somebody speaks.
func (s *Show) tap(ctx context.Context) (err error) {
	s.title("Voorbeeld Telecom, a voice provider in the Netherlands")
	h, err := s.found(ctx, "voorbeeld-telecom", "nl")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.close(), s.publish(h, "ledger-voorbeeld-telecom")) }()
	s.title("6. A line is tapped, for exactly as long as the order says")
	c, err := s.readTwice(ctx, h, "nl-tap.yaml", "nl-tap.yaml")
	if err != nil {
		return err
	}
	if c, err = s.agree(ctx, h, c); err != nil {
		return err
	}
	s.runFrom(tapFrom.Add(-3 * time.Second))
	defer s.stand()
	n, err := s.network(ctx, h)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, n.close()) }()
	return s.carryOut(ctx, h, n, c)
}

// carryOut takes the tap from its order to its end.
func (s *Show) carryOut(ctx context.Context, h *house, n *network, c casefile.Case) error {
	s.say("       From here the clock runs. A point of interception, a mediation function and the agency's system stand ready on")
	s.say("       this machine, and speak what the standards say: X1, X2 and X3, HI2 and HI3, each link with certificates at both ends.")
	t, err := s.trial(ctx, n)
	if err != nil {
		return err
	}
	s.tell("Before anybody is tapped a test call under a LIID of its own goes through: %d signalling and %d content PDUs sent, %d and %d received, hashes checked.", t.IRI, t.CC, t.GotIRI, t.GotCC)
	if err := h.keeper.ConfirmTrial(ctx, t, h.who("Cy")); err != nil {
		return err
	}
	o, liid, err := n.warrant()
	if err != nil {
		return err
	}
	if err := n.order(); err != nil {
		return err
	}
	if _, err := h.keeper.SetTap(ctx, c.ID, o); err != nil {
		return err
	}
	if err := s.told(ctx, n); err != nil {
		return err
	}
	s.tell("The tap is ordered on the ledger, then by X1. The point of interception took it: the task carries its end and the ledger's own proof.")
	if err := s.calls(ctx, n); err != nil {
		return err
	}
	return s.ended(ctx, h, n, c, liid)
}

// warrant is what the agency gave beside the paper: its number for the tap; and who carries it out.
func (n *network) warrant() (o keeper.Order, liid intercept.LIID, err error) {
	id, err := writ.ParseIdentifier(writ.SIPURI, tappedLine)
	if err != nil {
		return o, liid, err
	}
	liid, err = intercept.ParseLIID("NL2026440871")
	o = keeper.Order{Profile: n.profile, Terms: admf.Terms{LIIDs: map[writ.Identifier]intercept.LIID{id: liid}, Elements: []admf.Element{n.poi, n.mdf}}}
	return o, liid, err
}

// told waits until the elements have acknowledged.
func (s *Show) told(ctx context.Context, n *network) error {
	return until(ctx, "the elements did not take the task", func() (bool, error) {
		calls, err := n.keeper.TapCalls(ctx)
		held, herr := n.mediation.Orders(ctx)
		return len(calls) == 0 && len(held) == 2, errors.Join(err, herr) // the test's, and this one
	})
}

// calls plays the two calls on the line: one inside the order's time, one that goes on when it is over.
func (s *Show) calls(ctx context.Context, n *network) error {
	for _, call := range played {
		b, err := read(call.file)
		if err != nil {
			return err
		}
		shift, err := shiftTo(b, call.at)
		if err != nil {
			return err
		}
		r, err := n.point.Play(ctx, bytes.NewReader(b), probe.Pace{Speed: 4, Shift: shift})
		if err != nil {
			return err
		}
		s.tell("The line calls (%s, as a laboratory recorded it): %d packets pass the point of interception.", call.file, r.Packets)
	}
	s.say("       The second call goes on after the order's end, %s: nothing captured then may come out, whoever is up or down.", tapUntil.Format("15:04:05"))
	return nil
}

// ended waits for the end, and compares what everybody counted.
func (s *Show) ended(ctx context.Context, h *house, n *network, c casefile.Case, liid intercept.LIID) error {
	held, err := n.mediation.Orders(ctx)
	if err != nil {
		return err
	}
	var x intercept.XID
	for _, o := range held {
		if o.Task.LIID == liid {
			x = o.Task.XID
		}
	}
	if err := n.delivered(ctx, x); err != nil {
		return err
	}
	s.tell("At its end the point of interception stopped by itself; mediation handed over what was captured before, and the task's key is destroyed.")
	counted, known, err := n.mediation.Counts(ctx, x)
	if err != nil || !known {
		return errors.Join(err, errors.New("demo: mediation does not know the task"))
	}
	r, err := h.keeper.TapEnded(ctx, c.ID, keeper.TapTotals{IRI: counted.IRI, CC: counted.CC})
	if err != nil {
		return err
	}
	s.tell("The ledger has the end with its counts: entry %d.", r.Index())
	got, err := n.counts(ctx, "shown")
	if err != nil {
		return err
	}
	if err := s.compare(got.of(liid), counted.IRI, counted.CC); err != nil {
		return err
	}
	s.say("       The agency can hear the calls: %s, with a WAV of each beside it.", filepath.Join(s.out, "tap", "shown", "report.html"))
	return s.note(ctx, h, c.ID, "A tap: begun by X1, handed over, ended at its end", []link{{"what the agency got, to read and hear", "tap/shown/report.html"}})
}

// compare holds together what the agency got, what the ledger says, and what the captures hold, counted by another path.
func (s *Show) compare(got received, iri, cc uint64) error {
	var want received
	for _, call := range played {
		c, err := countCapture(call.file, call.at, tapUntil)
		if err != nil {
			return err
		}
		want.iri, want.cc, want.late = want.iri+c.iri, want.cc+c.cc, want.late+c.late
	}
	s.tell("Signalling: the ledger says %d, the agency got %d, the captures hold %d.", iri, got.iri, want.iri)
	s.tell("Content: the ledger says %d, the agency got %d, the captures hold %d; of %d packets after the end nobody got any.", cc, got.cc, want.cc, want.late)
	switch {
	case got.iri != want.iri || got.cc != want.cc || uint64(got.iri) != iri || uint64(got.cc) != cc:
		return errors.New("demo: the counts of ledger, agency and captures differ")
	case want.late == 0:
		return errors.New("demo: the second call did not go on after the end, so its end was not shown")
	case !got.last.Before(tapUntil):
		return errors.New("demo: something captured after the order's end came out")
	}
	return nil
}

// until asks again and again whether something has come about.
func until(ctx context.Context, what string, done func() (bool, error)) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	again := time.NewTicker(20 * time.Millisecond)
	defer again.Stop()
	for {
		if ok, err := done(); ok || err != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return errors.New("demo: " + what + " in time")
		case <-again.C:
		}
	}
}
