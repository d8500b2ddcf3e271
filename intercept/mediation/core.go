package mediation

import (
	"time"

	"writ/dissect/sip"
	"writ/intercept"
	"writ/wire/etsi"
	"writ/wire/x2x3"
)

// Config is how a Core works; zero fields take their defaults.
type Config struct {
	Wait     time.Duration // how long content waits for its IRI-Begin (200 ms)
	Drain    time.Duration // how long after the last PDU a task that has ended is held open for what was captured before (60 s)
	Tell     time.Duration // how long shortfalls gather before they are told (10 s)
	Sessions int           // correlations that a task may have at once; beyond, the longest unused are forgotten (4096)
	Queue    int           // octets that may wait in one session; beyond, they wait no longer (1 MiB)
}

// The defaults of Config.
const (
	DefaultWait     = 200 * time.Millisecond
	DefaultDrain    = time.Minute
	DefaultTell     = 10 * time.Second
	DefaultSessions = 4096
	DefaultQueue    = 1 << 20
)

func (c Config) withDefaults() Config {
	setDefault(&c.Wait, DefaultWait)
	setDefault(&c.Drain, DefaultDrain)
	setDefault(&c.Tell, DefaultTell)
	setDefault(&c.Sessions, DefaultSessions)
	setDefault(&c.Queue, DefaultQueue)
	return c
}

func setDefault[T int | time.Duration](v *T, to T) {
	if *v <= 0 {
		*v = to
	}
}

// A Core mediates. It is not safe for use by more than one goroutine.
//
// Its own clock goes forward by what lies between events and never back, so a host whose clock is set back delays nothing; the start and end of
// a task are held against the events' time and the PDUs' time of capture.
type Core struct {
	config Config
	last   time.Time     // of the last event
	clock  time.Duration // sum of what lay between events
	moment time.Duration // on that clock, of what is being done: an event's, or of what was due before it
	// After Restore: when the first event came.
	resumed  time.Duration
	restored bool
	intake   uint64 // Takes so far
	byXID    map[intercept.XID]*task
	tasks    map[[16]byte]*task // by what stands on the product
	names    names
	strays   strays
	timers   timers

	waiting      []*session
	dirtyTasks   []*task
	dirtySession []*session
	gone         []goneSession
	goneTasks    []intercept.XID

	chains map[chainKey][]*etsi.Chain

	in     input
	sip    sip.Message
	header etsi.Header
	body   body
	pdu    etsi.PDU
	check  etsi.Check
	plain  []byte
	writer coder
}

// New makes a Core without tasks.
func New(c Config) *Core {
	return &Core{config: c.withDefaults(), byXID: map[intercept.XID]*task{}, tasks: map[[16]byte]*task{}}
}

// strays counts what is of no task here.
type strays struct {
	counts  Counts
	untold  uint64
	tellDue time.Duration
	format  x2x3.Format
}

// Take takes one X2 or X3 PDU that arrived at an instant, and appends what comes of it. It keeps nothing of p's. Keep-alives are not for it.
func (c *Core) Take(p *x2x3.PDU, at time.Time, out *Out) {
	c.advance(at, out)
	if p.Type != x2x3.X2 && p.Type != x2x3.X3 {
		return
	}
	c.intake++
	c.in.index = c.intake
	c.in.fill(p, at)
	c.take(out)
	for _, a := range p.Additional {
		c.in.fill(p, at)
		c.in.second(a, c.matches(p.Matched, a.XID))
		c.take(out)
	}
}

// Tick says what time it is: what waited long enough goes, open hashes are closed, tasks begin and end.
func (c *Core) Tick(at time.Time, out *Out) { c.advance(at, out) }

// Due is the instant at which a Tick is wanted, if any; it holds until the next event.
func (c *Core) Due() (time.Time, bool) {
	due, ok := c.strays.tellDue, c.strays.tellDue > 0
	if len(c.timers) > 0 && (!ok || c.timers[0].due < due) {
		due, ok = c.timers[0].due, true
	}
	return c.instant(due), ok
}

// Settled says up to which Take nothing waits: what these gave is in Out. An X2/X3 keep-alive may be acknowledged when all Takes before it are
// settled and what they gave is durable.
func (c *Core) Settled() uint64 {
	settled := c.intake
	for _, s := range c.waiting {
		settled = min(settled, s.queue.inputs[0].index-1)
	}
	return settled
}

// Takes is how many PDUs Take has taken.
func (c *Core) Takes() uint64 { return c.intake }

// now is the instant of what is being done.
func (c *Core) now() time.Time { return c.instant(c.moment) }

// instant gives the wall time of a due on the Core's clock.
func (c *Core) instant(due time.Duration) time.Time { return c.last.Add(due - c.clock) }

