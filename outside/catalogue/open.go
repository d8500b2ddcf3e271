package catalogue

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
	"syscall"

	"github.com/pressly/goose/v3"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

const (
	fileName   = "catalogue.sqlite"
	secretName = "ingest.secret"
	secretSize = 32
	readers    = 4
)

// ErrNewer: a newer program wrote the catalogue.
var ErrNewer = errors.New("catalogue: written by a newer version of this program; use that one")

//go:embed migrations/*.sql
var migrations embed.FS

// A Catalogue is open for one writer and several readers. It is safe for use by several goroutines.
type Catalogue struct {
	write  *sql.DB // one connection
	read   *sql.DB
	secret []byte
}

// Open opens the catalogue in a folder and makes it, and the secret beside it, if they are not there. Random gives
// the secret's octets.
func Open(ctx context.Context, dir string, random func([]byte)) (*Catalogue, error) {
	c, err := open(ctx, dir, random)
	if err != nil {
		return nil, fmt.Errorf("catalogue: %w", err)
	}
	return c, nil
}

func open(ctx context.Context, dir string, random func([]byte)) (_ *Catalogue, err error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	c := &Catalogue{}
	if c.secret, err = secret(filepath.Join(dir, secretName), random); err != nil {
		return nil, err
	}
	if err := private(filepath.Join(dir, fileName)); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, c.Close())
		}
	}()
	if c.write, err = sql.Open("sqlite", dsn(dir, "rwc")); err != nil {
		return nil, err
	}
	c.write.SetMaxOpenConns(1)
	if err := migrate(ctx, c.write); err != nil {
		return nil, err
	}
	if c.read, err = sql.Open("sqlite", dsn(dir, "ro")); err != nil {
		return nil, err
	}
	c.read.SetMaxOpenConns(readers)
	return c, c.read.PingContext(ctx)
}

func dsn(dir, mode string) string {
	path := url.URL{Path: filepath.Join(dir, fileName)}
	q := url.Values{"mode": {mode}, "_txlock": {"immediate"}, "_pragma": {"busy_timeout(5000)", "journal_mode(WAL)",
		"synchronous(FULL)", "foreign_keys(1)", "secure_delete(1)"}}
	if mode == "ro" {
		q = url.Values{"mode": {mode}, "_pragma": {"busy_timeout(5000)", "query_only(1)"}}
	}
	return "file:" + path.EscapedPath() + "?" + q.Encode()
}

// migrate brings the tables up to this program's version.
func migrate(ctx context.Context, db *sql.DB) error {
	dir, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return err
	}
	p, err := goose.NewProvider(goose.DialectSQLite3, db, dir)
	if err != nil {
		return err
	}
	now, known, err := p.GetVersions(ctx)
	if err != nil {
		return err
	}
	if now > known {
		return ErrNewer
	}
	_, err = p.Up(ctx)
	return err
}

// private makes the file for its owner only, before the driver makes it for others too.
func private(name string) error {
	f, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE, 0o600) //nolint:gosec // the store's own file
	if err != nil {
		return err
	}
	return f.Close()
}

// secret reads the ingest secret, or makes it: whole under its name, or not at all.
func secret(name string, random func([]byte)) ([]byte, error) {
	b, err := os.ReadFile(name) //nolint:gosec // the store's own file
	if err == nil && len(b) == secretSize {
		return b, nil
	}
	if err == nil {
		return nil, errors.New("the file " + secretName + " is damaged; bring it back from a backup, or records will be stored twice")
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	if _, err := os.Stat(filepath.Join(filepath.Dir(name), fileName)); err == nil {
		return nil, errors.New("the file " + secretName + " is gone; bring it back from a backup, or records will be stored twice")
	}
	b = make([]byte, secretSize)
	random(b)
	return b, writeDurably(name, b)
}

func writeDurably(name string, b []byte) error {
	f, err := os.OpenFile(name+".tmp", os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600) //nolint:gosec // the store's own file
	if err != nil {
		return err
	}
	_, err = f.Write(b)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	if err := os.Rename(name+".tmp", name); err != nil {
		return err
	}
	d, err := os.Open(filepath.Dir(name))
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// Close ends reading and writing.
func (c *Catalogue) Close() error {
	var errs []error
	for _, db := range []*sql.DB{c.read, c.write} {
		if db != nil {
			errs = append(errs, db.Close())
		}
	}
	return errors.Join(errs...)
}

// inTx runs a step in one transaction on the writing connection.
func (c *Catalogue) inTx(ctx context.Context, what string, step func(*sql.Tx) error) error {
	tx, err := c.write.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("catalogue: %s: %w", what, err)
	}
	if err := step(tx); err != nil {
		_ = tx.Rollback() // the step's error tells what went wrong
		return fmt.Errorf("catalogue: %s: %w", what, full(err))
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("catalogue: %s: %w", what, full(err))
	}
	return nil
}

// full names a full disk as the system does.
func full(err error) error {
	var e *sqlite.Error
	if errors.As(err, &e) && e.Code()&0xff == sqlite3.SQLITE_FULL {
		return fmt.Errorf("%w: %w", syscall.ENOSPC, err)
	}
	return err
}
