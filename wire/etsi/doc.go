// Package etsi codes the PDUs of the handover interfaces HI2 and HI3: the PS-PDU of ETSI TS 102 232-1, with the
// payloads of TS 102 232-3 (internet access) and TS 102 232-5 (IP multimedia), the transport's own messages (TRI),
// the notices of HI1, the container for encrypted payloads, and the hashes and signatures over what was sent.
// It knows bytes and values: no session, no connection, no clock, no key store.
//
// Start at [PDU.Decode] for reading, [AppendCC] and [AppendIRI] for writing, [Framer] for a stream: PS-PDUs follow
// one another on it with nothing between, framed by their BER length alone.
//
// What is read is checked as the ASN.1 modules have it: order of fields, sizes, ranges, forms. Unknown tags behind an
// extension marker are stepped over and counted, so that a peer with a newer module is understood. Alternatives of
// other parts (mobile, e-mail, layer 2, …) keep their BER whole and unread. Texts alias the source: they are valid
// for as long as it is.
//
// Zero values mean "absent": for an optional ENUMERATED whose wire values begin at 0 our constants are one larger,
// which is said at the type. Slices that are nil are absent fields; empty ones are present.
//
// Errors name the octet, the ASN.1 field and the clause where the module gives one, never the content.
package etsi
