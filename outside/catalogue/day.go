package catalogue

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"writ/retention"
)

// DayKey gives a day's key; ok is false where the day has none yet.
func (c *Catalogue) DayKey(ctx context.Context, d retention.Day) (k retention.DayKey, ok bool, err error) {
	k.Day = d
	err = c.write.QueryRowContext(ctx, `SELECT recipient, sealed FROM days WHERE class = ? AND date = ?`, d.Class, d.Date).Scan(&k.To, &k.Sealed)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return retention.DayKey{}, false, nil
	case err != nil:
		return retention.DayKey{}, false, fmt.Errorf("catalogue: read a day: %w", err)
	}
	return k, true, nil
}

// AddDays makes the keys of days durable, in one step, and gives the keys that count, in the same order: where a day
// had one already, that one.
func (c *Catalogue) AddDays(ctx context.Context, keys []retention.DayKey) ([]retention.DayKey, error) {
	err := c.inTx(ctx, "add days", func(tx *sql.Tx) error {
		for _, k := range keys {
			_, err := tx.ExecContext(ctx, `INSERT INTO days (class, date, recipient, sealed) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING`,
				k.Day.Class, k.Day.Date, k.To, k.Sealed)
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	out := make([]retention.DayKey, len(keys))
	for i, k := range keys {
		if out[i], _, err = c.DayKey(ctx, k.Day); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// EraseDay takes a day's key away, and with it the keys of its records: nothing of the day can be read or added ever
// again. The segments' rows stay, to say which objects are to go. When it returns, no file of the catalogue holds the
// key; what the disk itself kept of it is beyond a program.
func (c *Catalogue) EraseDay(ctx context.Context, d retention.Day) error {
	err := c.inTx(ctx, "erase a day", func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `DELETE FROM record_keys WHERE day = (SELECT id FROM days WHERE class = ? AND date = ?)`, d.Class, d.Date)
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `UPDATE days SET sealed = NULL WHERE class = ? AND date = ?`, d.Class, d.Date)
		return err
	})
	if err != nil {
		return err
	}
	var busy, a, b int
	if err := c.write.QueryRowContext(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`).Scan(&busy, &a, &b); err != nil {
		return fmt.Errorf("catalogue: erase a day: %w", err)
	}
	if busy != 0 {
		return errors.New("catalogue: erase a day: a reader still holds its key in the log; erase the day again when the look-ups are over")
	}
	return nil
}

// collect reads every row into a value of its own.
func collect[T any](rows *sql.Rows, err error, what string, into func(*T) []any) ([]T, error) {
	if err != nil {
		return nil, fmt.Errorf("catalogue: %s: %w", what, err)
	}
	defer rows.Close() //nolint:errcheck // Err tells
	var out []T
	for rows.Next() {
		var v T
		if err := rows.Scan(into(&v)...); err != nil {
			return nil, fmt.Errorf("catalogue: %s: %w", what, err)
		}
		out = append(out, v)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("catalogue: %s: %w", what, err)
	}
	return out, nil
}
