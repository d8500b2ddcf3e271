package keeper

import (
	"context"
	"errors"
	"slices"
	"time"

	"writ/casefile"
	"writ/intercept"
	"writ/intercept/admf"
	"writ/law"
	"writ/ledger"
	"writ/scope"
	"writ/wire/x1"
)

// TapCalls gives what the elements are to be told now, by what is in memory, and orders on the ledger what is wanted anew. Ask at least
// twice a second: a stop, a start or an end is in it at once. A stop needs neither the ledger nor the disk, and is given also where err says
// that something else failed.
func (k *Keeper) TapCalls(ctx context.Context) ([]admf.Call, error) {
	k.tapping.Lock()
	defer k.tapping.Unlock()
	unread := k.loadTaps()
	calls, err := k.order(ctx, k.taps)
	return calls, errors.Join(unread, err)
}

// TapsDue is the other scheduler: it goes by the jobs of the database and reads the taps from the disk. It gives what must be taken away of
// the cases whose taps have come to an end, and is done with a job when no element holds one.
func (k *Keeper) TapsDue(ctx context.Context) ([]admf.Call, error) {
	k.tapping.Lock()
	defer k.tapping.Unlock()
	jobs, err := k.cases.Due(ctx, k.clock(), mostDue)
	if err != nil {
		return nil, err
	}
	jobs = slices.DeleteFunc(jobs, func(j casefile.Job) bool { return j.Kind != casefile.TapEnd })
	if len(jobs) == 0 {
		return nil, nil
	}
	all, unread := k.readTaps()
	var out []admf.Call
	for _, j := range jobs {
		calls := k.ending(ctx, all, j)
		if out = append(out, calls...); len(calls) == 0 && unread == nil {
			err = errors.Join(err, k.cases.Done(ctx, j.ID, k.clock()))
		}
	}
	return out, errors.Join(err, unread)
}

// mostDue is more jobs than wait in any tenant.
const mostDue = 1 << 16

// ending gives the calls that end the taps of a job's case.
func (k *Keeper) ending(ctx context.Context, all []*keptTap, j casefile.Job) []admf.Call {
	var out []admf.Call
	now := k.clock()
	for _, t := range all {
		if !t.tap.Rests(j.Case) {
			continue
		}
		if _, on := t.tap.Wanted(now, k.stands(ctx)); !on {
			out = append(out, t.tap.Calls(now, false)...)
		}
	}
	return out
}

// order brings the last orders of taps up to what is wanted now, and gives the calls. One that fails does not keep the others.
func (k *Keeper) order(ctx context.Context, all []*keptTap) ([]admf.Call, error) {
	var out []admf.Call
	var errs []error
	for _, t := range all {
		now := k.clock()
		task, on := t.tap.Wanted(now, k.stands(ctx))
		if on {
			if err := k.orderOne(t, task, now); err != nil {
				errs = append(errs, err)
				if on = t.tap.Last.Task.Deliver <= task.Deliver; on {
					continue // what the elements hold is no more than what is wanted, and ends with its own authority
				}
			}
		}
		out = append(out, t.tap.Calls(now, on)...)
	}
	return out, errors.Join(errs...)
}

// orderOne sees to it that the ledger, then the disk hold a task as the tap's last order.
func (k *Keeper) orderOne(t *keptTap, task intercept.Task, now time.Time) error {
	if t.tap.Last.Stands(task) && t.tap.OnLedger(k.log.Find) {
		return nil
	}
	next, e, err := t.tap.Order(task, now, k.rand, k.onLedger)
	if err != nil {
		return err
	}
	r, err := k.append(e)
	if err != nil {
		return err
	}
	p, err := k.log.Prove(r.Index())
	if err != nil {
		return err
	}
	if next, err = next.Proved(p); err != nil {
		return err
	}
	return k.remember(t, next)
}

func (k *Keeper) onLedger(key string) bool {
	_, ok := k.log.Find(key)
	return ok
}

