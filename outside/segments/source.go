package segments

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"iter"
	"os"
	"slices"
	"time"

	"writ/ledger"
	"writ/records"
	"writ/retention"
	"writ/scope"
)

// An Opener opens a sealed file of size octets for random access with the day's key; it gives the size of what is inside.
type Opener func(k retention.DayKey, file io.ReaderAt, size int64) (io.ReaderAt, int64, error)

// A Catalogue says which segments there are.
type Catalogue interface {
	// Segments lists the segments of a class from date to date (YYYY-MM-DD, both included; "" is no bound) whose days
	// are not erased, with their keys, by date and generation.
	Segments(ctx context.Context, class records.Class, from, to string) ([]retention.Filed, error)
}

// A Source reads the segments of one store. It is a retention.Source. It is safe for use by several goroutines.
type Source struct {
	folder *Folder
	cat    Catalogue
	open   Opener
	id     ledger.ID
	clock  func() time.Time
}

// NewSource reads from a folder what the catalogue lists. It opens for work of the ledger id only.
func NewSource(f *Folder, cat Catalogue, open Opener, id ledger.ID, clock func() time.Time) *Source {
	return &Source{f, cat, open, id, clock}
}

// Rows is retention.Source's.
func (s *Source) Rows(t retention.Ticket, quests []scope.Quest) iter.Seq2[records.Row, error] {
	return func(yield func(records.Row, error) bool) {
		err := t.Opens(s.id)
		if err == nil {
			live := &pulse{ask: t.Live, clock: s.clock}
			err = s.read(t.Context(), live, quests, func(r records.Row) bool { return yield(r, nil) })
		}
		if err != nil {
			yield(records.Row{}, err)
		}
	}
}

// read stops without an error when yield says so. It goes day by day, and gives each day's rows in the order of time,
// whatever their class: a reader of a package wants a call's records side by side.
func (s *Source) read(ctx context.Context, live *pulse, quests []scope.Quest, yield func(records.Row) bool) error {
	asked, err := s.asked(ctx, quests)
	if err != nil {
		return err
	}
	day := &daily{yield: yield}
	for i, a := range asked {
		if err := live.beat(); err != nil {
			return err
		}
		if i > 0 && a.seg.Day.Date != asked[i-1].seg.Day.Date && !day.flush() {
			return nil
		}
		if more, err := s.segment(live, a.seg, a.q, day.take); err != nil || !more {
			return err
		}
	}
	day.flush()
	return nil
}

// An inquiry is a segment that may hold what is asked.
type inquiry struct {
	seg retention.Filed
	q   question
}

// asked lists the segments to read, the oldest day first.
func (s *Source) asked(ctx context.Context, quests []scope.Quest) ([]inquiry, error) {
	var out []inquiry
	for _, class := range records.Classes() {
		q := questionOf(class, quests)
		if q.empty() {
			continue
		}
		from, to := q.dates()
		filed, err := s.cat.Segments(ctx, class, from, to)
		if err != nil {
			return nil, err
		}
		for _, seg := range filed {
			if q.meets(seg.Segment) {
				out = append(out, inquiry{seg, q})
			}
		}
	}
	slices.SortStableFunc(out, func(a, b inquiry) int { return cmp.Compare(a.seg.Day.Date, b.seg.Day.Date) })
	return out, nil
}

func (s *Source) segment(live *pulse, seg retention.Filed, q question, yield func(records.Row) bool) (more bool, err error) {
	wrap := func(err error) error {
		return fmt.Errorf("segments: %s, %s, generation %d: %w", seg.Day.Class, seg.Day.Date, seg.Generation, err)
	}
	file, err := s.folder.dir.Open(seg.Object)
	if err != nil {
		return false, wrap(ErrMissing)
	}
	defer file.Close() //nolint:errcheck // only read
	random(file)
	plain, size, err := s.plain(file, seg)
	if err != nil {
		return false, wrap(err)
	}
	r, err := newReader(plain, size, seg.Segment)
	if err != nil {
		return false, wrap(err)
	}
	if more, err = r.rows(live, q, yield); err != nil {
		return false, wrap(err)
	}
	return more, nil
}

func (s *Source) plain(file *os.File, seg retention.Filed) (io.ReaderAt, int64, error) {
	info, err := file.Stat()
	if err != nil {
		return nil, 0, err
	}
	if info.Size() != seg.Bytes {
		return nil, 0, ErrDamaged
	}
	plain, size, err := s.open(seg.Key, file, seg.Bytes)
	if err != nil {
		return nil, 0, err
	}
	return newChunks(plain, size), size, nil
}

// A pulse asks whether the work may go on, once in retention.Patience at most.
type pulse struct {
	ask   func() error
	clock func() time.Time
	last  time.Time
}

func (p *pulse) beat() error {
	now := p.clock()
	if !p.last.IsZero() && now.Sub(p.last) < retention.Patience {
		return nil
	}
	p.last = now
	return p.ask()
}
