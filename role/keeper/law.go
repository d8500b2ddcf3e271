package keeper

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"writ/casefile"
	"writ/law"
)

// packsDir is where the packs lie: those of a set that was decided on below HOME, those that a tenant has taken in below
// the tenant's folder.
const packsDir = "packs"

// packsLock is held by the one who keeps a set.
const packsLock = "packs.lock"

// sumsFile lists the files of a kept set with their SHA-256, as sha256sum writes it.
const sumsFile = "SHA256SUMS"

var (
	// ErrLawGone says that the packs on which something was decided are not kept here, or are not what they were.
	ErrLawGone = errors.New("keeper: the packs on which it was decided are not kept in this home; restore its folder packs from a backup, or enter the demand anew: writ case correct")
	// ErrLawChanged says that the packs in force answer a decided demand otherwise than those on which it was decided.
	ErrLawChanged = errors.New("keeper: the law was changed since this case was decided, and now answers otherwise: nothing leaves on the old decision; enter the demand anew (writ case correct), and it is decided by the law in force")
)

// Law is the packs by which new demands are decided: those of the program, and those that the tenant has taken in.
func (k *Keeper) Law() *law.Set { return k.packs }

// LawOf is the packs on which a case was decided, the law in force where it is not decided yet.
func (k *Keeper) LawOf(c casefile.Case) (*law.Set, error) {
	if c.Decision == nil || c.Decision.Packs == k.packs.Hash() {
		return k.packs, nil
	}
	if s, ok := k.past.Load(c.Decision.Packs); ok {
		return s.(*law.Set), nil // it holds nothing else
	}
	s, err := LawAsOf(k.home, hex.EncodeToString(c.Decision.Packs[:]))
	if err != nil {
		return nil, err
	}
	k.past.Store(c.Decision.Packs, s)
	return s, nil
}

// said is the law whose words the papers of a case bear, which [Keeper.grant] has found before.
func (k *Keeper) said(c casefile.Case) *law.Set {
	s, err := k.LawOf(c)
	if err != nil {
		return k.packs
	}
	return s
}

// changed says that the law in force answers a decided demand otherwise than it was answered.
func (k *Keeper) changed(d law.Decision) error {
	if d.PackSet() == k.packs.Hash() {
		return nil
	}
	now, err := law.Decide(d.Demand(), k.packs)
	if err != nil || !d.SameAnswers(now) {
		return ErrLawChanged
	}
	return nil
}

// LawChanged reports [ErrLawChanged] of a case, nil where its decision stands or there is none.
func (k *Keeper) LawChanged(c casefile.Case) error {
	if c.Decision == nil {
		return nil
	}
	d, err := k.decision(c)
	if err != nil {
		return err
	}
	return k.changed(d)
}

// LawAsOf gives the packs that a home decided on, by the hash of the set in hexadecimal, whole or its first digits, at least
// eight. The files must still be those of the hash.
func LawAsOf(home, hash string) (*law.Set, error) {
	dir := filepath.Join(home, packsDir)
	name, err := keptName(dir, strings.ToLower(hash))
	if err != nil {
		return nil, err
	}
	s, err := law.Load(os.DirFS(filepath.Join(dir, name)))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrLawGone, err)
	}
	if h := s.Hash(); hex.EncodeToString(h[:]) != name {
		return nil, fmt.Errorf("%w: %s is not what was kept there: %s", ErrLawGone, filepath.Join(packsDir, name), strings.Join(otherSums(filepath.Join(dir, name)), ", "))
	}
	return s, nil
}

const leastHash = 8

// keptName finds the one kept set whose hash begins so.
func keptName(dir, hash string) (string, error) {
	names, err := kept(dir)
	if err != nil {
		return "", err
	}
	if len(hash) < leastHash {
		return "", fmt.Errorf("a hash of packs has 64 digits, of which the first %d must be given", leastHash)
	}
	found := slices.DeleteFunc(slices.Clone(names), func(n string) bool { return !strings.HasPrefix(n, hash) })
	switch {
	case len(found) == 1:
		return found[0], nil
	case len(found) > 1:
		return "", errors.New("more than one set of packs begins so; give more digits of the hash")
	case len(names) == 0:
		return "", fmt.Errorf("%w: the home has decided on none yet", ErrLawGone)
	default:
		return "", fmt.Errorf("%w: it has %s", ErrLawGone, strings.Join(names, ", "))
	}
}

// kept lists the sets that a home keeps, sorted.
func kept(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("look for the packs that are kept: %w", err)
	}
	var out []string
	for _, e := range entries {
		if b, err := hex.DecodeString(e.Name()); err == nil && len(b) == sha256.Size && e.IsDir() {
			out = append(out, e.Name())
		}
	}
	return out, nil
}

// keepLaw keeps a set of packs under its hash before anything is decided on it: the decision can be made again for as
// long as the home is there. A set that is kept already stays as it is. Every tenant's process may keep one: they take
// turns.
func keepLaw(home string, s *law.Set) (err error) {
	hash := s.Hash()
	dir := filepath.Join(home, packsDir, hex.EncodeToString(hash[:]))
	if _, err := os.Stat(dir); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	turn, err := os.OpenFile(filepath.Join(home, packsLock), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return fmt.Errorf("keep the packs: %w", err)
	}
	defer func() { err = errors.Join(err, turn.Close()) }() // gives the lock back
	if err := syscall.Flock(int(turn.Fd()), syscall.LOCK_EX); err != nil {
		return fmt.Errorf("wait for the others who keep packs: %w", err)
	}
	if _, err := os.Stat(dir); !errors.Is(err, fs.ErrNotExist) {
		return err // another kept it meanwhile
	}
	var sums strings.Builder
	for _, f := range s.Files() {
		fmt.Fprintf(&sums, "%x  %s\n", sha256.Sum256([]byte(f.Text)), f.Name)
	}
	return writeFolder(dir, append(s.Files(), law.File{Name: sumsFile, Text: sums.String()}))
}

// otherSums names the files of a kept set that are not those of its list.
func otherSums(dir string) []string {
	list, err := os.ReadFile(filepath.Join(dir, sumsFile))
	if err != nil {
		return []string{sumsFile + " can't be read"}
	}
	var out []string
	for _, line := range strings.Split(strings.TrimSpace(string(list)), "\n") {
		sum, name, _ := strings.Cut(line, "  ")
		if got, _, err := hashOf(filepath.Join(dir, filepath.FromSlash(name))); err != nil || hex.EncodeToString(got[:]) != sum {
			out = append(out, name+" was changed")
		}
	}
	if len(out) == 0 {
		return []string{"a file was added, or " + sumsFile + " was changed"}
	}
	return out
}

// writeFolder writes files into a folder that appears whole or not at all.
func writeFolder(dir string, files []law.File) error {
	part := partial(dir)
	if err := os.RemoveAll(part); err != nil {
		return fmt.Errorf("keep the packs: %w", err)
	}
	for _, f := range files {
		path := filepath.Join(part, filepath.FromSlash(f.Name))
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			return fmt.Errorf("keep the packs: %w", err)
		}
		if err := writeDurable(path, []byte(f.Text), 0o600); err != nil {
			return err
		}
	}
	if err := os.Rename(part, dir); err != nil {
		return fmt.Errorf("keep the packs: %w", err)
	}
	return syncDir(filepath.Dir(dir))
}
