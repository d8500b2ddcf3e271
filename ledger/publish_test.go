package ledger

import (
	"bytes"
	"encoding/binary"
	"testing"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// A foreignReader reads the published files as any reader of c2sp.org/tlog-tiles does: it knows nothing of
// journals or entries, and tlog checks each tile against the checkpoint.
type foreignReader struct {
	t  *testing.T
	st *Memory
}

func (r foreignReader) Height() int                     { return 8 }
func (r foreignReader) SaveTiles([]tlog.Tile, [][]byte) {}
func (r foreignReader) file(name string) (b []byte)     { return r.must(r.st.Get(name)) }
func (r foreignReader) must(b []byte, err error) []byte {
	if err != nil {
		r.t.Fatal(err)
	}
	return b
}

func (r foreignReader) ReadTiles(tiles []tlog.Tile) (out [][]byte, err error) {
	for _, t := range tiles {
		out = append(out, r.file("tile"+t.Path()[len("tile/8"):]))
	}
	return out, nil
}

func TestAnyTileReaderCanReadWhatIsPublished(t *testing.T) {
	for _, size := range []int{1, 2, 255, 256, 257, 600, 1024} {
		st, l := fill(t, size)
		if err := l.Publish(); err != nil {
			t.Fatal(err)
		}
		r := foreignReader{t, st}
		v, err := note.NewVerifier(string(bytes.TrimSpace(r.file("vkey"))))
		if err != nil {
			t.Fatal(err)
		}
		n, err := note.Open(r.file("checkpoint"), note.VerifierList(v))
		if err != nil {
			t.Fatal(err)
		}
		c, err := parseCheckpoint(n.Text)
		if err != nil || c.Size != int64(size) {
			t.Fatalf("size %d: %+v, %v", size, c, err)
		}
		tree := tlog.Tree{N: c.Size, Hash: c.Root}
		hashes := tlog.TileHashReader(tree, r)
		for i := int64(0); i < c.Size; i += 37 {
			proof, err := tlog.ProveRecord(c.Size, i, hashes)
			if err != nil {
				t.Fatal(err)
			}
			leaf := r.bundled(i, c.Size)
			if err := tlog.CheckRecord(proof, c.Size, c.Root, i, tlog.RecordHash(leaf)); err != nil {
				t.Errorf("size %d: entry %d: %v", size, i, err)
			}
		}
	}
}

// bundled takes entry i from its bundle.
func (r foreignReader) bundled(i, size int64) []byte {
	tile := tlog.Tile{H: 8, L: -1, N: i / 256, W: int(min(256, size-i/256*256))}
	b := r.file("tile/entries" + tile.Path()[len("tile/8/data"):])
	for range i % 256 {
		b = b[2+binary.BigEndian.Uint16(b):]
	}
	return b[2 : 2+binary.BigEndian.Uint16(b)]
}

func TestPublishingGoesOnWhereItStoppedAfterOpening(t *testing.T) {
	st, l := fill(t, 300)
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	l, err := Open(st, inKey(1), inOrigin)
	if err != nil {
		t.Fatal(err)
	}
	for i := 300; i < 520; i++ {
		if _, err := l.Append(inEntry(i)); err != nil {
			t.Fatal(err)
		}
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	_, once := fill(t, 520)
	if err := once.Close(); err != nil {
		t.Fatal(err)
	}
	for name, want := range once.st.(*Memory).files {
		if got, err := st.Get(name); err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s differs from that of a log published at once, %v", name, err)
		}
	}
}
