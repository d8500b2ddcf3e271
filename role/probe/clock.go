package probe

import (
	"bytes"
	"context"
	"slices"
	"time"

	"writ/intercept"
	"writ/intercept/probe"
	"writ/wire/x1"
)

// clock does what falls due until ctx ends. Packets need no clock: their own capture time says whether they are inside a task.
func (p *Probe) clock(ctx context.Context) {
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-timer.C:
		case <-p.again:
		}
		due, any := p.tick()
		timer.Stop()
		if any {
			timer.Reset(max(due.Sub(p.cfg.Now()), 0))
		}
	}
}

// wake has the clock look again at what is due.
func (p *Probe) wake() { signal(p.again) }

// tick does what is due now, and says when the next thing is.
func (p *Probe) tick() (due time.Time, any bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := p.cfg.Now()
	var out probe.Out
	p.core.Tick(now, &out)
	for _, x := range out.Over {
		p.report.put(&x1.ReportTaskIssueRequest{XID: x1.UUID(x), Report: x1.TerminatingFault, Code: x1.Terminating, Details: "the end of its authority has come; nothing is captured any more"})
	}
	reports := p.element.Tick(now)
	for _, r := range reports {
		p.report.put(r)
	}
	if len(reports) > 0 {
		clear(p.routes) // it may have ended all tasks
	}
	if len(out.Over)+len(reports) > 0 || p.unsaved && !now.Before(p.retry) {
		_ = p.save(false) // it tells, and is tried again
	}
	return p.due()
}

// due is when tick is wanted next. The lock is held.
func (p *Probe) due() (at time.Time, any bool) {
	earlier := func(t time.Time) {
		if !any || t.Before(at) {
			at, any = t, true
		}
	}
	if t, ok := p.element.Due(); ok {
		earlier(t)
	}
	if p.unsaved {
		earlier(p.retry)
	}
	for _, t := range p.core.Tasks() {
		if _, s, _ := p.core.Task(t.XID); !s.Over {
			earlier(t.Until)
		}
	}
	return at, any
}

// carrying implements owner.
func (p *Probe) carrying(x intercept.XID) (out []intercept.XID) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, t := range p.core.Tasks() {
		if c := t.Carries(); bytes.Equal(c[:], x[:]) {
			out = append(out, t.XID)
		}
	}
	return slices.Clip(out)
}

// answered implements owner.
func (p *Probe) answered(r x1.Request) {
	if m, ok := r.(*x1.ReportNEIssueRequest); !ok || m.Code != x1.KeepalivesMissing {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.element.Answered(p.cfg.Now())
	p.wake()
}