// append writes an entry down at the instant that it is now; another may come between the look at the clock and the append.
func (k *Keeper) append(e ledger.Entry) (ledger.Receipt, error) {
	for {
		e.At = k.clock()
		r, err := k.log.Append(e)
		if !errors.Is(err, ledger.ErrClock) || k.behind() {
			return r, err
		}
	}
}

// TapSending makes durable that a call is about to leave. Without it the call must not leave; a call that takes away may.
func (k *Keeper) TapSending(c admf.Call) error {
	return k.tapChanged(c, func(t admf.Tap) admf.Tap { return t.Sending(c) })
}

// TapAnswered takes an element's answer to a call: one response a request, nil where none came.
func (k *Keeper) TapAnswered(c admf.Call, answers []x1.Response) error {
	return k.tapChanged(c, func(t admf.Tap) admf.Tap { return t.Answered(c, answers) })
}

func (k *Keeper) tapChanged(c admf.Call, change func(admf.Tap) admf.Tap) error {
	k.tapping.Lock()
	defer k.tapping.Unlock()
	for _, t := range k.taps {
		if t.tap.XID == c.XID {
			return k.remember(t, change(t.tap))
		}
	}
	return nil // a reconciliation stops what is kept no more
}

// ReconcileTaps compares what an element holds with what the ledger orders. It gives what is otherwise, and what is to be sent at once; what is
// missing is in the next TapCalls.
func (k *Keeper) ReconcileTaps(ctx context.Context, element string, has *x1.GetAllDetailsResponse) ([]admf.Finding, []admf.Call, error) {
	k.tapping.Lock()
	defer k.tapping.Unlock()
	now := k.clock()
	var wishes []admf.Wish
	var of []*keptTap
	for _, t := range k.taps {
		if !slices.ContainsFunc(t.tap.Elements, func(e admf.Element) bool { return e.ID == element }) {
			continue
		}
		task, on := t.tap.Wanted(now, k.stands(ctx))
		wishes, of = append(wishes, admf.Wish{Tap: t.tap, On: on && t.tap.Last.Stands(task) && t.tap.OnLedger(k.log.Find)}), append(of, t)
	}
	issued := func(x intercept.XID) bool { return k.onLedger(admf.Key(x, 1)) }
	found, stop, after := admf.Reconcile(now, element, wishes, issued, has)
	var errs []error
	for n, t := range after {
		errs = append(errs, k.remember(of[n], t))
	}
	return found, stop, errors.Join(errs...)
}

// stands says whether the case of a span may go on now: its decision stands on the ledger, nobody stopped, refused, replaced or closed it,
// enough people approve, and the law in force answers the same. It reads only: it works while the ledger takes no entries.
func (k *Keeper) stands(ctx context.Context) func(admf.Span) bool {
	return func(s admf.Span) bool {
		d, err := k.decisionOf(ctx, s)
		if err != nil || k.changed(d) != nil {
			return false
		}
		g, err := scope.Grant(k.log, d, k.stops, k.clock)
		return err == nil && g.Stands() == nil
	}
}

// decisionOf gives the decision on a span's case, which is made once and remembered.
func (k *Keeper) decisionOf(ctx context.Context, s admf.Span) (law.Decision, error) {
	name := admf.Span{Case: s.Case, Version: s.Version}
	if d, ok := k.tapLaw[name]; ok {
		return d, nil
	}
	c, err := k.cases.Load(ctx, s.Case)
	if err != nil {
		return law.Decision{}, err
	}
	if c.Version != s.Version {
		return law.Decision{}, scope.ErrReplaced
	}
	d, err := k.decision(c)
	if err != nil {
		return law.Decision{}, err
	}
	if k.tapLaw == nil {
		k.tapLaw = map[admf.Span]law.Decision{}
	}
	k.tapLaw[name] = d
	return d, nil
}
