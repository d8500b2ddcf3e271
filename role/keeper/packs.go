package keeper

import (
	"crypto/ed25519"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"writ/casefile"
	"writ/law"
	"writ/law/signed"
	"writ/ledger"
)

// ErrPackThere says that a pack would take the place of another of its name, and nobody said that it may.
var ErrPackThere = errors.New("keeper: a pack of this name is law here already")

// Packs are the packs that the tenant has taken in and not out again.
func (k *Keeper) Packs() []casefile.PackTaken { return slices.Clone(k.taken) }

// settleLaw reads on the ledger which packs the tenant has taken in, and their files, which must be those that were signed.
func (k *Keeper) settleLaw() error {
	taken, err := casefile.Packs(k.log.ID(), k.log.OfCase(""))
	if err != nil {
		return err
	}
	k.taken = slices.DeleteFunc(taken, func(p casefile.PackTaken) bool { return p.Hash == "" })
	files := k.base.Files()
	for _, t := range k.taken {
		p, err := k.takenPack(t)
		if err != nil {
			return err
		}
		files = replaced(files, p)
	}
	if len(k.taken) == 0 {
		k.packs = k.base
		return nil
	}
	k.packs, err = law.LoadFiles(files)
	return err
}

// takenPack reads the files of a pack that was taken in and finds any that is not as it was signed.
func (k *Keeper) takenPack(t casefile.PackTaken) (signed.Pack, error) {
	p, err := signed.ReadPack(os.DirFS(k.packPath(t.Hash)), t.Pack)
	if err != nil {
		return p, fmt.Errorf("the pack %s, taken in as %s, can't be read; restore its folder from a backup: %w", t.Pack, short(t.Hash), err)
	}
	if hash := p.Hash(); hex.EncodeToString(hash[:]) == t.Hash {
		return p, nil
	}
	d, err := signed.Read(p.Doc)
	if err == nil {
		err = d.Compare(p)
	}
	if err == nil {
		err = signed.ErrChanged
	}
	return p, fmt.Errorf("the pack %s is not what was taken in as %s; restore its folder from a backup: %w", t.Pack, short(t.Hash), err)
}

func short(hash string) string { return hash[:min(16, len(hash))] }

// packPath is where the files of a pack lie that the tenant has taken in.
func (k *Keeper) packPath(hash string) string { return filepath.Join(k.dir, packsDir, hash) }

// replaced gives the files of a set with those of one pack in the place of what had its name.
func replaced(files []law.File, p signed.Pack) []law.File {
	out := slices.DeleteFunc(slices.Clone(files), func(f law.File) bool { return strings.HasPrefix(f.Name, p.Name+"/") })
	return append(out, p.Files...)
}

// A Taking is a pack that is about to be taken in: what it would be law beside, and in the place of what.
type Taking struct {
	Pack     string
	Hash     string   // of its files, hexadecimal
	Replaces string   // hash of what is law under its name, "" where nothing is
	By       []string // who signed it
	Old, New *law.Set // the law before and after
	Files    []law.File
	Before   []law.File // of what is law under its name, the cases beside it among them
	entry    casefile.PackTaken
	doc      []byte
}

// Weigh looks at a signed pack without taking it in: its files must be those that were signed, by two people as the
// ledger has them, and sound beside the packs that are law.
func (k *Keeper) Weigh(p signed.Pack) (Taking, error) {
	if p.Doc == nil {
		return Taking{}, fmt.Errorf("the pack %s is not signed: two people sign it, each with writ packs sign", p.Name)
	}
	d, err := signed.Read(p.Doc)
	if err != nil {
		return Taking{}, err
	}
	if err := d.Compare(p); err != nil {
		return Taking{}, fmt.Errorf("%w; take the change back, or have the pack signed anew", err)
	}
	t := Taking{Pack: p.Name, Hash: d.Hash, Old: k.packs, Files: p.Files, doc: p.Doc}
	before, err := k.inForce(p.Name)
	if err != nil {
		return Taking{}, err
	}
	if t.Before = before.Files; len(t.Before) > 0 {
		hash := before.Hash()
		t.Replaces = hex.EncodeToString(hash[:])
	}
	if t.entry, err = k.signedBy(d, t.Replaces); err != nil {
		return Taking{}, err
	}
	for _, s := range t.entry.By {
		t.By = append(t.By, s.Who)
	}
	t.New, err = law.LoadFiles(replaced(k.packs.Files(), p))
	return t, err
}

// inForce gives the pack that is law under a name: one taken in, else the program's own; without files for neither.
func (k *Keeper) inForce(name string) (signed.Pack, error) {
	for _, t := range k.taken {
		if t.Pack == name {
			return k.takenPack(t)
		}
	}
	files, err := law.EmbeddedFiles()
	if err != nil || !slices.Contains(k.base.Names(), name) {
		return signed.Pack{}, err
	}
	return signed.Pack{Name: name, Files: slices.DeleteFunc(files, func(f law.File) bool { return !strings.HasPrefix(f.Name, name+"/") })}, nil
}

