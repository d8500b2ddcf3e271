// Package x1http carries X1 over HTTPS with mutual TLS (ETSI TS 103 221-1 clause 7.2.2.2): a server that answers containers by
// [x1.Respond], and a client that sends requests and binds the answers to them by [x1.Bind].
//
// Who a peer is stands in its certificate, as a URI name in the subject alternative names:
//
//	urn:writ:admf:IDENTIFIER    an administration function
//	urn:writ:ne:IDENTIFIER      a network element
//
// where IDENTIFIER is the admfIdentifier or neIdentifier, percent-encoded. A certificate has exactly one of them. It must chain to
// an authority of the configuration, be valid now, be allowed for the use, and be of the other side: one network element can't
// order another, whatever authority signed it. A peer whose certificates can't carry such a name is pinned by its public key. The
// address that is called proves nothing and is not compared.
//
// TLS is 1.3; 1.2 where the configuration allows it. HTTP is 1.1. Start at [Serve] and [NewClient].
package x1http
