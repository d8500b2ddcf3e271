package ledger

import (
	"encoding/binary"
	"fmt"
	"strings"

	"golang.org/x/mod/sumdb/tlog"
)

// Names of the published files beside the tiles.
const (
	CheckpointFile = "checkpoint"
	KeyFile        = "vkey"
)

const (
	tileHeight = 8
	tileWidth  = 1 << tileHeight
)

// Publish brings the tiles and the published checkpoint up to the head, so that any reader of
// c2sp.org/tlog-tiles sees it all. Append does it at each full tile, Close at the end.
func (l *Log) Publish() error {
	if l == nil || l.signer == nil {
		return ErrClosed
	}
	l.appending.Lock()
	defer l.appending.Unlock()
	if l.failed != nil {
		return fmt.Errorf("%w (%w)", ErrClosed, l.failed)
	}
	return l.publish()
}

// publish writes tiles first, then the checkpoint that needs them. The caller holds l.appending, so what
// it reads here stands still.
func (l *Log) publish() error {
	if l.published == l.tree.size {
		return nil
	}
	for _, t := range tlog.NewTiles(tileHeight, l.published, l.tree.size) {
		data, err := tlog.ReadTileData(t, &l.tree.hashes)
		if err != nil {
			return err
		}
		if err := l.put(tilePath(t), data); err != nil {
			return err
		}
		if t.L != 0 {
			continue
		}
		bundle, err := l.bundle(t)
		if err != nil {
			return err
		}
		if err := l.put(bundlePath(t), bundle); err != nil {
			return err
		}
	}
	if err := l.put(CheckpointFile, l.note); err != nil {
		return err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.published = l.tree.size
	l.forget()
	return nil
}

func (l *Log) put(name string, data []byte) error {
	if err := l.st.Put(name, data); err != nil {
		return fmt.Errorf("ledger: publish %s: %w", name, err)
	}
	return nil
}

// bundle gives the entries under a tile of level 0, each behind its length in two octets.
func (l *Log) bundle(t tlog.Tile) ([]byte, error) {
	var out []byte
	first := t.N * tileWidth
	for i := first; i < first+int64(t.W); i++ {
		leaf, err := l.encodedAt(i)
		if err != nil {
			return nil, err
		}
		out = binary.BigEndian.AppendUint16(out, uint16(len(leaf)))
		out = append(out, leaf...)
	}
	return out, nil
}

// tilePath is the tile's name in c2sp.org/tlog-tiles, which leaves out the height.
func tilePath(t tlog.Tile) string {
	return "tile/" + strings.TrimPrefix(t.Path(), fmt.Sprintf("tile/%d/", tileHeight))
}

func bundlePath(t tlog.Tile) string {
	return "tile/entries/" + strings.TrimPrefix(tilePath(t), "tile/0/")
}