// advance moves the clock and does what is due, each as of its own instant: what a task's agency gets does not depend on
// when another task's PDU arrives.
func (c *Core) advance(at time.Time, out *Out) {
	at = at.UTC().Round(0)
	if !c.last.IsZero() && at.After(c.last) {
		c.clock += at.Sub(c.last)
	}
	c.last = at
	if c.restored {
		c.restored, c.resumed = false, c.clock
	}
	for len(c.timers) > 0 && c.timers[0].due <= c.clock {
		t := c.timers.pop()
		c.moment = t.due
		c.fire(t, out)
	}
	if d := c.strays.tellDue; d > 0 && d <= c.clock {
		out.Reports = append(out.Reports, Report{What: PDUsDropped, Reason: UnknownTask, Format: c.strays.format, N: c.strays.untold, At: c.instant(d)})
		c.strays.untold, c.strays.tellDue = 0, 0
	}
	c.moment = c.clock
}

func (c *Core) fire(t timer, out *Out) {
	switch {
	case t.kind == dueWait && t.s.waitDue == t.due:
		c.release(t.s, out)
	case t.kind == dueHash && t.s.rowAt(t.row).hashDue == t.due:
		c.closeHash(t.s, t.row, out)
	case t.kind == dueSign && t.s.rowAt(t.row).signDue == t.due:
		c.sign(t.s, t.row, out)
	case t.kind == dueTell && t.t.tellDue == t.due:
		c.tell(t.t, out)
	case t.kind == dueStart && t.t.turnDue == t.due && t.t.stage == pending:
		c.start(t.t, out)
	case t.kind == dueEnd && t.t.turnDue == t.due && t.t.stage == running:
		c.drain(t.t)
	case t.kind == dueDrain && t.t.drainDue == t.due:
		c.drained(t.t, out)
	}
}

// rowAt gives a row by its place; an empty one where the communication it was of is over.
func (s *session) rowAt(i int) *row {
	if i < len(s.rows) {
		return &s.rows[i]
	}
	return &row{}
}

// begin is the task's start.
func (c *Core) begin(t *task, out *Out) {
	t.stage = running
	c.report(Report{Task: t.xid, What: Begun}, out)
	c.notice(t, etsi.Activated, out)
	c.planEnd(t)
}

// longest is the longest time that a timer is set for, and the most that the Core's clock is taken at: 73 years.
const longest = time.Duration(1 << 61)

// planStart and planEnd set timers for instants of the wall's clock.
func (c *Core) planStart(t *task) { c.planAt(t, dueStart, t.def.From) }

func (c *Core) planEnd(t *task) { c.planAt(t, dueEnd, t.end()) }

func (c *Core) planAt(t *task, kind timerKind, at time.Time) {
	t.turnDue = c.moment + min(max(at.Sub(c.now()), 0), longest)
	c.timers.push(timer{due: t.turnDue, t: t, kind: kind})
	c.touch(t)
}

// start and stop are the timers' other ends. Where the host's clock was set back since, it is not time yet.
func (c *Core) start(t *task, out *Out) {
	if c.now().Before(t.def.From) {
		c.planStart(t)
		return
	}
	c.begin(t, out)
}

func (c *Core) drain(t *task) {
	if c.now().Before(t.end()) {
		c.planEnd(t)
		return
	}
	t.stage, t.turnDue = draining, 0
	c.holdOpen(t)
}

// holdOpen begins the wait for what was captured before the end.
func (c *Core) holdOpen(t *task) {
	t.drainDue = c.moment + c.config.Drain
	c.timers.push(timer{due: t.drainDue, t: t, kind: dueDrain})
	c.touch(t)
}

// drained ends the wait, unless something came meanwhile, or a restart: then points of interception have the whole time to come back.
func (c *Core) drained(t *task, out *Out) {
	if max(t.drainFrom, c.resumed)+c.config.Drain > c.moment {
		t.drainDue = max(t.drainFrom, c.resumed) + c.config.Drain
		c.timers.push(timer{due: t.drainDue, t: t, kind: dueDrain})
		return
	}
	c.finish(t, out)
}

func (c *Core) report(r Report, out *Out) {
	r.At = c.now()
	out.Reports = append(out.Reports, r)
}

func (c *Core) touch(t *task) {
	if !t.dirty {
		t.dirty = true
		c.dirtyTasks = append(c.dirtyTasks, t)
	}
}

func (c *Core) touchSession(s *session) {
	if !s.dirty {
		s.dirty = true
		c.dirtySession = append(c.dirtySession, s)
	}
	c.touch(s.t)
}

// matches says whether one of the matched identifiers is a target of a task.
func (c *Core) matches(matched [][]byte, xid [16]byte) bool {
	t := c.tasks[xid]
	if t == nil {
		return false
	}
	for _, m := range matched {
		_, value, ok := x2x3.ParseTarget(m)
		for _, target := range t.def.Targets {
			if ok && alike(value, target.ID.Reveal()) {
				return true
			}
		}
	}
	return false
}

// alike compares identifiers as X1 and writ write them: a number without and with its plus sign.
func alike(x1, own string) bool { return x1 == own || "+"+x1 == own }
