package ledger

import (
	"slices"
	"strings"
	"time"
)

// bears lists the kinds of entry that bear on every case when they name none: who may approve, and the limits.
var bears = map[string]bool{"enrol": true, "revoke": true, "policy": true, "rotate": true, "ceiling": true}

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

// Find gives the receipt of the entry with this key.
func (l *Log) Find(key string) (Receipt, bool) {
	if l == nil || l.signer == nil {
		return Receipt{}, false
	}
	l.mu.RLock()
	defer l.mu.RUnlock()
	i, ok := l.tree.keys[key]
	if !ok {
		return Receipt{}, false
	}
	return Receipt{&receipt{l.id, i, l.entries[i]}}, true
}

// OfCase gives copies, in order, of everything that the log says about a case, also what speaks against
// it, and of what bears on every case: entries without a case of the kinds enrol, revoke, policy, rotate
// and ceiling.
func (l *Log) OfCase(c string) []Entry {
	if l == nil || l.signer == nil {
		return nil
	}
	l.mu.RLock()
	defer l.mu.RUnlock()
	places := l.cases[""]
	if c != "" {
		places = slices.Concat(places, l.cases[c])
		slices.Sort(places)
	}
	var out []Entry
	for _, i := range places {
		out = append(out, l.entries[i].normal())
	}
	return out
}

// Keys lists the keys that begin with a prefix, in the order of their entries.
func (l *Log) Keys(prefix string) []string {
	if l == nil || l.signer == nil {
		return nil
	}
	l.mu.RLock()
	defer l.mu.RUnlock()
	var out []string
	for i := range l.entries {
		if strings.HasPrefix(l.entries[i].Key, prefix) {
			out = append(out, l.entries[i].Key)
		}
	}
	return out
}
