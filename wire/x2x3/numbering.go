package x2x3

// A Context is what one counter of Sequence Numbers counts (clause 5.3.9): X2 and X3 apart.
type Context struct {
	XID                [16]byte
	Domain, NFID, IPID string
	Correlation        uint64
	Type               Type // X2 or X3
}

// Context gives the context that p's Sequence Number counts in.
func (p *PDU) Context() Context {
	return Context{p.XID, string(p.Domain), string(p.NFID), string(p.IPID), p.Correlation, p.Type}
}

// Numbering gives Sequence Numbers: in each context from 0, one more a PDU, and 0 again after 2^32-1. It
// outlives connections and changes of a task, and ends with it. The zero value is ready.
type Numbering struct {
	next map[Context]*uint32
}

// Number sets p's Sequence Number to the next of its context. It allocates only at a context's first PDU.
func (n *Numbering) Number(p *PDU) {
	next := n.next[Context{p.XID, string(p.Domain), string(p.NFID), string(p.IPID), p.Correlation, p.Type}]
	if next == nil {
		next = n.add(p.Context())
	}
	p.Seq = Some(*next)
	*next++
}

func (n *Numbering) add(c Context) *uint32 {
	if n.next == nil {
		n.next = map[Context]*uint32{}
	}
	next := new(uint32)
	n.next[c] = next
	return next
}

// Set makes v the next number of a context: what a stored state held.
func (n *Numbering) Set(c Context, v uint32) {
	*n.add(c) = v
}

// Each calls f with each context and its next number, in no order.
func (n *Numbering) Each(f func(Context, uint32)) {
	for c, v := range n.next {
		f(c, *v)
	}
}

// Drop forgets the counters of a task that was deactivated.
func (n *Numbering) Drop(xid [16]byte) {
	for c := range n.next {
		if c.XID == xid {
			delete(n.next, c)
		}
	}
}

// Forget forgets one counter, that of a session which gets no PDU any more.
func (n *Numbering) Forget(c Context) { delete(n.next, c) }
