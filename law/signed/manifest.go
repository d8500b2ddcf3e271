package signed

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"io/fs"
	"maps"
	slash "path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"writ/law"
)

// Name is the file that holds the signatures. It lies beside the files that are signed and is none of them.
const Name = "signatures.json"

// The most that a pack may hold.
const (
	mostFiles  = 200
	mostOctets = 8 << 20 // of one file
)

var packName = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,62}$`)

// A Pack is the files of one pack, read once: what was hashed is what is loaded.
type Pack struct {
	Name  string
	Files []law.File // "<name>/<file>", sorted; without the signatures
	Doc   []byte     // the signatures, nil where there are none
}

// ReadPack reads the folder of a pack: the root of dir, under the pack's name. A folder within it, a file that is none, too
// many and too large ones are errors that name it.
func ReadPack(dir fs.FS, name string) (Pack, error) {
	p := Pack{Name: name}
	if !packName.MatchString(name) {
		return p, errors.New("a pack's folder has 1 to 63 of a-z, 0-9 and -, and is named as the pack")
	}
	entries, err := fs.ReadDir(dir, ".")
	if err != nil {
		return p, errors.New(name + ": there is no such folder")
	}
	for _, e := range entries {
		b, err := readFile(dir, e)
		if err != nil {
			return p, errors.New(name + "/" + e.Name() + ": " + err.Error())
		}
		if e.Name() == Name {
			p.Doc = b
			continue
		}
		p.Files = append(p.Files, law.File{Name: slash.Join(name, e.Name()), Text: string(b)})
	}
	if len(p.Files) == 0 || len(p.Files) > mostFiles {
		return p, errors.New(name + " holds no file, or more than " + strconv.Itoa(mostFiles))
	}
	return p, nil
}

func readFile(dir fs.FS, e fs.DirEntry) ([]byte, error) {
	info, err := e.Info()
	switch {
	case err != nil:
		return nil, errors.New("it can't be looked at")
	case !info.Mode().IsRegular():
		return nil, errors.New("a pack holds files and nothing else; take it away")
	case info.Size() > mostOctets:
		return nil, errors.New("it is larger than " + strconv.Itoa(mostOctets>>20) + " MiB; split it")
	}
	b, err := fs.ReadFile(dir, e.Name())
	if err != nil {
		return nil, errors.New("it can't be read")
	}
	return b, nil
}

// Sums gives the SHA-256 of each file in hexadecimal, by its name without the pack's.
func (p Pack) Sums() map[string]string {
	out := map[string]string{}
	for _, f := range p.Files {
		sum := sha256.Sum256([]byte(f.Text))
		out[strings.TrimPrefix(f.Name, p.Name+"/")] = hex.EncodeToString(sum[:])
	}
	return out
}

// Hash is the hash of the pack: over its name and, sorted by name, the name and the SHA-256 of each of its files.
func (p Pack) Hash() [32]byte { return hashOf(p.Name, p.Sums()) }

func hashOf(pack string, sums map[string]string) [32]byte {
	h := sha256.New()
	for _, t := range append([]string{"writ/1/pack-files", pack}, flat(sums)...) {
		h.Write(binary.BigEndian.AppendUint64(nil, uint64(len(t))))
		h.Write([]byte(t))
	}
	return [32]byte(h.Sum(nil))
}

func flat(sums map[string]string) []string {
	var out []string
	for _, name := range slices.Sorted(maps.Keys(sums)) {
		out = append(out, name, sums[name])
	}
	return out
}
