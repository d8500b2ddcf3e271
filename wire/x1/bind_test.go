package x1_test

import (
	"bytes"
	"errors"
	"testing"

	"writ/wire/x1"
)

func TestAnAnswerThatIsNotToTheRequestNeverCountsAsDone(t *testing.T) {
	n := byte(0)
	number := func() x1.UUID { n++; return x1.UUID{15: n} }
	sent := x1.Requests("admf-1", "ne-1", now, number, &x1.DeactivateTaskRequest{XID: x1.UUID{1}}, &x1.PingRequest{})
	answer := func(change func(*x1.Container)) []byte {
		c := x1.Container{Root: x1.X1Response}
		for _, m := range sent.Messages {
			c.Messages = append(c.Messages, x1.Message{Envelope: m.Envelope, Body: x1.Done(m.Body.(x1.Request))})
		}
		change(&c)
		return encode(t, c)
	}
	first := func(change func(*x1.Message)) []byte {
		return answer(func(c *x1.Container) { change(&c.Messages[0]) })
	}
	for _, tc := range []struct {
		name        string
		answer      []byte
		want        error
		done, pings bool
	}{
		{"both", answer(func(*x1.Container) {}), nil, true, true},
		{"in another order", answer(func(c *x1.Container) { c.Messages[0], c.Messages[1] = c.Messages[1], c.Messages[0] }), nil, true, true},
		{"one is missing", answer(func(c *x1.Container) { c.Messages = c.Messages[1:] }), x1.ErrUnattributable, false, true},
		{"another transaction", first(func(m *x1.Message) { m.Transaction[0] = 1 }), x1.ErrUnattributable, false, true},
		{"another element", first(func(m *x1.Message) { m.NE = "ne-2" }), x1.ErrUnattributable, false, true},
		{"another ADMF", first(func(m *x1.Message) { m.ADMF = "admf-2" }), x1.ErrUnattributable, false, true},
		{"another version", first(func(m *x1.Message) { m.Version = "v1.21.1" }), x1.ErrUnattributable, false, true},
		{"of another type", first(func(m *x1.Message) { m.Body = &x1.OKResponse{Of: x1.ActivateTask, OK: x1.Completed} }), x1.ErrUnattributable, false, true},
		{"an error of another type", first(func(m *x1.Message) { m.Body = &x1.ErrorResponse{Of: x1.Ping, Code: x1.Generic} }), x1.ErrUnattributable, false, true},
		{"a refusal is an answer", first(func(m *x1.Message) { m.Body = &x1.ErrorResponse{Of: x1.DeactivateTask, Code: x1.XIDUnknown} }), nil, true, true},
		{"a word that is none", bytes.Replace(answer(func(*x1.Container) {}), []byte("AcknowledgedAndCompleted"), []byte("Yes"), 1), x1.ErrUnattributable, false, true},
		{"at the top", encode(t, x1.Container{Root: x1.X1TopLevelErrorResponse, Messages: []x1.Message{{Envelope: sent.Messages[0].Envelope}}}), x1.ErrNotUnderstood, false, false},
		{"the request itself", encode(t, sent), x1.ErrUnattributable, false, false},
	} {
		got, err := x1.Bind(sent, tc.answer, x1.AnswerLimits)
		if !errors.Is(err, tc.want) || (got[0] != nil) != tc.done || (got[1] != nil) != tc.pings {
			t.Errorf("%s: %v, %v", tc.name, got, err)
		}
	}
	var bad *x1.Error
	if got, err := x1.Bind(sent, []byte("<html/>"), x1.AnswerLimits); !errors.As(err, &bad) || got[0] != nil {
		t.Errorf("a page: %v, %v", got, err)
	}
}
