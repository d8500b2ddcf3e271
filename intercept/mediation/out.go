package mediation

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"time"

	"writ/intercept"
	"writ/wire/x2x3"
)

// A Kind says what a PS-PDU is.
type Kind uint8

// The kinds.
const (
	IRI Kind = iota + 1
	CC
	Hash      // TRI integrityCheck over IRI or CC
	Signature // TRI integrityCheck over hashes
	Message   // TRI operatorLeaMessage
	Notice    // HI1 operation
)

// String gives the kind's name.
func (k Kind) String() string {
	names := [...]string{"", "IRI", "CC", "hash", "signature", "message", "notice"}
	if int(k) < len(names) {
		return names[k]
	}
	return "no kind"
}

// An Emitted is one PS-PDU in Out.Octets.
type Emitted struct {
	Task     intercept.XID
	LIID     intercept.LIID
	Route    Route
	CIN      uint32 // 0: of no communication
	Seq      uint32
	Kind     Kind
	From, To int // Out.Octets[From:To]
}

// An Out gathers what events give. Its owner empties it with Reset when it is spooled.
type Out struct {
	Octets  []byte
	PDUs    []Emitted
	Reports []Report

	order    []int
	sorted   []byte
	sections []Section
	cuts     []Cut
}

// Reset empties o and keeps its room.
func (o *Out) Reset() { o.Octets, o.PDUs, o.Reports = o.Octets[:0], o.PDUs[:0], o.Reports[:0] }

// Batch gives the PDUs by task and route, in the order in which they were emitted, with the Core's delta. It aliases o until
// the next Batch or Reset.
func (o *Out) Batch(number uint64, at time.Time, delta []byte) Batch {
	o.order, o.sorted, o.sections, o.cuts = o.order[:0], slices.Grow(o.sorted[:0], len(o.Octets)), o.sections[:0], slices.Grow(o.cuts[:0], len(o.PDUs))
	for i := range o.PDUs {
		o.order = append(o.order, i)
	}
	slices.SortStableFunc(o.order, func(a, b int) int { return o.PDUs[a].compare(&o.PDUs[b]) })
	for n, i := range o.order {
		p := &o.PDUs[i]
		if n == 0 || o.PDUs[o.order[n-1]].compare(p) != 0 {
			o.sections = append(o.sections, Section{Task: p.Task, Route: p.Route, PDUs: o.cuts[len(o.cuts):], Octets: o.sorted[len(o.sorted):]})
		}
		s := &o.sections[len(o.sections)-1]
		s.Octets = append(s.Octets, o.Octets[p.From:p.To]...)
		s.PDUs = append(s.PDUs, Cut{CIN: p.CIN, End: len(s.Octets)})
		o.sorted, o.cuts = o.sorted[:len(o.sorted)+p.To-p.From], o.cuts[:len(o.cuts)+1]
	}
	return Batch{Number: number, At: at, Delta: delta, Sections: o.sections}
}

func (e *Emitted) compare(o *Emitted) int {
	return cmp.Or(bytes.Compare(e.Task[:], o.Task[:]), bytes.Compare(e.Route.To[:], o.Route.To[:]), cmp.Compare(e.Route.Handover, o.Route.Handover))
}

// What says what a Report is about.
type What uint8

// What the operator is told. Of a fault that goes on, once in each interval of Config.Tell.
const (
	PDUsMissing What = iota + 1 // Sequence Numbers that never came
	PDUsDropped                 // dropped for the reason in Reason; Format says of what
	POIDropped                  // a point of interception says so
	Begun                       // the task's authority has begun here
	Drained                     // the task is over and nothing more comes of it
	NotSigned                   // the signing key failed; hashes go on without
	OpenAtStart                 // a communication was open when the tap began, or its beginning never came
	Forgotten                   // a task had more communications than Config.Sessions; the oldest ones were forgotten
)

// A Report is what the operator and the ADMF should know of one task; Task is zero where it is unknown here.
type Report struct {
	Task   intercept.XID
	What   What
	Reason Reason
	Format x2x3.Format
	N      uint64
	At     time.Time
}

// String says it without naming the task.
func (r Report) String() string {
	switch r.What {
	case PDUsMissing:
		return fmt.Sprintf("%d PDUs never came from the point of interception", r.N)
	case PDUsDropped:
		return fmt.Sprintf("%d PDUs dropped: %v (payload format %s)", r.N, r.Reason, FormatName(r.Format))
	case POIDropped:
		return fmt.Sprintf("%d PDUs dropped by the point of interception", r.N)
	case Begun:
		return "task begun"
	case Drained:
		return "task over and drained"
	case NotSigned:
		return "the signing key failed: hashes go out unsigned"
	case OpenAtStart:
		return "a communication was open when interception began, or its beginning never came"
	case Forgotten:
		return fmt.Sprintf("%d communications forgotten: more than a task may have", r.N)
	}
	return "nothing"
}
