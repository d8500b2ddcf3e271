package probe

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"net/netip"
	"slices"
	"time"

	"writ/intercept"
	"writ/wire/x2x3"
)

const stateForm = "writ/probe-state/1"

// ErrState says that octets are not a stored state that this program knows.
var ErrState = errors.New("probe: not a state of form writ/probe-state/1; it is torn, of another version, or something else")

// A state is what docs/formats/probe-state.md says.
type state struct {
	Form     string
	Epoch    uint32
	Clean    bool
	Taps     []storedTap
	Revoked  []storedRevoked `json:",omitempty"`
	Counters []storedCounter
}

type storedTap struct {
	Task       []byte
	Latest     time.Time `json:",omitzero"`
	Generation uint32
	Status     Status
	Sessions   []storedSession
}

type storedSession struct {
	ID          []byte
	Correlation uint64
	First       []byte
	Target      sides
	Matched     uint64
	Answered    bool
	Up          [][]byte `json:",omitempty"`
	Ended, Last time.Time
	Legs        []storedLeg
}

type storedLeg struct {
	At       netip.AddrPort
	Protocol uint8
	Side     sides
	Control  bool
}

type storedCounter struct {
	XID         []byte
	Correlation uint64
	Type        x2x3.Type
	Next        uint32
}

// Store gives what a restart needs. It holds targets in the clear: seal it before it lies on a disk.
//
// It is stored after each change of the tasks, with clean false: a crash then finds the tasks, and begins new sessions under new correlation ids,
// since nobody knows which numbers the old ones had got to. It is stored with clean true as the last thing before a stop: then sessions and numbers go on.
// After a Restore it must be stored, clean false, before anything is emitted.
func (c *Core) Store(clean bool) []byte {
	st := state{Form: stateForm, Epoch: c.epoch, Clean: clean, Revoked: c.storedRevoked()}
	for _, t := range c.order {
		x := storedTap{Task: t.task.Encode(), Latest: t.until, Generation: t.generation, Status: t.status}
		if clean {
			x.Sessions = c.storedSessions(t)
		}
		st.Taps = append(st.Taps, x)
	}
	if clean {
		c.numbers.Each(func(x x2x3.Context, next uint32) {
			st.Counters = append(st.Counters, storedCounter{x.XID[:], x.Correlation, x.Type, next})
		})
		slices.SortFunc(st.Counters, counterOrder)
	}
	out, err := json.Marshal(st)
	if err != nil {
		panic("probe: a state has no JSON form") // plain fields only
	}
	return out
}

func counterOrder(a, b storedCounter) int {
	return cmp.Or(bytes.Compare(a.XID, b.XID), cmp.Compare(a.Correlation, b.Correlation), cmp.Compare(a.Type, b.Type))
}

func (c *Core) storedSessions(t *tap) (out []storedSession) {
	for _, s := range t.sessions {
		x := storedSession{
			ID: []byte(s.id), Correlation: s.correlation, First: []byte(s.first), Target: s.target, Matched: s.matched,
			Answered: s.answered, Ended: s.ended, Last: s.last,
		}
		for _, d := range s.up {
			x.Up = append(x.Up, []byte(d))
		}
		for _, e := range s.legs {
			for _, l := range c.legs[e] {
				if l.session == s {
					x.Legs = append(x.Legs, storedLeg{e.AddrPort, e.protocol, l.side, l.control})
				}
			}
		}
		out = append(out, x)
	}
	slices.SortFunc(out, func(a, b storedSession) int { return bytes.Compare(a.ID, b.ID) })
	return out
}

// Restore fills a Core that has no task yet. Each task is checked again, also its proof, against the ceilings of now; those refused are named, for
// a report to their ADMF. Tasks whose end has passed stay, for a ModifyTask that renews them.
func (c *Core) Restore(stored []byte) (refused []intercept.XID, err error) {
	var st state
	d := json.NewDecoder(bytes.NewReader(stored))
	d.DisallowUnknownFields()
	if len(c.taps) > 0 || d.Decode(&st) != nil || st.Form != stateForm || d.More() {
		return nil, ErrState
	}
	tasks := make([]intercept.Task, len(st.Taps))
	for i, x := range st.Taps {
		if tasks[i], err = intercept.DecodeTask(x.Task); err != nil {
			return nil, ErrState
		}
	}
	if !c.restoreRevoked(st.Revoked) {
		return nil, ErrState
	}
	c.epoch = st.Epoch
	if !st.Clean {
		c.epoch++
	}
	for i, x := range st.Taps {
		number, err := c.checkOrder(tasks[i])
		if c.taps[tasks[i].XID] != nil || len(c.taps) >= c.cfg.Limits.MaxTasks || err != nil {
			refused = append(refused, tasks[i].XID)
			continue
		}
		c.put(tasks[i], number)
		c.restoreTap(c.taps[tasks[i].XID], x, st.Clean)
	}
	c.index()
	if st.Clean {
		c.restoreCounters(st.Counters)
	}
	return refused, nil
}

func (c *Core) restoreTap(t *tap, x storedTap, clean bool) {
	t.generation, t.status, t.over = x.Generation, x.Status, x.Status.Over
	if x.Latest.After(t.until) {
		t.until = x.Latest
	}
	if !clean {
		return
	}
	for _, y := range x.Sessions {
		s := c.session(t, y.ID, y.Last)
		s.correlation, s.first, s.target, s.matched = y.Correlation, string(y.First), y.Target, y.Matched
		s.answered = y.Answered
		for _, d := range y.Up {
			s.up = append(s.up, string(d))
		}
		if !y.Ended.IsZero() {
			s.end(y.Ended)
		}
		for _, l := range y.Legs {
			c.addLeg(s, endpoint{l.At, l.Protocol}, l.Side, l.Control)
		}
	}
	slices.SortFunc(t.ending, func(a, b *session) int { return a.ended.Compare(b.ended) })
}

func (c *Core) restoreCounters(list []storedCounter) {
	for _, x := range list {
		if len(x.XID) != len(xid{}) {
			continue
		}
		c.numbers.Set(x2x3.Context{
			XID: [16]byte(x.XID), Domain: c.cfg.Domain, NFID: c.cfg.NFID, IPID: c.cfg.IPID, Correlation: x.Correlation, Type: x.Type,
		}, x.Next)
	}
}
