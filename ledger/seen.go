package ledger

import (
	"errors"
	"fmt"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// compare holds the log against checkpoints that were seen earlier.
func (r *Report) compare(t *tree, vkey string, seen [][]byte) {
	if len(seen) == 0 {
		const need = "can't tell; bring a checkpoint of this log that was seen earlier"
		for _, name := range []string{CheckSeen, CheckRollback, CheckFork, CheckResigned} {
			r.set(name, Untold, "", need)
		}
		return
	}
	r.set(CheckFork, Untold, "", "can't tell; no checkpoint that was seen is of this length or shorter")
	r.hold(CheckSeen, CheckRollback, CheckResigned)
	for i, signed := range seen {
		r.compareOne(t, vkey, fmt.Sprintf("checkpoint %d that was seen", i+1), signed)
	}
}

func (r *Report) compareOne(t *tree, vkey, where string, signed []byte) {
	c, err := OpenCheckpoint(signed, vkey)
	if err != nil {
		r.foreign(vkey, where, signed)
		return
	}
	if c.Size > t.size {
		r.set(CheckRollback, Breaks, where, fmt.Sprintf("it covers %d entries, the log holds %d: entries were taken away", c.Size, t.size))
		return
	}
	root, err := tlog.TreeHash(c.Size, &t.hashes)
	if err != nil || root != tlog.Hash(c.Root) {
		r.set(CheckFork, Breaks, where, fmt.Sprintf(
			"the first %d entries are others than those seen, and the log's key signed both: the log was forked, or changed and re-signed", c.Size))
		return
	}
	r.set(CheckFork, Holds, "", "")
}

// foreign says why a checkpoint does not open with the log's key.
func (r *Report) foreign(vkey, where string, signed []byte) {
	v, err := note.NewVerifier(vkey)
	if err != nil {
		return
	}
	_, err = note.Open(signed, note.VerifierList(v))
	var unverified *note.UnverifiedNoteError
	if !errors.As(err, &unverified) {
		r.set(CheckSeen, Breaks, where, "it is no checkpoint, or was damaged")
		return
	}
	c, err := parseCheckpoint(unverified.Note.Text)
	if err != nil || c.Origin != v.Name() {
		r.set(CheckSeen, Breaks, where, "it is of another log")
		return
	}
	r.set(CheckResigned, Breaks, where, "it is of this log's origin, but another key signed it: the log was re-signed, or its key changed")
}
