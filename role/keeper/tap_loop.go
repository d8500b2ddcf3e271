package keeper

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"writ/intercept/admf"
	"writ/wire/x1"
)

// A Sender sends requests to one element and gives the response to each, nil for one that has none; *x1http.Client is one.
type Sender interface {
	Do(ctx context.Context, all ...x1.Request) ([]x1.Response, error)
}

// A TapLoop carries out what a keeper's taps want, until its context ends. Each element has a goroutine of its own, so that a slow one keeps
// no stop from another; a stop to the same one breaks off what is under way.
type TapLoop struct {
	Keeper   *Keeper
	Elements map[string]Sender // by neIdentifier
	Found    func(admf.Finding)
	Told     func(element string, report x1.Request) // what an element reports of itself; protected where it names a task
	Failed   func(error)                             // of an element that can't be reached, a disk, a ledger; it names no task

	Sweep     time.Duration // 250 ms where it is zero: a stop is on its way within it
	Reconcile time.Duration // a minute where it is zero

	hurry sync.Map // elements, by neIdentifier, that are to be reconciled at once
}

// Handle answers what elements report, at the X1 server of this side. One that has lost what it held, or that says of a task that it produces no
// more, is reconciled at once.
func (l *TapLoop) Handle(_ time.Time, m x1.Message) x1.Response {
	r, ok := m.Body.(x1.Request)
	if !ok {
		return nil
	}
	if l.Told != nil && r.Type() != x1.Ping {
		l.Told(m.NE, r)
	}
	if _, known := l.Elements[m.NE]; known && unsettles(m.Body) {
		l.hurry.Store(m.NE, true)
	}
	return x1.Done(r)
}

// unsettles reports whether an element may hold other tasks than it was told.
func unsettles(b x1.Body) bool {
	switch r := b.(type) {
	case *x1.ReportNEIssueRequest:
		return r.Issue == x1.Alert || r.Issue == x1.FaultReport
	case *x1.ReportTaskIssueRequest:
		return r.Report == x1.TerminatingFault || r.Report == x1.ImplicitDeactivation || r.Report == x1.FullyActionedUnsuccessfully
	}
	return false
}

const (
	sweepEvery     = 250 * time.Millisecond
	reconcileEvery = time.Minute
	callTime       = 5 * time.Second
)

