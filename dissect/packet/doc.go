// Package packet reads the frames of a capture down to UDP and TCP: Ethernet with VLANs, raw IP and Linux cooked captures, IPv4 and
// IPv6, and puts the fragments of a datagram together within bounds.
//
// Start at [Decoder.Frame]. It allocates nothing but for fragments. What it gives aliases the frame, or for a datagram
// put together the decoder's own memory; both hold until the next call. [Streams] gives the octets of TCP in order.
//
// Left out: tunnels, checksums (captures of a sender's own host have none yet), and all that lies above UDP and TCP.
package packet
