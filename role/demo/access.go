package demo

import (
	"context"
	"errors"

	"writ/casefile"
	"writ/records/freeradius"
	"writ/records/subscribers"
)

// access is an access provider in Italy: a decree that must be answered, and two European certificates.
func (s *Show) access(ctx context.Context) (err error) {
	s.title("Rete Esempio, an access provider in Italy")
	h, err := s.found(ctx, "rete-esempio", "it")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.close(), s.publish(h, "ledger-rete-esempio")) }()
	if err := s.ingest(ctx, h, freeradius.New(), "detail-bng-1"); err != nil {
		return err
	}
	if err := s.ingest(ctx, h, subscribers.New(), "it-subscribers.csv"); err != nil {
		return err
	}
	s.title("3. A judge's decree inside the retention period, and a gap that is a breach")
	if err := s.decree(ctx, h); err != nil {
		return err
	}
	s.title("4. A European Production Order Certificate, read with one digit off")
	if err := s.misread(ctx, h); err != nil {
		return err
	}
	s.title("5. A certificate with a local time that occurs twice")
	return s.ambiguous(ctx, h)
}

func (s *Show) decree(ctx context.Context, h *house) error {
	c, err := s.readTwice(ctx, h, "it-decree.yaml", "it-decree.yaml")
	if err != nil {
		return err
	}
	if c, err = s.agree(ctx, h, c); err != nil {
		return err
	}
	s.say("       The law says to keep sessions for twelve months. What is held must be produced; what is missing")
	s.say("       inside the twelve months is a default to report, not a rejection.")
	want, err := countSessions("user033@isp.example")
	if err != nil {
		return err
	}
	s.tell("Counted from the raw file by another path: %d events of the line's sessions.", want)
	return s.produce(ctx, h, c.ID, "Decree within the retention period: produced, with a default reported", expectation{rows: map[string]int{"session": want}})
}

func (s *Show) misread(ctx context.Context, h *house) error {
	c, err := s.readTwice(ctx, h, "it-epoc.yaml", "it-epoc-misread.yaml")
	if err != nil {
		return err
	}
	if c.State != casefile.Held {
		return errors.New("demo: two readings that differ did not hold the case")
	}
	cy, err := s.holder(h, "Cy")
	if err != nil {
		return err
	}
	where, err := c.Differences(cy)
	if err != nil {
		return err
	}
	s.tell("Ann and Bo read differently: the case is held. Cy, who read neither, is told where: %v.", where)
	d, err := demand("it-epoc.yaml")
	if err != nil {
		return err
	}
	if c, err = h.keeper.Read(ctx, c.ID, d, h.who("Di")); err != nil {
		return err
	}
	s.tell("Di reads the paper anew, blind as well, and as Ann did: %s. One wrong digit would have named another line.", c.State)
	if c, err = s.agree(ctx, h, c); err != nil {
		return err
	}
	return s.produce(ctx, h, c.ID, "EPOC: who had an address at an instant, after a misreading was caught", expectation{rows: map[string]int{"assignment": 1}})
}

func (s *Show) ambiguous(ctx context.Context, h *house) error {
	c, err := s.readTwice(ctx, h, "it-epoc-time.yaml", "it-epoc-time.yaml")
	if err != nil {
		return err
	}
	if c, err = s.agree(ctx, h, c); err != nil {
		return err
	}
	s.say("       02:30 in Paris occurs twice on that day. The issuer is asked; nothing is guessed, and nothing leaves.")
	return s.letter(ctx, h, c.ID, "EPOC with an ambiguous local time: the issuer is asked")
}
