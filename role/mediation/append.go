package mediation

import (
	"context"
	"time"

	core "writ/intercept/mediation"
)

// An appender makes batches durable, one after the other, and settles what was taken. It is the spool's one writer.
type appender struct {
	spool  core.Spool
	tell   func(News)
	in     <-chan *batch
	out    chan<- *batch
	taken  <-chan struct{} // something was delivered
	settle alarm
	over   func(ctx context.Context) // after something was settled
	failed bool
}

const (
	settleAfter = time.Second
	appendAgain = 200 * time.Millisecond
)

// run ends when in is closed. While ctx lives, what fails is tried again; after that, once more.
func (a *appender) run(ctx context.Context) {
	defer a.settle.off()
	keep := context.WithoutCancel(ctx)
	for {
		select {
		case b, ok := <-a.in:
			if !ok {
				a.settleNow(keep)
				return
			}
			b.lost = !a.append(ctx, b)
			a.out <- b
		case <-a.taken:
			if !a.settle.on {
				a.settle.in(settleAfter)
			}
		case <-a.settle.c():
			a.settle.off()
			a.settleNow(keep)
		}
	}
}

// append gives up only when ctx has ended and the spool still fails: the batch is lost with the process, and the
// points of interception, to which it was not acknowledged, send it again.
func (a *appender) append(ctx context.Context, b *batch) bool {
	keep := context.WithoutCancel(ctx)
	made := b.out.Batch(b.number, b.at, appendDelta(nil, b.changes, b.delta))
	for {
		refused, err := a.spool.Append(keep, made)
		a.news(err)
		if err == nil {
			b.refused = refused
			break
		}
		select {
		case <-ctx.Done():
			return false
		case <-time.After(appendAgain):
		}
	}
	if b.snapshot != nil {
		a.news(a.spool.SaveState(keep, b.snapshot))
	}
	return true
}

func (a *appender) settleNow(ctx context.Context) {
	err := a.spool.Settle(ctx)
	a.news(err)
	if err == nil && a.over != nil {
		a.over(ctx)
	}
}

// news tells of a failure once, and once that it is over.
func (a *appender) news(err error) {
	if (err != nil) != a.failed {
		a.failed = err != nil
		a.tell(SpoolNews{err})
	}
}