// signedBy makes the entry and checks who signed. A signature by a key that nobody here holds is refused, not skipped.
func (k *Keeper) signedBy(d signed.Document, replaces string) (casefile.PackTaken, error) {
	e := casefile.PackTaken{V: 1, Pack: d.Pack, Hash: d.Hash, Replaces: replaces}
	people := k.People()
	for _, s := range d.Signatures {
		who, ok := people.Holder(s.Public())
		if !ok {
			return e, fmt.Errorf("one who signed the pack %s is not enrolled here: %w", d.Pack, ErrStranger)
		}
		at, err := s.When()
		if err != nil {
			return e, err
		}
		e.By = append(e.By, casefile.PackSigner{Who: who.Name, At: at, Sig: s.Sig})
	}
	last, _ := k.lastOf(d.Pack)
	return e, e.Signed(people, last.At, k.clock())
}

// lastOf gives the last entry about a pack and how many there are.
func (k *Keeper) lastOf(pack string) (ledger.Entry, int) {
	var last ledger.Entry
	n := 0
	for _, e := range k.log.OfCase("") {
		if e.Kind == casefile.PackKind && strings.HasPrefix(e.Key, "pack/"+pack+"/") {
			last, n = e, n+1
		}
	}
	return last, n
}

// TakeIn makes a weighed pack law. Where it takes the place of another, replaces must name it: nothing is overridden in
// silence. The files are durable before the entry, the entry before anything is decided by them.
func (k *Keeper) TakeIn(t Taking, replaces string) error {
	switch {
	case t.entry.V == 0:
		return errors.New("keeper: a pack is weighed before it is taken in")
	case replaces != "" && replaces != t.Pack:
		return errors.New("--replaces names another pack than that of the folder: a pack takes the place of one of its own name")
	case t.Replaces != "" && replaces == "":
		return fmt.Errorf("%w; to let it take that place, give --replaces %s", ErrPackThere, t.Pack)
	case t.Replaces == "" && replaces != "":
		return errors.New("there is no pack of this name to replace; leave --replaces out")
	case t.Replaces == t.Hash:
		return errors.New("these very files are law here already; nothing was changed")
	}
	if err := k.layDown(t); err != nil {
		return err
	}
	return k.enact(t.entry)
}

// layDown keeps the pack's files under their hash, and marks the home as one that has packs of its own.
func (k *Keeper) layDown(t Taking) error {
	if err := os.RemoveAll(k.packPath(t.Hash)); err != nil { // of an attempt without entry, or the same files
		return fmt.Errorf("keep the pack: %w", err)
	}
	files := append(slices.Clone(t.Files), law.File{Name: t.Pack + "/" + signed.Name, Text: string(t.doc)})
	for i := range files {
		files[i].Name = strings.TrimPrefix(files[i].Name, t.Pack+"/")
	}
	if err := writeFolder(k.packPath(t.Hash), files); err != nil {
		return err
	}
	return raiseHome(k.home, homeWithLaw)
}

// enact appends the entry and decides by it from now on.
func (k *Keeper) enact(p casefile.PackTaken) error {
	body, err := json.Marshal(p)
	if err != nil {
		return err
	}
	_, n := k.lastOf(p.Pack)
	if _, err = k.log.Append(ledger.Entry{V: 1, Key: casefile.PackKey(p.Pack, n+1), Kind: casefile.PackKind, At: k.clock(), Body: body}); err != nil {
		return fmt.Errorf("write it on the ledger: %w", err)
	}
	if err := k.settleLaw(); err != nil {
		return err
	}
	return keepLaw(k.home, k.packs)
}

// TakeOut takes a pack of the tenant's own out again, on the word of two people: the program's pack of that name is law from
// then on, where it has one.
func (k *Keeper) TakeOut(name string, by ...Signer) error {
	i := slices.IndexFunc(k.taken, func(t casefile.PackTaken) bool { return t.Pack == name })
	if i < 0 {
		return errors.New("the home has taken in no pack of this name; writ packs list --home shows those that it has")
	}
	e := casefile.PackTaken{V: 1, Pack: name, Replaces: k.taken[i].Hash}
	for _, s := range by {
		p, err := k.person(s)
		if err != nil {
			return err
		}
		at := k.clock().UTC().Round(0)
		e.By = append(e.By, casefile.PackSigner{Who: p.Name, At: at, Sig: ed25519.Sign(s.Key, signed.Statement(name, [32]byte{}, at))})
	}
	last, _ := k.lastOf(name)
	if err := e.Signed(k.People(), last.At, k.clock()); err != nil {
		return err
	}
	return k.enact(e)
}
