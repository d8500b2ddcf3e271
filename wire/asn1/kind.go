package asn1

import "writ/wire/ber"

// A kind is what a type is at bottom.
type kind uint8

const (
	refKind kind = iota // another type; resolved before use
	seqKind
	setKind
	choiceKind
	enumKind
	seqofKind
	setofKind
	boolKind
	intKind
	bitsKind
	octetsKind
	nullKind
	oidKind
	roidKind
	realKind
	utf8Kind
	numericKind
	printableKind
	ia5Kind
	visibleKind
	bmpKind
	gtimeKind
	utctimeKind
)

// kinds are the words of the notation.
var kinds = map[string]kind{
	"seq": seqKind, "set": setKind, "choice": choiceKind, "enum": enumKind, "seqof": seqofKind, "setof": setofKind,
	"bool": boolKind, "int": intKind, "bits": bitsKind, "octets": octetsKind, "null": nullKind, "oid": oidKind, "roid": roidKind,
	"real": realKind, "utf8": utf8Kind, "numeric": numericKind, "printable": printableKind, "ia5": ia5Kind, "visible": visibleKind,
	"bmp": bmpKind, "gtime": gtimeKind, "utctime": utctimeKind,
}

// universal are the tags of the universal class; a choice has none.
var universal = [...]ber.Tag{
	seqKind: ber.Sequence, setKind: ber.Set, enumKind: ber.Enumerated, seqofKind: ber.Sequence, setofKind: ber.Set,
	boolKind: ber.Boolean, intKind: ber.Integer, bitsKind: ber.BitString, octetsKind: ber.OctetString, nullKind: ber.Null,
	oidKind: ber.OID, roidKind: ber.RelativeOID, realKind: 9, utf8Kind: ber.UTF8String, numericKind: ber.NumericString,
	printableKind: ber.PrintableString, ia5Kind: ber.IA5String, visibleKind: ber.VisibleString, bmpKind: 30,
	gtimeKind: ber.GeneralizedTime, utctimeKind: ber.UTCTime,
}

// constructed reports whether values of the kind are rows of elements.
func (k kind) constructed() bool {
	return k == seqKind || k == setKind || k == seqofKind || k == setofKind
}
