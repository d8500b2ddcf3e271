package mediation

import "time"

// An alarm is a timer that stands only while something is due. The zero alarm is off.
type alarm struct {
	t  *time.Timer
	on bool
}

// in sets it to go off after d.
func (a *alarm) in(d time.Duration) {
	a.on = true
	if a.t == nil {
		a.t = time.NewTimer(d)
		return
	}
	a.t.Reset(d)
}

func (a *alarm) off() {
	if a.on {
		a.on = false
		a.t.Stop()
	}
}

// c is ready when it has gone off; never while it is off.
func (a *alarm) c() <-chan time.Time {
	if !a.on {
		return nil
	}
	return a.t.C
}
