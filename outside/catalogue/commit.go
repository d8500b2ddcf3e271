package catalogue

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"writ/records"
	"writ/retention"
)

// ErrRaced: another process read the same file at the same time.
var ErrRaced = errors.New("the file was read by another process meanwhile; let one of them read it")

// A Chunk is what became of the next records of a file. All of it becomes durable, or none.
type Chunk struct {
	Run     int64
	From    int64           // records taken before it
	Balance records.Balance // of its records alone
	Whole   bool            // the file ends with it
	Days    []Part
	Refused []Refused
}

// A Part is what a chunk stored of one day: a segment that is durable under its name, and the keys of its rows.
type Part struct {
	Segment retention.Segment
	Keys    []records.Key
}

// Refused says where a record stood that was not taken. Problem and Fix never quote it.
type Refused struct {
	Record  int64 // its number in the file, from 1
	Line    int64
	Problem string
	Fix     string
	Object  string // the file in quarantine that holds its raw bytes; "" where none are kept
}

// Commit makes a chunk durable. When it returns, its records count, once.
func (c *Catalogue) Commit(ctx context.Context, k Chunk) error {
	if !k.Balance.Check() {
		return errors.New("catalogue: take in records: their balance does not add up")
	}
	return c.inTx(ctx, "take in records", func(tx *sql.Tx) error {
		if err := advance(ctx, tx, k); err != nil {
			return err
		}
		for _, p := range k.Days {
			if err := c.addPart(ctx, tx, p); err != nil {
				return err
			}
		}
		return addRefused(ctx, tx, k)
	})
}

// advance moves the run on, if it stands where the chunk begins.
func advance(ctx context.Context, tx *sql.Tx, k Chunk) error {
	b := k.Balance
	res, err := tx.ExecContext(ctx, `UPDATE runs SET taken = taken + ?, whole = ?, stored = stored + ?, refused = refused + ?, dropped = dropped + ?, duplicate = duplicate + ?
		WHERE id = ? AND taken = ? AND whole = 0`, b.In, k.Whole, b.Stored, b.Refused, b.Dropped, b.Duplicate, k.Run, k.From)
	if err != nil {
		return err
	}
	if n, err := res.RowsAffected(); err != nil || n != 1 {
		return errors.Join(ErrRaced, err)
	}
	return nil
}

func (c *Catalogue) addPart(ctx context.Context, tx *sql.Tx, p Part) error {
	var day int64
	d := p.Segment.Day
	err := tx.QueryRowContext(ctx, `SELECT id FROM days WHERE class = ? AND date = ? AND sealed IS NOT NULL`, d.Class, d.Date).Scan(&day)
	if errors.Is(err, sql.ErrNoRows) {
		return fmt.Errorf("the key of %s, %s is gone", d.Class, d.Date)
	}
	if err != nil {
		return err
	}
	if err := addSegment(ctx, tx, day, p.Segment); err != nil {
		return err
	}
	return c.addKeys(ctx, tx, day, p.Keys)
}

func addRefused(ctx context.Context, tx *sql.Tx, k Chunk) error {
	for _, r := range k.Refused {
		_, err := tx.ExecContext(ctx, `INSERT INTO quarantine (run, record, line, problem, fix, object) VALUES (?, ?, ?, ?, ?, ?)`,
			k.Run, r.Record, r.Line, r.Problem, r.Fix, r.Object)
		if err != nil {
			return err
		}
	}
	return nil
}

// Quarantine lists the refused records of a run, in the order of the file.
func (c *Catalogue) Quarantine(ctx context.Context, run int64) ([]Refused, error) {
	rows, err := c.read.QueryContext(ctx, `SELECT record, line, problem, fix, object FROM quarantine WHERE run = ? ORDER BY record`, run)
	return collect(rows, err, "list the quarantine", func(r *Refused) []any {
		return []any{&r.Record, &r.Line, &r.Problem, &r.Fix, &r.Object}
	})
}
