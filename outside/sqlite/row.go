package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"writ/casefile"
)

// width is the one form of an instant in a column.
const width = "2006-01-02T15:04:05.000000000Z"

func stamp(t time.Time) sql.NullString {
	return sql.NullString{String: t.UTC().Format(width), Valid: !t.IsZero()}
}

func instant(s sql.NullString) (time.Time, error) {
	if !s.Valid {
		return time.Time{}, nil
	}
	t, err := time.Parse(width, s.String)
	if err != nil {
		return time.Time{}, casefile.ErrForm
	}
	return t, nil
}

// A queryer is the reader's pool or a transaction.
type queryer interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

const plainColumns = `id, version, state, registered, changed, deadline, secrecy, preserve, second_by, overdue, may_tell, may_expire, erased`

// summary reads the plain columns, and further ones into more.
func summary(scan func(...any) error, more ...any) (casefile.Summary, error) {
	var s casefile.Summary
	var at [6]sql.NullString
	err := scan(append([]any{&s.ID, &s.Version, &s.State, &at[0], &at[1], &at[2], &at[3], &at[4], &at[5],
		&s.Clocks.Overdue, &s.Clocks.MayTell, &s.Clocks.MayExpire, &s.Erased}, more...)...)
	if err != nil {
		return s, err
	}
	for i, into := range []*time.Time{&s.Registered, &s.Changed, &s.Clocks.Deadline, &s.Clocks.Secrecy, &s.Clocks.Preserve, &s.Clocks.SecondBy} {
		if *into, err = instant(at[i]); err != nil {
			return s, err
		}
	}
	return s, nil
}

// load gives a case and its wrapped key. What the columns say must be what was sealed.
func (st *Store) load(ctx context.Context, q queryer, id string) (casefile.Case, []byte, error) {
	var key, sealed []byte
	s, err := summary(q.QueryRowContext(ctx, `SELECT `+plainColumns+`, key, content FROM cases WHERE id = ?`, id).Scan, &key, &sealed)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return casefile.Case{}, nil, casefile.ErrUnknown
	case err != nil:
		return casefile.Case{}, nil, fmt.Errorf("sqlite: load a case: %w", err)
	case key == nil || sealed == nil:
		return casefile.Case{}, nil, casefile.ErrErased
	}
	plain, err := st.sealer.Open(id, key, "case", sealed)
	if err != nil {
		return casefile.Case{}, nil, fmt.Errorf("sqlite: open a case: %w", err)
	}
	c, err := casefile.Decode(plain)
	if err != nil {
		return casefile.Case{}, nil, err
	}
	if columns(c) != s {
		return casefile.Case{}, nil, casefile.ErrEdited
	}
	return c, key, nil
}

// columns is what the row must say of a case.
func columns(c casefile.Case) casefile.Summary {
	s := casefile.Summary{ID: c.ID, Version: c.Version, State: c.State, Clocks: c.Clocks, Erased: c.Erased}
	if n := len(c.History); n > 0 {
		s.Registered, s.Changed = c.History[0].At.UTC(), c.History[n-1].At.UTC()
	}
	for _, t := range []*time.Time{&s.Clocks.Deadline, &s.Clocks.Secrecy, &s.Clocks.Preserve, &s.Clocks.SecondBy} {
		*t = t.UTC()
	}
	return s
}

// save writes the case's row.
func (st *Store) save(ctx context.Context, tx *sql.Tx, c casefile.Case, key []byte) error {
	plain, err := casefile.Encode(c)
	if err != nil {
		return err
	}
	sealed, err := st.sealer.Seal(c.ID, key, "case", plain)
	if err != nil {
		return fmt.Errorf("sqlite: seal a case: %w", err)
	}
	s := columns(c)
	late := c.Alone != nil && c.Alone.Late
	tag := st.tag(c.Agency, c.Request.Reference)
	_, err = tx.ExecContext(ctx, `INSERT INTO cases (`+plainColumns+`, late, tag, key, content) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)
		ON CONFLICT (id) DO UPDATE SET version=excluded.version, state=excluded.state, changed=excluded.changed, deadline=excluded.deadline,
		secrecy=excluded.secrecy, preserve=excluded.preserve, second_by=excluded.second_by, overdue=excluded.overdue, may_tell=excluded.may_tell,
		may_expire=excluded.may_expire, erased=excluded.erased, late=excluded.late, tag=excluded.tag, content=excluded.content`,
		s.ID, s.Version, s.State, stamp(s.Registered), stamp(s.Changed), stamp(s.Clocks.Deadline), stamp(s.Clocks.Secrecy),
		stamp(s.Clocks.Preserve), stamp(s.Clocks.SecondBy), s.Clocks.Overdue, s.Clocks.MayTell, s.Clocks.MayExpire, s.Erased, late, tag, key, sealed)
	if err != nil {
		return fmt.Errorf("sqlite: save a case: %w", err)
	}
	return nil
}

func (st *Store) tag(agency, reference string) string {
	return st.sealer.Tag("reference", fmt.Sprintf("%d/%s%s", len(agency), agency, reference))
}
