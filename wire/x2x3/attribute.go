package x2x3

// AttributeType is the Type of a conditional attribute.
type AttributeType uint16

// The attribute types.
const (
	AttrDefined102232 AttributeType = 1
	AttrDefined33128  AttributeType = 2
	AttrDefined33108  AttributeType = 3
	AttrProprietary   AttributeType = 4
	AttrDomain        AttributeType = 5
	AttrNFID          AttributeType = 6
	AttrIPID          AttributeType = 7
	AttrSeq           AttributeType = 8
	AttrTime          AttributeType = 9
	AttrSourceIPv4    AttributeType = 10
	AttrDestIPv4      AttributeType = 11
	AttrSourceIPv6    AttributeType = 12
	AttrDestIPv6      AttributeType = 13
	AttrSourcePort    AttributeType = 14
	AttrDestPort      AttributeType = 15
	AttrProtocol      AttributeType = 16
	AttrMatched       AttributeType = 17
	AttrOther         AttributeType = 18
	AttrMIMEType      AttributeType = 19
	AttrMIMEEncoding  AttributeType = 20
	AttrAdditional    AttributeType = 21
	AttrSDP           AttributeType = 22
)

// canonical is the order in which a PDU that was not decoded is written: number and time first, as the
// samples have them.
var canonical = [...]AttributeType{
	AttrSeq, AttrTime, AttrDomain, AttrNFID, AttrIPID,
	AttrSourceIPv4, AttrSourceIPv6, AttrDestIPv4, AttrDestIPv6, AttrSourcePort, AttrDestPort, AttrProtocol,
	AttrMatched, AttrOther, AttrMIMEType, AttrMIMEEncoding, AttrAdditional, AttrSDP,
	AttrDefined102232, AttrDefined33128, AttrDefined33108, AttrProprietary,
}

// A slot remembers one attribute of the source: a typed one, or the next raw one.
type slot struct {
	typ AttributeType
	raw bool
}

// text gives the field of a type that is octets and stands once; nil for the other types.
func (a *Attributes) text(t AttributeType) *[]byte {
	switch t {
	case AttrDefined102232:
		return &a.Defined102232
	case AttrDefined33128:
		return &a.Defined33128
	case AttrDefined33108:
		return &a.Defined33108
	case AttrProprietary:
		return &a.Proprietary
	case AttrDomain:
		return &a.Domain
	case AttrNFID:
		return &a.NFID
	case AttrIPID:
		return &a.IPID
	case AttrMIMEType:
		return &a.MIMEType
	case AttrMIMEEncoding:
		return &a.MIMEEncoding
	case AttrSDP:
		return &a.SDP
	default:
		return nil
	}
}

// reset empties a and keeps its slices' room.
func (a *Attributes) reset() {
	*a = Attributes{Matched: a.Matched[:0], Other: a.Other[:0], Additional: a.Additional[:0], Raw: a.Raw[:0]}
}
