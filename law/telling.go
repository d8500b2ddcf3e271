package law

import (
	"time"

	"writ"
)

// telling says whether the user may be told: not where the instrument binds by itself, nor where secrecy was ordered.
func (k *docket) telling() Telling {
	if k.inst == nil {
		return Telling{Is: writ.NoticeProhibited}
	}
	said := Telling{Is: k.pack.notice}
	m := k.matter(0)
	for _, n := range k.inst.notice {
		if t, ok := n.telling(m); ok {
			said = t
			break
		}
	}
	until, secret := k.secret(m)
	if secret && (said.Is != writ.NoticeProhibited || outlasts(until, said.Until)) {
		return Telling{Is: writ.NoticeProhibited, Until: until}
	}
	return said
}

// telling gives what the rule says, unless its condition does not hold or its time is over.
func (n noticeRule) telling(m *matter) (Telling, bool) {
	if !n.when.holds(m) {
		return Telling{}, false
	}
	out := Telling{Is: n.is, Provision: n.provision}
	if n.until != nil {
		if t, ok := n.until.on(m); ok {
			out.Until = t
		}
	}
	return out, out.Until.IsZero() || m.at.Before(out.Until)
}

// outlasts compares two ends, of which zero is none.
func outlasts(a, b time.Time) bool { return !b.IsZero() && (a.IsZero() || a.After(b)) }

// secret reports whether secrecy that the case states is in force, and until when. One without an end is taken to be.
func (k *docket) secret(m *matter) (until time.Time, ok bool) {
	s := k.d.Instrument.Secrecy
	if s == nil {
		return time.Time{}, false
	}
	_, end, stated := m.when(s.Until)
	if !stated {
		return time.Time{}, true
	}
	return end, k.at.Before(end)
}
