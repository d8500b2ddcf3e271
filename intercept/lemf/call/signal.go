package call

import (
	"net/netip"

	"writ/dissect/sip"
	"writ/intercept/lemf/datagram"
	"writ/wire/etsi"
)

// A Reader takes SIP messages out of IRI. It reuses what it holds; a message is valid until the next.
type Reader struct{ message sip.Message }

// Read gives the SIP message of an IRI and the addresses between which it went; ok is false where it holds none that can be
// read, as a national form, another protocol, or a part of a message.
func (r *Reader) Read(m *etsi.Multimedia) (msg *sip.Message, from, to netip.Addr, ok bool) {
	content := m.Content
	switch m.Form {
	case etsi.SIPMessage, etsi.OnlySIPMessage:
		from, to = m.Source.IP, m.Destination.IP
	case etsi.OriginalMessage, etsi.OnlyOriginalMessage:
		p, whole := datagram.Split(m.Content)
		if !whole {
			return nil, from, to, false
		}
		from, to, content = p.From.Addr(), p.To.Addr(), p.Payload
	default:
		return nil, from, to, false
	}
	if r.message.Scan(content) != nil {
		return nil, from, to, false
	}
	return &r.message, from.Unmap(), to.Unmap(), true
}
