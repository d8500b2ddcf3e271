package law

import (
	"slices"
	"strconv"
	"time"
	"writ/strict"
)

// A remedy is a relief as a pack states it.
type remedy struct {
	cite
	is          ReliefKind
	decides     string
	because     string
	when        *condition
	lastDay     *moment
	instruments []string
}

func parseReliefKind(s string) (ReliefKind, error) {
	return memberOf("kind of relief", s, ReliefKinds())
}

// readRemedies reads `relief:`, of an instrument or, for those that it names, of the whole pack.
func readRemedies(t strict.Table, base cite, id string, whole bool) []remedy {
	base.provision = ""
	ids := map[string]bool{}
	var out []remedy
	for n, e := range items(t, "relief") {
		r := readRemedy(e, base, id+"/relief-"+strconv.Itoa(n+1), whole)
		if ids[r.id] {
			e.Fail("two reliefs have this id", "name each its own")
		}
		ids[r.id] = true
		out = append(out, r)
	}
	return out
}

func readRemedy(c strict.Cursor, base cite, id string, whole bool) remedy {
	keys := slices.Concat(citeKeys, []string{"is", "decides", "because", "when", "last-day"})
	if whole {
		keys = append(keys, "instruments")
	}
	c.Of = id
	t := c.Table(keys...)
	r := remedy{cite: cited(t, base, id), when: whenOf(t)}
	if v, ok := t.Must("is", "write object, modify, more-time, lift-secrecy or cost"); ok {
		r.is = strict.One(v, "kind of relief", parseReliefKind)
	}
	if v, ok := t.Must("decides", "say who decides it; to: is the last day on which the rule is in force"); ok {
		r.decides = v.Text()
	}
	if v, ok := t.Must("because", "say the reason that the law gives"); ok {
		r.because = v.Text()
	}
	if v, ok := t.Has("last-day"); ok {
		m := readMoment(v)
		r.lastDay = &m
	}
	if v, ok := t.Has("instruments"); ok {
		r.instruments = v.AtLeastOne()
	}
	return r
}

// reliefs gives what the instrument lets the provider ask for. A paper that is read as another has its own.
func (k *docket) reliefs() []Relief {
	if k.inst == nil || len(k.inst.relief) == 0 {
		return nil
	}
	found := make([]Relief, len(k.inst.relief))
	for i := range k.d.Asks {
		m := k.asked(i)
		m.readCategory()
		for n := range k.inst.relief {
			k.inst.relief[n].add(m, &found[n])
		}
	}
	return slices.DeleteFunc(found, func(r Relief) bool { return len(r.Asks) == 0 })
}

// add notes that a remedy holds for an ask, and the day if it is the earliest.
func (r *remedy) add(m *matter, to *Relief) {
	if !r.inForce(m.docket) || !r.when.holds(m) {
		return
	}
	to.Ground, to.Is, to.To = r.ground(r.because), r.is, r.decides
	to.Asks = append(to.Asks, m.place)
	if day := r.by(m); to.By.IsZero() || !day.IsZero() && day.Before(to.By) {
		to.By = day
	}
}

// by is the first instant that is too late.
func (r *remedy) by(m *matter) time.Time {
	if r.lastDay == nil {
		return time.Time{}
	}
	t, ok := r.lastDay.on(m)
	if !ok {
		return time.Time{}
	}
	return t
}
