package etsi

// An EncryptionType is that of an encryption container; the values are those on the wire.
type EncryptionType uint8

// The values of EncryptionType. Blowfish and triple DES are named, not coded.
const (
	NotEncrypted EncryptionType = iota + 1
	NationalEncryption
	AES192CBC
	AES256CBC
	Blowfish192CBC
	Blowfish256CBC
	TripleDESCBC
)

// A Part is encryptedPayloadType: the part of TS 102 232 that the payload belongs to; the values are those on the wire.
type Part uint8

// The values of EncryptedPayloadType.
const (
	NoPart Part = iota // absent
	UnknownPart
	Part2 // e-mail
	Part3 // internet access
	Part4 // layer 2
	Part5 // IP multimedia
	Part6 // telephony
	Part7 // mobile
	Part1 // the transport itself
)

// A Container is EncryptionContainer (annex G): the payload of a PDU, encrypted.
type Container struct {
	Type    EncryptionType
	Part    Part
	Octets  []byte // encryptedPayload, as it was sent
	Counter uint64 // byteCounter, known when the container was opened
}
