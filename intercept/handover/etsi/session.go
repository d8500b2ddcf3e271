package etsi

import (
	"time"

	"writ/intercept/handover"
	wire "writ/wire/etsi"
)

// A Session is the Delivery Function's end of one handover interface to one LEMF. It implements
// [handover.Session].
type Session struct {
	cfg    Config
	clock  clock
	stream stream
	counts handover.Counts

	state state
	run   bool   // between Start and Stop
	link  uint64 // the current link, or the last
	line  line
	wait  time.Duration // before the next dial, if the link was no good

	seq    uint32 // of the session's own PDUs
	own    []byte // octets of those in the write under way
	in     []byte // what came and is not a whole PDU yet
	frame  wire.Framer
	pdu    wire.PDU
	header wire.Header
	told   troubles
	broken bool // delivery was interrupted: the next link says so
}

// A state is where the link stands.
type state uint8

const (
	off      state = iota // no link, none wanted
	pausing               // no link until retry is due
	dialling              // Dial was given
	asking                // the request for options is out
	open                  // PDUs go
	closing               // Close was given, Closed has not come
)

var _ handover.Session = (*Session)(nil)

// New makes a session that is closed and empty.
func New(c Config) (*Session, error) {
	if err := c.check(); err != nil {
		return nil, err
	}
	h, err := ownHeader(c.Profile)
	if err != nil {
		return nil, err
	}
	return &Session{cfg: c.withDefaults(), header: h}, nil
}

// Step moves the session by one event; see [handover.Session].
func (s *Session) Step(e handover.Event, fx []handover.Effect) []handover.Effect {
	s.clock.advance(e.At)
	fx = s.take(e, fx)
	for t, ok := s.clock.fired(); ok; t, ok = s.clock.fired() {
		fx = s.fire(t, fx)
	}
	return s.pump(fx)
}

func (s *Session) take(e handover.Event, fx []handover.Effect) []handover.Effect {
	switch e.Kind {
	case handover.Start:
		return s.start(fx)
	case handover.Stop:
		return s.stop(fx)
	case handover.Offer:
		s.counts.Offered++
		s.stream.push(e.Octets, e.Place, false)
		return fx
	case handover.Lost:
		s.reset(e.Octets)
		return fx
	case handover.Test:
		s.line.want |= testPDU
		return fx
	default:
	}
	if e.Link != s.link {
		return fx // of a link that was given up
	}
	return s.takeLink(e, fx)
}

func (s *Session) takeLink(e handover.Event, fx []handover.Effect) []handover.Effect {
	if e.Kind == handover.Closed {
		return s.closed(fx)
	}
	switch s.state {
	case dialling:
		if e.Kind == handover.Opened {
			return s.opened(fx)
		}
	case asking, open:
		switch e.Kind {
		case handover.Got:
			return s.got(e.Octets, fx)
		case handover.Wrote:
			return s.took(e.N, fx)
		case handover.Acked:
			return s.acked(min(e.N, s.line.wrote), fx)
		default:
		}
	default: // no link
	}
	return fx
}

func (s *Session) fire(t timer, fx []handover.Effect) []handover.Effect {
	switch t {
	case retry:
		return s.dial(fx)
	case dialled:
		return s.giveUp(handover.Unreachable, fx)
	case idle:
		s.line.keepAlive.begin()
		s.line.want |= keepAlive
		s.clock.arm(alive, s.cfg.Profile.KeepAlive.GiveUp)
	case alive:
		return s.giveUp(handover.Silent, fx)
	case agreed:
		return s.giveUp(handover.NoOptions, fx)
	case receipt:
		return s.giveUp(handover.Unacknowledged, fx)
	case ask:
		s.line.want |= ackRequest
	case crowded:
		s.line.slow = true
		return s.tell(handover.Slow, fx)
	case steady:
		return s.settle(fx)
	case linger:
		return s.close(fx)
	default:
	}
	return fx
}

// Room is what the window has left.
func (s *Session) Room() int { return s.cfg.Window - s.stream.held() }

// Due is how long after the last event a Tick is wanted.
func (s *Session) Due() (time.Duration, bool) { return s.clock.next() }

// Counts says what became of all that was offered.
func (s *Session) Counts() handover.Counts {
	c := s.counts
	c.InFlight, c.Waiting = s.stream.inFlight, s.stream.waiting
	return c
}
