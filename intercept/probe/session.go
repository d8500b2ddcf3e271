package probe

import (
	"cmp"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"maps"
	"net/netip"
	"slices"
	"time"

	"writ/dissect/packet"
	"writ/wire/x2x3"
)

// A session is one Call-ID, or one address of an internet access, as one task sees it.
type session struct {
	tap         *tap
	id          string // Call-ID, or the address
	correlation uint64
	first       string // tag of the party that spoke first
	target      sides  // where the target stands
	matched     uint64 // bit i: target i of the task was named
	answered    bool
	up          []string  // dialogues that were answered and not ended
	ended       time.Time // capture time of its BYE or final failure; zero while it lasts
	last        time.Time
	legs        []endpoint
}

// sides are those of a dialogue: the party that spoke first, and the other. 0 is neither.
type sides uint8

const (
	opener sides = iota + 1
	other
)

func (s sides) opposite() sides {
	if s == opener {
		return other
	}
	return opener
}

// An endpoint is where one side receives media.
type endpoint struct {
	netip.AddrPort
	protocol uint8
}

// A leg is an endpoint of a session.
type leg struct {
	session *session
	side    sides
	control bool // RTCP alone is taken here
}

type flow = packet.Flow

// session gives the session of a Call-ID for a task, a new one if need be.
func (c *Core) session(t *tap, id []byte, at time.Time) *session {
	c.sweep(t, at)
	s := t.sessions[string(id)]
	if s == nil {
		c.makeRoomForSession(t)
		s = &session{tap: t, id: string(id), correlation: c.correlation(t, id)}
		t.sessions[s.id] = s
		c.calls[s.id] = append(c.calls[s.id], s)
	}
	s.last = at
	return s
}

// sweep takes the legs of sessions away that ended long enough ago.
func (c *Core) sweep(t *tap, at time.Time) {
	for len(t.ending) > 0 && at.Sub(t.ending[0].ended) > Linger {
		if s := t.ending[0]; !s.ended.IsZero() {
			c.unlink(s)
		}
		t.ending = t.ending[1:]
	}
}

// makeRoomForSession keeps a task's sessions within the bound.
func (c *Core) makeRoomForSession(t *tap) {
	if len(t.sessions) >= MaxSessions {
		c.forgetSilent(t)
	}
}

// correlation gives a session's id: the same for all its PDUs, and for no one without the secret related to the call or to what
// another task of the same call has.
func (c *Core) correlation(t *tap, id []byte) uint64 {
	mac := hmac.New(sha256.New, c.cfg.Secret[:])
	mac.Write([]byte("writ/correlation/1\n"))
	var head [24]byte
	copy(head[:], t.task.XID[:])
	binary.BigEndian.PutUint32(head[16:], c.epoch)
	binary.BigEndian.PutUint32(head[20:], t.generation)
	mac.Write(head[:])
	mac.Write(id)
	return max(1, binary.BigEndian.Uint64(mac.Sum(nil))) // 0 says that there is none
}

// forgetSilent makes room for new sessions: those longest silent go, many at once. The generation keeps a forgotten one, should it speak again, from using the
// same numbers in the same context twice.
func (c *Core) forgetSilent(t *tap) {
	all := slices.SortedFunc(maps.Values(t.sessions), func(a, b *session) int {
		return cmp.Or(a.last.Compare(b.last), cmp.Compare(a.id, b.id))
	})
	for _, s := range all[:MaxSessions/64] {
		c.drop(s)
	}
}

// drop forgets a session, and that its numbers were given.
func (c *Core) drop(s *session) {
	c.unlink(s)
	delete(s.tap.sessions, s.id)
	rest := slices.DeleteFunc(c.calls[s.id], func(x *session) bool { return x == s })
	if c.calls[s.id] = rest; len(rest) == 0 {
		delete(c.calls, s.id)
	}
	for _, t := range [...]x2x3.Type{x2x3.X2, x2x3.X3} {
		c.numbers.Forget(x2x3.Context{
			XID: s.tap.task.Carries(), Domain: c.cfg.Domain, NFID: c.cfg.NFID, IPID: c.cfg.IPID, Correlation: s.correlation, Type: t,
		})
	}
	s.tap.generation++
}

// unlink takes a session's legs away: no media is taken for it any more.
func (c *Core) unlink(s *session) {
	for _, e := range s.legs {
		c.removeLeg(e, s)
	}
	s.legs = nil
}

func (c *Core) removeLeg(e endpoint, s *session) {
	rest := slices.DeleteFunc(c.legs[e], func(l leg) bool { return l.session == s })
	if len(rest) == 0 {
		delete(c.legs, e)
	} else {
		c.legs[e] = rest
	}
}

// addLeg makes an endpoint one of the session's. The side that announced it last owns it.
func (c *Core) addLeg(s *session, e endpoint, side sides, control bool) {
	list := c.legs[e]
	for i := range list {
		if list[i].session == s {
			list[i].side, list[i].control = side, list[i].control && control
			return
		}
	}
	if len(s.legs) == maxLegs {
		c.loseLeg(s, s.legs[0])
	}
	if oldest, n := shared(list, s.tap); n == maxShared {
		c.loseLeg(oldest, e)
		list = c.legs[e]
	}
	s.legs = append(s.legs, e)
	at, found := slices.BinarySearchFunc(list, s.tap, func(l leg, t *tap) int { return order(l.session.tap, t) })
	for found && at < len(list) && list[at].session.tap == s.tap {
		at++
	}
	c.legs[e] = slices.Insert(list, at, leg{s, side, control})
}

// shared gives a task's oldest session at an endpoint, and how many it has there: more than a few are nobody's calls, and each packet would come out for each.
func shared(list []leg, t *tap) (oldest *session, n int) {
	for _, l := range list {
		if l.session.tap == t {
			if n++; n == 1 {
				oldest = l.session
			}
		}
	}
	return oldest, n
}

func (c *Core) loseLeg(s *session, e endpoint) {
	c.removeLeg(e, s)
	s.legs = slices.DeleteFunc(s.legs, func(x endpoint) bool { return x == e })
}
