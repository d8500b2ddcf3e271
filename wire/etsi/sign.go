package etsi

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"errors"
)

// SignatureOf returns the algorithm that a public key signs with: ECDSA on P-256, P-384 or P-521, or Ed25519. For
// other keys it returns an error: ask before a handover starts, not at its first signature.
func SignatureOf(key crypto.PublicKey) (SignatureAlgorithm, error) {
	switch k := key.(type) {
	case *ecdsa.PublicKey:
		if k.Curve != nil && k.Curve.Params().BitSize >= 256 {
			return ECDSA, nil
		}
	case ed25519.PublicKey:
		if len(k) == ed25519.PublicKeySize {
			return EdDSA, nil
		}
	}
	return NoSignature, errors.New("etsi: integrity is signed with ECDSA on P-256 or larger, or with Ed25519; give such a key")
}

// Signed appends what a signature is made over: the BER of integrityCheck, its own tag a0 included, in definite
// minimal lengths, with a checkValue of no octets (83 00) and the signatureAlgorithm. This is how OpenLI reads
// clause 7.2 (recomputed from its streams); the text of the standard was not at hand, so agree it with the LEMF.
func (c *Check) Signed(dst []byte) []byte { return c.append(dst, nil) }

// Sign makes c a signature by key: its Type, Signature and Value are set, Hash is cleared; Included, which lists the
// sequence numbers of hash PDUs, and Data are the caller's. h is the digest for ECDSA, agreed with the LEMF, since
// the PDU has no field for it; Ed25519 takes none. ECDSA is deterministic (RFC 6979): no randomness is drawn.
func (c *Check) Sign(key crypto.Signer, h HashAlgorithm) error {
	algorithm, err := SignatureOf(key.Public())
	if err != nil {
		return err
	}
	c.Type, c.Signature, c.Hash = SignatureCheck, algorithm, NoHash
	message, digest, err := c.digest(h)
	if err != nil {
		return err
	}
	c.Value, err = key.Sign(nil, message, digest)
	return err
}

// digest returns what the algorithm signs, and by which hash it was made; 0 for none.
func (c *Check) digest(h HashAlgorithm) ([]byte, crypto.Hash, error) {
	message := c.Signed(nil)
	if c.Signature == EdDSA {
		return message, 0, nil
	}
	d := newHash(h)
	if d == nil {
		return nil, 0, errors.New("etsi: a signature takes SHA-256, SHA-384 or SHA-512")
	}
	d.Write(message)
	return d.Sum(nil), map[HashAlgorithm]crypto.Hash{SHA256: crypto.SHA256, SHA384: crypto.SHA384, SHA512: crypto.SHA512}[h], nil
}

// ErrSignature says that a signature isn't by the key over what it claims.
var ErrSignature = errors.New("etsi: the signature doesn't fit the integrity check and the key")

// Verify checks the signature in c against a public key and, for ECDSA, the agreed digest.
func (c *Check) Verify(key crypto.PublicKey, h HashAlgorithm) error {
	algorithm, err := SignatureOf(key)
	if err != nil {
		return err
	}
	if c.Type != SignatureCheck || c.Signature != algorithm {
		return ErrSignature
	}
	message, _, err := c.digest(h)
	if err != nil {
		return err
	}
	good := false
	switch k := key.(type) {
	case *ecdsa.PublicKey:
		good = ecdsa.VerifyASN1(k, message, c.Value)
	case ed25519.PublicKey:
		good = ed25519.Verify(k, message, c.Value)
	}
	if !good {
		return ErrSignature
	}
	return nil
}
