package crash

import (
	"crypto/rand"
	"database/sql"
	"testing"

	_ "modernc.org/sqlite" // the driver

	"writ/casefile"
	"writ/e2e/house"
	"writ/ledger"
	"writ/outside/seal"
	"writ/outside/sqlite"
)

// A thief has the disk and the tenant's keys, and changes the database behind the keeper's back.
type thief struct {
	t    *testing.T
	h    *house.House
	root seal.Root
}

func newThief(t *testing.T, h *house.House) thief {
	t.Helper()
	root, err := h.Root()
	if err != nil {
		t.Fatal(err)
	}
	return thief{t, h, root}
}

// NewKey, Seal, Open and Tag make the thief a sqlite.Sealer.
func (th thief) NewKey(id string) ([]byte, error) {
	_, wrapped, err := th.root.NewCaseKey(id, rand.Reader)
	return wrapped, err
}

func (th thief) Seal(id string, wrapped []byte, label string, plain []byte) ([]byte, error) {
	key, err := th.root.OpenCaseKey(id, wrapped)
	if err != nil {
		return nil, err
	}
	return key.Seal(label, plain, rand.Reader)
}

func (th thief) Open(id string, wrapped []byte, label string, sealed []byte) ([]byte, error) {
	key, err := th.root.OpenCaseKey(id, wrapped)
	if err != nil {
		return nil, err
	}
	return key.Open(label, sealed)
}

func (th thief) Tag(label, text string) string {
	key, err := th.root.CommitmentKey()
	if err != nil {
		th.t.Fatal(err)
	}
	return ledger.Commit(key, label, text)
}

// store is the case store, without the keeper.
func (th thief) store() *sqlite.Store {
	th.t.Helper()
	st, err := sqlite.Open(ctx, th.h.Path("case.db"), th)
	if err != nil {
		th.t.Fatal(err)
	}
	return st
}

// sql runs statements on the file.
func (th thief) sql(query string, args ...any) {
	th.t.Helper()
	db, err := sql.Open("sqlite", "file:"+th.h.Path("case.db"))
	if err != nil {
		th.t.Fatal(err)
	}
	if _, err := db.Exec(query, args...); err != nil {
		th.t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		th.t.Fatal(err)
	}
}

// row is a case's row, to be put back later.
type row struct {
	state, changed string
	content        []byte
}

func (th thief) row(id string) (r row) {
	th.t.Helper()
	db, err := sql.Open("sqlite", "file:"+th.h.Path("case.db"))
	if err != nil {
		th.t.Fatal(err)
	}
	if err := db.QueryRow(`SELECT state, changed, content FROM cases WHERE id = ?`, id).Scan(&r.state, &r.changed, &r.content); err != nil {
		th.t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		th.t.Fatal(err)
	}
	return r
}

func (th thief) putBack(id string, r row) {
	th.t.Helper()
	th.sql(`UPDATE cases SET state = ?, changed = ?, content = ? WHERE id = ?`, r.state, r.changed, r.content, id)
}

// rewrite puts a case of the thief's own into its row, sealed as it should be.
func (th thief) rewrite(id string, change func(c *casefile.Case)) {
	th.t.Helper()
	st := th.store()
	c, err := st.Load(ctx, id)
	if err != nil {
		th.t.Fatal(err)
	}
	if err := st.Close(); err != nil {
		th.t.Fatal(err)
	}
	change(&c)
	plain, err := casefile.Encode(c)
	if err != nil {
		th.t.Fatal(err)
	}
	db, err := sql.Open("sqlite", "file:"+th.h.Path("case.db"))
	if err != nil {
		th.t.Fatal(err)
	}
	var key []byte
	if err := db.QueryRow(`SELECT key FROM cases WHERE id = ?`, id).Scan(&key); err != nil {
		th.t.Fatal(err)
	}
	sealed, err := th.Seal(id, key, "case", plain)
	if err != nil {
		th.t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		th.t.Fatal(err)
	}
	last := c.History[len(c.History)-1].At.UTC().Format("2006-01-02T15:04:05.000000000Z")
	th.sql(`UPDATE cases SET state = ?, changed = ?, content = ? WHERE id = ?`, string(c.State), last, sealed, id)
}
