package probe

import (
	"context"
	"fmt"
	"io"
	"time"

	"writ/intercept/probe/player"
)

// A Pace says how a capture is shown.
type Pace struct {
	Speed float64       // times real time; 0: as fast as the destinations take it, so that no bound of theirs is reached
	Shift time.Duration // moves capture times
}

// Play shows a capture to the tasks until its end or until ctx ends. Real pace means that a frame is shown when as much time has passed since the
// first as in the capture, so with a Shift to now capture times are true.
func (p *Probe) Play(ctx context.Context, capture io.Reader, pace Pace) (player.Report, error) {
	var began, first time.Time
	r, err := player.Play(capture, p, player.Hooks{Shift: pace.Shift, Before: func(at time.Time) error {
		if first.IsZero() {
			began, first = time.Now(), at
		}
		if pace.Speed > 0 {
			pause(ctx, time.Until(began.Add(time.Duration(float64(at.Sub(first))/pace.Speed))))
		} else {
			p.room(ctx)
		}
		return ctx.Err()
	}})
	if err != nil {
		return r, fmt.Errorf("probe: play a capture: %w", err)
	}
	return r, nil
}

// room waits until every destination has room for half of what it may keep.
func (p *Probe) room(ctx context.Context) {
	p.mu.Lock()
	all := p.all()
	p.mu.Unlock()
	for _, n := range all {
		n.await(ctx, int64(p.cfg.Link.MaxOctets)/2)
	}
}
