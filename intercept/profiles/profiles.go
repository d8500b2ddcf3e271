package profiles

import (
	"embed"
	"errors"
	"slices"
	"strings"

	"writ/intercept"
	"writ/strict"
)

//go:embed *.yaml
var files embed.FS

// Format is the first line of a profile's file.
const Format = "writ/lemf-profile/1"

// ErrUnknown says that no embedded profile has this name.
var ErrUnknown = errors.New("no such profile; Names lists them")

// A Sourced profile knows where each of its values comes from.
type Sourced struct {
	intercept.Profile
	Title   string
	Sources map[string]string // by the key of the file
}

// Names lists the embedded profiles in the order of the alphabet.
func Names() []string {
	entries, err := files.ReadDir(".")
	if err != nil {
		return nil // an embedded folder is there
	}
	var out []string
	for _, e := range entries {
		out = append(out, strings.TrimSuffix(e.Name(), ".yaml"))
	}
	slices.Sort(out)
	return out
}

// Load gives an embedded profile.
func Load(name string) (Sourced, error) {
	if !slices.Contains(Names(), name) {
		return Sourced{}, ErrUnknown
	}
	data, err := files.ReadFile(name + ".yaml")
	if err != nil {
		return Sourced{}, ErrUnknown
	}
	return Read(name+".yaml", data)
}

// Read reads a profile's file. All that is wrong with it is told at once.
func Read(file string, data []byte) (Sourced, error) {
	sheet := &strict.Sheet{File: file}
	root, err := sheet.Open(data)
	if err != nil {
		return Sourced{}, err
	}
	s := read(root.Table("format", "name", "title", "since", "values"))
	if err := sheet.Err(); err != nil {
		return Sourced{}, err
	}
	return s, nil
}
