package probe

import (
	"time"

	"writ/dissect/packet"
	"writ/dissect/sip"
	"writ/intercept"
	"writ/wire/x2x3"
)

// A Core holds the tasks and the sessions of their targets. Make one with [New]; one goroutine at a time may use it.
type Core struct {
	cfg     Config
	taps    map[xid]*tap
	revoked map[xid]revoked
	order   []*tap // by XID: what is emitted for several tasks has one order
	find    finder

	calls   map[string][]*session // by Call-ID
	legs    map[endpoint][]leg
	numbers x2x3.Numbering
	streams packet.Streams
	texts   map[flow]*text
	unread  int // octets in texts
	msg     sip.Message
	pdu     x2x3.PDU
	epoch   uint32 // one more after each restart that lost the sessions

	domain, nfid, ipid []byte
	key                []byte // scratch, as the next two
	found              []found
	wanted             []*tap
}

// A tap is a task in the table, with what is known of its target's sessions.
type tap struct {
	task       intercept.Task
	number     int       // of its order; 0 where no proof is asked for
	until      time.Time // the latest end of any form that it had
	elements   [][]byte  // of each target, as X2 writes it
	sessions   map[string]*session
	ending     []*session // in the order in which they ended
	generation uint32     // one more for each session that was forgotten
	over       bool       // its end has come
	status     Status
}

// Status is what X1's taskStatus tells of a task.
type Status struct {
	Last   time.Time // capture time of the last packet that was taken; zero: none
	X2, X3 int64     // PDUs
	Octets int64     // of both
	Unmade int64     // PDUs that were due and that no receiver would take
	Over   bool
}

// Out is what a call emitted. Reset it and use it again.
type Out struct {
	Octets []byte // PDUs, one after the other
	PDUs   []Emitted
	Over   []intercept.XID // tasks whose end has come; each is told once
	Unmade []intercept.XID // tasks for which a PDU was due that no receiver would take, once for each PDU
}

// Emitted says whose a PDU is and where it lies in Octets. Its destinations are those of the task.
type Emitted struct {
	XID        intercept.XID
	Type       x2x3.Type
	At         time.Time // of capture
	From, Till int
}

// Reset empties o and keeps its room.
func (o *Out) Reset() {
	o.Octets, o.PDUs, o.Over, o.Unmade = o.Octets[:0], o.PDUs[:0], o.Over[:0], o.Unmade[:0]
}

// PDU gives the octets of one of o's PDUs.
func (o *Out) PDU(e Emitted) []byte { return o.Octets[e.From:e.Till] }

// Packet takes one packet and appends to out what each task gets of it.
func (c *Core) Packet(p *packet.Packet, out *Out) {
	if len(c.order) == 0 {
		return
	}
	c.access(p, out)
	switch p.Protocol {
	case packet.UDP:
		if mayBeSIP(p.Payload) && c.msg.Scan(p.Payload) == nil {
			c.message(p, p.Payload, p.First, out)
			return
		}
	case packet.TCP:
		c.segment(p, out)
	default:
		return
	}
	c.media(p, out)
}

// mayBeSIP passes over RTP and its kin, whose first octet is no letter.
func mayBeSIP(b []byte) bool { return len(b) > 0 && b[0] < 0x7f }

// Tick tells the tasks whose end has come by at. Packets need no Tick: their own capture time decides.
func (c *Core) Tick(at time.Time, out *Out) {
	for _, t := range c.order {
		if !t.over && !at.Before(t.task.Until) {
			t.over, t.status.Over = true, true
			out.Over = append(out.Over, t.task.XID)
		}
	}
}
