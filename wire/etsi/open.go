package etsi

import (
	"crypto/aes"
	"errors"
	"math"

	"writ/wire/ber"
)

// Open decrypts the container that Decode found in p, appends the plain text to scratch and decodes it into p, whose
// Kind is then that of the payload. It returns scratch with the plain text, which p aliases. c may be nil for a
// container of type none. Offsets in errors count from the start of the plain text; a wrong key shows as such an error.
func (p *PDU) Open(c *Cipher, scratch []byte) ([]byte, error) {
	text, err := p.plain(c, scratch)
	if err != nil {
		return scratch, err
	}
	p.source.Reset(text[len(scratch):], ber.Limits{Size: MaxPDU})
	d, r := p.begin()
	e, ok := d.next(&r, "EncryptedPayload")
	switch {
	case !ok:
		d.fail(0, "EncryptedPayload", "no octets")
	case e.Tag != ber.Sequence:
		d.fail(0, "EncryptedPayload", "is not a SEQUENCE; is it another key?")
	default:
		d.opened(e)
	}
	if r.More() {
		p.Remarks |= TrailingPadding
	}
	return text, d.err
}

// plain appends the plain text of p's container to dst.
func (p *PDU) plain(c *Cipher, dst []byte) ([]byte, error) {
	k := &p.Container
	switch {
	case p.Kind != KindEncrypted:
		return nil, errors.New("etsi: the PDU has no encryption container to open")
	case k.Type == NotEncrypted:
		return append(dst, k.Octets...), nil
	case c == nil || c.kind != k.Type:
		return nil, errors.New("etsi: the container is of another encryption type; give the cipher that was agreed")
	case len(k.Octets)%aes.BlockSize != 0:
		return nil, errors.New("etsi: encryptedPayload is not whole blocks of the cipher")
	}
	return c.decrypt(dst, k.Octets, p.Seq), nil
}

// opened reads EncryptedPayload.
func (d *decoder) opened(e ber.Element) {
	f := d.fields(e, 1, 1, "EncryptedPayload")
	for f.next() {
		switch f.n {
		case 0:
			d.p.Container.Counter = f.uint(math.MaxUint64, "EncryptedPayload.byteCounter")
		case 1:
			inner, ok := d.only(f.e, "EncryptedPayload.payload")
			if ok && inner.Tag == t4|cons {
				d.fail(inner.Offset, "EncryptedPayload.payload", "a container in a container")
			}
			if ok {
				d.payload(inner)
			}
		}
	}
	f.need(0, 1)
}
