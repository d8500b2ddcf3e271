package sqlite

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"

	"writ/casefile"
)

// Step loads, steps and saves a case in one transaction; see casefile.Store.
func (st *Store) Step(ctx context.Context, id string, e casefile.Event) (casefile.Case, []casefile.Effect, error) {
	var after casefile.Case
	var effects []casefile.Effect
	err := st.within(ctx, func(tx *sql.Tx) error {
		before, key, err := st.begin(ctx, tx, id, e)
		if err != nil {
			return err
		}
		if after, effects, err = casefile.Step(before, e); err != nil {
			return err
		}
		if after.ID != id {
			return casefile.ErrUnknown
		}
		if err := st.save(ctx, tx, after, key); err != nil {
			return err
		}
		for _, f := range effects {
			if err := st.write1(ctx, tx, after, key, f); err != nil {
				return err
			}
		}
		return rang(ctx, tx, e)
	})
	if ring, ok := e.(casefile.AlarmRang); ok && errors.Is(err, casefile.ErrErased) {
		return casefile.Case{}, nil, st.Done(ctx, ring.Job.ID, ring.At) // nothing is left to wake for
	}
	if err != nil {
		return casefile.Case{}, nil, err
	}
	return after, effects, nil
}

// begin loads the case, or makes the key of a new one.
func (st *Store) begin(ctx context.Context, tx *sql.Tx, id string, e casefile.Event) (casefile.Case, []byte, error) {
	c, key, err := st.load(ctx, tx, id)
	if _, isNew := e.(casefile.Registration); !isNew || !errors.Is(err, casefile.ErrUnknown) {
		return c, key, err
	}
	key, err = st.sealer.NewKey(id)
	if err != nil {
		return c, nil, fmt.Errorf("sqlite: make a case's key: %w", err)
	}
	return c, key, nil
}

// write1 writes one effect down.
func (st *Store) write1(ctx context.Context, tx *sql.Tx, c casefile.Case, key []byte, f casefile.Effect) error {
	switch f := f.(type) {
	case casefile.Append:
		return wait(ctx, tx, f.Entry)
	case casefile.Wake:
		return enqueue(ctx, tx, f.Job)
	case casefile.Write:
		return enqueue(ctx, tx, casefile.Job{Case: c.ID, Version: c.Version, Kind: f.Letter, At: columns(c).Changed})
	case casefile.Keep:
		return st.keep(ctx, tx, c.ID, key, f)
	case casefile.Tell:
		return nil // it stands in the history
	default:
		return fmt.Errorf("%w: unknown effect", casefile.ErrForm)
	}
}

func paperLabel(n int) string { return fmt.Sprintf("paper/%d", n) }

func (st *Store) keep(ctx context.Context, tx *sql.Tx, id string, key []byte, f casefile.Keep) error {
	sealed, err := st.sealer.Seal(id, key, paperLabel(f.N), f.Data)
	if err != nil {
		return fmt.Errorf("sqlite: seal a paper: %w", err)
	}
	if _, err := tx.ExecContext(ctx, `INSERT INTO papers (case_id, n, content) VALUES (?,?,?)`, id, f.N, sealed); err != nil {
		return fmt.Errorf("sqlite: store a paper: %w", err)
	}
	return nil
}

// Load gives a case; see casefile.Store.
func (st *Store) Load(ctx context.Context, id string) (casefile.Case, error) {
	c, _, err := st.load(ctx, st.read, id)
	return c, err
}

// Paper gives the bytes of a paper; see casefile.Store.
func (st *Store) Paper(ctx context.Context, id string, n int) ([]byte, error) {
	c, key, err := st.load(ctx, st.read, id)
	if err != nil {
		return nil, err
	}
	if n < 0 || n >= len(c.Papers) {
		return nil, fmt.Errorf("%w: it has no paper %d", casefile.ErrUnknown, n)
	}
	var sealed []byte
	if err := st.read.QueryRowContext(ctx, `SELECT content FROM papers WHERE case_id = ? AND n = ?`, id, n).Scan(&sealed); err != nil {
		return nil, fmt.Errorf("sqlite: load a paper: %w", err)
	}
	plain, err := st.sealer.Open(id, key, paperLabel(n), sealed)
	if err != nil {
		return nil, fmt.Errorf("sqlite: open a paper: %w", err)
	}
	if sha256.Sum256(plain) != c.Papers[n].SHA256 {
		return nil, casefile.ErrEdited
	}
	return plain, nil
}

// List gives every case by its plain columns; see casefile.Store.
func (st *Store) List(ctx context.Context) ([]casefile.Summary, error) {
	return collect(ctx, st.read, func(scan func(...any) error) (casefile.Summary, error) { return summary(scan) },
		`SELECT `+plainColumns+` FROM cases ORDER BY place`)
}

// Priors gives the earlier cases of an agency's reference; see casefile.Store.
func (st *Store) Priors(ctx context.Context, id, agency, reference string) ([]casefile.Prior, error) {
	ids, err := collect(ctx, st.read, text, `SELECT id FROM cases WHERE tag = ? AND erased = 0 ORDER BY place`, st.tag(agency, reference))
	if err != nil {
		return nil, err
	}
	var out []casefile.Prior
	for _, other := range ids {
		c, err := st.Load(ctx, other)
		if err != nil {
			return nil, err
		}
		if p, ok := casefile.PriorOf(c, id, agency, reference); ok {
			out = append(out, p)
		}
	}
	return out, nil
}

func text(scan func(...any) error) (s string, err error) { return s, scan(&s) }

// collect reads all rows of a query.
func collect[T any](ctx context.Context, q queryer, one func(scan func(...any) error) (T, error), query string, args ...any) ([]T, error) {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, fmt.Errorf("sqlite: query: %w", err)
	}
	defer func() { _ = rows.Close() }() // what went wrong, rows.Err says
	var out []T
	for rows.Next() {
		v, err := one(rows.Scan)
		if err != nil {
			return nil, fmt.Errorf("sqlite: read a row: %w", err)
		}
		out = append(out, v)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("sqlite: query: %w", err)
	}
	return out, nil
}
