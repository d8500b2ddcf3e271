package ledger

import (
	"encoding/binary"
	"fmt"
	"io/fs"
	"slices"
	"sync"

	"golang.org/x/mod/sumdb/tlog"
)

// keptBundles is how many bundles of past entries stay in memory.
const keptBundles = 8

// past reads the entries that memory doesn't hold: from the published bundles, each checked against its hash in the tree,
// and from the journal where a bundle is not what it should be. When neither gives an entry back, the log is failed and
// takes nothing more: nobody acts on half of what it says.
type past struct {
	st Store

	mu      sync.Mutex
	bundles []bundleOf // the last used first
	failed  error
}

type bundleOf struct {
	n      int64
	leaves [][]byte
}

// leaf gives the encoded entry at a place, which must be in a whole bundle.
func (p *past) leaf(place int64, want tlog.Hash) ([]byte, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.failed != nil {
		return nil, p.failed
	}
	n, in := place/tileWidth, place%tileWidth
	if b, ok := p.bundle(n); ok && tlog.RecordHash(b.leaves[in]) == want {
		return b.leaves[in], nil
	}
	b, err := p.fromJournal(n)
	if err == nil && tlog.RecordHash(b.leaves[in]) != want {
		err = &BrokenError{CheckEntries, fmt.Sprintf("entry %d", place), "it is not what was read when the log was opened"}
	}
	if err != nil {
		p.failed = err
		return nil, err
	}
	p.keep(b)
	return b.leaves[in], nil
}

// bundle gives a bundle that is kept, or published.
func (p *past) bundle(n int64) (bundleOf, bool) {
	if i := slices.IndexFunc(p.bundles, func(b bundleOf) bool { return b.n == n }); i >= 0 {
		b := p.bundles[i]
		p.bundles = slices.Insert(slices.Delete(p.bundles, i, i+1), 0, b)
		return b, true
	}
	raw, err := p.st.Get(bundlePath(tlog.Tile{H: tileHeight, N: n, W: tileWidth}))
	if err != nil {
		return bundleOf{}, false
	}
	b := bundleOf{n: n}
	for len(raw) >= 2 && len(b.leaves) < tileWidth {
		end := 2 + int(binary.BigEndian.Uint16(raw))
		if end > len(raw) {
			return bundleOf{}, false
		}
		b.leaves, raw = append(b.leaves, raw[2:end:end]), raw[end:]
	}
	if len(b.leaves) < tileWidth {
		return bundleOf{}, false
	}
	p.keep(b)
	return b, true
}

func (p *past) keep(b bundleOf) {
	p.bundles = slices.DeleteFunc(p.bundles, func(o bundleOf) bool { return o.n == b.n })
	p.bundles = slices.Insert(p.bundles, 0, b)
	p.bundles = p.bundles[:min(len(p.bundles), keptBundles)]
}

// fromJournal reads the entries of a bundle from the journal, which is the truth.
func (p *past) fromJournal(n int64) (bundleOf, error) {
	b, place := bundleOf{n: n}, int64(0)
	for f, err := range p.st.Frames() {
		if err != nil {
			return b, err
		}
		if place/tileWidth == n {
			b.leaves = append(b.leaves, f.Entry)
		}
		if place++; len(b.leaves) == tileWidth {
			return b, nil
		}
	}
	return b, fmt.Errorf("ledger: the journal ends before entry %d: %w", (n+1)*tileWidth-1, fs.ErrNotExist)
}

// err says why the past can't be read.
func (p *past) err() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.failed
}

// encodedAt gives the canonical form of the entry at a place. The caller holds l.mu, or l.appending.
func (l *Log) encodedAt(place int64) ([]byte, error) {
	if place >= l.first {
		return l.entries[place-l.first].Encode()
	}
	return l.past.leaf(place, l.tree.leaf(place))
}

// at gives the entry at a place. The caller holds l.mu, or l.appending.
func (l *Log) at(place int64) (Entry, error) {
	if place >= l.first {
		return l.entries[place-l.first], nil
	}
	leaf, err := l.past.leaf(place, l.tree.leaf(place))
	if err != nil {
		return Entry{}, err
	}
	return parseEntry(leaf)
}

// forget lets go of entries that are published in whole bundles. The caller holds l.mu.
func (l *Log) forget() {
	end := l.first + int64(len(l.entries))
	if first := min(l.published, end) / tileWidth * tileWidth; first > l.first {
		l.entries = slices.Clone(l.entries[first-l.first:])
		l.first = first
	}
}
