package verify

import (
	"bytes"
	"io/fs"
	"slices"
	"strings"
	"time"
)

// packFiles shows the texts of the packs as the folders that law.Load reads.
type packFiles map[string]string

// Open opens a file; folders are only listed.
func (p packFiles) Open(name string) (fs.File, error) {
	text, ok := p[name]
	if !ok {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return &packText{entry{name[strings.LastIndexByte(name, '/')+1:], int64(len(text)), false}, bytes.NewReader([]byte(text))}, nil
}

// ReadFile gives a file's text.
func (p packFiles) ReadFile(name string) ([]byte, error) {
	text, ok := p[name]
	if !ok {
		return nil, &fs.PathError{Op: "read", Path: name, Err: fs.ErrNotExist}
	}
	return []byte(text), nil
}

// ReadDir lists a folder, sorted.
func (p packFiles) ReadDir(dir string) ([]fs.DirEntry, error) {
	prefix := dir + "/"
	if dir == "." {
		prefix = ""
	}
	seen := map[string]entry{}
	for name, text := range p {
		rest, ok := strings.CutPrefix(name, prefix)
		if !ok {
			continue
		}
		first, _, deeper := strings.Cut(rest, "/")
		seen[first] = entry{first, int64(len(text)), deeper}
	}
	if len(seen) == 0 {
		return nil, &fs.PathError{Op: "readdir", Path: dir, Err: fs.ErrNotExist}
	}
	var out []fs.DirEntry
	for _, e := range seen {
		out = append(out, fs.FileInfoToDirEntry(e))
	}
	slices.SortFunc(out, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return out, nil
}

// An entry is what a listing says of a file.
type entry struct {
	name string
	size int64
	dir  bool
}

func (e entry) Name() string       { return e.name }
func (e entry) Size() int64        { return e.size }
func (e entry) ModTime() time.Time { return time.Time{} }
func (e entry) IsDir() bool        { return e.dir }
func (e entry) Sys() any           { return nil }

func (e entry) Mode() fs.FileMode {
	if e.dir {
		return fs.ModeDir | 0o500
	}
	return 0o400
}

type packText struct {
	entry
	*bytes.Reader
}

func (t *packText) Stat() (fs.FileInfo, error) { return t.entry, nil }
func (t *packText) Size() int64                { return t.size }
func (t *packText) Close() error               { return nil }
