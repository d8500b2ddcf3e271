package scope

import (
	"iter"
	"slices"

	"writ"
	"writ/records"
)

// A Spool keeps what is put in, sealed, until it is read back in the same order. Rows don't stay in memory, so a
// package of a million rows takes no more of it than one of ten.
type Spool interface {
	Append(b []byte) error
	All() iter.Seq2[[]byte, error]
	Close() error
}

// A Sift judges candidates for the asks that a decision opens. It is the only maker of a Harvest.
type Sift struct{ s *sift }

type sift struct {
	w       Work
	asks    []opened
	tenures []records.Tenure
	spool   Spool
	h       harvest
	closed  bool
}

// NewSift resolves whose rows each opened ask reaches. The tenures are everything that the stores know about the
// names in [Sought], and about the holders found; spool may be nil for Count, which keeps no row.
func NewSift(w Work, tenures []records.Tenure, spool Spool) (Sift, error) {
	if w.p == nil {
		return Sift{}, ErrZero
	}
	if w.p.action != Count && w.p.action != Lookup {
		return Sift{}, ErrWrong // what is to be kept is judged otherwise: doubt keeps it
	}
	if spool == nil && w.p.action != Count {
		return Sift{}, ErrZero
	}
	s := &sift{w: w, tenures: settle(tenures), spool: spool}
	s.h.init(w, spool)
	at := w.Decision().Demand().At
	for o := range w.Decision().Outcomes() {
		if !opensFor(o, w.p.action) {
			continue
		}
		a := resolve(o, at, s.tenures)
		if a.unclear != "" {
			s.h.findings = append(s.h.findings, Finding{Ask: o.Ask, Ground: a.unclear})
		}
		s.h.totals = append(s.h.totals, AskTotal{Ask: o.Ask, Category: o.Category})
		s.asks = append(s.asks, a)
	}
	return Sift{s}, nil
}

// Sought lists the names of the asks that the work opens, as records have them: what tenures are to be read for.
func Sought(w Work) []writ.Identifier {
	var out []writ.Identifier
	for o := range w.Decision().Outcomes() {
		if !opensFor(o, w.Action()) {
			continue
		}
		for _, id := range o.Identifiers {
			for _, name := range namesOf(id) {
				if !slices.Contains(out, name) {
					out = append(out, name)
				}
			}
		}
	}
	return out
}

// A Quest is what a store is asked for: rows of these kinds that bear one of these names, in this span. A zero span
// means all times. The sift judges each row again; a store that gives more loses nothing, one that gives less does.
type Quest struct {
	Kinds []records.Kind
	Names []writ.Identifier
	Span  writ.Window
}

// Quests lists what to look for, one for each opened ask.
func (s Sift) Quests() []Quest {
	if s.s == nil {
		return nil
	}
	var out []Quest
	for _, a := range s.s.asks {
		q := Quest{Kinds: records.KindsOf(a.Category), Span: a.Window}
		if slices.Contains(q.Kinds, records.Customer) || slices.Contains(q.Kinds, records.Assignment) {
			q.Span = writ.Window{} // a state may have begun long before
		}
		for _, t := range a.targets {
			if !slices.Contains(q.Names, t.name) {
				q.Names = append(q.Names, t.name)
			}
		}
		if len(q.Names) > 0 {
			out = append(out, q)
		}
	}
	return out
}

// Take judges one candidate for every ask. A store offers each record once, whatever number of quests it answers.
func (s Sift) Take(r records.Row) error {
	if s.s == nil || s.s.closed {
		return ErrZero
	}
	r = ended(r, s.s.tenures)
	s.s.h.examined++
	out, stays := false, staysOther
	for i := range s.s.asks {
		j, why := judge(&s.s.asks[i], r, s.s.tenures)
		if why != "" {
			stays = nearer(stays, why)
			continue
		}
		out = true
		s.s.h.totals[i].Rows++
		if s.s.w.p.action == Count {
			continue
		}
		if err := s.s.h.keep(j); err != nil {
			return err
		}
	}
	s.s.h.tally(out, stays)
	return nil
}

// nearer keeps the reason that came closest to letting the row leave.
func nearer(a, b string) string {
	order := []string{staysOther, staysCategory, staysUnclear, staysWindow, staysHolder, staysNarrowed}
	if slices.Index(order, b) > slices.Index(order, a) {
		return b
	}
	return a
}

// Close ends the sieving and gives what came through.
func (s Sift) Close() (Harvest, error) {
	if s.s == nil || s.s.closed {
		return Harvest{}, ErrZero
	}
	s.s.closed = true
	if err := s.s.h.check(); err != nil {
		return Harvest{}, err
	}
	return Harvest{&s.s.h}, nil
}
