// Package x2x3 codes the PDU that carries intercepted traffic from a point of interception to mediation
// (ETSI TS 103 221-2). It knows octets and values, no task and no network.
//
// Start at [PDU]. [Size] finds where a PDU on a stream ends, [PDU.Decode] reads exactly one and
// [PDU.Append] writes one; what was decoded is written back octet for octet. [Numbering] gives the Sequence
// Numbers of clause 5.3.9. Sizes are in octets, integers big-endian.
//
// Attributes that this package doesn't know, or that are not of the length their type has, are kept as they
// came and written back. [PDU.DecodeLenient] also reads three mistakes that senders in the field make.
//
// Left out: the contents of payloads, which wire/etsi, dissect/sip and others read.
package x2x3
