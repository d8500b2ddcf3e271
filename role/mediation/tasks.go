package mediation

import (
	"context"
	"errors"

	"writ/intercept"
	core "writ/intercept/mediation"
)

// Why the mediation did not do what it was asked.
var (
	ErrOver    = errors.New("mediation: it has ended; ask the one that runs now")
	ErrStopped = errors.New("mediation: the task was stopped; it can only begin anew, with a start that is not before the stop")
	ErrLost    = errors.New("mediation: the spool failed until the end; what was asked may not be durable, ask again")
)

// Set takes a task or a change of one. It is in force, and durable, when Set returns without error. What is wrong with
// it, or does not fit its destinations, is an error now and changes nothing.
func (m *Mediation) Set(ctx context.Context, o Order) error {
	terms, err := o.terms(m.known)
	if err != nil {
		return err
	}
	return m.ask(ctx, func() error {
		if stopped := m.book.stopped[o.Task.XID]; o.Task.From.Before(stopped) {
			return ErrStopped
		}
		if err := m.engine.core.Set(o.Task, terms, m.cfg.Now(), &m.engine.filling.out); err != nil {
			return err
		}
		m.cfg.Spool.Limit(o.Task.XID, o.Limit)
		m.book.set(o)
		m.ended.Delete(o.Task.XID)
		m.engine.filling.changes = appendOrder(m.engine.filling.changes, o)
		return nil
	})
}

// Stop ends a task at once: what was captured from now on is dropped, what was captured before goes out. It is in force
// before it is durable. It reports whether the task is known.
func (m *Mediation) Stop(ctx context.Context, x intercept.XID) (known bool, err error) {
	err = m.ask(ctx, func() error {
		at := m.cfg.Now()
		known = m.engine.core.Stop(x, at, &m.engine.filling.out)
		if _, before := m.book.stopped[x]; known && !before {
			m.book.stopped[x] = at
			m.engine.filling.changes = appendStop(m.engine.filling.changes, x, at)
		}
		return nil
	})
	return known, err
}

// Forget drops all that is known of a task, its numbers too. Call it when no renewal can come any more: one that came
// after it would number its PDUs anew, and the agency would take them for those that it has.
func (m *Mediation) Forget(ctx context.Context, x intercept.XID) error {
	return m.ask(ctx, func() error {
		m.engine.core.Forget(x)
		m.book.forget(x)
		m.engine.filling.changes = appendMark(m.engine.filling.changes, orderForget, x)
		return nil
	})
}

// POIDropped takes a point of interception's word (X1 ReportTaskIssue) that it dropped PDUs of a task; the agency is told.
func (m *Mediation) POIDropped(ctx context.Context, x intercept.XID, n uint64) error {
	return m.ask(ctx, func() error {
		m.engine.core.POIDropped(x, n, m.cfg.Now(), &m.engine.filling.out)
		return nil
	})
}

// Orders lists the tasks that are known, those that are over too, until they are forgotten.
func (m *Mediation) Orders(ctx context.Context) (all []Order, err error) {
	err = m.ask(ctx, func() error {
		for _, x := range sorted(m.book.orders) {
			all = append(all, m.book.orders[x])
		}
		return nil
	})
	return all, err
}

// active gives the orders that were not stopped and are not over.
func (m *Mediation) active(ctx context.Context) (map[intercept.XID]Order, error) {
	out := map[intercept.XID]Order{}
	err := m.ask(ctx, func() error {
		for x, o := range m.book.orders {
			if m.book.stopped[x].IsZero() && !m.book.over[x] {
				out[x] = o
			}
		}
		return nil
	})
	return out, err
}

// Counts gives what became of a task's PDUs; false where it is not known.
func (m *Mediation) Counts(ctx context.Context, x intercept.XID) (n core.Counts, known bool, err error) {
	err = m.ask(ctx, func() error {
		n, known = m.engine.core.Counts(x)
		return nil
	})
	return n, known, err
}

// Intake gives what came over X2 and X3, and what of it was of no task known here.
func (m *Mediation) Intake(ctx context.Context) (n Intake, strays core.Counts, err error) {
	err = m.ask(ctx, func() error {
		n, strays = m.engine.counts, m.engine.core.Strays()
		return nil
	})
	return n, strays, err
}

// ask has the engine do something, and waits until all that came of it is durable.
func (m *Mediation) ask(ctx context.Context, f func() error) error {
	done := make(chan error, 1)
	select {
	case m.asks <- func() {
		if err := f(); err != nil {
			done <- err
			return
		}
		m.engine.tellDurable(done)
	}:
	case <-m.gone:
		return ErrOver
	case <-ctx.Done():
		return ctx.Err()
	}
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}
