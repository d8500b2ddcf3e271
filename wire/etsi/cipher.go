package etsi

import (
	"crypto/aes"
	"crypto/cipher"
	"encoding/binary"
	"errors"
	"math"

	"writ/wire/ber"
)

// A Cipher encrypts and decrypts payloads under one key (annex G). The header stays in clear. Where the standard
// leaves room it does as the profile of ETSI-IP.nl: CBC without PKCS#7, the plain text filled with zeros to whole
// blocks, and as initial vector the sequence number, 32 bits big-endian, four times. For AES-256 the same is
// [inferred]. An initial vector repeats when an IRI and a CC have one number under one key: that is the profile's.
type Cipher struct {
	kind  EncryptionType
	block cipher.Block // nil: NotEncrypted
}

// NewCipher returns the cipher of a type and its key: 24 octets for AES-192, 32 for AES-256, none for NotEncrypted.
// Other types aren't coded.
func NewCipher(t EncryptionType, key []byte) (*Cipher, error) {
	size := map[EncryptionType]int{NotEncrypted: 0, AES192CBC: 24, AES256CBC: 32}
	want, known := size[t]
	switch {
	case !known:
		return nil, errors.New("etsi: this encryption type is not supported; use AES-192-CBC, AES-256-CBC or none")
	case len(key) != want:
		return nil, errors.New("etsi: the key's length doesn't fit the encryption type; AES-192 takes 24 octets, AES-256 takes 32")
	case want == 0:
		return &Cipher{kind: t}, nil
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	return &Cipher{kind: t, block: block}, nil
}

// FirstCounter returns the byteCounter of a stream's first PDU, sent at sec seconds since 1970. Each later one is the
// one before plus the size of the PDU before, as it was sent [inferred: annex G was not at hand].
func FirstCounter(sec int64) uint64 { return uint64(sec) << 32 } //nolint:gosec // not negative

// AppendEncrypted appends plain, a PDU that an Append function made, with its payload encrypted. counter is its
// byteCounter, part the part of TS 102 232 that the payload belongs to. dst and plain must not overlap.
func (c *Cipher) AppendEncrypted(dst, plain []byte, counter uint64, part Part) ([]byte, error) {
	s, err := split(plain)
	if err != nil {
		return dst, err
	}
	from := len(dst)
	dst = append(dst, s.header...)
	payload := len(dst)
	dst = ber.AppendUint(dst, t0, uint64(c.kind))
	text := len(dst)
	dst = ber.AppendUint(dst, t0, counter)
	dst = ber.AppendOctets(dst, t1|cons, s.payload)
	dst = ber.Wrap(dst, text, ber.Sequence)
	dst = c.encrypt(dst, text, s.seq)
	dst = ber.Wrap(dst, text, t1)
	if part != NoPart {
		dst = ber.AppendUint(dst, t2, uint64(part))
	}
	dst = ber.Wrap(dst, payload, t4|cons)
	dst = ber.Wrap(dst, payload, t2|cons)
	return ber.Wrap(dst, from, ber.Sequence), nil
}

// encrypt fills dst[from:] with zeros to whole blocks and encrypts it in place.
func (c *Cipher) encrypt(dst []byte, from int, seq uint32) []byte {
	if c.block == nil {
		return dst
	}
	for (len(dst)-from)%aes.BlockSize != 0 {
		dst = append(dst, 0)
	}
	before := vector(seq)
	for at := from; at < len(dst); at += aes.BlockSize {
		b := dst[at : at+aes.BlockSize]
		for i := range b {
			b[i] ^= before[i]
		}
		c.block.Encrypt(b, b)
		copy(before[:], b)
	}
	return dst
}

// decrypt appends the plain text of text, which is whole blocks, to dst.
func (c *Cipher) decrypt(dst, text []byte, seq uint32) []byte {
	from := len(dst)
	dst = append(dst, text...)
	before := vector(seq)
	for at := 0; at < len(text); at += aes.BlockSize {
		b := dst[from+at : from+at+aes.BlockSize]
		c.block.Decrypt(b, b)
		for i := range b {
			b[i] ^= before[i]
		}
		copy(before[:], text[at:])
	}
	return dst
}

// vector returns the initial vector of a sequence number.
func vector(seq uint32) (v [aes.BlockSize]byte) {
	for i := 0; i < len(v); i += 4 {
		binary.BigEndian.PutUint32(v[i:], seq)
	}
	return v
}

// The parts of a PDU that encryption needs.
type halves struct {
	header  []byte // pSHeader, with its tag
	payload []byte // the content of payload: the alternative, with its tag
	seq     uint32
}

// split takes a PDU apart: a header, a payload and nothing else.
func split(pdu []byte) (h halves, err error) {
	s := ber.NewSource(pdu, ber.Limits{Size: MaxPDU})
	top := s.Reader()
	e, err := top.Next()
	if err != nil {
		return h, at(err, "PS-PDU")
	}
	r, err := top.Enter(e)
	if err != nil {
		return h, at(err, "PS-PDU")
	}
	header, err := r.Next()
	if err != nil {
		return h, at(err, "PS-PDU")
	}
	payload, err := r.Next()
	switch {
	case err != nil:
		return h, at(err, "PS-PDU")
	case e.Tag != ber.Sequence, header.Tag != t1|cons, payload.Tag != t2|cons, r.More(), top.More():
		return h, &Error{0, "PS-PDU", "is not a header and a payload"}
	}
	h = halves{header: r.Raw(header), payload: payload.Content}
	h.seq, err = sequence(&r, header)
	return h, err
}

// sequence finds the sequence number of the header e.
func sequence(r *ber.Reader, e ber.Element) (uint32, error) {
	const field = "PSHeader.sequenceNumber"
	in, err := r.Enter(e)
	for err == nil && in.More() {
		if e, err = in.Next(); err == nil && e.Tag == t4 {
			v, err := e.Uint()
			if err == nil && v > math.MaxUint32 {
				return 0, &Error{e.ContentOffset(), field, "out of range"}
			}
			return uint32(v), at(err, field) //nolint:gosec // in range
		}
	}
	if err != nil {
		return 0, at(err, field)
	}
	return 0, &Error{e.Offset, field, "mandatory component [4] is absent"}
}
