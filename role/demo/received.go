package demo

import (
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"github.com/gopacket/gopacket"
	"github.com/gopacket/gopacket/layers"
	"github.com/gopacket/gopacket/pcapgo"

	"writ/intercept"
	"writ/intercept/lemf"
	"writ/intercept/lemf/check"
	agency "writ/role/lemf"
)

// A received is what came of one order, or what should have.
type received struct {
	iri, cc int
	late    int       // packets of the line after the end
	last    time.Time // of what was captured last
}

// A tally is what the agency got, by LIID.
type tally struct{ book *lemf.Book }

func (t tally) of(l intercept.LIID) (r received) {
	if t.book == nil {
		return r
	}
	for _, s := range t.book.Sessions() {
		if s.LIID != lemf.NameOf(l.Octets()) {
			continue
		}
		for _, n := range s.Types {
			r.iri += n
		}
		r.cc += s.CCs
	}
	for _, c := range t.book.Counts() {
		if c.LIID == lemf.NameOf(l.Octets()) && (c.Kind == lemf.KindIRI || c.Kind == lemf.KindCC) && c.To.After(r.last) {
			r.last = c.To
		}
	}
	return r
}

// counts has the twin judge all that it got so far, strictly, and show it in a folder of the demo's.
func (n *network) counts(ctx context.Context, folder string) (tally, error) {
	key, err := lemf.ParseKey(hex.EncodeToString(n.key))
	if err != nil {
		return tally{}, err
	}
	files := []string{filepath.Join(n.received(), "hi2.ber"), filepath.Join(n.received(), "hi3.ber")}
	o := check.Options{Cipher: key}
	found, err := agency.Check(ctx, files, o)
	if err != nil {
		return tally{}, err
	}
	for _, f := range found {
		if f.Severity == check.Error {
			return tally{}, fmt.Errorf("demo: the agency objects: %s", f.What)
		}
	}
	book, err := agency.Rebuild(ctx, files, filepath.Join(n.dir, folder), o, n.show.clock())
	return tally{book}, err
}

// delivered waits until a task is over and the agency has all of it.
func (n *network) delivered(ctx context.Context, x intercept.XID) error {
	return until(ctx, "what was captured did not reach the agency", func() (bool, error) {
		n.mu.Lock()
		defer n.mu.Unlock()
		return n.drained[x] && n.spool.Waits(x).PDUs == 0, errors.Join(n.faults...)
	})
}

// each shows every datagram of a capture.
func each(capture []byte, f func(at time.Time, payload []byte, from, to layers.UDPPort)) error {
	r, err := pcapgo.NewReader(bytes.NewReader(capture))
	if err != nil {
		return err
	}
	for {
		b, about, err := r.ReadPacketData()
		if err != nil {
			return nil // the end: the demo's captures are whole
		}
		p := gopacket.NewPacket(b, r.LinkType(), gopacket.DecodeOptions{Lazy: true, NoCopy: true})
		if u, ok := p.Layer(layers.LayerTypeUDP).(*layers.UDP); ok {
			f(about.Timestamp, u.Payload, u.SrcPort, u.DstPort)
		}
	}
}

// shiftTo gives by how much a capture's times are moved so that it begins at an instant.
func shiftTo(capture []byte, at time.Time) (shift time.Duration, err error) {
	var first time.Time
	err = each(capture, func(t time.Time, _ []byte, _, _ layers.UDPPort) {
		if first.IsZero() {
			first = t
		}
	})
	return at.Sub(first), err
}

// countCapture counts what an order for the line should give of a capture, by looking for the line's number in signalling and for
// RTP at media ports: another path than that of the point of interception.
func countCapture(file string, at, end time.Time) (r received, err error) {
	b, err := read(file)
	if err != nil {
		return r, err
	}
	shift, err := shiftTo(b, at)
	if err != nil {
		return r, err
	}
	calling := false
	err = each(b, func(t time.Time, payload []byte, from, to layers.UDPPort) {
		signalling := bytes.Contains(payload, []byte("SIP/2.0")) && bytes.Contains(payload, []byte(tappedLine[4:16]))
		content := calling && from >= 20000 && to >= 20000 && len(payload) > 12 && payload[0]>>6 == 2
		calling = calling || signalling
		switch inside := t.Add(shift).Before(end); {
		case (signalling || content) && !inside:
			r.late++
		case signalling:
			r.iri++
		case content:
			r.cc++
		}
	})
	return r, err
}
