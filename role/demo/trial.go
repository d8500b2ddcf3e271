package demo

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"net"
	"time"

	"writ"
	"writ/intercept"
	"writ/intercept/admf"
	"writ/intercept/probe"
	"writ/intercept/probe/player"
	"writ/outside/x1http"
	"writ/wire/x1"
	"writ/wire/x2x3"
)

// trial shows that the agency's system takes product as its profile says, before anybody is tapped: a laboratory's call under a LIID
// of its own goes to mediation, and the agency says what it got.
func (s *Show) trial(ctx context.Context, n *network) (admf.Trial, error) {
	t := admf.Trial{Profile: n.profile.Name, Since: n.profile.Since}
	var err error
	if t.LIID, err = intercept.ParseLIID("TEST0001"); err != nil {
		return t, err
	}
	test, err := admf.Test(t.LIID, n.mdf, s.clock(), s.clock().Add(time.Hour), rand.Reader)
	if err != nil {
		return t, err
	}
	if test, err = n.tell(ctx, test, true); err != nil {
		return t, err
	}
	if t.IRI, t.CC, err = n.testCall(ctx, test); err != nil {
		return t, err
	}
	t.At = s.clock()
	if _, err = n.tell(ctx, test, false); err != nil {
		return t, err
	}
	if err := n.delivered(ctx, test.XID); err != nil {
		return t, err
	}
	got, err := n.counts(ctx, "test")
	t.GotIRI, t.GotCC, t.Verified = got.of(t.LIID).iri, got.of(t.LIID).cc, true // counts fails where a hash does
	return t, err
}

// tell sends mediation what a test task wants of it.
func (n *network) tell(ctx context.Context, t admf.Tap, on bool) (admf.Tap, error) {
	for range 3 {
		calls := t.Calls(n.show.clock(), on)
		if len(calls) == 0 {
			return t, nil
		}
		for _, c := range calls {
			t = t.Sending(c)
			answers, err := n.toMDF.Do(ctx, c.Requests...)
			if err != nil {
				return t, err
			}
			t = t.Answered(c, answers)
		}
	}
	return t, errors.New("demo: mediation did not take the test task")
}

// testCall plays a call to mediation under the test's XID, and counts what it sent.
func (n *network) testCall(ctx context.Context, test admf.Tap) (iri, cc int, err error) {
	link, err := n.dialMediation(ctx, x1http.URI(x1.NE, "test-caller"))
	if err != nil {
		return 0, 0, err
	}
	defer func() { err = errors.Join(err, link.Close()) }()
	point, err := n.caller(test)
	if err != nil {
		return 0, 0, err
	}
	capture, err := read(firstCall)
	if err != nil {
		return 0, 0, err
	}
	shift, err := shiftTo(capture, n.show.clock())
	if err != nil {
		return 0, 0, err
	}
	_, err = player.Play(bytes.NewReader(capture), point, player.Hooks{Shift: shift, Emitted: func(_ int, out *probe.Out) error {
		for _, e := range out.PDUs {
			if e.Type == x2x3.X2 {
				iri++
			} else {
				cc++
			}
		}
		_, err := link.Write(out.Octets)
		return err
	}})
	return iri, cc, errors.Join(err, settled(link))
}

// caller is a stand-in for a point of interception: it knows one call, from a file, and no network.
func (n *network) caller(test admf.Tap) (*probe.Core, error) {
	var secret [32]byte
	if _, err := rand.Read(secret[:]); err != nil {
		return nil, err
	}
	point, err := probe.New(probe.Config{Secret: secret, NFID: "test-caller", Limits: probe.Limits{MaxTasks: 1, MaxTap: 2 * time.Hour, Foreign: true}})
	if err != nil {
		return nil, err
	}
	line, err := writ.ParseIdentifier(writ.SIPURI, tappedLine)
	if err != nil {
		return nil, err
	}
	task := test.Last.Task
	task.Targets = []intercept.Target{{ID: line}}
	return point, point.Activate(task, n.show.clock())
}

// settled waits until mediation has made durable all that was sent on a link: it acknowledges a keep-alive then, and not before.
func settled(link net.Conn) error {
	alive := x2x3.NewKeepAlive(x2x3.DefaultMinor, 0)
	if _, err := link.Write(alive.Append(nil)); err != nil {
		return err
	}
	if err := link.SetReadDeadline(time.Now().Add(patience)); err != nil {
		return err
	}
	answer := make([]byte, 256)
	_, err := link.Read(answer)
	return err
}
