package production

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"slices"

	"writ/production/format"
)

// Staged is a package whose parts lie in a staging area, verified and not yet sealed. The zero Staged seals
// nothing.
type Staged struct{ s *stagedPackage }

type stagedPackage struct {
	st       Staging
	manifest [32]byte
	index    index
}

// index says what is staged. It stands in the staging area, so that a crash loses nothing.
type index struct {
	V        int      `json:"v"`
	Manifest staged   `json:"manifest"`
	Audit    staged   `json:"audit"`
	Parts    []staged `json:"parts"`
}

const (
	indexFile = "staged.json"
	mostIndex = 16 << 20
)

// Resume finds what Assemble left in a staging area, after a crash. Seal then takes it only with the proof of the
// outcome that names its manifest.
func Resume(st Staging) (Staged, error) {
	if st == nil {
		return Staged{}, ErrZero
	}
	b, err := readAll(st, indexFile, mostIndex)
	if err != nil {
		return Staged{}, err
	}
	var x index
	if json.Unmarshal(b, &x) != nil || x.V != 1 || len(x.Manifest.Sum) != sha256.Size {
		return Staged{}, ErrStaging
	}
	return Staged{&stagedPackage{st, [32]byte(x.Manifest.Sum), x}}, nil
}

func readAll(st Staging, name string, most int64) ([]byte, error) {
	r, err := unpack(st, name)
	if err != nil {
		return nil, err
	}
	b, err := io.ReadAll(io.LimitReader(r, most))
	if closed := r.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return nil, fmt.Errorf("read the staged %s: %w", name, err)
	}
	return b, nil
}

// Zero reports whether nothing is staged.
func (s Staged) Zero() bool { return s.s == nil }

// ManifestHash is the SHA-256 of manifest.json, by which the ledger names the package.
func (s Staged) ManifestHash() [32]byte {
	if s.s == nil {
		return [32]byte{}
	}
	return s.s.manifest
}

// Outcome is the body of the ledger's entry that ends the action: pass it to [scope.Work.Done].
func (s Staged) Outcome() []byte {
	if s.s == nil {
		return nil
	}
	return fmt.Appendf(nil, `{"format":%q,"manifest":%q}`, format.Outcome, hex.EncodeToString(s.s.manifest[:]))
}

// ordered lists the parts as the archive holds them.
func (s Staged) ordered() []staged {
	parts := slices.Clone(s.s.index.Parts)
	slices.SortFunc(parts, func(a, b staged) int { return cmp.Compare(a.Name, b.Name) })
	return parts
}

// source shows the staged parts to those who verify.
func (s Staged) source() partSource { return partSource{s} }

type partSource struct{ s Staged }

// Names lists the parts in their order, the manifest first.
func (p partSource) Names() []string {
	out := []string{format.ManifestFile}
	for _, x := range p.s.ordered() {
		out = append(out, x.Name)
	}
	return out
}

// Open reads a part.
func (p partSource) Open(name string) (io.ReadCloser, error) {
	if !slices.Contains(p.Names(), name) {
		return nil, fs.ErrNotExist
	}
	return unpack(p.s.s.st, name)
}
