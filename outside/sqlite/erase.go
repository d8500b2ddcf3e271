package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"writ/casefile"
)

// ErrBusy says that the old pages could not be cleared from the log file yet, because somebody reads. Erase again.
var ErrBusy = errors.New("sqlite: the key is gone, but somebody still reads old pages; erase again")

// Erase destroys the key of a case whose erasure is on the ledger, with all that was sealed under it; see
// casefile.Store. Freed pages are overwritten (secure_delete), and the write-ahead log is emptied. It may be called
// again.
func (st *Store) Erase(ctx context.Context, id string, l casefile.Ledger) error {
	r, ok := l.Find(casefile.ErasedKey(id))
	if !ok || r.Entry().Kind != "erased" || r.Entry().Case != id {
		return casefile.ErrUnerasable
	}
	err := st.within(ctx, func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, `DELETE FROM papers WHERE case_id = ?`, id); err != nil {
			return fmt.Errorf("sqlite: erase papers: %w", err)
		}
		res, err := tx.ExecContext(ctx, `UPDATE cases SET key = NULL, content = NULL, tag = '', erased = 1 WHERE id = ?`, id)
		if err != nil {
			return fmt.Errorf("sqlite: erase a key: %w", err)
		}
		if n, err := res.RowsAffected(); err != nil || n == 0 {
			return casefile.ErrUnknown
		}
		return nil
	})
	if err != nil {
		return err
	}
	var busy, log, moved int
	if err := st.write.QueryRowContext(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`).Scan(&busy, &log, &moved); err != nil {
		return fmt.Errorf("sqlite: clear the log file: %w", err)
	}
	if busy != 0 {
		return ErrBusy
	}
	return nil
}
