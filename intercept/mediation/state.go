package mediation

import (
	"bytes"
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"time"

	"writ/intercept"
	"writ/wire/etsi"
)

// The forms of a state. docs/formats/mediation-state.md describes them.
const (
	snapshotForm = "writ/mediation-state/1\n"
	deltaForm    = "writ/mediation-delta/1\n"
)

// The records of a state.
const (
	recordClock   = 'c'
	recordName    = 'n'
	recordTask    = 't'
	recordSession = 's'
	recordGone    = 'g' // a session that was forgotten
	recordForget  = 'f' // a task
)

// ErrState says that octets are no snapshot or delta of this program.
var ErrState = errors.New("mediation: not a state of this program; it is torn, of another version, or out of order")

// goneSession is a session that was forgotten since the last delta.
type goneSession struct {
	task intercept.XID
	key  sessionKey
}

// Snapshot appends all that lasts: counters, CINs, numbers, open hashes. Content that waits is not in it, nor are tasks' words: Set gives them again.
func (c *Core) Snapshot(dst []byte) []byte {
	w := coder{octets: append(dst, snapshotForm...)}
	c.codeClock(&w)
	for i := range c.names.texts {
		c.codeName(&w, i)
	}
	for _, t := range c.inOrder() {
		t.record(&w)
		for _, s := range t.inOrder() {
			s.record(&w)
		}
	}
	return w.octets
}

// Delta appends what changed since the last Delta: after a snapshot, and all deltas in their order, a Core is as this one. Take it once for each
// batch, with what Out has.
func (c *Core) Delta(dst []byte) []byte {
	c.writer = coder{octets: append(dst, deltaForm...)}
	w := &c.writer // which escapes: one for each delta would be an allocation
	c.codeClock(w)
	for ; c.names.saved < len(c.names.texts); c.names.saved++ {
		c.codeName(w, c.names.saved)
	}
	for i := range c.goneTasks {
		w.octets = append(w.octets, recordForget)
		w.array(c.goneTasks[i][:])
	}
	for i := range c.gone {
		w.octets = append(w.octets, recordGone)
		w.array(c.gone[i].task[:])
		c.gone[i].key.code(w)
	}
	for _, t := range c.dirtyTasks {
		t.record(w)
		t.dirty = false
	}
	for _, s := range c.dirtySession {
		s.record(w)
		s.dirty = false
	}
	c.goneTasks, c.gone, c.dirtyTasks, c.dirtySession = c.goneTasks[:0], c.gone[:0], c.dirtyTasks[:0], c.dirtySession[:0]
	out := w.octets
	w.octets = nil
	return out
}

// Changed reports whether Delta would say anything.
func (c *Core) Changed() bool {
	return len(c.dirtyTasks)+len(c.dirtySession)+len(c.gone)+len(c.goneTasks) > 0
}

// Restore takes a snapshot, or a delta on top of what was restored before. Call it on a new Core, before Set and Take. After an error the Core is of
// no use.
func (c *Core) Restore(state []byte) error {
	rest, ok := bytes.CutPrefix(state, []byte(snapshotForm))
	if !ok {
		rest, ok = bytes.CutPrefix(state, []byte(deltaForm))
	}
	if !ok {
		return ErrState
	}
	r := coder{reading: true, octets: rest}
	for len(r.octets) > 0 {
		tag := r.octets[0]
		r.octets = r.octets[1:]
		if !c.restore(tag, &r) || r.broken {
			return fmt.Errorf("%w: record %q, %d octets before its end", ErrState, tag, len(r.octets))
		}
	}
	c.restored = true
	return nil
}

func (c *Core) restore(tag byte, r *coder) bool {
	switch tag {
	case recordClock:
		c.clockFields(r)
		return c.clock <= longest
	case recordName:
		return c.restoreName(r)
	case recordTask:
		return c.restoreTask(r)
	case recordSession:
		return c.restoreSession(r)
	case recordGone:
		return c.restoreGone(r)
	case recordForget:
		var x intercept.XID
		r.array(x[:])
		delete(c.byXID, x)
	default:
		return false
	}
	return true
}

