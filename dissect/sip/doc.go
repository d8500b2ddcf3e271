// Package sip scans one SIP message (RFC 3261) for what interception needs: start line, the parties, the
// identifiers of call and transaction, and the streams that its SDP (RFC 8866) sets up.
//
// Start at [Message.Scan]. It allocates nothing once a Message is warm and keeps references into the source.
// It is lenient: a message that a proxy would refuse may still be one that must be delivered, so only what
// has no SIP start line is an error. Compact forms and folded headers are read.
//
// Left out: transactions, dialogues, authentication, and the headers that nothing here asks for.
package sip
