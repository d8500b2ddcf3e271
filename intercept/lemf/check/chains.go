package check

import (
	"bytes"
	"crypto"
	_ "crypto/sha1" // old deliveries are checked, none is made
	_ "crypto/sha256"
	_ "crypto/sha512"
	"slices"

	"writ/intercept/lemf"
	"writ/wire/etsi"
)

// MaxHeld is how many octets of PDUs wait for their hash, over all sessions; beyond it the oldest are not judged.
const MaxHeld = 256 << 20

// chains are the hashes over what was sent: one chain per session and product.
type chains struct {
	all  map[chainKey]*chain
	held int
}

type chainKey struct {
	lemf.Session
	data etsi.DataType
}

// A chain is one row of hashes.
type chain struct {
	pdus    map[uint32][]byte // not covered yet
	waiting []hashed          // hashes that cover what has not come yet
	hashes  map[uint32]bool
	signed  []uint32
	signs   Place
	dropped bool // what MaxHeld did not let in
}

type hashed struct {
	place    Place
	included []uint32
	value    []byte
	by       crypto.Hash
}

func newChains() chains { return chains{all: map[chainKey]*chain{}} }

// keyOf says in which chain a PDU or a check stands.
func keyOf(m lemf.Mark) chainKey {
	k := chainKey{m.Session, etsi.DataIRI}
	switch m.Kind {
	case lemf.KindCC, lemf.KindHashCC, lemf.KindSignedCC, lemf.KindSealedHI3:
		k.data = etsi.DataCC
	default:
	}
	return k
}

// expect opens a chain: the first reading found a check of it. What no check covers need not be kept.
func (c *chains) expect(m lemf.Mark) {
	k := keyOf(m)
	if c.all[k] == nil {
		c.all[k] = &chain{pdus: map[uint32][]byte{}, hashes: map[uint32]bool{}}
	}
}

// data keeps a PDU until its hash comes.
func (c *chains) data(m lemf.Mark, octets []byte) {
	switch m.Kind {
	case lemf.KindIRI, lemf.KindCC, lemf.KindSealedHI2, lemf.KindSealedHI3:
	default:
		return
	}
	v := c.all[keyOf(m)]
	if v == nil {
		return
	}
	if c.held+len(octets) > MaxHeld {
		v.dropped = true
		return
	}
	c.held += len(octets)
	v.pdus[m.Seq] = bytes.Clone(octets)
}

// algorithm gives the function of a hash.
func algorithm(a etsi.HashAlgorithm) (crypto.Hash, bool) {
	switch a {
	case etsi.SHA1:
		return crypto.SHA1, true
	case etsi.SHA256:
		return crypto.SHA256, true
	case etsi.SHA384:
		return crypto.SHA384, true
	case etsi.SHA512:
		return crypto.SHA512, true
	default:
		return 0, false
	}
}

// ready says whether all that a hash covers has come.
func (v *chain) ready(h hashed) bool {
	return !slices.ContainsFunc(h.included, func(n uint32) bool { return v.pdus[n] == nil })
}

// right recomputes a hash, and gives back what its PDUs took.
func (c *chains) right(v *chain, h hashed) bool {
	sum := h.by.New()
	for _, n := range h.included {
		sum.Write(v.pdus[n])
	}
	for _, n := range h.included {
		c.held -= len(v.pdus[n])
		delete(v.pdus, n)
	}
	return bytes.Equal(sum.Sum(nil), h.value)
}