func (c *Core) codeClock(w *coder) {
	w.octets = append(w.octets, recordClock)
	c.clockFields(w)
}

func (c *Core) clockFields(w *coder) {
	w.instant(&c.last)
	number(w, &c.clock)
	c.strays.counts.code(w)
}

func (c *Core) codeName(w *coder, i int) {
	w.octets = append(w.octets, recordName)
	text := []byte(c.names.texts[i])
	w.bytes(&text)
}

func (c *Core) restoreName(r *coder) bool {
	var text []byte
	r.bytes(&text)
	if len(text) == 0 || len(text) > longestName || len(c.names.texts) >= mostNames || c.names.of[string(text)] != 0 {
		return false
	}
	c.names.add(string(text))
	c.names.saved = len(c.names.texts)
	return true
}

func (t *task) record(w *coder) {
	w.octets = append(w.octets, recordTask)
	w.array(t.xid[:])
	t.fields(w)
}

func (t *task) fields(w *coder) {
	number(w, &t.nextCIN)
	w.truth(&t.wrapped)
	w.uint(&t.ordinal)
	w.instant(&t.stopped)
	w.instant(&t.barred)
	number(w, &t.stage)
	w.truth(&t.evicted)
	t.counts.code(w)
	t.untold.code(w)
	number(w, &t.tellDue)
	number(w, &t.drainDue)
	list(w, &t.legs, mostLegs, (*coder).leg)
}

// mostLegs is how many destinations a task may have had.
const mostLegs = 1024

func (w *coder) leg(l *leg) {
	w.array(l.To[:])
	number(w, &l.notices)
	number(w, &l.messages)
	w.truth(&l.marked)
}

func (c *Core) restoreTask(r *coder) bool {
	var x intercept.XID
	r.array(x[:])
	t := c.byXID[x]
	if t == nil {
		t = &task{xid: x, sessions: map[sessionKey]*session{}}
		c.byXID[x] = t
	}
	t.fields(r)
	return t.stage <= over
}

func (k *sessionKey) code(w *coder) {
	w.uint(&k.corr)
	number(w, &k.domain)
	number(w, &k.element)
	number(w, &k.point)
	w.uint(&k.call)
}

func (s *session) record(w *coder) {
	w.octets = append(w.octets, recordSession)
	w.array(s.t.xid[:])
	s.key.code(w)
	s.fields(w)
}

func (s *session) fields(w *coder) {
	w.uint(&s.ordinal)
	number(w, &s.seen)
	list(w, &s.counters, mostCounters, (*coder).counter)
	number(w, &s.cin)
	number(w, &s.service)
	w.truth(&s.begun)
	w.truth(&s.ended)
	w.truth(&s.waited)
	w.truth(&s.toldOpen)
	list(w, &s.calls, mostCalls, (*coder).call)
	list(w, &s.media, mostMedia, (*coder).medium)
	w.access(&s.access)
	list(w, &s.rows, 2*mostLegs, (*coder).row)
}

func (w *coder) counter(n *counter) {
	for i := range n.of {
		number(w, &n.of[i])
	}
	number(w, &n.typ)
	number(w, &n.next)
	w.uint(&n.window)
	w.instant(&n.newest)
	w.truth(&n.started)
}

func (w *coder) call(k *call) {
	w.uint(&k.id)
	number(w, &k.invite)
	w.truth(&k.closed)
	w.truth(&k.failed)
	list(w, &k.early, mostDialogues, (*coder).uint)
	list(w, &k.up, mostDialogues, (*coder).uint)
}

func (w *coder) medium(m *medium) {
	w.place(&m.at)
	w.bytes(&m.id)
}

