package ledger

// A Receipt says that an entry is in a log. Only a Log makes one, when it appends or finds the entry; the
// zero Receipt says nothing.
type Receipt struct{ r *receipt }

type receipt struct {
	log   ID
	index int64
	entry Entry
}

// Zero reports whether it says nothing.
func (r Receipt) Zero() bool { return r.r == nil }

// Index is the entry's place in the log, from 0; -1 for the zero Receipt.
func (r Receipt) Index() int64 {
	if r.r == nil {
		return -1
	}
	return r.r.index
}

// Entry gives a copy of what was written down.
func (r Receipt) Entry() Entry {
	if r.r == nil {
		return Entry{}
	}
	return r.r.entry.normal()
}

// Log names the log that holds it.
func (r Receipt) Log() ID {
	if r.r == nil {
		return ID{}
	}
	return r.r.log
}