// Run carries on until ctx ends, and waits for what is under way.
func (l *TapLoop) Run(ctx context.Context) {
	lanes := map[string]*lane{}
	for id, s := range l.Elements {
		lanes[id] = &lane{loop: l, id: id, to: s}
	}
	tick := time.NewTicker(cmp.Or(l.Sweep, sweepEvery))
	defer tick.Stop()
	var wait sync.WaitGroup
	defer wait.Wait()
	for {
		l.sweep(ctx, lanes, &wait)
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// sweep gives each element what either scheduler wants of it.
func (l *TapLoop) sweep(ctx context.Context, lanes map[string]*lane, wait *sync.WaitGroup) {
	calls, err := l.Keeper.TapCalls(ctx)
	l.failed(err)
	due, err := l.Keeper.TapsDue(ctx)
	l.failed(err)
	by := map[string][]admf.Call{}
	for _, c := range append(calls, due...) {
		if _, known := lanes[c.Element]; !known {
			l.failed(fmt.Errorf("keeper: element %s holds taps and is not in the configuration; add it", c.Element))
			continue
		}
		if !slices.ContainsFunc(by[c.Element], func(o admf.Call) bool { return o.XID == c.XID }) {
			by[c.Element] = append(by[c.Element], c)
		}
	}
	for id, n := range lanes {
		slices.SortStableFunc(by[id], func(a, b admf.Call) int { return cmp.Compare(b.Step, a.Step) }) // what takes away comes first
		n.carry(ctx, by[id], wait)
	}
}

func (l *TapLoop) failed(err error) {
	if err != nil && l.Failed != nil && !errors.Is(err, context.Canceled) {
		l.Failed(err)
	}
}

// A lane is one element with what is under way to it.
type lane struct {
	loop *TapLoop
	id   string
	to   Sender

	mu       sync.Mutex
	busy     bool
	yields   context.CancelFunc // breaks off what may wait; nil for what takes away
	compared time.Time
}

// carry sends the calls, if nothing is under way. What is left out is wanted again in the next sweep.
func (n *lane) carry(ctx context.Context, calls []admf.Call, wait *sync.WaitGroup) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.busy {
		if len(calls) > 0 && calls[0].Step == admf.Take && n.yields != nil {
			n.yields()
		}
		return
	}
	now := time.Now()
	_, hurry := n.loop.hurry.LoadAndDelete(n.id)
	compare := hurry || now.Sub(n.compared) >= cmp.Or(n.loop.Reconcile, reconcileEvery)
	if len(calls) == 0 && !compare {
		return
	}
	if compare {
		n.compared = now
	}
	n.busy = true
	wait.Go(func() {
		n.work(ctx, calls, compare)
		n.mu.Lock()
		defer n.mu.Unlock()
		n.busy = false
	})
}

func (n *lane) work(ctx context.Context, calls []admf.Call, compare bool) {
	for _, c := range calls {
		if !n.send(ctx, c) {
			return
		}
	}
	if compare && len(calls) == 0 { // else what is under way would be found missing
		n.compare(ctx)
	} else if compare {
		n.mu.Lock()
		n.compared = time.Time{}
		n.mu.Unlock()
	}
}

// send makes one call and says whether the element answers at all.
func (n *lane) send(ctx context.Context, c admf.Call) bool {
	k := n.loop.Keeper
	if err := k.TapSending(c); err != nil {
		n.loop.failed(err)
		if c.Step != admf.Take {
			return true // what can't be kept is not begun; what takes away goes out all the same
		}
	}
	answers, err := n.ask(ctx, c.Step != admf.Take, c.Requests...)
	if len(answers) == len(c.Requests) {
		n.loop.failed(k.TapAnswered(c, answers))
		n.loop.failed(n.refusal(answers))
	}
	if err != nil {
		n.loop.failed(fmt.Errorf("element %s: %w", n.id, err))
	}
	return err == nil
}

// refusal says that an element does not do what it was asked: what it holds already, or holds no more, is no refusal.
func (n *lane) refusal(answers []x1.Response) error {
	for _, a := range answers {
		r, ok := a.(*x1.ErrorResponse)
		if ok && r.Code != x1.DIDExists && r.Code != x1.XIDUnknown {
			return fmt.Errorf("element %s refused %s: code %d, %s", n.id, r.Of, r.Code, r.Code)
		}
	}
	return nil
}

// ask sends; what may wait is broken off when something is to be taken away.
func (n *lane) ask(ctx context.Context, mayWait bool, all ...x1.Request) ([]x1.Response, error) {
	ctx, cancel := context.WithTimeout(ctx, callTime)
	defer cancel()
	n.mu.Lock()
	n.yields = nil
	if mayWait {
		n.yields = cancel
	}
	n.mu.Unlock()
	return n.to.Do(ctx, all...)
}

// compare is the reconciliation with one element.
func (n *lane) compare(ctx context.Context) {
	answers, err := n.ask(ctx, true, &x1.GetAllDetailsRequest{})
	if err != nil {
		n.loop.failed(fmt.Errorf("element %s: %w", n.id, err))
		return
	}
	has, ok := answers[0].(*x1.GetAllDetailsResponse)
	if !ok {
		n.loop.failed(fmt.Errorf("element %s does not tell what it holds", n.id))
		return
	}
	found, stop, err := n.loop.Keeper.ReconcileTaps(ctx, n.id, has)
	n.loop.failed(err)
	for _, f := range found {
		if n.loop.Found != nil {
			n.loop.Found(f)
		}
	}
	for _, c := range stop {
		if !n.send(ctx, c) {
			return
		}
	}
}
