package ledger

import "iter"

// A Frame is what one append makes durable: an entry and the signed checkpoint over all up to it.
type Frame struct {
	Entry      []byte // canonical JSON
	Checkpoint []byte // signed note
}

// A Reader shows a log's bytes to those who only check it.
type Reader interface {
	// Frames yields every frame in order, each in bytes of its own. A torn tail, never acknowledged, ends
	// it without an error; anything else that can't be read is yielded as a *BrokenError, and is the last.
	Frames() iter.Seq2[Frame, error]
	// Get returns a published file by its name ("checkpoint", "tile/0/000"), or fs.ErrNotExist.
	Get(name string) ([]byte, error)
}

// A Store keeps one log's bytes for its one writer. Durable means: survives power loss.
type Store interface {
	Reader
	// Append adds a frame. When it returns nil, the frame is durable and all before it. After an error the
	// frame may or may not be there, and the log must be opened again; an error that wraps ErrUnkept
	// promises that nothing stayed and that the next Append may be tried.
	Append(f Frame) error
	// Put replaces a published file whole and durably: a reader sees the old or the new one. What is
	// published is derived from the frames, and a partial tile may go once its full one is there.
	Put(name string, data []byte) error
	// Close lets another writer in.
	Close() error
}
