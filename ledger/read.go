package ledger

import (
	"cmp"
	"iter"
	"slices"
	"strings"
	"time"
)

// bears lists the kinds of entry that bear on every case when they name none: who may approve, the limits, and the law.
var bears = map[string]bool{"enrol": true, "revoke": true, "policy": true, "rotate": true, "ceiling": true, "pack": true}

// A Head is where the log stands.
type Head struct {
	Size int64
	Root [32]byte
	At   time.Time // of the last entry; zero for an empty log
	Note []byte    // the signed checkpoint
}

// ID names the log.
func (l *Log) ID() ID {
	if l == nil {
		return ID{}
	}
	return l.id
}

// VerificationKey is the text by which anyone checks this log.
func (l *Log) VerificationKey() string {
	if l == nil {
		return ""
	}
	return l.vkey
}

// Head gives a copy of where the log stands; the zero Head for a log that is not open.
func (l *Log) Head() Head {
	if l == nil || l.signer == nil {
		return Head{}
	}
	l.mu.RLock()
	defer l.mu.RUnlock()
	return Head{l.tree.size, l.tree.root, l.tree.at, slices.Clone(l.note)}
}

// Find gives the receipt of the entry with this key. Where it can't be read back there is none, and the log takes no
// more entries.
func (l *Log) Find(key string) (Receipt, bool) {
	if l == nil || l.signer == nil {
		return Receipt{}, false
	}
	l.mu.RLock()
	defer l.mu.RUnlock()
	i, ok := l.tree.keys[mark(key)]
	if !ok {
		return Receipt{}, false
	}
	return l.receipt(int64(i))
}

func (l *Log) receipt(place int64) (Receipt, bool) {
	e, err := l.at(place)
	if err != nil {
		return Receipt{}, false
	}
	return Receipt{&receipt{l.id, place, e}}, true
}

// OfCase gives copies, in order, of everything that the log says about a case, also what speaks against
// it, and of what bears on every case: entries without a case of the kinds enrol, revoke, policy, rotate,
// ceiling and pack. Where not all of it can be read back it gives nothing, and the log takes no more entries.
func (l *Log) OfCase(c string) []Entry {
	if l == nil || l.signer == nil {
		return nil
	}
	l.mu.RLock()
	defer l.mu.RUnlock()
	all := slices.Clone(l.general)
	if c != "" {
		for _, i := range l.cases.forward(c) {
			e, err := l.at(i)
			if err != nil {
				return nil
			}
			all = append(all, place{i, e})
		}
		slices.SortFunc(all, func(a, b place) int { return cmp.Compare(a.at, b.at) })
	}
	var out []Entry
	for _, p := range all {
		out = append(out, p.entry.normal())
	}
	return out
}

// Keys lists the keys that begin with a prefix, in the order of their entries. It reads each entry whose key has the
// same beginning up to the first stroke, and every entry where the prefix has none; see Latest.
func (l *Log) Keys(prefix string) []string {
	var out []string
	for r := range l.Latest(prefix) {
		out = append(out, r.Entry().Key)
	}
	slices.Reverse(out)
	return out
}

// Latest yields the receipts of the entries whose keys begin with a prefix, the newest first. Each is read when it is
// asked for, so that it is quick to stop early. Where one can't be read back it ends, and the log takes no more entries.
func (l *Log) Latest(prefix string) iter.Seq[Receipt] {
	return func(yield func(Receipt) bool) {
		for _, i := range l.places(prefix) {
			l.mu.RLock()
			r, ok := l.receipt(i)
			l.mu.RUnlock()
			if !ok || strings.HasPrefix(r.r.entry.Key, prefix) && !yield(r) {
				return
			}
		}
	}
}

// places lists the places where a key may begin with a prefix, the newest first.
func (l *Log) places(prefix string) []int64 {
	if l == nil || l.signer == nil {
		return nil
	}
	l.mu.RLock()
	defer l.mu.RUnlock()
	if name, whole := family(prefix); whole {
		return l.families.backward(name)
	}
	var all []int64
	for i := l.tree.size - 1; i >= 0; i-- {
		all = append(all, i)
	}
	return all
}
