package catalogue

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"writ/records"
)

// A Run is one file read one way: another feed or other settings make another run of the same file.
type Run struct {
	ID       int64
	File     [32]byte // SHA-256
	Feed     string
	Settings [32]byte
	Taken    int64 // records whose fate is durable
	Whole    bool  // read to its end
	Balance  records.Balance
}

// Begin gives the run of a file, as far as it came, or a new one.
func (c *Catalogue) Begin(ctx context.Context, file [32]byte, feed string, settings [32]byte) (Run, error) {
	err := c.inTx(ctx, "begin a file", func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO runs (file, feed, settings, taken, whole, stored, refused, dropped, duplicate)
			VALUES (?, ?, ?, 0, 0, 0, 0, 0, 0) ON CONFLICT DO NOTHING`, file[:], feed, settings[:])
		return err
	})
	if err != nil {
		return Run{}, err
	}
	found, err := c.runs(ctx, c.write, `WHERE file = ? AND feed = ? AND settings = ?`, file[:], feed, settings[:])
	if err != nil {
		return Run{}, err
	}
	if len(found) != 1 {
		return Run{}, errors.New("catalogue: begin a file: its row is gone")
	}
	return found[0], nil
}

// Runs lists every file seen, in the order in which they came.
func (c *Catalogue) Runs(ctx context.Context) ([]Run, error) {
	return c.runs(ctx, c.read, `ORDER BY id`)
}

func (c *Catalogue) runs(ctx context.Context, db *sql.DB, where string, args ...any) ([]Run, error) {
	type row struct {
		Run
		file, settings []byte
	}
	rows, err := db.QueryContext(ctx, `SELECT id, file, feed, settings, taken, whole, stored, refused, dropped, duplicate FROM runs `+where, args...)
	found, err := collect(rows, err, "list files", func(r *row) []any {
		b := &r.Balance
		return []any{&r.ID, &r.file, &r.Feed, &r.settings, &r.Taken, &r.Whole, &b.Stored, &b.Refused, &b.Dropped, &b.Duplicate}
	})
	if err != nil {
		return nil, err
	}
	out := make([]Run, len(found))
	for i, r := range found {
		copy(r.File[:], r.file)
		copy(r.Settings[:], r.settings)
		r.Balance.In = r.Taken
		if !r.Balance.Check() {
			return nil, fmt.Errorf("catalogue: the balance of file %d does not add up; bring the catalogue back from a backup", r.ID)
		}
		out[i] = r.Run
	}
	return out, nil
}
