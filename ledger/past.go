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
const keptBundles = 16

// past reads the entries that memory doesn't hold: from the published bundles, each checked against the root of its tile,
// and from the journal where a bundle is not what it should be. When neither gives the entries back, the log is failed
// and takes nothing more: nobody acts on half of what it says.
type past struct {
	st Store

	mu      sync.Mutex
	bundles []bundleOf // the last used first
	failed  error
}

// A bundleOf is the entries under a whole tile of level 0, with the tile.
type bundleOf struct {
	n      int64
	leaves [][]byte
	tile   []byte
}

// leaf gives the encoded entry at a place.
func (p *past) leaf(place int64, root tlog.Hash) ([]byte, error) {
	b, err := p.bundle(place/tileWidth, root)
	if err != nil {
		return nil, err
	}
	return b.leaves[place%tileWidth], nil
}

// tile gives the hashes of the entries of a whole tile.
func (p *past) tile(n int64, root tlog.Hash) ([]byte, error) {
	b, err := p.bundle(n, root)
	return b.tile, err
}

// bundle gives a bundle under the root of its tile.
func (p *past) bundle(n int64, root tlog.Hash) (bundleOf, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.failed != nil {
		return bundleOf{}, p.failed
	}
	if i := slices.IndexFunc(p.bundles, func(b bundleOf) bool { return b.n == n }); i >= 0 {
		b := p.bundles[i]
		p.keep(b)
		return b, nil
	}
	b := p.published(n)
	if !b.under(root) {
		var err error
		if b, err = p.fromJournal(n); err == nil && !b.under(root) {
			err = &BrokenError{CheckEntries, fmt.Sprintf("entries %d to %d", n*tileWidth, (n+1)*tileWidth-1), "they are not what was read when the log was opened"}
		}
		if err != nil {
			p.failed = err
			return bundleOf{}, err
		}
	}
	p.keep(b)
	return b, nil
}

// under computes the tile of a bundle, and reports whether its root is this.
func (b *bundleOf) under(root tlog.Hash) bool {
	if len(b.leaves) != tileWidth {
		return false
	}
	level := make([]tlog.Hash, tileWidth)
	b.tile = make([]byte, 0, tileWidth*tlog.HashSize)
	for i, leaf := range b.leaves {
		level[i] = tlog.RecordHash(leaf)
		b.tile = append(b.tile, level[i][:]...)
	}
	for n := tileWidth / 2; n > 0; n /= 2 {
		for i := range n {
			level[i] = tlog.NodeHash(level[2*i], level[2*i+1])
		}
	}
	return level[0] == root
}

// published gives what stands in the published bundle, which may be anything.
func (p *past) published(n int64) bundleOf {
	b := bundleOf{n: n}
	raw, err := p.st.Get(bundlePath(wholeTile(n)))
	if err != nil {
		return b
	}
	for len(raw) >= 2 {
		end := 2 + int(binary.BigEndian.Uint16(raw))
		if end > len(raw) {
			return bundleOf{n: n}
		}
		b.leaves, raw = append(b.leaves, raw[2:end:end]), raw[end:]
	}
	return b
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
	return l.past.leaf(place, l.tree.hashes.root(place/tileWidth))
}

// at gives the entry at a place. The caller holds l.mu, or l.appending.
func (l *Log) at(place int64) (Entry, error) {
	if place >= l.first {
		return l.entries[place-l.first], nil
	}
	leaf, err := l.past.leaf(place, l.tree.hashes.root(place/tileWidth))
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
		l.tree.hashes.forget(first)
	}
}
