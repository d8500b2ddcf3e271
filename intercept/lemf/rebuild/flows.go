package rebuild

import (
	"bytes"
	"cmp"
	"encoding/csv"
	"fmt"
	"io"
	"net/netip"
	"slices"
	"strconv"
	"time"

	"writ/intercept/lemf/datagram"
	"writ/intercept/lemf/pcap"
	"writ/wire/etsi"
)

// maxFlows is how many flows of a session are listed; further packets are counted in one flow without addresses.
const maxFlows = 100000

// flowKey names a flow by both ends, the target's first as far as the direction says.
type flowKey struct {
	own, other netip.AddrPort
	protocol   uint8
}

// A Flow is what went between two addresses.
type Flow struct {
	Own, Other  netip.AddrPort // the end that is marked as the target's, and the other
	Protocol    uint8
	Sent, Taken Sum // by the target
	First, Last time.Time
}

// A Sum is packets and their octets, IP header included.
type Sum struct{ Packets, Octets int }

func (c *content) packet(v *etsi.CCPayload, at time.Time) {
	c.keep(at, v.CC.Octets)
	p, ok := datagram.Split(v.CC.Octets)
	if !ok {
		return
	}
	k := flowKey{p.From, p.To, p.Protocol}
	if v.Direction == etsi.ToTarget {
		k.own, k.other = p.To, p.From
	}
	f := c.flows[k]
	if f == nil {
		if len(c.flows) >= maxFlows {
			k = flowKey{}
		}
		if f = c.flows[k]; f == nil {
			f = &Flow{Own: k.own, Other: k.other, Protocol: k.protocol, First: at, Last: at}
			c.flows[k] = f
		}
	}
	sum := &f.Sent
	if v.Direction == etsi.ToTarget {
		sum = &f.Taken
	}
	sum.Packets++
	sum.Octets += len(v.CC.Octets)
	if at.Before(f.First) {
		f.First = at
	}
	if at.After(f.Last) {
		f.Last = at
	}
}

// Flows gives the flows of a loaded session, the largest first.
func (s *Session) Flows() []*Flow {
	var out []*Flow
	for _, f := range s.content.flows {
		out = append(out, f)
	}
	slices.SortFunc(out, func(a, b *Flow) int {
		return cmp.Or(cmp.Compare(b.Sent.Octets+b.Taken.Octets, a.Sent.Octets+a.Taken.Octets), a.First.Compare(b.First), a.Own.Compare(b.Own), a.Other.Compare(b.Other))
	})
	return out
}

// FlowList writes the flows as CSV.
func (s *Session) FlowList(w io.Writer) error {
	c := csv.NewWriter(w)
	if err := c.Write([]string{"first", "last", "protocol", "target", "target_port", "other", "other_port", "packets_sent", "octets_sent", "packets_taken", "octets_taken"}); err != nil {
		return err
	}
	for _, f := range s.Flows() {
		n := strconv.Itoa
		err := c.Write([]string{f.First.Format(time.RFC3339Nano), f.Last.Format(time.RFC3339Nano), n(int(f.Protocol)), f.Own.Addr().String(), n(int(f.Own.Port())),
			f.Other.Addr().String(), n(int(f.Other.Port())), n(f.Sent.Packets), n(f.Sent.Octets), n(f.Taken.Packets), n(f.Taken.Octets)})
		if err != nil {
			return err
		}
	}
	c.Flush()
	return c.Error()
}

// Capture writes what can't be heard here, or the packets of an access, as a pcap file; n is how many there are.
func (s *Session) Capture(w io.Writer) (n int, err error) {
	c := &s.content
	slices.SortStableFunc(c.packets, func(a, b Captured) int { return a.At.Compare(b.At) })
	if _, err := w.Write(pcap.AppendHeader(nil)); err != nil {
		return 0, err
	}
	var buf []byte
	for _, p := range c.packets {
		buf = pcap.AppendPacket(buf[:0], p.At, p.Packet)
		if _, err := w.Write(buf); err != nil {
			return 0, err
		}
	}
	return len(c.packets), nil
}

// Captured says how many packets [Session.Capture] writes.
func (s *Session) Captured() int { return len(s.content.packets) }

// Signalling writes the messages as they came, in the order of time.
func (s *Session) Signalling(w io.Writer) error {
	m := s.content.messages
	slices.SortStableFunc(m, func(a, b Signal) int { return a.At.Compare(b.At) })
	for _, v := range m {
		text := bytes.ReplaceAll(v.Text, []byte("\r\n"), []byte("\n"))
		if _, err := fmt.Fprintf(w, "==== %s %s > %s\n%s\n", v.At.Format(time.RFC3339Nano), v.From, v.To, text); err != nil {
			return err
		}
	}
	return nil
}
