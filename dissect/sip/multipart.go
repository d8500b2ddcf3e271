package sip

import "bytes"

const maxNesting = 3 // multipart inside multipart

// findSDP scans a body that is SDP, or the first part of a multipart body that is.
func (m *Message) findSDP(contentType, body []byte, depth int) {
	switch {
	case prefixFold(contentType, "application/sdp"):
		m.SDP.Scan(body)
	case prefixFold(contentType, "multipart/") && depth < maxNesting:
		m.parts(parameter(contentType, "boundary"), body, depth)
	}
}

func (m *Message) parts(boundary, body []byte, depth int) {
	boundary = bytes.Trim(boundary, `"`)
	if len(boundary) == 0 {
		return
	}
	_, rest, found := cutBoundary(body, boundary)
	for found && len(rest) > 0 && !m.SDP.Present() {
		var part []byte
		part, rest, found = cutBoundary(rest, boundary)
		_, part = cutLine(part) // what stands on the boundary's line
		contentType, content := partType(part)
		m.findSDP(contentType, content, depth+1)
	}
}

// cutBoundary cuts before the next "--boundary" that begins a line.
func cutBoundary(body, boundary []byte) (before, after []byte, found bool) {
	for at := 0; ; {
		i := bytes.Index(body[at:], boundary)
		if i < 0 {
			return body, nil, false
		}
		i += at
		if i >= 2 && body[i-1] == '-' && body[i-2] == '-' && (i == 2 || body[i-3] == '\n') {
			return body[:i-2], body[i+len(boundary):], true
		}
		at = i + 1
	}
}

// partType reads a part's headers.
func partType(part []byte) (contentType, content []byte) {
	for range MaxHeaders {
		line, rest := cutHeader(part)
		part = rest
		if len(line) == 0 {
			break
		}
		if colon := bytes.IndexByte(line, ':'); colon > 0 && nameOf(trim(line[:colon])) == contentTypeHeader {
			contentType = trim(line[colon+1:])
		}
	}
	return contentType, part
}
