package x2x3

// NewKeepAlive gives the keep-alive with a number of the connection's own counter, which starts at 0
// (clause 6.2.4). All that it doesn't need is zero.
func NewKeepAlive(minor uint8, number uint32) PDU {
	return PDU{Minor: minor, Type: KeepAlive, Attributes: Attributes{Seq: Some(number)}}
}

// Acknowledge gives the acknowledgement of keep-alive p: the same number. A keep-alive without number, which
// only DecodeLenient takes, is acknowledged with 0.
func (p *PDU) Acknowledge(minor uint8) PDU {
	return PDU{Minor: minor, Type: KeepAliveAck, Attributes: Attributes{Seq: Some(p.Seq.V)}}
}