func (w *coder) access(k *access) {
	w.bytes(&k.user)
	w.address(&k.v4)
	w.array(k.mask[:])
	addr, bits := k.v6.Addr(), max(k.v6.Bits(), 0)
	w.address(&addr)
	if number(w, &bits); w.reading {
		if bits > 128 || !addr.Is6() && addr.IsValid() || k.v4.IsValid() && !k.v4.Is4() {
			w.fail()
			return
		}
		k.v6 = netip.Prefix{}
		if addr.IsValid() {
			k.v6 = netip.PrefixFrom(addr, bits)
		}
	}
	number(w, &k.kind)
	number(w, &k.by)
	w.instant(&k.start)
}

func (w *coder) row(r *row) {
	number(w, &r.next)
	w.uint(&r.counter)
	w.chain(&r.chain)
	number(w, &r.hashDue)
	number(w, &r.hashes)
	list(w, &r.unsigned, 1<<16, func(w *coder, v *uint32) { number(w, v) })
	number(w, &r.signDue)
	number(w, &r.signs)
}

// chain codes an open hash: its length in four octets, since it is written in place, and its own state.
func (w *coder) chain(v **etsi.Chain) {
	if w.reading {
		w.readChain(v)
		return
	}
	at := len(w.octets)
	w.octets = append(w.octets, 0, 0, 0, 0)
	if *v != nil {
		var err error
		if w.octets, err = (*v).AppendBinary(w.octets); err != nil {
			panic("mediation: the state of a hash can't be written") // those of the standard library can
		}
	}
	n := len(w.octets) - at - 4
	copy(w.octets[at:], []byte{byte(n >> 24), byte(n >> 16), byte(n >> 8), byte(n)})
}

func (w *coder) readChain(v **etsi.Chain) {
	var head [4]byte
	w.array(head[:])
	n := int(head[0])<<24 | int(head[1])<<16 | int(head[2])<<8 | int(head[3])
	*v = nil
	if n == 0 || n > len(w.octets) {
		if n > 0 {
			w.fail()
		}
		return
	}
	chain := &etsi.Chain{}
	if chain.UnmarshalBinary(w.octets[:n]) != nil {
		w.fail()
		return
	}
	*v, w.octets = chain, w.octets[n:]
}

func (c *Core) restoreSession(r *coder) bool {
	var x intercept.XID
	var k sessionKey
	r.array(x[:])
	k.code(r)
	t := c.byXID[x]
	if t == nil || r.broken {
		return false
	}
	s := t.sessions[k]
	if s == nil {
		s = &session{t: t, key: k}
		t.sessions[k] = s
	}
	s.fields(r)
	return s.ordinal > 0 && s.service <= Multimedia && len(s.rows) <= 2*len(t.legs)
}

func (c *Core) restoreGone(r *coder) bool {
	var x intercept.XID
	var k sessionKey
	r.array(x[:])
	k.code(r)
	t := c.byXID[x]
	if t == nil {
		return false
	}
	delete(t.sessions, k)
	return true
}

// awake sets the timers of a task that was restored and has its words again.
func (c *Core) awake(t *task) {
	due := func(at time.Duration, s *session, row int, kind timerKind) {
		if at > 0 {
			c.timers.push(timer{due: at, t: t, s: s, row: row, kind: kind})
		}
	}
	due(t.tellDue, nil, 0, dueTell)
	due(t.drainDue, nil, 0, dueDrain)
	for _, s := range t.inOrder() {
		if s.key.corr == 0 {
			for _, m := range s.media {
				if t.media == nil {
					t.media = map[netip.AddrPort]*session{}
				}
				t.media[m.at] = s
			}
		}
		for i := range s.rows {
			due(s.rows[i].hashDue, s, i, dueHash)
			due(s.rows[i].signDue, s, i, dueSign)
		}
	}
}

func (c *Core) inOrder() []*task {
	all := make([]*task, 0, len(c.byXID))
	for _, t := range c.byXID {
		all = append(all, t)
	}
	slices.SortFunc(all, func(a, b *task) int { return bytes.Compare(a.xid[:], b.xid[:]) })
	return all
}
