package catalogue

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"writ/records"
	"writ/retention"
)

// Segments is segments.Catalogue's.
func (c *Catalogue) Segments(ctx context.Context, class records.Class, from, to string) ([]retention.Filed, error) {
	return c.segments(ctx, `WHERE sealed IS NOT NULL AND class = ? AND (? = '' OR date >= ?) AND (? = '' OR date <= ?)`, class, from, from, to, to)
}

// AllSegments lists every segment, by class, date and generation; those of erased days too.
func (c *Catalogue) AllSegments(ctx context.Context) ([]retention.Filed, error) {
	return c.segments(ctx, ``)
}

func (c *Catalogue) segments(ctx context.Context, where string, args ...any) ([]retention.Filed, error) {
	type row struct {
		retention.Filed
		sum         []byte
		first, last string
	}
	rows, err := c.read.QueryContext(ctx, `SELECT class, date, recipient, sealed, generation, object, rows, bytes, sha256, first, last
		FROM segments JOIN days ON days.id = segments.day `+where+` ORDER BY class, date, generation`, args...)
	found, err := collect(rows, err, "list segments", func(r *row) []any {
		return []any{&r.Day.Class, &r.Day.Date, &r.Key.To, &r.Key.Sealed, &r.Generation, &r.Object, &r.Rows, &r.Bytes, &r.sum, &r.first, &r.last}
	})
	if err != nil {
		return nil, err
	}
	out := make([]retention.Filed, len(found))
	for i, r := range found {
		r.Key.Day = r.Day
		copy(r.SHA256[:], r.sum)
		var errs [2]error
		r.First, errs[0] = time.Parse(time.RFC3339Nano, r.first)
		r.Last, errs[1] = time.Parse(time.RFC3339Nano, r.last)
		if errs[0] != nil || errs[1] != nil || len(r.sum) != len(r.SHA256) {
			return nil, fmt.Errorf("catalogue: list segments: the row of %s, %s, generation %d is damaged; bring the catalogue back from a backup", r.Day.Class, r.Day.Date, r.Generation)
		}
		out[i] = r.Filed
	}
	return out, nil
}

// NextGeneration numbers the next segment of a day, from 1.
func (c *Catalogue) NextGeneration(ctx context.Context, d retention.Day) (int64, error) {
	var n int64
	err := c.write.QueryRowContext(ctx, `SELECT coalesce(max(generation), 0) + 1 FROM segments JOIN days ON days.id = segments.day WHERE class = ? AND date = ?`,
		d.Class, d.Date).Scan(&n)
	if err != nil {
		return 0, fmt.Errorf("catalogue: number a segment: %w", err)
	}
	return n, nil
}

func addSegment(ctx context.Context, tx *sql.Tx, day int64, s retention.Segment) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO segments (day, generation, object, rows, bytes, sha256, first, last) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
		day, s.Generation, s.Object, s.Rows, s.Bytes, s.SHA256[:], s.First.UTC().Format(time.RFC3339Nano), s.Last.UTC().Format(time.RFC3339Nano))
	return err
}

// Objects lists every object that the catalogue names: segments, and what is in quarantine.
func (c *Catalogue) Objects(ctx context.Context) ([]string, error) {
	rows, err := c.read.QueryContext(ctx, `SELECT object FROM segments UNION SELECT object FROM quarantine WHERE object <> ''`)
	return collect(rows, err, "list objects", func(s *string) []any { return []any{s} })
}
