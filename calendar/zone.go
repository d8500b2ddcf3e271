package calendar

import (
	"archive/zip"
	"bytes"
	_ "embed"
	"errors"
	"io"
	"sync"
	"time"
)

// ZoneData names the release of the IANA time zone database that this binary carries.
const ZoneData = "2025c"

//go:embed zoneinfo.zip
var zoneinfo []byte

// ErrZone says that the name is no zone of the embedded database. It never quotes the name.
var ErrZone = errors.New("no zone of the IANA database has this name; write for example Europe/Rome")

// longest is the most octets that the data of one zone may have.
const longest = 1 << 20

var zones struct {
	once sync.Once
	err  error
	file map[string]*zip.File
	mu   sync.RWMutex
	read map[string]*time.Location
}

// Zone finds a zone by its IANA name, in the embedded database and nowhere else: a machine whose own zone
// files are older or newer counts the same. The empty name and "Local" are no zones.
func Zone(name string) (*time.Location, error) {
	zones.mu.RLock()
	loc := zones.read[name]
	zones.mu.RUnlock()
	if loc != nil {
		return loc, nil
	}
	loc, err := load(name)
	if err != nil {
		return nil, err
	}
	zones.mu.Lock()
	defer zones.mu.Unlock()
	if had := zones.read[name]; had != nil {
		return had, nil
	}
	zones.read[name] = loc
	return loc, nil
}

func load(name string) (*time.Location, error) {
	zones.once.Do(index)
	if zones.err != nil {
		return nil, zones.err
	}
	f := zones.file[name]
	if f == nil {
		return nil, ErrZone
	}
	r, err := f.Open()
	if err != nil {
		return nil, ErrZone
	}
	defer func() { _ = r.Close() }()
	data, err := io.ReadAll(io.LimitReader(r, longest))
	if err != nil {
		return nil, ErrZone
	}
	loc, err := time.LoadLocationFromTZData(name, unroll(name, data))
	if err != nil {
		return nil, ErrZone
	}
	return loc, nil
}

func index() {
	zones.file, zones.read = map[string]*zip.File{}, map[string]*time.Location{}
	z, err := zip.NewReader(bytes.NewReader(zoneinfo), int64(len(zoneinfo)))
	if err != nil {
		zones.err = errors.New("the embedded zone database is broken")
		return
	}
	for _, f := range z.File {
		zones.file[f.Name] = f
	}
}
