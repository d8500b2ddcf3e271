package etsi

import (
	"crypto"
	"crypto/cipher"
	"errors"
)

var errNotYet = errors.New("not written yet")

// Check reports what in a header can't be sent: sizes and letters, not Seq and time.
func (h *Header) Check() error { return errNotYet }

// AppendIRI appends a PDU with one IRI. h must pass [Header.Check].
func AppendIRI(dst []byte, h *Header, t IRIType, c *IRI) []byte { return dst }

// AppendIRIs appends a PDU with several IRIs of one LIID and CIN, each with its own stamp (clause 6.2.3).
func AppendIRIs(dst []byte, h *Header, p []IRIPayload) []byte { return dst }

// AppendCC appends a PDU with one CC. h must pass [Header.Check].
func AppendCC(dst []byte, h *Header, d Direction, c *CC) []byte { return dst }

// AppendCCs appends a PDU with several CCs of one LIID and CIN, each with its own stamp (clause 6.2.3).
func AppendCCs(dst []byte, h *Header, p []CCPayload) []byte { return dst }

// AppendTRI appends a message of the transport: keep-alive and its response, integrity check, options, ….
func AppendTRI(dst []byte, h *Header, t *TRI) []byte { return dst }

// AppendHI1 appends a notice of HI1.
func AppendHI1(dst []byte, h *Header, n *Notification) []byte { return dst }

// AppendRaw appends a PDU around a payload alternative that is BER already (PDU.Raw).
func AppendRaw(dst []byte, h *Header, payload []byte) []byte { return dst }

// Append appends p as a PDU: what Decode read is written again.
func (p *PDU) Append(dst []byte) []byte { return dst }

// Decode reads exactly one PS-PDU, strictly. It aliases src, reuses p's slices and allocates nothing when warm.
func (p *PDU) Decode(src []byte) error { return errNotYet }

// A Cipher encrypts and decrypts payloads of one key (annex G).
type Cipher struct {
	kind  EncryptionType
	block cipher.Block
}

// NewCipher returns the cipher of a type and its key: 24 octets for AES-192, 32 for AES-256, none for NotEncrypted.
func NewCipher(t EncryptionType, key []byte) (*Cipher, error) { return nil, errNotYet }

// AppendEncrypted appends the PDU plain with its payload encrypted. counter is byteCounter.
func (c *Cipher) AppendEncrypted(dst, plain []byte, counter uint64) ([]byte, error) {
	return dst, errNotYet
}

// Open decrypts the container of p into scratch, which it returns grown, and decodes what was inside into p.
func (p *PDU) Open(c *Cipher, scratch []byte) ([]byte, error) { return scratch, errNotYet }

// A Chain is the open hash over the PDUs of one LIID, CIN and product (clause 7.2).
type Chain struct{}

// NewChain returns an empty chain.
func NewChain(a HashAlgorithm, d DataType) (*Chain, error) { return nil, errNotYet }

// Add hashes one whole PDU as it is sent.
func (c *Chain) Add(seq uint32, pdu []byte) {}

// Len returns how many PDUs are in the open hash.
func (c *Chain) Len() int { return 0 }

// Close writes the check of what was added to dst, reusing its slices, and begins anew.
func (c *Chain) Close(dst *Check) {}

// AppendBinary appends the chain's state: it goes on after UnmarshalBinary as if nothing had been between.
func (c *Chain) AppendBinary(dst []byte) ([]byte, error) { return dst, errNotYet }

// UnmarshalBinary takes a state of AppendBinary.
func (c *Chain) UnmarshalBinary(state []byte) error { return errNotYet }

// Sign makes c a signature by key over itself with an empty checkValue. Included, Data are set by the caller.
func (c *Check) Sign(key crypto.Signer, h HashAlgorithm) error { return errNotYet }

// Verify checks a signature against the public key.
func (c *Check) Verify(key crypto.PublicKey, h HashAlgorithm) error { return errNotYet }
