package segments

import "errors"

// What a segment may be found to be. Each is wrapped with class, day and generation.
var (
	// ErrMissing: the catalogue has a row of it, the folder has no such object.
	ErrMissing = errors.New("the object is not in the folder; bring it back from a backup")
	// ErrDamaged: it is not what was written.
	ErrDamaged = errors.New("the object is not what was written; bring it back from a backup")
	// ErrVersion: written by a newer program.
	ErrVersion = errors.New("the object is of another version; read it with the program that wrote it (docs/formats/segment.md)")
)
