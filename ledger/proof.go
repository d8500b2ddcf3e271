package ledger

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/tlog"
)

// A Proof shows, by the log's verification key alone, that an entry is in the log. As text it is
// c2sp.org/tlog-proof, with the entry as the extra line.
type Proof struct {
	Index      int64
	Entry      []byte // canonical JSON
	Hashes     []tlog.Hash
	Checkpoint []byte // signed note
}

// Prove gives the proof that the entry at index is under the current head.
func (l *Log) Prove(index int64) (Proof, error) {
	if l == nil || l.signer == nil {
		return Proof{}, ErrClosed
	}
	l.mu.RLock()
	defer l.mu.RUnlock()
	if index < 0 || index >= l.tree.size {
		return Proof{}, fmt.Errorf("ledger: no entry %d among %d", index, l.tree.size)
	}
	leaf, err := l.encodedAt(index)
	if err != nil {
		return Proof{}, err
	}
	path, err := tlog.ProveRecord(l.tree.size, index, &l.tree.hashes)
	if err != nil {
		return Proof{}, err
	}
	return Proof{index, bytes.Clone(leaf), path, bytes.Clone(l.note)}, nil
}

// Verify checks the proof offline and gives the entry that it proves. The error wraps ErrBroken.
func (p Proof) Verify(vkey string) (Entry, error) {
	c, err := OpenCheckpoint(p.Checkpoint, vkey)
	if err != nil {
		return Entry{}, err
	}
	if tlog.CheckRecord(p.Hashes, c.Size, c.Root, p.Index, tlog.RecordHash(p.Entry)) != nil {
		return Entry{}, &BrokenError{CheckHashes, "proof", "the entry is not at this place under the checkpoint"}
	}
	e, err := DecodeEntry(p.Entry)
	if err != nil {
		return Entry{}, &BrokenError{CheckEntries, "proof", "not an entry in canonical form"}
	}
	return e, nil
}

const proofMagic = "c2sp.org/tlog-proof@v1\n"

// MarshalText writes the proof as c2sp.org/tlog-proof.
func (p Proof) MarshalText() ([]byte, error) {
	var b bytes.Buffer
	fmt.Fprintf(&b, "%sextra %s\nindex %d\n", proofMagic, base64.StdEncoding.EncodeToString(p.Entry), p.Index)
	for _, h := range p.Hashes {
		b.WriteString(h.String() + "\n")
	}
	b.WriteString("\n")
	b.Write(p.Checkpoint)
	return b.Bytes(), nil
}

// UnmarshalText reads what MarshalText wrote, and nothing else.
func (p *Proof) UnmarshalText(text []byte) error {
	bad := &BrokenError{CheckEntries, "proof", "not a proof of c2sp.org/tlog-proof@v1 with the entry as its extra"}
	head, signed, ok := bytes.Cut(text, []byte("\n\n"))
	body, magic := strings.CutPrefix(string(head), proofMagic)
	lines := strings.Split(body, "\n")
	if !ok || !magic || len(lines) < 2 || len(lines) > 2+63 {
		return bad
	}
	extra, hasExtra := strings.CutPrefix(lines[0], "extra ")
	entry, err := base64.StdEncoding.Strict().DecodeString(extra)
	number, hasIndex := strings.CutPrefix(lines[1], "index ")
	index, err2 := strconv.ParseInt(number, 10, 64)
	if err != nil || err2 != nil || !hasExtra || !hasIndex || strconv.FormatInt(index, 10) != number {
		return bad
	}
	out := Proof{Index: index, Entry: entry, Checkpoint: bytes.Clone(signed)}
	for _, line := range lines[2:] {
		h, err := tlog.ParseHash(line)
		if err != nil {
			return bad
		}
		out.Hashes = append(out.Hashes, h)
	}
	if again, err := out.MarshalText(); err != nil || !bytes.Equal(again, text) {
		return bad
	}
	*p = out
	return nil
}
