package ledger

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"iter"
	"sync"
)

// A Memory is a Store for tests: what power loss would leave is what it holds. It may be opened again
// and again, but by one Log at a time.
type Memory struct {
	mu      sync.Mutex
	journal []byte
	files   map[string][]byte
}

// NewMemory gives an empty store.
func NewMemory() *Memory { return &Memory{files: map[string][]byte{}} }

// Frames yields what was appended.
func (m *Memory) Frames() iter.Seq2[Frame, error] {
	m.mu.Lock()
	all := bytes.Clone(m.journal)
	m.mu.Unlock()
	return FramesOf(NewJournalReader(bytes.NewReader(all)))
}

// Append adds a frame.
func (m *Memory) Append(f Frame) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(m.journal) == 0 {
		m.journal = []byte(JournalMagic)
	}
	out, err := AppendFrame(m.journal, f)
	if err != nil {
		return errors.Join(ErrUnkept, err)
	}
	m.journal = out
	return nil
}

// Get returns a published file.
func (m *Memory) Get(name string) ([]byte, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	b, ok := m.files[name]
	if !ok {
		return nil, fs.ErrNotExist
	}
	return bytes.Clone(b), nil
}

// Put replaces a published file.
func (m *Memory) Put(name string, data []byte) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.files[name] = bytes.Clone(data)
	return nil
}

// Close does nothing: the bytes stay for the next Open.
func (m *Memory) Close() error { return nil }

// FramesOf yields a journal's frames as a Reader must: a torn tail ends them, anything else is told.
func FramesOf(j *JournalReader) iter.Seq2[Frame, error] {
	return func(yield func(Frame, error) bool) {
		for {
			f, err := j.Next()
			switch {
			case errors.Is(err, io.EOF), errors.Is(err, ErrTorn):
				return
			case err != nil:
				yield(Frame{}, err)
				return
			case !yield(f, nil):
				return
			}
		}
	}
}
