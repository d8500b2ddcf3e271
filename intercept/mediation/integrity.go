package mediation

import "writ/wire/etsi"

// handoverOf says which handover a row is of.
func handoverOf(row int) Handover {
	if row%2 == 1 {
		return HI3
	}
	return HI2
}

// hash takes a PDU into the open hash of its row, and closes it when it has enough.
func (c *Core) hash(s *session, leg int, pdu []byte, out *Out) {
	i := &s.t.legs[leg].Profile.Integrity
	if !i.On() {
		return
	}
	at := 2 * leg
	data := etsi.DataIRI
	if c.body.handover == HI3 {
		at, data = at+1, etsi.DataCC
	}
	r := &s.rows[at]
	if r.chain == nil {
		r.chain = c.chain(etsi.HashAlgorithm(i.Hash), data)
	}
	if r.chain.Len() == 0 {
		r.hashDue = c.moment + i.After
		c.timers.push(timer{due: r.hashDue, t: s.t, s: s, row: at, kind: dueHash})
	}
	if r.chain.Add(r.next-1, pdu); r.chain.Len() >= i.EveryPDUs {
		c.closeHash(s, at, out)
	}
}

// A chainKey says for what a chain is good.
type chainKey struct {
	hash etsi.HashAlgorithm
	data etsi.DataType
}

// chain gives an empty chain; one that another communication is done with where there is one.
func (c *Core) chain(h etsi.HashAlgorithm, d etsi.DataType) *etsi.Chain {
	if idle := c.chains[chainKey{h, d}]; len(idle) > 0 {
		c.chains[chainKey{h, d}] = idle[:len(idle)-1]
		return idle[len(idle)-1]
	}
	chain, err := etsi.NewChain(h, d)
	if err != nil {
		panic("mediation: a hash that the terms' check let through") // Set asked for one
	}
	return chain
}

// mostChains is how many idle chains are kept.
const mostChains = 1024

// closeHash sends the hash PDU of what a row has sent since the last one.
func (c *Core) closeHash(s *session, at int, out *Out) {
	r := s.rowAt(at)
	if r.chain == nil || r.chain.Len() == 0 {
		return
	}
	i := &s.t.legs[at/2].Profile.Integrity
	r.chain.Close(&c.check)
	r.hashDue = 0
	c.integrity(s, at, r.hashes, Hash, out)
	s.t.counts.Hashes++
	c.touchSession(s)
	if i.Signed() {
		if len(r.unsigned) == 0 {
			r.signDue = c.moment + i.SignAfter
			c.timers.push(timer{due: r.signDue, t: s.t, s: s, row: at, kind: dueSign})
		}
		r.unsigned = append(r.unsigned, r.hashes)
	}
	if r.hashes++; i.Signed() && len(r.unsigned) >= i.EveryHash {
		c.sign(s, at, out)
	}
}

// sign sends the signature PDU over the numbers of the hash PDUs since the last one.
func (c *Core) sign(s *session, at int, out *Out) {
	r, l := s.rowAt(at), &s.t.legs[at/2]
	if len(r.unsigned) == 0 || l.Signer == nil {
		return
	}
	data := etsi.DataIRI
	if handoverOf(at) == HI3 {
		data = etsi.DataCC
	}
	c.check.Included, c.check.Data = append(c.check.Included[:0], r.unsigned...), data
	r.unsigned, r.signDue = r.unsigned[:0], 0
	c.touchSession(s)
	if c.check.Sign(l.Signer, etsi.HashAlgorithm(l.Profile.Integrity.Hash)) != nil {
		c.report(Report{Task: s.t.xid, What: NotSigned, N: 1}, out)
		return
	}
	c.integrity(s, at, r.signs, Signature, out)
	r.signs++
	s.t.counts.Signatures++
}

// integrity appends c.check as a PDU.
func (c *Core) integrity(s *session, at int, seq uint32, kind Kind, out *Out) {
	l := &s.t.legs[at/2]
	c.header = l.header
	c.header.CIN, c.header.Seq = s.cin, seq
	c.stamp(c.now())
	c.header.Qualifier = etsi.TimeOfMediation
	from := len(out.Octets)
	out.Octets = etsi.AppendTRI(out.Octets, &c.header, &etsi.TRI{Kind: etsi.IntegrityCheck, Check: c.check})
	out.PDUs = append(out.PDUs, Emitted{Task: s.t.xid, LIID: s.t.def.LIID, Route: Route{l.To, handoverOf(at)}, CIN: s.cin, Seq: seq, Kind: kind, From: from, To: len(out.Octets)})
}

// closeRow closes hash and signature of one row.
func (c *Core) closeRow(s *session, at int, out *Out) {
	c.closeHash(s, at, out)
	c.sign(s, at, out)
	r := s.rowAt(at)
	if r.chain == nil {
		return
	}
	i := &s.t.legs[at/2].Profile.Integrity
	key := chainKey{etsi.HashAlgorithm(i.Hash), etsi.DataIRI}
	if handoverOf(at) == HI3 {
		key.data = etsi.DataCC
	}
	if c.chains == nil {
		c.chains = map[chainKey][]*etsi.Chain{}
	}
	if len(c.chains[key]) < mostChains {
		c.chains[key] = append(c.chains[key], r.chain)
	}
	r.chain = nil
}

// closeSession closes hashes and signatures of a communication, at its end.
func (c *Core) closeSession(s *session, out *Out) {
	for at := range s.rows {
		c.closeRow(s, at, out)
	}
}

// closeLeg closes those of one destination, over all communications in their order.
func (c *Core) closeLeg(t *task, leg int, out *Out) {
	for _, s := range t.inOrder() {
		for at := 2 * leg; at < min(2*leg+2, len(s.rows)); at++ {
			c.closeRow(s, at, out)
		}
	}
}
