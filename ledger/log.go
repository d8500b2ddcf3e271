package ledger

import (
	"bytes"
	"crypto/ed25519"
	"errors"
	"fmt"
	"io/fs"
	"sync"

	"golang.org/x/mod/sumdb/tlog"
)

// A Log is one ledger, held by its one writer. It is safe for use by several goroutines. It keeps its indexes in
// memory, some 60 octets an entry, and the entries that are not published in a whole tile yet, at most 256 of them while
// the store takes what is published; the others it reads back when they are asked for.
type Log struct {
	id        ID
	vkey      string
	signer    *signer
	st        Store
	appending sync.Mutex // one append at a time; held while the store writes

	mu        sync.RWMutex // guards what follows; never held while the store writes
	tree      *tree
	first     int64   // place of entries[0]
	entries   []Entry // those that are not published in a whole tile
	past      past    // gives the others
	general   []place // what bears on every case
	cases     chain   // places by case
	families  chain   // places by what their keys begin with
	note      []byte  // the head's signed checkpoint
	published int64   // size at which the tiles were last published
	failed    error   // why nothing more is appended
}

// Open reads the whole log from the store and verifies it: form, keys, times, hashes, each checkpoint's
// root, the head's signature (which covers all before it; [Verify] checks each one), and that no published
// checkpoint is ahead of the journal. An empty store is an empty log. The origin names the log in its
// checkpoints: no space, no "+".
func Open(st Store, key ed25519.PrivateKey, origin string) (*Log, error) {
	sig, vkey, err := newSigner(key, origin)
	if err != nil {
		return nil, err
	}
	if st == nil {
		return nil, ErrClosed
	}
	t, err := newTree()
	if err != nil {
		return nil, err
	}
	l := &Log{id: IDOf(vkey), vkey: vkey, signer: sig, st: st, tree: t, past: past{st: st}, cases: newChain(), families: newChain()}
	t.hashes.past = l.past.tile
	if l.note, err = sig.sign(0, t.root); err != nil {
		return nil, err
	}
	if err := l.ownKey(); err != nil {
		return nil, err
	}
	c, published, err := l.readPublished()
	l.published = c.Size // of which the tree must tell the same, below
	if lerr := l.load(); lerr != nil {
		return nil, lerr
	}
	if err == nil && published {
		err = l.tree.holds(c)
	}
	if err != nil {
		return nil, err
	}
	return l, nil
}

// A place is an entry with where it stands.
type place struct {
	at    int64
	entry Entry
}

// ownKey sees to it that the store is this key's: its verification key stands beside the log.
func (l *Log) ownKey() error {
	b, err := l.st.Get(KeyFile)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil // put there with the first entry
	case err != nil:
		return fmt.Errorf("ledger: read the verification key: %w", err)
	case string(b) != l.vkey+"\n":
		return &BrokenError{CheckSignature, KeyFile, "the log belongs to another key or origin"}
	}
	return nil
}

func (l *Log) load() error {
	for f, err := range l.st.Frames() {
		if err != nil {
			return err
		}
		e, err := l.tree.replay(f, l.unsigned)
		if err != nil {
			return err
		}
		l.note = f.Checkpoint
		if l.remember(e); len(l.entries) > tileWidth {
			l.forget()
		}
	}
	if _, err := OpenCheckpoint(l.note, l.vkey); err != nil {
		return &BrokenError{CheckSignature, fmt.Sprintf("entry %d", l.tree.size-1), "the log's key has not signed the head"}
	}
	return nil
}

// unsigned reads a checkpoint whose signature a later one's replaces.
func (l *Log) unsigned(signed []byte) (Checkpoint, error) {
	text, _, _ := bytes.Cut(signed, []byte("\n\n"))
	c, err := parseCheckpoint(string(text) + "\n")
	if err == nil && c.Origin != l.signer.name {
		err = ErrBroken
	}
	return c, err
}

// readPublished reads the published checkpoint, if there is one.
func (l *Log) readPublished() (Checkpoint, bool, error) {
	b, err := l.st.Get(CheckpointFile)
	if errors.Is(err, fs.ErrNotExist) {
		return Checkpoint{}, false, nil
	}
	if err != nil {
		return Checkpoint{}, false, fmt.Errorf("ledger: read the published checkpoint: %w", err)
	}
	c, err := openPublished(b, l.vkey)
	if err != nil {
		return Checkpoint{}, true, err
	}
	return c, true, nil
}

