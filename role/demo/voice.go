package demo

import (
	"context"
	"errors"
	"fmt"
	"time"

	"writ/records"
	"writ/records/kamailio"
	"writ/records/subscribers"
)

// What the first subpoena asks for: calls of this number in these thirty-six minutes.
var (
	askedNumber = "+12025550129"
	askedFrom   = time.Date(2026, 11, 24, 10, 0, 0, 0, time.UTC)
	askedTo     = time.Date(2026, 11, 24, 10, 36, 0, 0, time.UTC)
)

// voice is a VoIP provider in the United States: one subpoena fulfilled in part, one validly rejected.
func (s *Show) voice(ctx context.Context) (err error) {
	s.title("Lakeside Voice, a VoIP provider in the United States")
	h, err := s.found(ctx, "lakeside-voice", "us")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.close(), s.publish(h, "ledger")) }()
	for _, f := range []struct {
		feed records.Feed
		file string
	}{{kamailio.New(), "acc.csv"}, {kamailio.New(), "missed_calls.csv"}, {kamailio.New(), "acc_cdrs.csv"}, {subscribers.New(), "us-subscribers.csv"}} {
		if err := s.ingest(ctx, h, f.feed, f.file); err != nil {
			return err
		}
	}
	s.title("1. A grand jury subpoena: subscriber, calls, and the content of messages")
	if err := s.subpoena(ctx, h); err != nil {
		return err
	}
	s.title("2. A subpoena for calls of 2023, which nobody keeps")
	return s.tooOld(ctx, h)
}

func (s *Show) subpoena(ctx context.Context, h *house) error {
	c, err := s.readTwice(ctx, h, "us-subpoena.yaml", "us-subpoena.yaml")
	if err != nil {
		return err
	}
	if c, err = s.agree(ctx, h, c); err != nil {
		return err
	}
	p, err := h.keeper.DryRun(ctx, c.ID)
	if err != nil {
		return err
	}
	s.tell("The scope picture, totals only: of %d records examined %d would leave.", p.Examined, p.Out)
	want, err := countCalls(askedNumber, askedFrom, askedTo)
	if err != nil {
		return err
	}
	s.tell("Counted from the raw files by another path: %d calls of the number in the window.", want)
	return s.produce(ctx, h, c.ID, "Subpoena on a VoIP number: subscriber and calls leave, content stays", expectation{rows: map[string]int{"call": want, "customer": 1}})
}

func (s *Show) tooOld(ctx context.Context, h *house) error {
	c, err := s.readTwice(ctx, h, "us-old.yaml", "us-old.yaml")
	if err != nil {
		return err
	}
	if c, err = s.agree(ctx, h, c); err != nil {
		return err
	}
	s.say("       A record that no law says to keep, and that is not kept, is validly not there.")
	if err := s.letter(ctx, h, c.ID, "Subpoena for calls of 2023: validly rejected, not held"); err != nil {
		return fmt.Errorf("the rejection: %w", err)
	}
	return nil
}
