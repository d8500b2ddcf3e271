package x1

import "errors"

// ErrUnattributable says that an answer is none to the request that was sent. What was asked may have been done or not;
// it never counts as done.
var ErrUnattributable = errors.New("x1: the answer is none to the request that was sent; ask the other side how it stands")

// ErrNotUnderstood says that the other side could not read the container, and so did nothing of it.
var ErrNotUnderstood = errors.New("x1: the other side did not understand the container; nothing of it was carried out")

// Bind joins an answer to the container that was sent. It gives one response a request, in the order of the requests: a
// response counts only if its envelope repeats the request's and its type is that request's or an error. The others are
// nil. err is ErrNotUnderstood for a top-level error, else ErrUnattributable if any request has no response, or says why
// the answer is no document of X1.
func Bind(sent Container, answer []byte, l Limits) ([]Response, error) {
	out := make([]Response, len(sent.Messages))
	c, faults, err := read(answer, l)
	switch {
	case err != nil:
		return out, err
	case c.Root == X1TopLevelErrorResponse:
		return out, ErrNotUnderstood
	case c.Root != X1Response:
		return out, ErrUnattributable
	}
	taken := make([]bool, len(c.Messages))
	var missing error
	for n, m := range sent.Messages {
		if out[n] = m.find(c.Messages, faults, taken); out[n] == nil {
			missing = ErrUnattributable
		}
	}
	return out, missing
}

// find gives the response to a request. Each answers one request only.
func (m Message) find(all []Message, faults []*Error, taken []bool) Response {
	request, ok := m.Body.(Request)
	if !ok {
		return nil
	}
	for n, a := range all {
		r, ok := a.Body.(Response)
		if ok && !taken[n] && faults[n] == nil && m.fits(a.Envelope) && r.Type() == request.Type() && sameShape(r, request.Type()) {
			taken[n] = true
			return r
		}
	}
	return nil
}
