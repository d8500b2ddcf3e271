package production

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"fmt"
	"hash/crc32"
	"io"

	"github.com/klauspost/compress/flate"
)

// header is how every member of an archive is described: no time, no owner, its size behind it.
func header(name string, method uint16) *zip.FileHeader {
	h := &zip.FileHeader{Name: name, Method: method, Flags: 0x8, CreatorVersion: 20, ReaderVersion: 20}
	h.ModifiedDate = 1<<5 | 1 //nolint:staticcheck // 1980-01-01; Modified would add a field beside it
	return h
}

// putWhole adds a small member as it is.
func putWhole(z *zip.Writer, name string, b []byte) error {
	h := header(name, zip.Store)
	h.CRC32, h.UncompressedSize64, h.CompressedSize64 = crc32.ChecksumIEEE(b), uint64(len(b)), uint64(len(b))
	w, err := z.CreateRaw(h)
	if err != nil {
		return err
	}
	_, err = w.Write(b)
	return err
}

// putStaged adds a member that lies deflated in the staging area, and finds out whether it is still what was put
// there.
func putStaged(z *zip.Writer, st Staging, s staged) error {
	h := header(s.Name, zip.Deflate)
	h.CRC32, h.UncompressedSize64, h.CompressedSize64 = s.CRC, uint64(s.Size), uint64(s.Packed)
	w, err := z.CreateRaw(h)
	if err != nil {
		return err
	}
	src, err := st.Open(s.Name)
	if err != nil {
		return fmt.Errorf("read the staged %s: %w", s.Name, err)
	}
	err = copyChecked(w, src, s)
	if closed := src.Close(); err == nil {
		err = closed
	}
	return err
}

func copyChecked(w io.Writer, src io.Reader, s staged) error {
	out, plain := &counter{w: w}, &checksum{sum: sha256.New()}
	tee := io.TeeReader(src, out)
	z := flate.NewReader(tee)
	if _, err := io.Copy(plain, z); err != nil {
		return fmt.Errorf("read the staged %s: %w", s.Name, err)
	}
	if _, err := io.Copy(io.Discard, tee); err != nil {
		return fmt.Errorf("read the staged %s: %w", s.Name, err)
	}
	if out.n != s.Packed || plain.size != s.Size || plain.crc != s.CRC || !bytes.Equal(plain.sum.Sum(nil), s.Sum) {
		return ErrStaging
	}
	return nil
}
