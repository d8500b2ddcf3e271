package mediation

import (
	"fmt"
	"strings"
	"time"

	"pgregory.net/rapid"

	"writ/intercept"
	"writ/wire/x2x3"
)

// An event is one thing that happens to a Core in a drawn story.
type event struct {
	at   time.Duration // after noon
	p    *x2x3.PDU     // nil: a tick, or what else says
	stop *intercept.XID
	told *intercept.XID // a point of interception says it dropped something
}

func (e event) happen(c *Core, out *Out) {
	at := noon.Add(e.at)
	switch {
	case e.p != nil:
		c.Take(e.p, at, out)
	case e.stop != nil:
		c.Stop(*e.stop, at, out)
	case e.told != nil:
		c.POIDropped(*e.told, 3, at, out)
	default:
		c.Tick(at, out)
	}
}

// story draws what happens to tasks: calls, accesses, content, what is broken, lost, late, doubled. PDUs are numbered within their contexts.
func story(t *rapid.T, tasks []intercept.Task, most int) []event {
	var events []event
	next := map[string]uint32{}
	clock := time.Duration(0)
	var sent []*x2x3.PDU
	stops := rapid.Bool().Draw(t, "stops")
	for i := range rapid.IntRange(1, most).Draw(t, "events") {
		clock += time.Duration(rapid.IntRange(0, 400).Draw(t, "ms")) * ms
		clock += time.Duration(rapid.SampledFrom([]int{0, 0, 0, 0, 0, 0, 0, 0, 0, 900, 11000}).Draw(t, "pause")) * ms
		e := event{at: clock}
		task := rapid.SampledFrom(tasks).Draw(t, "task")
		switch what := rapid.IntRange(0, 19).Draw(t, "what"); {
		case what == 0:
		case what == 1 && len(sent) > 0:
			e.p = rapid.SampledFrom(sent).Draw(t, "again")
		case what == 2:
			e.told = &task.XID
		case what == 3 && stops:
			e.stop, stops = &task.XID, false
		default:
			e.p = anyPDU(t, task, clock, i)
			key := fmt.Sprint(e.p.Context())
			next[key] += uint32(rapid.SampledFrom([]int{0, 0, 0, 0, 0, 0, 3}).Draw(t, "lost"))
			e.p.Seq = x2x3.Some(next[key])
			next[key]++
			sent = append(sent, e.p)
		}
		events = append(events, e)
	}
	return events
}

var payloads = []struct {
	typ    x2x3.Type
	format x2x3.Format
	octets func(i int) []byte
}{
	{x2x3.X2, x2x3.SIP, func(int) []byte { return invite("c1") }},
	{x2x3.X2, x2x3.SIP, func(int) []byte { return invite("c2") }},
	{x2x3.X2, x2x3.SIP, func(int) []byte { return sipText("SIP/2.0 200 OK", "c1", "1 INVITE", "a", "b") }},
	{x2x3.X2, x2x3.SIP, func(int) []byte { return sipText("SIP/2.0 486 Busy Here", "c2", "1 INVITE", "a", "b") }},
	{x2x3.X2, x2x3.SIP, func(int) []byte { return sipText("BYE sip:bob@example.com SIP/2.0", "c1", "2 BYE", "a", "b") }},
	{x2x3.X2, x2x3.SIP, func(int) []byte { return sipText("SIP/2.0 200 OK", "c1", "2 BYE", "a", "b") }},
	{x2x3.X2, x2x3.SIP, func(int) []byte {
		return sipText("MESSAGE sip:bob@example.com SIP/2.0", "c3", "1 MESSAGE", "a", "", "text/plain", "hello")
	}},
	{x2x3.X2, x2x3.SIP, func(int) []byte { return []byte("no SIP") }},
	{x2x3.X2, x2x3.RADIUS, func(int) []byte { return radiusText(2, 1, "alice") }},
	{x2x3.X2, x2x3.RADIUS, func(int) []byte { return radiusText(4, 1, "alice", number4(attrStatus, statusStop)) }},
	{x2x3.X2, x2x3.DHCP, func(int) []byte { return dhcp6(7, "2001:db8::7") }},
	{x2x3.X2, x2x3.EPSIRIContent, func(int) []byte { return []byte{1} }},
	{x2x3.X3, x2x3.RTP, rtp}, {x2x3.X3, x2x3.RTP, rtp}, {x2x3.X3, x2x3.RTP, rtp},
	{x2x3.X3, x2x3.IPv4, ip4}, {x2x3.X3, x2x3.IPv4, ip4},
	{x2x3.X3, x2x3.GTPU, func(int) []byte { return []byte{1} }},
}

func anyPDU(t *rapid.T, task intercept.Task, clock time.Duration, i int) *x2x3.PDU {
	kind := rapid.SampledFrom(payloads).Draw(t, "payload")
	captured := clock - time.Duration(rapid.SampledFrom([]int{-1, 0, 1, 2, 3, 100}).Draw(t, "age"))*10*ms
	p := pdu(task, kind.typ, kind.format, uint64(rapid.IntRange(0, 3).Draw(t, "correlation")), captured, kind.octets(i))
	p.NFID = []byte(rapid.SampledFrom([]string{"sbc1", "sbc2", ""}).Draw(t, "nfid"))
	p.SourcePort = x2x3.Some(uint16(rapid.SampledFrom([]int{30000, 30002}).Draw(t, "port")))
	p.Direction = x2x3.Direction(rapid.IntRange(1, 5).Draw(t, "direction"))
	return p
}

// ofTask gives what went out for one task, in order, and by handover.
func ofTask(out *Out, x intercept.XID) string {
	var b strings.Builder
	for _, e := range out.PDUs {
		if e.Task == x {
			fmt.Fprintf(&b, "%v %x %v %d %d: %x\n", e.Route.Handover, e.Route.To, e.Kind, e.CIN, e.Seq, out.Octets[e.From:e.To])
		}
	}
	for _, r := range out.Reports {
		if r.Task == x {
			fmt.Fprintf(&b, "%v %v\n", r.At, r)
		}
	}
	return b.String()
}

// house sets tasks for one person of three agencies on a Core: a call and an access for all, one for IRI alone; and one task that is signed.
func house(t fataler) (tasks []intercept.Task, terms []Terms) {
	for n := byte(1); n <= 3; n++ {
		task, m := call1(t, n)
		if n == 2 {
			task.Deliver = intercept.IRIOnly
		}
		if n == 3 {
			task, m = signed(task, m, intercept.EdDSA, ed())
		}
		tasks, terms = append(tasks, task), append(terms, m)
	}
	return tasks, terms
}
