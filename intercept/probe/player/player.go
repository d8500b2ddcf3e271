// Package player shows a capture to a point of interception, frame by frame, as a network would: for demonstrations, tests and
// comparisons with the truth of a capture. Start at [Play].
package player

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"time"

	"writ/dissect/packet"
	"writ/intercept/probe"

	"github.com/gopacket/gopacket"
	"github.com/gopacket/gopacket/layers"
	"github.com/gopacket/gopacket/pcapgo"
)

// Hooks are what a player calls. Each may be nil.
type Hooks struct {
	// Before is called before a frame is shown, with its capture time: to keep the capture's pace, or to stop by an error.
	Before func(at time.Time) error
	// Emitted is called after a frame that gave something. The Out holds until it returns.
	Emitted func(frame int, out *probe.Out) error
	// Shift moves capture times, so that a capture of long ago stands inside a task of today; 0 leaves them.
	Shift time.Duration
}

// A Report says what became of the frames. Frames is the sum of Packets, NotIP, Fragments and Broken.
type Report struct {
	Frames    int // of the file, also those not IP
	Packets   int // shown to the point of interception
	NotIP     int
	Fragments int // whose datagram was not complete then
	Broken    int // that contradict themselves, or of a link type that is not read
	Lost      int // datagrams given up for want of a fragment
	First     time.Time
	Last      time.Time
}

// ErrFile says that the file is no capture, or is torn; the report still counts what was read.
var ErrFile = errors.New("player: not a capture in pcap or pcapng, or torn")

// A Point takes packets: a *probe.Core, or what guards one.
type Point interface {
	Packet(p *packet.Packet, out *probe.Out)
}

// Play shows each packet of a capture to point, in the order of the file. At the end of the capture it returns what was counted.
func Play(file io.Reader, point Point, h Hooks) (Report, error) {
	p := player{point: point, hooks: h}
	next, err := open(file)
	if err != nil {
		return p.report, err
	}
	for {
		frame, link, at, err := next()
		switch {
		case errors.Is(err, io.EOF):
			p.report.Lost = p.decoder.Lost() + p.decoder.Waiting()
			return p.report, nil
		case err != nil:
			return p.report, fmt.Errorf("%w: after frame %d", ErrFile, p.report.Frames)
		}
		if err := p.show(frame, link, at.Add(h.Shift)); err != nil {
			return p.report, err
		}
	}
}

type player struct {
	point   Point
	hooks   Hooks
	decoder packet.Decoder
	packet  packet.Packet
	out     probe.Out
	report  Report
}

func (p *player) show(frame []byte, link packet.Link, at time.Time) error {
	if p.hooks.Before != nil {
		if err := p.hooks.Before(at); err != nil {
			return err
		}
	}
	r := &p.report
	if r.Frames++; r.Frames == 1 {
		r.First = at
	}
	r.Last = at
	switch err := p.decoder.Frame(link, frame, at, &p.packet); {
	case errors.Is(err, packet.ErrNotIP):
		r.NotIP++
		return nil
	case errors.Is(err, packet.ErrPart):
		r.Fragments++
		return nil
	case err != nil:
		r.Broken++
		return nil
	}
	r.Packets++
	p.out.Reset()
	p.point.Packet(&p.packet, &p.out)
	if len(p.out.PDUs) == 0 || p.hooks.Emitted == nil {
		return nil
	}
	return p.hooks.Emitted(r.Frames, &p.out)
}

// A source gives frame after frame, io.EOF after the last.
type source func() (frame []byte, link packet.Link, at time.Time, err error)

const pcapngMagic = "\x0a\x0d\x0d\x0a"

func open(file io.Reader) (source, error) {
	b := bufio.NewReaderSize(file, 1<<16)
	magic, err := b.Peek(4)
	if err != nil {
		return nil, ErrFile
	}
	if string(magic) == pcapngMagic {
		r, err := pcapgo.NewNgReader(b, pcapgo.NgReaderOptions{WantMixedLinkType: true})
		if err != nil {
			return nil, ErrFile
		}
		return func() ([]byte, packet.Link, time.Time, error) {
			frame, ci, err := r.ReadPacketData()
			return frame, mixed(ci, r.LinkType()), ci.Timestamp.UTC(), err
		}, nil
	}
	r, err := pcapgo.NewReader(b)
	if err != nil {
		return nil, ErrFile
	}
	return func() ([]byte, packet.Link, time.Time, error) {
		frame, ci, err := r.ReadPacketData()
		return frame, packet.Link(r.LinkType()), ci.Timestamp.UTC(), err
	}, nil
}

// mixed gives the link type of the interface that a frame came from.
func mixed(ci gopacket.CaptureInfo, file layers.LinkType) packet.Link {
	for _, a := range ci.AncillaryData {
		if link, ok := a.(layers.LinkType); ok {
			return packet.Link(link)
		}
	}
	return packet.Link(file)
}
