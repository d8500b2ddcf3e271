package lap

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path"

	"filippo.io/age"

	"writ/production/format"
)

// mostParts bounds what a package may unpack to.
const mostParts = 10_000

// Unpack opens a package with the agency's identity and writes its parts into a folder, which must not be there yet.
// It verifies nothing: [Verify] does. No part can be written outside the folder.
func Unpack(file string, identity []byte, dir string) error {
	ids, err := age.ParseIdentities(bytes.NewReader(identity))
	if err != nil {
		return ErrIdentity
	}
	outer, err := zip.OpenReader(file)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrFile, plain(err))
	}
	defer outer.Close() //nolint:errcheck // it was only read
	sealed, err := section(file, &outer.Reader)
	if err != nil {
		return err
	}
	defer sealed.close()
	in, size, err := age.DecryptReaderAt(sealed, sealed.Size(), ids...)
	if err != nil {
		return errors.New("lap: the identity does not open the package")
	}
	inner, err := zip.NewReader(in, size)
	if err != nil || len(inner.File) > mostParts {
		return fmt.Errorf("%w: its inner archive is damaged", ErrFile)
	}
	return unpackInto(dir, inner)
}

type sealedPart struct {
	*io.SectionReader
	f *os.File
}

func (s sealedPart) close() { _ = s.f.Close() }

// section finds the agency's part in the file. It is stored, not packed, so that it can be read where it lies.
func section(file string, z *zip.Reader) (sealedPart, error) {
	for _, m := range z.File {
		if m.Name != format.Sealed || m.Method != zip.Store {
			continue
		}
		at, err := m.DataOffset()
		if err != nil {
			break
		}
		f, err := os.Open(file)
		if err != nil {
			return sealedPart{}, fmt.Errorf("%w: %w", ErrFile, plain(err))
		}
		return sealedPart{io.NewSectionReader(f, at, int64(m.UncompressedSize64)), f}, nil //nolint:gosec // a file's size fits
	}
	return sealedPart{}, fmt.Errorf("%w: it holds no part for the agency", ErrFile)
}

func unpackInto(dir string, z *zip.Reader) error {
	if err := os.Mkdir(dir, 0o700); err != nil {
		return fmt.Errorf("lap: make the folder: %w", plain(err))
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return fmt.Errorf("lap: open the folder: %w", plain(err))
	}
	defer root.Close() //nolint:errcheck // each file was closed
	for _, m := range z.File {
		if err := unpackOne(root, m); err != nil {
			return err
		}
	}
	return nil
}

func unpackOne(root *os.Root, m *zip.File) (err error) {
	if d := path.Dir(m.Name); d != "." {
		if err := root.MkdirAll(d, 0o700); err != nil {
			return fmt.Errorf("lap: make a folder: %w", plain(err))
		}
	}
	r, err := m.Open()
	if err != nil {
		return fmt.Errorf("lap: unpack a part: %w", plain(err))
	}
	defer r.Close() //nolint:errcheck // it was only read
	w, err := root.OpenFile(m.Name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("lap: unpack a part: %w", plain(err))
	}
	defer func() { err = errors.Join(err, plain(w.Close())) }()
	if _, err := io.Copy(w, r); err != nil { //nolint:gosec // the sizes stand in a manifest that was signed
		return fmt.Errorf("lap: unpack a part: %w", plain(err))
	}
	return nil
}