func openPublished(signed []byte, vkey string) (Checkpoint, error) {
	c, err := OpenCheckpoint(signed, vkey)
	if err != nil {
		return c, &BrokenError{CheckTiles, CheckpointFile, "the log's key has not signed it"}
	}
	return c, nil
}

// holds compares a published checkpoint with the tree: it may be behind, never ahead.
func (t *tree) holds(c Checkpoint) error {
	if c.Size > t.size {
		return &BrokenError{CheckTiles, CheckpointFile, fmt.Sprintf("it covers %d entries, the journal holds %d: entries were lost", c.Size, t.size)}
	}
	root, err := tlog.TreeHash(c.Size, &t.hashes)
	if err != nil || root != tlog.Hash(c.Root) {
		return &BrokenError{CheckTiles, CheckpointFile, "its root is not the journal's"}
	}
	return nil
}

// Append writes an entry down. When it returns nil, the entry and a signed checkpoint over it survive
// power loss. It answers ErrExists, ErrClock or ErrEntry for an entry that may not come next, and
// ErrClosed for a log that can take none; after a failed write the log must be opened again, unless the
// error wraps ErrUnkept.
func (l *Log) Append(e Entry) (Receipt, error) {
	if l == nil || l.signer == nil {
		return Receipt{}, ErrClosed
	}
	leaf, err := e.Encode()
	if err != nil {
		return Receipt{}, err
	}
	e = e.normal()
	l.appending.Lock()
	defer l.appending.Unlock()
	r, err := l.append(e, leaf)
	if err == nil && r.Index()%tileWidth == tileWidth-1 {
		_ = l.publish() // the entry is safe; what could not be published now is published next time
	}
	return r, err
}

func (l *Log) append(e Entry, leaf []byte) (Receipt, error) {
	if err := errors.Join(l.failed, l.past.err()); err != nil {
		return Receipt{}, fmt.Errorf("%w (%w)", ErrClosed, err)
	}
	if err := l.tree.admits(e); err != nil {
		return Receipt{}, err
	}
	s, err := l.tree.next(leaf)
	if err != nil {
		return Receipt{}, err
	}
	signed, err := l.signer.sign(l.tree.size+1, s.root)
	if err != nil {
		return Receipt{}, err
	}
	if l.tree.size == 0 {
		if err := l.st.Put(KeyFile, []byte(l.vkey+"\n")); err != nil {
			return Receipt{}, fmt.Errorf("ledger: write the verification key: %w", err)
		}
	}
	if err := l.st.Append(Frame{leaf, signed}); err != nil {
		return Receipt{}, l.fail(err)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.tree.take(e, s)
	l.note = signed
	return Receipt{&receipt{l.id, l.remember(e), e}}, nil
}

// fail remembers that the journal's end is unknown, unless the store promises that nothing stayed.
func (l *Log) fail(err error) error {
	if !errors.Is(err, ErrUnkept) {
		l.mu.Lock()
		l.failed = err
		l.mu.Unlock()
	}
	return fmt.Errorf("ledger: append: %w", err)
}

// remember adds the entry to the indexes and gives its place.
func (l *Log) remember(e Entry) int64 {
	i := l.first + int64(len(l.entries))
	l.entries = append(l.entries, e)
	l.cases.add(e.Case, e.Case != "")
	name, _ := family(e.Key)
	l.families.add(name, true)
	if e.Case == "" && bears[e.Kind] {
		l.general = append(l.general, place{i, e})
	}
	return i
}

// Close publishes the tiles and lets the store go. The log takes no more entries, and answers nothing more of what it
// would have to read from the store.
func (l *Log) Close() error {
	if l == nil || l.signer == nil {
		return nil
	}
	l.appending.Lock()
	defer l.appending.Unlock()
	if errors.Is(l.failed, ErrClosed) {
		return nil
	}
	err := l.publish()
	l.mu.Lock()
	l.failed = ErrClosed
	l.mu.Unlock()
	return errors.Join(err, l.st.Close())
}
