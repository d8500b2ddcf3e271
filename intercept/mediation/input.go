package mediation

import (
	"net/netip"
	"time"

	"writ/wire/x2x3"
)

// An input is one X2 or X3 PDU for one task. Its octets alias the PDU's, or the queue's where it waits.
type input struct {
	index     uint64 // of the Take that brought it
	arrived   time.Time
	captured  time.Time // zero: it does not say
	byArrival bool      // captured is when it arrived
	made      bool      // by mediation itself: nothing was captured
	typ       x2x3.Type
	format    x2x3.Format
	direction x2x3.Direction
	xid       [16]byte
	corr      uint64
	seq       x2x3.Optional[uint32]
	domain    []byte
	nfid      []byte
	ipid      []byte
	names     [3]name // of domain, nfid, ipid; key fills them in
	source    netip.AddrPort
	dest      netip.AddrPort
	sdp       []byte
	matched   [][]byte
	payload   []byte
}

func (in *input) fill(p *x2x3.PDU, at time.Time) {
	*in = input{
		index: in.index, arrived: at, typ: p.Type, format: p.Format, direction: p.Direction, xid: p.XID, corr: p.Correlation, seq: p.Seq,
		domain: p.Domain, nfid: p.NFID, ipid: p.IPID, sdp: p.SDP, matched: p.Matched, payload: p.Payload,
		source: netip.AddrPortFrom(p.Source, p.SourcePort.V), dest: netip.AddrPortFrom(p.Destination, p.DestPort.V),
	}
	if p.At.Ok && p.At.V.Nsec < 1e9 {
		in.captured = time.Unix(int64(p.At.V.Sec), int64(p.At.V.Nsec)).UTC()
	}
}

// second turns in to the further task that a names. The direction is relative to the first task's target: it stands only
// where the same identifier was matched.
func (in *input) second(a x2x3.Additional, same bool) {
	in.xid, in.corr, in.seq = a.XID, a.Correlation, a.Seq
	if !same && (in.direction == x2x3.ToTarget || in.direction == x2x3.FromTarget) {
		in.direction = x2x3.Unknown
	}
}

// keep copies in's octets into an arena, so that it outlives the PDU.
func (in *input) keep(arena []byte) []byte {
	for _, f := range []*[]byte{&in.domain, &in.nfid, &in.ipid, &in.sdp, &in.payload} {
		from := len(arena)
		arena = append(arena, *f...)
		*f = arena[from:len(arena):len(arena)]
	}
	in.matched = nil // wanted for signalling alone, which never waits
	return arena
}
