package sqlite

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"sync"

	"github.com/pressly/goose/v3"
	_ "modernc.org/sqlite" // the driver

	"writ/casefile"
)

// HomeVersion is the version of the file that this binary writes.
const HomeVersion = 1

// ErrNewer says that a newer writ has written the file. Use that one; the file was not touched.
var ErrNewer = errors.New("sqlite: the home was written by a newer writ")

//go:embed migrations/*.sql
var migrations embed.FS

// A Store keeps one tenant's cases. It is safe for use by several goroutines of one process.
type Store struct {
	write, read *sql.DB
	sealer      Sealer
	draining    sync.Mutex
}

var _ casefile.Store = (*Store)(nil)

// Open opens the tenant's file, or makes it, readable to its owner only, and brings it to this version. A newer file
// is ErrNewer and stays as it is.
func Open(ctx context.Context, path string, s Sealer) (*Store, error) {
	if s == nil {
		return nil, errors.New("sqlite: open: no sealer; cases are never stored in the clear")
	}
	f, err := os.OpenFile(filepath.Clean(path), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("sqlite: open: %w", err)
	}
	if err := f.Close(); err != nil {
		return nil, fmt.Errorf("sqlite: open: %w", err)
	}
	st := &Store{sealer: s}
	if st.write, err = pool(path, 1, "_txlock=immediate", "secure_delete(1)"); err != nil {
		return nil, err
	}
	if err := st.ready(ctx); err != nil {
		return nil, errors.Join(err, st.write.Close())
	}
	if st.read, err = pool(path, 4, "_txlock=deferred", "query_only(1)"); err != nil {
		return nil, errors.Join(err, st.write.Close())
	}
	return st, nil
}

// pool opens connections that all have the same settings. Each keeps at most 128 KiB of pages, so that memory does not
// grow with the file.
func pool(path string, most int, lock string, pragma string) (*sql.DB, error) {
	q := lock
	for _, p := range []string{"busy_timeout(10000)", "journal_mode(WAL)", "synchronous(FULL)", "foreign_keys(1)", "cache_size(-128)", pragma} {
		q += "&_pragma=" + url.QueryEscape(p)
	}
	db, err := sql.Open("sqlite", "file:"+(&url.URL{Path: path}).EscapedPath()+"?"+q)
	if err != nil {
		return nil, fmt.Errorf("sqlite: open: %w", err)
	}
	db.SetMaxOpenConns(most)
	db.SetMaxIdleConns(most)
	return db, nil
}

// ready checks the home's version before anything is written, then migrates.
func (st *Store) ready(ctx context.Context) error {
	have, err := homeVersion(ctx, st.write)
	if err != nil {
		return err
	}
	if have > HomeVersion {
		return fmt.Errorf("%w: it has version %d, this writ knows up to %d", ErrNewer, have, HomeVersion)
	}
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return fmt.Errorf("sqlite: migrate: %w", err)
	}
	p, err := goose.NewProvider(goose.DialectSQLite3, st.write, files, goose.WithVerbose(false))
	if err != nil {
		return fmt.Errorf("sqlite: migrate: %w", err)
	}
	if _, err := p.Up(ctx); err != nil {
		return fmt.Errorf("sqlite: migrate: %w", err)
	}
	return nil
}

// homeVersion is 0 for a new file.
func homeVersion(ctx context.Context, db *sql.DB) (int, error) {
	var tables int
	if err := db.QueryRowContext(ctx, `SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'home'`).Scan(&tables); err != nil {
		return 0, fmt.Errorf("sqlite: read the home's version: %w", err)
	}
	if tables == 0 {
		return 0, nil
	}
	var v int
	if err := db.QueryRowContext(ctx, `SELECT version FROM home`).Scan(&v); err != nil {
		return 0, fmt.Errorf("sqlite: read the home's version: %w", err)
	}
	return v, nil
}

// Close lets the file go.
func (st *Store) Close() error { return errors.Join(st.read.Close(), st.write.Close()) }

// within runs f in one transaction of the writer.
func (st *Store) within(ctx context.Context, f func(tx *sql.Tx) error) error {
	tx, err := st.write.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("sqlite: begin: %w", err)
	}
	if err := f(tx); err != nil {
		return errors.Join(err, rollback(tx))
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("sqlite: commit: %w", err)
	}
	return nil
}

func rollback(tx *sql.Tx) error {
	if err := tx.Rollback(); err != nil && !errors.Is(err, sql.ErrTxDone) {
		return fmt.Errorf("sqlite: roll back: %w", err)
	}
	return nil
}
