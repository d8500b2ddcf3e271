package law

import (
	"bytes"
	"io/fs"
	slash "path"
	"slices"
	"strings"
	"time"
	"writ/strict"
)

// LoadFiles reads packs from texts as [Load] reads them from a folder: every folder that a name has before its stroke is
// a pack. A name twice is a [strict.Error].
func LoadFiles(files []File) (*Set, error) {
	s := shelf{}
	for _, f := range files {
		if _, twice := s[f.Name]; twice {
			return nil, &strict.Error{File: f.Name, Problem: "stands twice", Fix: "keep one of them"}
		}
		s[f.Name] = f.Text
	}
	return Load(s)
}

// EmbeddedFiles gives every file of the packs that this binary carries, sorted, the cases beside them among them.
func EmbeddedFiles() ([]File, error) {
	var out []File
	err := fs.WalkDir(embedded, "packs", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := embedded.ReadFile(path)
		out = append(out, File{strings.TrimPrefix(path, "packs/"), string(b)})
		return err
	})
	return out, err
}

// A shelf shows texts in memory as a folder of packs.
type shelf map[string]string

// Open opens a file. Folders are listed by ReadDir alone.
func (s shelf) Open(name string) (fs.File, error) {
	text, ok := s[name]
	if !ok {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return &shelved{onShelf{slash.Base(name), int64(len(text)), false}, bytes.NewReader([]byte(text))}, nil
}

// ReadDir lists a folder, sorted.
func (s shelf) ReadDir(dir string) ([]fs.DirEntry, error) {
	prefix := dir + "/"
	if dir == "." {
		prefix = ""
	}
	seen := map[string]onShelf{}
	for name, text := range s {
		if rest, ok := strings.CutPrefix(name, prefix); ok {
			first, _, deeper := strings.Cut(rest, "/")
			seen[first] = onShelf{first, int64(len(text)), deeper}
		}
	}
	if len(seen) == 0 && dir != "." {
		return nil, &fs.PathError{Op: "readdir", Path: dir, Err: fs.ErrNotExist}
	}
	var out []fs.DirEntry
	for _, e := range seen {
		out = append(out, fs.FileInfoToDirEntry(e))
	}
	slices.SortFunc(out, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return out, nil
}

// onShelf is what a listing says of a text.
type onShelf struct {
	name string
	size int64
	dir  bool
}

func (e onShelf) Name() string       { return e.name }
func (e onShelf) Size() int64        { return e.size }
func (e onShelf) ModTime() time.Time { return time.Time{} }
func (e onShelf) IsDir() bool        { return e.dir }
func (e onShelf) Sys() any           { return nil }

func (e onShelf) Mode() fs.FileMode {
	if e.dir {
		return fs.ModeDir | 0o500
	}
	return 0o400
}

// shelved is an open text.
type shelved struct {
	info onShelf
	*bytes.Reader
}

func (f *shelved) Stat() (fs.FileInfo, error) { return f.info, nil }
func (f *shelved) Close() error               { return nil }
