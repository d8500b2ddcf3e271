package verify

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"io/fs"
	"slices"
	"strings"
)

// Limits of an archive.
const (
	mostMembers = 10_000
	mostName    = 200
)

var errOther = errors.New("verify: not in the one form of an archive")

// An archive is a ZIP file in the one form of docs/formats/package.md: what any reader finds in it is all there is.
type archive struct {
	r *zip.Reader
}

// openArchive reads an archive and finds that its octets are those, and only those, that its members ask for:
// nothing stands before, between or behind them, and no header says one thing here and another there.
func openArchive(r io.ReaderAt, size int64) (*archive, bool) {
	z, err := zip.NewReader(r, size)
	if err != nil || len(z.File) == 0 || len(z.File) > mostMembers || z.Comment != "" {
		return nil, false
	}
	seen := map[string]bool{}
	for _, f := range z.File {
		plain := strings.IndexFunc(f.Name, func(c rune) bool { return c <= ' ' || c >= 0x7f || c == '\\' }) < 0
		if f.Name == "" || len(f.Name) > mostName || !plain || !fs.ValidPath(f.Name) || seen[f.Name] || f.Method != zip.Store && f.Method != zip.Deflate {
			return nil, false
		}
		seen[f.Name] = true
	}
	same := &comparing{r: io.NewSectionReader(r, 0, size)}
	if rewrite(same, z) != nil || same.at != size {
		return nil, false
	}
	return &archive{z}, true
}

// rewrite writes the archive again, in its one form.
func rewrite(w io.Writer, z *zip.Reader) error {
	out := zip.NewWriter(w)
	for _, f := range z.File {
		raw, err := f.OpenRaw()
		if err != nil {
			return err
		}
		h := &zip.FileHeader{Name: f.Name, Method: f.Method, Flags: 0x8, CreatorVersion: 20, ReaderVersion: 20,
			CRC32: f.CRC32, CompressedSize64: f.CompressedSize64, UncompressedSize64: f.UncompressedSize64}
		h.ModifiedDate = 33 //nolint:staticcheck // 1980-01-01; Modified would add a field beside it
		to, err := out.CreateRaw(h)
		if err != nil {
			return err
		}
		if _, err := io.Copy(to, raw); err != nil {
			return err
		}
	}
	return out.Close()
}

// comparing compares what is written with what stands in the file.
type comparing struct {
	r   io.Reader
	buf []byte
	at  int64
}

func (c *comparing) Write(b []byte) (int, error) {
	if cap(c.buf) < len(b) {
		c.buf = make([]byte, len(b))
	}
	have := c.buf[:len(b)]
	if _, err := io.ReadFull(c.r, have); err != nil || !bytes.Equal(have, b) {
		return 0, errOther
	}
	c.at += int64(len(b))
	return len(b), nil
}

// Names lists the members in their order.
func (a *archive) Names() []string {
	var out []string
	for _, f := range a.r.File {
		out = append(out, f.Name)
	}
	return out
}

// Open unpacks a member. Its reader fails where the octets are not those that the header counts.
func (a *archive) Open(name string) (io.ReadCloser, error) {
	i := slices.IndexFunc(a.r.File, func(f *zip.File) bool { return f.Name == name })
	if i < 0 {
		return nil, fs.ErrNotExist
	}
	return a.r.File[i].Open()
}

// section gives a member that is stored as it is.
func (a *archive) section(r io.ReaderAt, name string) (*io.SectionReader, bool) {
	for _, f := range a.r.File {
		if f.Name != name || f.Method != zip.Store {
			continue
		}
		at, err := f.DataOffset()
		if err != nil || f.CompressedSize64 != f.UncompressedSize64 {
			return nil, false
		}
		return io.NewSectionReader(r, at, int64(f.CompressedSize64)), true //nolint:gosec // zip.NewReader has compared it with the file's size
	}
	return nil, false
}
