package mediation

import (
	"bytes"
	"encoding/binary"
	"errors"
	"maps"
	"slices"
	"time"

	"writ/intercept"
	core "writ/intercept/mediation"
)

// An Order is a task as X1 gives it to mediation, with what the provider's configuration adds. Its destinations are
// those that the mediation was made with.
type Order struct {
	Task       intercept.Task // with LIID, start and end (mediationDetails)
	Service    core.Service
	Elements   []string // NFIDs that may send for the task; none: any
	PerElement bool     // each network function numbers its correlations by itself
	ByArrival  bool     // the point of interception does not stamp what it sends
	Limit      core.Limit
}

// Orders are kept in the spool, sealed like all its state, so that a mediation that was killed knows its tasks
// before it takes the first PDU again (docs/formats/mediation-orders.md).
const stateForm = "writ/mediation/1\n"

// ErrState says that the spool's state is not what this program wrote.
var ErrState = errors.New("mediation: the spool's state is not of form writ/mediation/1: torn, or of another version; use the version that wrote it")

// The kinds of change to the orders.
const (
	orderSet    = 1
	orderForget = 2
	orderOver   = 3 // the task was drained
	orderStop   = 4 // the task was stopped before its end
)

func appendField(dst, octets []byte) []byte {
	return append(binary.BigEndian.AppendUint32(dst, uint32(len(octets))), octets...)
}

// appendOrder appends the change that sets an order.
func appendOrder(dst []byte, o Order) []byte {
	flags := byte(0)
	if o.PerElement {
		flags |= 1
	}
	if o.ByArrival {
		flags |= 2
	}
	body := appendField([]byte{byte(o.Service), flags}, o.Task.Encode())
	body = binary.BigEndian.AppendUint64(body, uint64(o.Limit.Octets))
	body = binary.BigEndian.AppendUint64(body, uint64(o.Limit.Age))
	for _, e := range o.Elements {
		body = appendField(body, []byte(e))
	}
	return appendField(append(dst, orderSet), body)
}

func appendMark(dst []byte, kind byte, x intercept.XID) []byte {
	return appendField(append(dst, kind), x[:])
}

func appendStop(dst []byte, x intercept.XID, at time.Time) []byte {
	return appendField(append(dst, orderStop), binary.BigEndian.AppendUint64(x[:], uint64(at.UnixNano())))
}

// appendDelta appends what one batch changed: in the orders, and in the core.
func appendDelta(dst, changes, core []byte) []byte { return append(appendField(dst, changes), core...) }

// A reader takes fields off the front; once broken it gives nothing.
type reader struct {
	rest   []byte
	broken bool
}

func (r *reader) octets(n int) []byte {
	if n < 0 || n > len(r.rest) {
		r.rest, r.broken = nil, true
		return nil
	}
	out := r.rest[:n]
	r.rest = r.rest[n:]
	return out
}

func (r *reader) field() []byte {
	n := r.octets(4)
	if n == nil {
		return nil
	}
	return r.octets(int(binary.BigEndian.Uint32(n)))
}

func (r *reader) number() uint64 {
	if n := r.octets(8); n != nil {
		return binary.BigEndian.Uint64(n)
	}
	return 0
}

// A book holds the orders that are known, and which of their tasks are over or were stopped.
type book struct {
	orders  map[intercept.XID]Order
	over    map[intercept.XID]bool
	stopped map[intercept.XID]time.Time // when
}

func newBook() book {
	return book{map[intercept.XID]Order{}, map[intercept.XID]bool{}, map[intercept.XID]time.Time{}}
}

// state is the snapshot: the orders, and the core's own.
func (b book) state(core []byte) []byte {
	var changes []byte
	for _, x := range sorted(b.orders) {
		changes = appendOrder(changes, b.orders[x])
	}
	for _, x := range sorted(b.over) {
		changes = appendMark(changes, orderOver, x)
	}
	for _, x := range sorted(b.stopped) {
		changes = appendStop(changes, x, b.stopped[x])
	}
	return appendDelta([]byte(stateForm), changes, core)
}

func sorted[V any](m map[intercept.XID]V) []intercept.XID {
	return slices.SortedFunc(maps.Keys(m), func(a, b intercept.XID) int { return bytes.Compare(a[:], b[:]) })
}

// read takes the orders out of a state or delta and gives the core's part.
func (b book) read(delta []byte) (core []byte, err error) {
	r := reader{rest: delta}
	changes := reader{rest: r.field()}
	for len(changes.rest) > 0 {
		if err := b.change(&changes); err != nil {
			return nil, err
		}
	}
	if r.broken || changes.broken {
		return nil, ErrState
	}
	return r.rest, nil
}

func (b book) change(r *reader) error {
	kind := r.octets(1)
	body := r.field()
	switch {
	case r.broken:
		return ErrState
	case kind[0] == orderSet:
		o, err := readOrder(body)
		if err == nil {
			b.set(o)
		}
		return err
	case kind[0] == orderStop && len(body) == len(intercept.XID{})+8:
		b.stopped[intercept.XID(body[:16])] = time.Unix(0, int64(binary.BigEndian.Uint64(body[16:]))).UTC()
	case len(body) != len(intercept.XID{}):
		return ErrState
	case kind[0] == orderForget:
		b.forget(intercept.XID(body))
	case kind[0] == orderOver:
		b.over[intercept.XID(body)] = true
	default:
		return ErrState
	}
	return nil
}

func (b book) set(o Order) {
	b.orders[o.Task.XID] = o
	delete(b.over, o.Task.XID)
	delete(b.stopped, o.Task.XID)
}

func (b book) forget(x intercept.XID) {
	delete(b.orders, x)
	delete(b.over, x)
	delete(b.stopped, x)
}

func readOrder(body []byte) (o Order, err error) {
	r := reader{rest: body}
	if head := r.octets(2); head != nil {
		o.Service, o.PerElement, o.ByArrival = core.Service(head[0]), head[1]&1 != 0, head[1]&2 != 0
	}
	o.Task, err = intercept.DecodeTask(r.field())
	o.Limit = core.Limit{Octets: int64(r.number()), Age: time.Duration(r.number())}
	for len(r.rest) > 0 {
		o.Elements = append(o.Elements, string(r.field()))
	}
	if r.broken || err != nil {
		return Order{}, ErrState
	}
	return o, nil
}
