package probe

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"writ/intercept"
	"writ/outside/x1http"
	"writ/wire/x1"
)

// A reporter tells the ADMF what it must know, in order, until it has answered. What was dropped is added up while the ADMF is away.
type reporter struct {
	client *x1http.Client // nil: nobody is told
	tell   func(error)
	of     owner
	more   chan struct{}

	mu      sync.Mutex
	queue   []x1.Request
	dropped map[shortfall]int64
	tasks   map[shortfall]int64
	unmade  map[intercept.XID]int64 // PDUs that no receiver would take
}

// An owner knows what a reporter is told by numbers alone.
type owner interface {
	carrying(x intercept.XID) []intercept.XID // the tasks whose product has this XID on it
	answered(r x1.Request)
}

// A shortfall is of a destination or of a product. Unwritten PDUs are lost; of written ones nobody knows.
type shortfall struct {
	of      [16]byte
	written bool
}

const (
	mostReports = 1000 // beyond it the oldest goes
	firstRetry  = 500 * time.Millisecond
	lastRetry   = 30 * time.Second
	gather      = 200 * time.Millisecond // so that a burst is one report
)

func newReporter(c Config, of owner) (*reporter, error) {
	r := &reporter{tell: c.Tell, of: of, more: make(chan struct{}, 1), dropped: map[shortfall]int64{}, tasks: map[shortfall]int64{}, unmade: map[intercept.XID]int64{}}
	if c.ADMF == "" {
		return r, nil
	}
	o := c.X1
	var err error
	r.client, err = x1http.NewClient(o, c.ADMF, c.At)
	return r, err
}

func (r *reporter) put(m x1.Request) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.putLocked(m)
}

func (r *reporter) putLocked(m x1.Request) {
	if len(r.queue) == mostReports {
		r.queue = r.queue[1:]
	}
	r.queue = append(r.queue, m)
	signal(r.more)
}

// The XID's place in a PDU (TS 103 221-2 clause 5.2).
const xidFrom, xidTill = 16, 32

// lost counts a PDU that a link gave up.
func (r *reporter) lost(did intercept.DID, pdu []byte, written bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.dropped[shortfall{did, written}]++
	r.tasks[shortfall{[16]byte(pdu[xidFrom:xidTill]), written}]++
	signal(r.more)
}

// missed counts PDUs that were due and were not made.
func (r *reporter) missed(all []intercept.XID) {
	if len(all) == 0 {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, x := range all {
		r.unmade[x]++
	}
	signal(r.more)
}

// take gives what is to be told now.
func (r *reporter) take() []x1.Request {
	r.mu.Lock()
	dropped, tasks, unmade := r.dropped, r.tasks, r.unmade
	r.dropped, r.tasks, r.unmade = map[shortfall]int64{}, map[shortfall]int64{}, map[intercept.XID]int64{}
	r.mu.Unlock()
	var all []x1.Request
	for s, n := range dropped {
		r.tell(fmt.Errorf("probe: destination %v: %s", intercept.DID(s.of), words(s, n)))
		all = append(all, &x1.ReportDestinationIssueRequest{DID: s.of, Report: x1.NonTerminatingFault, Code: x1.NonTerminating, Details: words(s, n)})
	}
	for s, n := range tasks {
		for _, x := range r.of.carrying(s.of) {
			all = append(all, &x1.ReportTaskIssueRequest{XID: x1.UUID(x), Report: x1.NonTerminatingFault, Code: x1.NonTerminating, Details: words(s, n)})
		}
	}
	for x, n := range unmade {
		details := fmt.Sprintf("%d PDUs were not made: they would have been longer than any receiver takes", n)
		r.tell(errors.New("probe: a task: " + details))
		all = append(all, &x1.ReportTaskIssueRequest{XID: x1.UUID(x), Report: x1.NonTerminatingFault, Code: x1.NonTerminating, Details: details})
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, m := range all {
		r.putLocked(m)
	}
	out := r.queue
	r.queue = nil
	return out
}

func words(s shortfall, n int64) string {
	if s.written {
		return fmt.Sprintf("%d PDUs were sent and never acknowledged, and are kept no longer", n)
	}
	return fmt.Sprintf("%d PDUs were dropped: too much or too old was waiting", n)
}

// run tells until ctx ends.
func (r *reporter) run(ctx context.Context) {
	if r.client != nil {
		defer r.client.Close()
	}
	wait := firstRetry
	for ctx.Err() == nil {
		select {
		case <-ctx.Done():
			return
		case <-r.more:
		}
		pause(ctx, gather)
		for all := r.take(); len(all) > 0 && ctx.Err() == nil; {
			if all = r.send(ctx, all); len(all) > 0 {
				pause(ctx, wait)
				wait = min(2*wait, lastRetry)
				continue
			}
			wait = firstRetry
		}
	}
}

func pause(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
	case <-t.C:
	}
}

// send gives what was not answered. A refusal is an answer: nothing else will come of it.
func (r *reporter) send(ctx context.Context, all []x1.Request) (left []x1.Request) {
	if r.client == nil {
		return nil
	}
	answers, err := r.client.Do(ctx, all...)
	if err != nil && ctx.Err() == nil {
		r.tell(fmt.Errorf("probe: report to the ADMF: %w", err))
	}
	for i, a := range answers {
		if a == nil {
			left = append(left, all[i])
			continue
		}
		r.of.answered(all[i])
	}
	return left
}
