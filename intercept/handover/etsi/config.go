package etsi

import (
	"errors"
	"time"

	"writ/intercept"
)

// A Config is how a session deals with its LEMF. What stands in the profile was agreed with the agency; the
// rest is the provider's. Zero fields take their defaults.
type Config struct {
	Profile intercept.Profile
	Segment bool // mark interrupted delivery with firstSegmentFlag and lastSegmentFlag

	Window int // octets kept that are not delivered (default 1 MiB); one PDU may go beyond
	Chunk  int // octets in one write (default 64 KiB); a PDU is never cut

	Dial     time.Duration // how long a link may take to stand (default 30 s)
	RetryMin time.Duration // the first wait between links (default 1 s); it doubles
	Retry    time.Duration // up to this (default 30 s)
	AskAfter time.Duration // acknowledgement is requested so long after a PDU, if not before (default 1 s)
	Linger   time.Duration // Stop waits so long for what is in flight (default 5 s)
}

// The defaults of Config.
const (
	DefaultWindow = 1 << 20
	DefaultChunk  = 64 << 10
)

// What New refuses.
var (
	ErrTimers = errors.New("handover/etsi: keep-alive times: need 0 < TIME2 <= TIME3 and TIME1 > 0, or all zero; correct the LEMF's profile")
	ErrNoTime = errors.New("handover/etsi: acknowledgement of PDUs needs TIME3 (give_up); correct the LEMF's profile")
	ErrSizes  = errors.New("handover/etsi: window, chunk and times must not be negative")
)

func (c Config) withDefaults() Config {
	setDefault(&c.Window, DefaultWindow)
	setDefault(&c.Chunk, DefaultChunk)
	setDefault(&c.Dial, 30*time.Second)
	setDefault(&c.RetryMin, time.Second)
	setDefault(&c.Retry, 30*time.Second)
	setDefault(&c.AskAfter, time.Second)
	setDefault(&c.Linger, 5*time.Second)
	return c
}

func setDefault[T int | time.Duration](v *T, to T) {
	if *v == 0 {
		*v = to
	}
}

func (c Config) check() error {
	k := c.Profile.KeepAlive
	off := k.Idle == 0 && k.Answer == 0 && k.GiveUp == 0
	switch {
	case min(c.Window, c.Chunk) < 0 || min(c.Dial, c.RetryMin, c.Retry, c.AskAfter, c.Linger) < 0:
		return ErrSizes
	case c.Profile.Acknowledge && k.GiveUp <= 0:
		return ErrNoTime
	case !off && (k.Idle <= 0 || k.Answer <= 0 || k.GiveUp < k.Answer):
		return ErrTimers
	}
	return nil
}

// settled is how long a link stands without trouble before trouble counts as over: longer than a LEMF that
// answers nothing can keep a link.
func (c Config) settled() time.Duration {
	return max(time.Minute, c.Profile.KeepAlive.Idle+c.Profile.KeepAlive.GiveUp+time.Second)
}
