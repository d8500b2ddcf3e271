package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"writ/casefile"
	"writ/ledger"
)

// wait puts an entry into the outbox, in the transaction of its step.
func wait(ctx context.Context, tx *sql.Tx, e ledger.Entry) error {
	b, err := e.Encode()
	if err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, `INSERT INTO outbox (case_id, key, entry) VALUES (?,?,?)`, e.Case, e.Key, b); err != nil {
		return fmt.Errorf("sqlite: put an entry into the outbox: %w", err)
	}
	return nil
}

// A waiting entry has its place in the outbox.
type waiting struct {
	seq   int64
	entry ledger.Entry
}

func oneWaiting(scan func(...any) error) (waiting, error) {
	var w waiting
	var b []byte
	if err := scan(&w.seq, &b); err != nil {
		return w, err
	}
	var err error
	w.entry, err = ledger.DecodeEntry(b)
	return w, err
}

// Drain appends what waits for the ledger; see casefile.Store. Each entry is appended, then marked: a crash in between
// leaves an entry that the ledger has already, and the next Drain finds it there.
func (st *Store) Drain(ctx context.Context, l casefile.Ledger, now time.Time) (int, error) {
	st.draining.Lock()
	defer st.draining.Unlock()
	if err := st.uncut(ctx, l); err != nil {
		return 0, err
	}
	all, err := collect(ctx, st.read, oneWaiting, `SELECT seq, entry FROM outbox WHERE appended IS NULL ORDER BY seq`)
	if err != nil {
		return 0, err
	}
	for n, w := range all {
		if err := st.append(ctx, l, w, now); err != nil {
			return n, err
		}
		if _, err := st.write.ExecContext(ctx, `UPDATE outbox SET appended = ? WHERE seq = ?`, stamp(now), w.seq); err != nil {
			return n, fmt.Errorf("sqlite: mark an entry: %w", err)
		}
	}
	return len(all), nil
}

// uncut asks that the ledger hold the last entry that was marked: entries go in order, so that a ledger that was cut or
// set back lacks that one first.
func (st *Store) uncut(ctx context.Context, l casefile.Ledger) error {
	var key string
	err := st.read.QueryRowContext(ctx, `SELECT key FROM outbox WHERE appended IS NOT NULL ORDER BY seq DESC LIMIT 1`).Scan(&key)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("sqlite: find the last entry that was appended: %w", err)
	}
	if _, there := l.Find(key); !there {
		return casefile.ErrCut
	}
	return nil
}

func (st *Store) append(ctx context.Context, l casefile.Ledger, w waiting, now time.Time) error {
	_, err := l.Append(w.entry)
	if errors.Is(err, ledger.ErrClock) {
		if w, err = st.restamp(ctx, w, now); err == nil {
			_, err = l.Append(w.entry)
		}
	}
	if errors.Is(err, ledger.ErrExists) {
		r, ok := l.Find(w.entry.Key)
		if ok && casefile.Same(r.Entry(), w.entry) {
			return nil
		}
		return casefile.ErrDifferent
	}
	return err
}

// restamp gives an entry that waited while others were appended the instant now, durably, before it is tried again.
func (st *Store) restamp(ctx context.Context, w waiting, now time.Time) (waiting, error) {
	w.entry.At = now.UTC().Round(0)
	b, err := w.entry.Encode()
	if err != nil {
		return w, err
	}
	if _, err := st.write.ExecContext(ctx, `UPDATE outbox SET entry = ? WHERE seq = ? AND appended IS NULL`, b, w.seq); err != nil {
		return w, fmt.Errorf("sqlite: give an entry a later instant: %w", err)
	}
	return w, nil
}
