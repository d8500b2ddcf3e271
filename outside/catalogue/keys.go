package catalogue

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"writ/records"
	"writ/retention"
)

// keysAtOnce is how many keys one statement carries.
const keysAtOnce = 250

// marks hashes record keys under the ingest secret.
func (c *Catalogue) marks(keys []records.Key) [][]byte {
	h := hmac.New(sha256.New, c.secret)
	all := make([]byte, 0, len(keys)*16+sha256.Size)
	out := make([][]byte, len(keys))
	for i, k := range keys {
		h.Reset()
		h.Write(k[:])
		from := len(all)
		all = h.Sum(all)[:from+16]
		out[i] = all[from : from+16 : from+16]
	}
	return out
}

// Known says, for each key, whether a record with it is stored on the day.
func (c *Catalogue) Known(ctx context.Context, d retention.Day, keys []records.Key) ([]bool, error) {
	marks := c.marks(keys)
	place := make(map[string]int, len(marks))
	for i, m := range marks {
		place[string(m)] = i
	}
	out := make([]bool, len(keys))
	for some := range slices.Chunk(marks, keysAtOnce) {
		args := make([]any, 0, len(some)+2)
		args = append(args, d.Class, d.Date)
		for _, m := range some {
			args = append(args, m)
		}
		rows, err := c.write.QueryContext(ctx, `SELECT key FROM record_keys WHERE day = (SELECT id FROM days WHERE class = ? AND date = ?) AND key IN (`+
			strings.Repeat("?,", len(some)-1)+`?)`, args...)
		found, err := collect(rows, err, "look for record keys", func(b *[]byte) []any { return []any{b} })
		if err != nil {
			return nil, err
		}
		for _, m := range found {
			out[place[string(m)]] = true
		}
	}
	return out, nil
}

func (c *Catalogue) addKeys(ctx context.Context, tx *sql.Tx, day int64, keys []records.Key) error {
	marks := c.marks(keys)
	slices.SortFunc(marks, bytes.Compare)
	for some := range slices.Chunk(marks, keysAtOnce) {
		args := make([]any, 0, 2*len(some))
		for _, m := range some {
			args = append(args, day, m)
		}
		_, err := tx.ExecContext(ctx, `INSERT INTO record_keys (day, key) VALUES `+strings.Repeat("(?,?),", len(some)-1)+`(?,?)`, args...)
		if err != nil {
			return fmt.Errorf("add record keys: %w", err)
		}
	}
	return nil
}
