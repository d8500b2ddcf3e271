package ledger

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// Verify checks a whole log offline: every frame, entry, key, instant, hash and signature, and every
// published tile. With checkpoints that were seen earlier it finds rollback, fork and re-signing;
// without them the report says that it can't tell. With an empty vkey it takes the key that stands beside
// the log, and the report says so. What is wrong with the log is in the Report; an error means that it
// could not be read at all.
func Verify(st Reader, vkey string, seen [][]byte) (Report, error) {
	r := newReport()
	vkey, err := r.chooseKey(st, vkey)
	if err != nil {
		return *r, err
	}
	t, err := newTree()
	if err != nil {
		return *r, err
	}
	whole, err := r.journal(st, t)
	if err != nil {
		return *r, err
	}
	r.Size, r.Root, r.At = t.size, t.root, t.at
	if !whole {
		return *r, nil
	}
	r.hold(CheckFrames, CheckEntries, CheckKeys, CheckTimes, CheckHashes, CheckSignature)
	if err := r.tiles(st, t, vkey); err != nil {
		return *r, err
	}
	r.compare(t, vkey, seen)
	return *r, nil
}

func (r *Report) chooseKey(st Reader, vkey string) (string, error) {
	beside, err := st.Get(KeyFile)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return "", fmt.Errorf("ledger: read the verification key: %w", err)
	}
	switch {
	case vkey == "":
		vkey = strings.TrimSuffix(string(beside), "\n")
		r.set(CheckKey, Untold, KeyFile, "taken from beside the log, not checked; bring the key that you were given")
	case err == nil && string(beside) != vkey+"\n":
		r.set(CheckKey, Breaks, KeyFile, "the log stands beside another key than the one that was brought")
	default:
		r.hold(CheckKey)
	}
	if _, err := note.NewVerifier(vkey); err != nil {
		return "", ErrKey
	}
	r.VerificationKey, r.Log = vkey, IDOf(vkey)
	return vkey, nil
}

// journal replays every frame and reports whether all of it verified.
func (r *Report) journal(st Reader, t *tree) (bool, error) {
	signed := func(b []byte) (Checkpoint, error) { return OpenCheckpoint(b, r.VerificationKey) }
	for f, err := range st.Frames() {
		if err == nil {
			_, err = t.replay(f, signed)
		}
		var b *BrokenError
		if errors.As(err, &b) {
			r.set(b.Check, Breaks, b.Where, b.Problem)
			return false, nil
		}
		if err != nil {
			return false, fmt.Errorf("ledger: read frame %d: %w", t.size, err)
		}
	}
	return true, nil
}

// tiles compares what is published with the journal.
func (r *Report) tiles(st Reader, t *tree, vkey string) error {
	signed, err := st.Get(CheckpointFile)
	if errors.Is(err, fs.ErrNotExist) {
		r.set(CheckTiles, Untold, "", "nothing is published")
		return nil
	}
	if err != nil {
		return fmt.Errorf("ledger: read the published checkpoint: %w", err)
	}
	c, err := openPublished(signed, vkey)
	if err == nil {
		err = t.holds(c)
	}
	for _, tile := range tlog.NewTiles(tileHeight, 0, c.Size) {
		if err == nil {
			err = t.sameTile(st, tile)
		}
	}
	var b *BrokenError
	if errors.As(err, &b) {
		r.set(CheckTiles, Breaks, b.Where, b.Problem)
		return nil
	}
	if err == nil {
		r.Published = c.Size
		r.hold(CheckTiles)
	}
	return err
}

func (t *tree) sameTile(st Reader, tile tlog.Tile) error {
	want, err := tlog.ReadTileData(tile, &t.hashes)
	if err != nil {
		return err
	}
	got, full, err := get(st, tile, tilePath)
	if err != nil {
		return err
	}
	if !bytes.HasPrefix(got, want) || len(got) > len(want) && !full {
		return &BrokenError{CheckTiles, tilePath(tile), "its hashes are not the journal's"}
	}
	if tile.L != 0 {
		return nil
	}
	bundle, full, err := get(st, tile, bundlePath)
	if err != nil {
		return err
	}
	if rest, same := sameBundle(bundle, want); !same || len(rest) > 0 && !full {
		return &BrokenError{CheckTiles, bundlePath(tile), "its entries are not the journal's"}
	}
	return nil
}

// get reads a tile. A partial one may be gone once its full one is there, which begins with the same; full
// says that this was read.
func get(st Reader, tile tlog.Tile, path func(tlog.Tile) string) (b []byte, full bool, err error) {
	b, err = st.Get(path(tile))
	if errors.Is(err, fs.ErrNotExist) && tile.W < tileWidth {
		whole := tile
		whole.W, full = tileWidth, true
		b, err = st.Get(path(whole))
	}
	if errors.Is(err, fs.ErrNotExist) {
		return nil, false, &BrokenError{CheckTiles, path(tile), "it is missing"}
	}
	if err != nil {
		return nil, false, fmt.Errorf("ledger: read %s: %w", path(tile), err)
	}
	return b, full, nil
}

// sameBundle compares the first entries of a bundle with the hashes of its tile and gives what follows them.
func sameBundle(bundle, tile []byte) (rest []byte, same bool) {
	for ; len(tile) > 0; tile = tile[tlog.HashSize:] {
		if len(bundle) < 2 {
			return nil, false
		}
		n := 2 + int(binary.BigEndian.Uint16(bundle))
		if n > len(bundle) || tlog.RecordHash(bundle[2:n]) != tlog.Hash(tile[:tlog.HashSize]) {
			return nil, false
		}
		bundle = bundle[n:]
	}
	return bundle, true
}
