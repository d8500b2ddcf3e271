package sqlite

import "context"

// Exec changes the file behind the store's back, as somebody with the disk could.
func (st *Store) Exec(query string, args ...any) error {
	_, err := st.write.ExecContext(context.Background(), query, args...)
	return err
}

// Blob reads one column of one row.
func (st *Store) Blob(query string, args ...any) ([]byte, error) {
	var b []byte
	err := st.write.QueryRowContext(context.Background(), query, args...).Scan(&b)
	return b, err
}
