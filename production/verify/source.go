package verify

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"hash"
	"io"

	"github.com/gowebpki/jcs"
)

// A Source shows the parts of a package, unpacked.
type Source interface {
	Names() []string // in their order; the manifest first
	Open(name string) (io.ReadCloser, error)
}

// mostSmall is the most octets of a part that is read as a whole.
const mostSmall = 64 << 20

// whole reads a part that is not large.
func whole(src Source, name string) ([]byte, *fault) {
	r, err := src.Open(name)
	if err != nil {
		return nil, broken(name + " is missing or can't be unpacked")
	}
	b, err := io.ReadAll(io.LimitReader(r, mostSmall+1))
	if closed := r.Close(); err == nil {
		err = closed
	}
	switch {
	case err != nil:
		return nil, broken(name + " can't be unpacked")
	case len(b) > mostSmall:
		return nil, broken(name + " is larger than any such part")
	}
	return b, nil
}

// strict reads canonical JSON into v: no other form, no unknown member.
func strict(b []byte, v any) bool {
	again, err := jcs.Transform(b)
	if err != nil || !bytes.Equal(again, b) {
		return false
	}
	dec := json.NewDecoder(bytes.NewReader(b))
	dec.DisallowUnknownFields()
	return dec.Decode(v) == nil
}

// hashed reads a part and hashes it on the way.
type hashed struct {
	io.Reader
	c    io.Closer
	sum  hash.Hash
	size int64
}

func openHashed(src Source, name string) (*hashed, bool) {
	r, err := src.Open(name)
	if err != nil {
		return nil, false
	}
	h := &hashed{c: r, sum: sha256.New()}
	h.Reader = io.TeeReader(r, h)
	return h, true
}

func (h *hashed) Write(b []byte) (int, error) {
	h.size += int64(len(b))
	return h.sum.Write(b)
}

// is says, at the part's end, whether it was the one that the manifest names.
func (h *hashed) is(p part) bool {
	rest, err := io.Copy(io.Discard, h)
	closed := h.c.Close()
	return err == nil && closed == nil && rest == 0 && h.size == p.Size && hex.EncodeToString(h.sum.Sum(nil)) == p.SHA256
}
