package probe

import (
	"bytes"
	"time"

	"writ/dissect/packet"
	"writ/wire/x2x3"
)

// begin gives the core's PDU with what all PDUs have.
func (c *Core) begin(s *session, t x2x3.Type, f x2x3.Format, p *packet.Packet) *x2x3.PDU {
	d := &c.pdu
	*d = x2x3.PDU{
		Minor: c.cfg.Minor, Type: t, Format: f, XID: s.tap.task.Carries(), Correlation: s.correlation,
		Attributes: x2x3.Attributes{Domain: c.domain, NFID: c.nfid, IPID: c.ipid, Matched: d.Matched[:0]},
	}
	d.At = x2x3.Some(instant(p.Last))
	return d
}

// instant keeps the nanoseconds of the capture.
func instant(at time.Time) x2x3.Time {
	return x2x3.Time{Sec: uint32(at.Unix()), Nsec: uint32(at.Nanosecond())}
}

// emit numbers the PDU and appends it. A PDU that no receiver would take is not emitted, and counted; the packet was longer than any packet.
func (c *Core) emit(s *session, p *packet.Packet, out *Out) {
	d := &c.pdu
	if d.Check() != nil {
		s.tap.status.Unmade++
		out.Unmade = append(out.Unmade, s.tap.task.XID)
		return
	}
	c.numbers.Number(d)
	from := len(out.Octets)
	out.Octets = d.Append(out.Octets)
	out.PDUs = append(out.PDUs, Emitted{s.tap.task.XID, d.Type, p.Last, from, len(out.Octets)})
	st := &s.tap.status
	st.Last = p.Last
	st.Octets += int64(len(out.Octets) - from)
	if d.Type == x2x3.X2 {
		st.X2++
	} else {
		st.X3++
	}
}

func order(a, b *tap) int { return bytes.Compare(a.task.XID[:], b.task.XID[:]) }

func optional(s string) []byte {
	if s == "" {
		return nil
	}
	return []byte(s)
}
