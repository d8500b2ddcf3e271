package ledger

import (
	"fmt"
	"slices"

	"golang.org/x/mod/sumdb/tlog"
)

// hashes are those of a tree, by level and place. Of whole tiles it may let the hashes below the tile's root go, which
// are 255 in 256 of all; they are then computed from the tile's leaves when they are asked for.
type hashes struct {
	from int64                        // a multiple of 256: the first entry whose low hashes are held
	low  [tileHeight][]tlog.Hash      // by level; of entries from `from` on
	high [64 - tileHeight][]tlog.Hash // level 8, the roots of tiles, and above
	past func(tile int64, root tlog.Hash) (leaves []byte, err error)
}

// add takes the hashes that come with entry n: one for each subtree that it completes, from its own up.
func (h *hashes) add(more []tlog.Hash) {
	for level, x := range more {
		if level < tileHeight {
			h.low[level] = append(h.low[level], x)
		} else {
			h.high[level-tileHeight] = append(h.high[level-tileHeight], x)
		}
	}
}

// forget lets the low hashes go of entries before first, a multiple of 256.
func (h *hashes) forget(first int64) {
	if h.past == nil || first <= h.from {
		return
	}
	for level := range h.low {
		h.low[level] = slices.Clone(h.low[level][(first-h.from)>>level:])
	}
	h.from = first
}

// ReadHashes gives the hashes at the indexes of tlog.StoredHashIndex.
func (h *hashes) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	out := make([]tlog.Hash, len(indexes))
	for i, x := range indexes {
		hash, err := h.read(x)
		if err != nil {
			return nil, err
		}
		out[i] = hash
	}
	return out, nil
}

func (h *hashes) read(index int64) (tlog.Hash, error) {
	level, n := tlog.SplitStoredHashIndex(index)
	held, at := []tlog.Hash(nil), n
	switch {
	case level >= tileHeight:
		held = h.high[level-tileHeight]
	case n<<level >= h.from:
		held, at = h.low[level], n-h.from>>level
	default:
		return h.readPast(n<<level/tileWidth, index)
	}
	if at >= int64(len(held)) {
		return tlog.Hash{}, fmt.Errorf("ledger: the tree has no hash %d", index)
	}
	return held[at], nil
}

// readPast computes a hash within a whole tile from the tile's leaves.
func (h *hashes) readPast(tile, index int64) (tlog.Hash, error) {
	leaves, err := h.past(tile, h.root(tile))
	if err != nil {
		return tlog.Hash{}, err
	}
	return tlog.HashFromTile(wholeTile(tile), leaves, index)
}

// root is the root of a whole tile.
func (h *hashes) root(tile int64) tlog.Hash { return h.high[0][tile] }

// wholeTile is a tile of level 0 that is full.
func wholeTile(n int64) tlog.Tile { return tlog.Tile{H: tileHeight, L: 0, N: n, W: tileWidth} }

// grown gives the hashes as they will be with those of entry n added, and leaves h as it is.
type grown struct {
	*hashes
	begin int64 // index of the first of more
	more  []tlog.Hash
}

// ReadHashes reads from both.
func (w grown) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	out := make([]tlog.Hash, len(indexes))
	for i, x := range indexes {
		if at := x - w.begin; at >= 0 && at < int64(len(w.more)) {
			out[i] = w.more[at]
			continue
		}
		hash, err := w.read(x)
		if err != nil {
			return nil, err
		}
		out[i] = hash
	}
	return out, nil
}
