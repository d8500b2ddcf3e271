// Package etsi is the session of delivery to one LEMF over HI2 or HI3 (TS 102 232-1 clause 6): the Delivery Function
// is the client, opens the link and keeps it open, numbers and sends PS-PDUs, keeps those that are not counted as
// delivered and sends them again on the next link.
//
// What counts as delivered, by the LEMF's profile:
//
//   - with acknowledgement (pDUAcknowledgement option, agreed on each link): the PDUs that were handed to the link
//     before a pDUAcknowledgementRequest whose response came, with the request's sequence number, on the same link;
//   - without: the PDUs of which the LEMF's TCP has acknowledged the last octet. What a LEMF's machine had
//     acknowledged and not read when it crashed is lost to it; that is what the option is for.
//
// An octet that an open socket took counts for nothing by itself.
//
// Keep-alives are not queued behind what waits: at most one write is under way, of [Config].Chunk octets or one PDU,
// and the session's own PDUs go before the rest. TIME3 runs from the last progress of the octets that lie
// before the keep-alive in the link, so a LEMF that reads slowly but reads is not cut off.
//
// The clauses are taken from implementations that cite them; the text of the standard was not at hand.
//
// Start at [Session.Step].
package etsi
