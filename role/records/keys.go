package records

import (
	"context"
	"errors"
	"io"
	"sync"
	"time"

	"writ/ledger"
	"writ/outside/catalogue"
	"writ/outside/seal"
	"writ/outside/segments"
	"writ/retention"
)

// keys gives the days' keys, in the same order, and makes those that are missing.
func (s *Store) keys(ctx context.Context, days []retention.Day) ([]retention.DayKey, error) {
	out := make([]retention.DayKey, len(days))
	var missing []retention.DayKey
	var places []int
	for i, d := range days {
		k, ok, err := s.cat.DayKey(ctx, d)
		if err != nil {
			return nil, err
		}
		if out[i] = k; ok {
			continue
		}
		made, err := seal.NewDay(s.root)
		if err != nil {
			return nil, err
		}
		missing, places = append(missing, retention.DayKey{Day: d, To: made.To.String(), Sealed: made.Sealed}), append(places, i)
	}
	if len(missing) == 0 {
		return out, nil
	}
	added, err := s.cat.AddDays(ctx, missing)
	if err != nil {
		return nil, err
	}
	for n, k := range added {
		out[places[n]] = k
	}
	return out, nil
}

func sealer(w io.Writer, to string) (io.WriteCloser, error) {
	r, err := seal.ParseRecipient(to)
	if err != nil {
		return nil, err
	}
	return seal.Seal(w, r)
}

// discard takes away objects that will not count.
func (s *Store) discard(parts []catalogue.Part, object string) error {
	var errs []error
	for _, p := range parts {
		if p.Segment.Object != "" {
			errs = append(errs, s.folder.Remove(p.Segment.Object))
		}
	}
	if object != "" {
		errs = append(errs, s.folder.Remove(object))
	}
	return errors.Join(errs...)
}

// Source reads the store's rows with the root's identity, for work of the ledger id only.
func (s *Store) Source(root seal.Identity, id ledger.ID) retention.Source {
	o := &opener{root: root, days: map[string]seal.Identity{}}
	return segments.NewSource(s.folder, s.cat, o.open, id, time.Now)
}

// An opener opens files with their days' keys, and keeps the keys that it opened: opening one costs as much as
// reading a small day. It goes with the Source.
type opener struct {
	root seal.Identity

	mu   sync.Mutex
	days map[string]seal.Identity // by the sealed key, so that none outlives its erasure in use
}

func (o *opener) open(k retention.DayKey, file io.ReaderAt, size int64) (io.ReaderAt, int64, error) {
	id, err := o.day(k)
	if err != nil {
		return nil, 0, err
	}
	return seal.OpenAt(file, size, id)
}

func (o *opener) day(k retention.DayKey) (seal.Identity, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if id, ok := o.days[string(k.Sealed)]; ok {
		return id, nil
	}
	id, err := seal.OpenDay(o.root, k.Sealed)
	if err == nil {
		o.days[string(k.Sealed)] = id
	}
	return id, err
}
