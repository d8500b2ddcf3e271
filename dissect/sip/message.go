package sip

import "errors"

// The limits of a message. What is beyond a list's limit isn't listed.
const (
	MaxMessage  = 64 << 10 // octets
	MaxHeaders  = 512      // lines
	MaxIdentity = 16       // P-Asserted-Identity, Diversion, History-Info, Contact: entries of each
	MaxStreams  = 32       // m= lines
	MaxMaps     = 128      // a=rtpmap lines in all
)

// The errors. They never quote the message.
var (
	ErrNotSIP = errors.New("sip: the start line is neither a request nor a response")
	ErrLimit  = errors.New("sip: longer than the limit")
	ErrMore   = errors.New("sip: more octets are needed")
)

// A Message is what was found. A nil text was not there. All texts alias the source, folds and escapes
// included.
type Message struct {
	Method     []byte // nil in a response
	RequestURI []byte
	Status     int // 100 to 699; 0 in a request
	Reason     []byte

	CallID     []byte
	CSeq       uint32
	CSeqMethod []byte
	From, To   Party
	Asserted   [][]byte // URIs of P-Asserted-Identity
	Diverted   [][]byte // URIs of Diversion and History-Info: who was called before
	Contacts   [][]byte // URIs of Contact
	Expires    int      // of the header; -1 when absent

	ContentType   []byte // without parameters' meaning: as it stands
	ContentLength int    // -1 when absent or no number
	Head          int    // octets before the body, the empty line included
	Body          []byte // as far as Content-Length says, or all that follows
	SDP           SDP    // of an application/sdp body, also inside multipart

	Odd int // header lines without a colon, and repeats of what stands once; the first counts
}

// A Party is one side of the call.
type Party struct{ URI, Tag []byte }

// IsRequest reports whether m is a request.
func (m *Message) IsRequest() bool { return m.Status == 0 }

// Is reports whether m is a request of this method or a response to one, by its CSeq.
func (m *Message) Is(method string) bool {
	if m.IsRequest() {
		return string(m.Method) == method
	}
	return string(m.CSeqMethod) == method
}

func (m *Message) reset() {
	*m = Message{
		Asserted: m.Asserted[:0], Diverted: m.Diverted[:0], Contacts: m.Contacts[:0],
		SDP:     SDP{Streams: m.SDP.Streams[:0], maps: m.SDP.maps[:0]},
		Expires: -1, ContentLength: -1,
	}
}

// Scan reads one message: a datagram, or what [Size] cut off a stream. An error means that it isn't SIP.
func (m *Message) Scan(src []byte) error {
	m.reset()
	if len(src) > MaxMessage {
		return ErrLimit
	}
	line, rest := cutLine(skipBlank(src))
	if !m.startLine(line) {
		return ErrNotSIP
	}
	rest = m.headers(rest)
	m.Head = len(src) - len(rest)
	m.body(rest)
	return nil
}

// skipBlank drops the empty lines that may stand before a start line (RFC 3261 clause 7.5).
func skipBlank(src []byte) []byte {
	for len(src) > 0 && (src[0] == '\r' || src[0] == '\n') {
		src = src[1:]
	}
	return src
}

func (m *Message) body(rest []byte) {
	if m.ContentLength >= 0 && m.ContentLength < len(rest) {
		rest = rest[:m.ContentLength]
	}
	if len(rest) > 0 {
		m.Body = rest
		m.findSDP(m.ContentType, rest, 0)
	}
}
