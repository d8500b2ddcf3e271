package lemf

import (
	"fmt"
	"time"

	"writ/wire/etsi"
)

// Options say how a Receiver answers.
type Options struct {
	Ack bool // takes the option of PDU acknowledgements; else it is declined
}

// A Receiver is the agency's end of any number of links, HI2 and HI3 together: what was resent on a new link is known from the
// old one. It never blocks and reads no clock. Make one with [NewReceiver].
type Receiver struct {
	options  Options
	links    map[LinkID]*link
	book     Book
	recent   recent
	given    uint64 // marks of Store that were given out
	durable  uint64
	waiting  []waiting
	pdu      etsi.PDU
	Received Totals
}

// Totals are what a Receiver took, over all links. Every PDU is in exactly one of Product, Transport, Twice, Doubted, Unread.
type Totals struct {
	Octets    uint64 `json:"octets"`
	PDUs      uint64 `json:"pdus"`
	Product   uint64 `json:"product"`   // IRI, CC, notices, integrity checks: stored
	Transport uint64 `json:"transport"` // keep-alives, options, acknowledgements: stored
	Twice     uint64 `json:"twice"`     // the same PDU again: dropped
	Doubted   uint64 `json:"doubted"`   // a number again, and perhaps not the same PDU: kept aside
	Unread    uint64 `json:"unread"`    // framed and not decoded: stored
	Answers   uint64 `json:"answers"`
}

// A link is one connection: what came and is not a whole PDU yet.
type link struct {
	handover Handover
	buf      []byte
	used     int // octets of buf that earlier steps gave out
	framer   etsi.Framer
	dead     bool
}

// waiting is an acknowledgement that goes out when all before it is durable.
type waiting struct {
	link   LinkID
	mark   uint64
	octets []byte
}

// NewReceiver gives a receiver without links.
func NewReceiver(o Options) *Receiver {
	return &Receiver{options: o, links: map[LinkID]*link{}, recent: newRecent()}
}

// Book gives what was counted. It is the receiver's own: look at it between steps.
func (r *Receiver) Book() *Book { return &r.book }

// Known counts a PDU that an earlier run stored, so that a resend of it is dropped.
func (r *Receiver) Known(h Handover, octets []byte) {
	if r.pdu.Decode(octets) != nil {
		if m, ok := Partly(&r.pdu, h); ok {
			r.book.Add(m)
		}
		return
	}
	if m := Look(&r.pdu, h); counted(&r.pdu) && r.book.Add(m) {
		r.recent.put(m, octets)
	}
}

// Step moves the receiver by one event.
func (r *Receiver) Step(e Event) []Effect {
	switch e := e.(type) {
	case Opened:
		r.links[e.Link] = &link{handover: e.Handover}
		return nil
	case Got:
		return r.got(e)
	case Stored:
		return r.stored(e.Mark)
	case Closed:
		return r.closed(e.Link)
	default:
		return nil
	}
}

func (r *Receiver) closed(id LinkID) []Effect {
	l := r.links[id]
	delete(r.links, id)
	kept := r.waiting[:0]
	for _, w := range r.waiting {
		if w.link != id {
			kept = append(kept, w)
		}
	}
	r.waiting = kept
	if l == nil || l.dead || len(l.buf) == l.used {
		return nil
	}
	return []Effect{Report{id, fmt.Sprintf("the link closed inside a PDU: %d octets of it came and are not kept; the sender must send it again", len(l.buf)-l.used)}}
}

// stored sends the acknowledgements whose turn has come.
func (r *Receiver) stored(mark uint64) (out []Effect) {
	r.durable = max(r.durable, mark)
	for len(r.waiting) > 0 && r.waiting[0].mark <= r.durable {
		out = append(out, Write{r.waiting[0].link, r.waiting[0].octets})
		r.waiting = r.waiting[1:]
		r.Received.Answers++
	}
	return out
}

// got takes octets and acts on each PDU that is whole.
func (r *Receiver) got(e Got) []Effect {
	l := r.links[e.Link]
	if l == nil || l.dead {
		return nil
	}
	l.buf = append(l.buf[:copy(l.buf, l.buf[l.used:])], e.Octets...)
	l.used = 0
	r.Received.Octets += uint64(len(e.Octets))
	var out effects
	for l.used < len(l.buf) {
		n, err := l.framer.Size(l.buf[l.used:])
		if err == etsi.ErrMore { //nolint:errorlint // the sentinel itself, by its contract
			break
		}
		if err != nil {
			l.dead = true
			out.list = append(out.list, Close{e.Link, "what came is no PS-PDU, and a stream can't be joined again after that: " + err.Error()})
			break
		}
		l.framer = etsi.Framer{}
		r.take(e.Link, l, e.At, l.buf[l.used:l.used+n], &out)
		l.used += n
	}
	out.flush(r)
	return out.list
}

// take acts on one PDU.
func (r *Receiver) take(id LinkID, l *link, at time.Time, octets []byte, out *effects) {
	r.Received.PDUs++
	if err := r.pdu.Decode(octets); err != nil {
		r.Received.Unread++
		if m, ok := Partly(&r.pdu, l.handover); ok {
			r.book.Add(m)
		}
		out.store(l.handover, octets)
		out.list = append(out.list, Report{id, "a PDU was stored that can't be decoded: " + err.Error()})
		return
	}
	if !counted(&r.pdu) {
		r.Received.Transport++
		out.store(l.handover, octets)
		r.answer(id, at, out)
		return
	}
	m := Look(&r.pdu, l.handover)
	if r.book.Add(m) {
		r.Received.Product++
		r.recent.put(m, octets)
		out.store(l.handover, octets)
		return
	}
	same := r.recent.same(m, octets)
	if same == yes {
		r.Received.Twice++
		return
	}
	r.Received.Doubted++
	out.flush(r)
	out.list = append(out.list, Doubt{l.handover, octets, same == no})
}

// counted says that a PDU has a number that shows a resend: all but the transport's own talk.
func counted(p *etsi.PDU) bool { return p.Kind != etsi.KindTRI || p.TRI.Kind == etsi.IntegrityCheck }
