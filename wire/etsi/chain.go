package etsi

import (
	"crypto/sha256"
	"crypto/sha512"
	"encoding"
	"encoding/binary"
	"errors"
	"hash"
)

// A Chain is the running hash over the PDUs of one LIID, CIN and product (clause 7.2). What is hashed is each whole
// PS-PDU as it is sent, encrypted if it is, from its first tag octet to its last octet, in the order of sending.
type Chain struct {
	algorithm HashAlgorithm
	data      DataType
	hash      hash.Hash
	included  []uint32
}

// NewChain returns an empty chain for SHA-256, -384 or -512. SHA-1 is for old peers only: refused.
func NewChain(a HashAlgorithm, d DataType) (*Chain, error) {
	h := newHash(a)
	if h == nil {
		return nil, errors.New("etsi: integrity takes SHA-256, SHA-384 or SHA-512")
	}
	return &Chain{algorithm: a, data: d, hash: h}, nil
}

func newHash(a HashAlgorithm) hash.Hash {
	switch a {
	case SHA256:
		return sha256.New()
	case SHA384:
		return sha512.New384()
	case SHA512:
		return sha512.New()
	case NoHash, SHA1:
	}
	return nil
}

// Add hashes one whole PDU with its sequence number.
func (c *Chain) Add(seq uint32, pdu []byte) {
	c.hash.Write(pdu)
	c.included = append(c.included, seq)
}

// Len returns how many PDUs were added since the chain began or was closed.
func (c *Chain) Len() int { return len(c.included) }

// Close writes the check of what was added into dst, reusing its slices, and empties the chain.
func (c *Chain) Close(dst *Check) {
	*dst = Check{
		Included: append(dst.Included[:0], c.included...),
		Type:     HashCheck,
		Data:     c.data,
		Value:    c.hash.Sum(dst.Value[:0]),
		Hash:     c.algorithm,
	}
	c.hash.Reset()
	c.included = c.included[:0]
}

// chainState is the first octets of a chain's state: a name, and the version of docs/formats/integrity-chain.md.
const chainState = "etsichain\x01"

var errState = errors.New("etsi: this is not the state of an integrity chain; start a new chain and report the gap")

// AppendBinary appends the chain's state: it goes on after UnmarshalBinary as if nothing had been between.
func (c *Chain) AppendBinary(dst []byte) ([]byte, error) {
	dst = append(append(dst, chainState...), byte(c.algorithm), byte(c.data))
	dst = binary.BigEndian.AppendUint32(dst, uint32(len(c.included))) //nolint:gosec // far below 2^32
	for _, seq := range c.included {
		dst = binary.BigEndian.AppendUint32(dst, seq)
	}
	h, ok := c.hash.(encoding.BinaryAppender)
	if !ok {
		return dst, errState
	}
	return h.AppendBinary(dst)
}

// UnmarshalBinary takes a state that AppendBinary made. After an error the chain is as it was.
func (c *Chain) UnmarshalBinary(state []byte) error {
	const head = len(chainState) + 2 + 4
	if len(state) < head || string(state[:len(chainState)]) != chainState {
		return errState
	}
	a, d := HashAlgorithm(state[head-6]), DataType(state[head-5])
	count := uint64(binary.BigEndian.Uint32(state[head-4:]))
	rest := state[head:]
	h, ok := newHash(a).(encoding.BinaryUnmarshaler)
	if !ok || uint64(len(rest))/4 < count {
		return errState
	}
	included := make([]uint32, count)
	for i := range included {
		included[i] = binary.BigEndian.Uint32(rest[4*i:])
	}
	if h.UnmarshalBinary(rest[4*count:]) != nil {
		return errState
	}
	*c = Chain{a, d, h.(hash.Hash), included} //nolint:forcetypeassert // newHash returned it
	return nil
}
