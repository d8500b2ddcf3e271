package ledger

import (
	"fmt"
	"time"

	"golang.org/x/mod/sumdb/tlog"
)

// A tree is the fold of a log's frames: what Open and Verify both rebuild, frame by frame.
type tree struct {
	size   int64
	hashes hashes
	root   tlog.Hash
	at     time.Time // of the last entry
	keys   map[fingerprint]uint32
}

func newTree() (*tree, error) {
	root, err := tlog.TreeHash(0, &hashes{})
	return &tree{root: root, keys: map[fingerprint]uint32{}}, err
}

// admits says whether the entry may come next.
func (t *tree) admits(e Entry) error {
	if t.size >= mostEntries {
		return fmt.Errorf("%w: it holds all that it can", ErrClosed)
	}
	if _, taken := t.keys[mark(e.Key)]; taken {
		return ErrExists
	}
	if e.At.Before(t.at) {
		return ErrClock
	}
	return nil
}

// A step is the next entry, not yet taken.
type step struct {
	hashes []tlog.Hash
	root   tlog.Hash
}

// next computes the tree with leaf after it and leaves t as it is.
func (t *tree) next(leaf []byte) (step, error) {
	add, err := tlog.StoredHashes(t.size, leaf, &t.hashes)
	if err != nil {
		return step{}, err
	}
	root, err := tlog.TreeHash(t.size+1, grown{&t.hashes, tlog.StoredHashIndex(0, t.size), add})
	return step{add, root}, err
}

func (t *tree) take(e Entry, s step) {
	t.keys[mark(e.Key)] = uint32(t.size)
	t.hashes.add(s.hashes)
	t.root = s.root
	t.at = e.At
	t.size++
}

// replay takes a frame that was read, and checks everything it claims. The checkpoint is read by open, which
// says whether its signature counts.
func (t *tree) replay(f Frame, open func(signed []byte) (Checkpoint, error)) (Entry, error) {
	where := fmt.Sprintf("entry %d", t.size)
	e, err := DecodeEntry(f.Entry)
	if err != nil {
		return Entry{}, &BrokenError{CheckEntries, where, "not an entry in canonical form"}
	}
	if _, taken := t.keys[mark(e.Key)]; taken {
		return Entry{}, &BrokenError{CheckKeys, where, "its key was written before"}
	}
	if e.At.Before(t.at) {
		return Entry{}, &BrokenError{CheckTimes, where, "its instant lies before its forerunner's"}
	}
	s, err := t.next(f.Entry)
	if err != nil {
		return Entry{}, &BrokenError{CheckHashes, where, "it has no place in the tree"}
	}
	c, err := open(f.Checkpoint)
	if err != nil {
		return Entry{}, &BrokenError{CheckSignature, where, "the log's key has not signed its checkpoint"}
	}
	if c.Size != t.size+1 || tlog.Hash(c.Root) != s.root {
		return Entry{}, &BrokenError{CheckHashes, where, "its checkpoint is of another tree"}
	}
	t.take(e, s)
	return e, nil
}
