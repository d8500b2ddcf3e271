package casefiletest

import (
	"errors"
	"testing"
	"time"

	"writ/casefile"
	"writ/scope"
)

func clocks(t *testing.T, k *kit) {
	c := k.live(1, 5)
	due := c.Clocks.Deadline
	if due.IsZero() || c.Clocks.Secrecy.IsZero() {
		t.Fatalf("no clocks were set")
	}
	if jobs, err := k.st.Due(ctx, due.Add(-time.Nanosecond), 10); err != nil || len(jobs) != 0 {
		t.Errorf("a nanosecond before the deadline %d jobs are due (%v)", len(jobs), err)
	}
	jobs, err := k.st.Due(ctx, due, 10)
	if err != nil || len(jobs) != 1 || jobs[0].Kind != casefile.DeadlineClock || !jobs[0].At.Equal(due) {
		t.Fatalf("due at the deadline: %v %v", jobs, err)
	}
	if passed, err := k.st.Passed(ctx, due); err != nil || len(passed) != 1 || passed[0].Kind != casefile.DeadlineClock {
		t.Errorf("passed at the deadline: %v %v", passed, err)
	}
	c = k.step(c.ID, casefile.AlarmRang{At: due, Job: jobs[0]})
	if !c.Clocks.Overdue {
		t.Errorf("the case is not overdue")
	}
	k.reopen()
	if jobs, _ := k.st.Due(ctx, due, 10); len(jobs) != 0 {
		t.Errorf("the alarm rings again: %v", jobs)
	}
	if passed, _ := k.st.Passed(ctx, due); len(passed) != 0 {
		t.Errorf("the sweep finds a heeded clock: %v", passed)
	}
	jobs, err = k.st.Due(ctx, c.Clocks.Secrecy, 10)
	must(t, err)
	for _, j := range jobs {
		must(t, k.st.Done(ctx, j.ID, c.Clocks.Secrecy)) // a lost alarm: the column must still tell
	}
	if passed, err := k.st.Passed(ctx, c.Clocks.Secrecy); err != nil || len(passed) != 1 || passed[0].Kind != casefile.SecrecyClock {
		t.Errorf("without its job the end of secrecy is lost: %v %v", passed, err)
	}
	if err := k.st.Done(ctx, 1<<40, due); !errors.Is(err, casefile.ErrUnknown) {
		t.Errorf("a job that is not there: %v, want ErrUnknown", err)
	}
}

// closed lives a case to its closing.
func (k *kit) closed(n int) casefile.Case {
	c := k.live(n, 7)
	at := Start.Add(time.Hour)
	k.drain(at)
	c = k.step(c.ID, casefile.RunBegun{At: at})
	c = k.step(c.ID, casefile.PackageMade{At: at, Outcome: k.Outcome(k.T, c, scope.Assemble, at)})
	c = k.step(c.ID, casefile.HandedOver{At: at, Outcome: k.Outcome(k.T, c, scope.Deliver, at)})
	c = k.step(c.ID, casefile.Closing{Act: k.Say(Ann, c, scope.Close, at, "")})
	k.drain(at)
	return c
}

func clocksAfterClosing(t *testing.T, k *kit) {
	c := k.closed(1)
	jobs, err := k.st.Due(ctx, c.Clocks.Secrecy, 10)
	if err != nil || len(jobs) != 2 {
		t.Fatalf("due: %v %v, want deadline and end of secrecy", jobs, err)
	}
	for _, j := range jobs {
		c = k.step(c.ID, casefile.AlarmRang{At: c.Clocks.Secrecy, Job: j})
	}
	if !c.Clocks.MayTell || c.Clocks.Overdue || c.State != casefile.Closed {
		t.Errorf("the end of secrecy was not heeded, or a closed case is overdue: %+v %s", c.Clocks, c.State)
	}
	k.audited()
}

func priors(t *testing.T, k *kit) {
	c := k.closed(1)
	r := k.Request(t, Order{})
	got, err := k.st.Priors(ctx, ID(2), r.Agency, r.Reference)
	if err != nil || len(got) != 1 || got[0].Case != c.ID || got[0].Answered.IsZero() {
		t.Errorf("priors: %v %v, want the first case", got, err)
	}
	for name, q := range map[string][3]string{
		"another agency":    {ID(2), "city-police", r.Reference},
		"another reference": {ID(2), r.Agency, r.Reference + "x"},
		"the case itself":   {c.ID, r.Agency, r.Reference},
		"a shifted divide":  {ID(2), r.Agency + r.Reference[:1], r.Reference[1:]},
	} {
		if got, err := k.st.Priors(ctx, q[0], q[1], q[2]); err != nil || len(got) != 0 {
			t.Errorf("%s: %v %v, want none", name, got, err)
		}
	}
}

func erasure(t *testing.T, k *kit) {
	c := k.closed(1)
	if err := k.st.Erase(ctx, c.ID, k.Log); !errors.Is(err, casefile.ErrUnerasable) {
		t.Errorf("erase without an entry: %v, want ErrUnerasable", err)
	}
	early := casefile.Erasure{At: c.Clocks.Secrecy.Add(-1), By: k.Person(Max)}
	if _, _, err := k.st.Step(ctx, c.ID, early); !errors.Is(err, casefile.ErrUnerasable) {
		t.Errorf("erase while secrecy runs: %v, want ErrUnerasable", err)
	}
	at := c.Clocks.Secrecy
	k.step(c.ID, casefile.Erasure{At: at, By: k.Person(Max)})
	if err := k.st.Erase(ctx, c.ID, k.Log); !errors.Is(err, casefile.ErrUnerasable) {
		t.Errorf("erase before the ledger has it: %v, want ErrUnerasable", err)
	}
	k.drain(at)
	for range 2 { // again is no harm
		if err := k.st.Erase(ctx, c.ID, k.Log); err != nil {
			t.Fatalf("erase: %v", err)
		}
	}
	if _, err := k.st.Load(ctx, c.ID); !errors.Is(err, casefile.ErrErased) {
		t.Errorf("load: %v, want ErrErased", err)
	}
	if _, err := k.st.Paper(ctx, c.ID, 0); !errors.Is(err, casefile.ErrErased) {
		t.Errorf("paper: %v, want ErrErased", err)
	}
	jobs, err := k.st.Due(ctx, at, 10)
	must(t, err)
	for _, j := range jobs {
		if _, _, err := k.st.Step(ctx, c.ID, casefile.AlarmRang{At: at, Job: j}); err != nil {
			t.Errorf("an alarm of an erased case: %v", err)
		}
	}
	if jobs, _ := k.st.Due(ctx, at, 10); len(jobs) != 0 {
		t.Errorf("alarms of an erased case ring for ever: %v", jobs)
	}
	k.audited()
	if list, err := k.st.List(ctx); err != nil || len(list) != 1 || !list[0].Erased {
		t.Errorf("list: %v %v", list, err)
	}
}
