// Package chain holds tests of the whole chain, from the demand to the rows that leave, through the real door:
// forgeries of its links, what is linked into what, and a property test against an oracle that knows none of the
// rooms (oracle/).
package chain
