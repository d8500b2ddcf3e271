package check

import (
	"bytes"
	"slices"

	"writ/intercept/lemf"
	"writ/wire/etsi"
)

// integrity judges a hash or signature PDU.
func (c *Checker) integrity(p *etsi.PDU, m lemf.Mark, at Place) {
	k := &p.TRI.Check
	if k.Data == etsi.NoDataType && p.Level >= 5 {
		c.found.add("hash-data-type", m.Stream, at, 1, "the check does not say whether it is of IRI or of CC")
	}
	v := c.chains.all[keyOf(m)]
	if v == nil {
		return
	}
	if k.Type == etsi.SignatureCheck {
		c.signature(p, m, v, at)
		return
	}
	c.ties.hashes = true
	v.hashes[m.Seq] = true
	by, ok := algorithm(k.Hash)
	if !ok {
		c.found.add("hash-wrong", m.Stream, at, 1, "the hash names no algorithm")
		return
	}
	if k.Hash == etsi.SHA1 {
		c.found.add("hash-algorithm", m.Stream, at, 1, "the hash is SHA-1")
	}
	h := hashed{at, slices.Clone(k.Included), bytes.Clone(k.Value), by}
	if v.ready(h) {
		c.hashed(v, m.Stream, h)
		return
	}
	v.waiting = append(v.waiting, h)
}

func (c *Checker) hashed(v *chain, s lemf.Stream, h hashed) {
	if !c.chains.right(v, h) {
		c.found.add("hash-wrong", s, h.place, 1, "the hash over "+counted(len(h.included), "PDU")+" does not come out")
	}
}

// waited judges the hashes that waited for the PDU that just came.
func (c *Checker) waited(m lemf.Mark) {
	v := c.chains.all[keyOf(m)]
	if v == nil || len(v.waiting) == 0 {
		return
	}
	kept := v.waiting[:0]
	for _, h := range v.waiting {
		if !v.ready(h) {
			kept = append(kept, h)
			continue
		}
		c.found.add("hash-early", m.Stream, h.place, 1, "the hash came before the last PDU that it covers")
		c.hashed(v, m.Stream, h)
	}
	v.waiting = kept
}

func (c *Checker) signature(p *etsi.PDU, m lemf.Mark, v *chain, at Place) {
	c.ties.signatures = true
	k := &p.TRI.Check
	v.signed, v.signs = append(v.signed, k.Included...), at
	switch {
	case k.Signature == etsi.DSA:
		c.found.add("signature-algorithm", m.Stream, at, 1, "the signature is DSA; it is not verified here")
	case c.options.Key == nil:
		c.found.add("signature-unchecked", m.Kind, at, 1, "signatures came and were not verified")
	default:
		for _, h := range []etsi.HashAlgorithm{etsi.SHA256, etsi.SHA384, etsi.SHA512} {
			if k.Verify(c.options.Key, h) == nil {
				return
			}
		}
		c.found.add("signature-wrong", m.Stream, at, 1, "the signature does not verify with the key")
	}
}

func (c *Checker) finishChains() {
	for k, v := range c.chains.all {
		for _, h := range v.waiting {
			absent := 0
			for _, n := range h.included {
				if v.pdus[n] == nil {
					absent++
				}
			}
			if !v.dropped {
				c.found.add("hash-absent", k, h.place, absent, "the hash covers PDUs that did not come")
			}
		}
		if len(v.waiting) == 0 && len(v.pdus) > 0 && len(v.hashes) > 0 {
			c.found.add("hash-uncovered", k, c.session(k.Session).place, len(v.pdus), "no hash covers the last "+counted(len(v.pdus), "PDU")+" of a session")
		}
		for _, n := range v.signed {
			if !v.hashes[n] {
				c.found.add("signature-absent", k, v.signs, 1, "the signature names a hash PDU that did not come")
			}
		}
	}
}
