package etsi

import "writ/wire/ber"

// A Framer finds the end of the PS-PDU at the front of a growing buffer and remembers how far it looked, so that a
// sender of single octets costs no more than any other. The zero Framer begins at the buffer's front.
type Framer struct{ f ber.Framer }

// Size returns the octets of the PS-PDU at the front of src, all of which src holds: src[:n] can be decoded. Of its
// beginning only, it returns [ErrMore]. What doesn't begin like a PS-PDU, or is larger than [MaxPDU], is an *[Error]:
// a stream can't be joined again after that, so close it. After an answer begin the next PDU with a zero Framer.
func (f *Framer) Size(src []byte) (int, error) {
	if len(src) > 0 && src[0] != 0x30 {
		return 0, &Error{0, "PS-PDU", "is not a SEQUENCE"}
	}
	n, err := f.f.Size(src, MaxPDU)
	return n, at(err, "PS-PDU")
}

// Size is [Framer.Size] for a buffer that is looked at once.
func Size(src []byte) (int, error) {
	var f Framer
	return f.Size(src)
}
