package segments

import (
	"container/list"
	"io"
	"os"
	"sync"

	"golang.org/x/sys/unix"
)

// age opens a file in chunks of 64 KiB, each anew at every read; the last ones are kept.
const (
	chunkSize  = 64 << 10
	chunksKept = 64
)

// Chunks keeps what was opened last.
type chunks struct {
	r    io.ReaderAt
	size int64

	mu   sync.Mutex
	have map[int64]*list.Element
	old  *list.List // of chunk, the one used last in front
}

type chunk struct {
	n    int64
	data []byte
}

func newChunks(r io.ReaderAt, size int64) *chunks {
	return &chunks{r: r, size: size, have: map[int64]*list.Element{}, old: list.New()}
}

func (c *chunks) ReadAt(p []byte, off int64) (int, error) {
	if off < 0 || off >= c.size {
		return 0, io.EOF
	}
	done := 0
	for done < len(p) && off < c.size {
		data, err := c.chunk(off / chunkSize)
		if err != nil {
			return done, err
		}
		n := copy(p[done:], data[off%chunkSize:])
		done, off = done+n, off+int64(n)
	}
	if done < len(p) {
		return done, io.EOF
	}
	return done, nil
}

func (c *chunks) chunk(n int64) ([]byte, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if e, ok := c.have[n]; ok {
		c.old.MoveToFront(e)
		return e.Value.(chunk).data, nil
	}
	data := make([]byte, min(chunkSize, c.size-n*chunkSize))
	if _, err := io.ReadFull(io.NewSectionReader(c.r, n*chunkSize, int64(len(data))), data); err != nil {
		return nil, err
	}
	c.have[n] = c.old.PushFront(chunk{n, data})
	if c.old.Len() > chunksKept {
		last := c.old.Remove(c.old.Back()).(chunk)
		delete(c.have, last.n)
	}
	return data, nil
}

// random tells the system not to read ahead: a look-up jumps. It is advice only.
func random(f *os.File) {
	_ = unix.Fadvise(int(f.Fd()), 0, 0, unix.FADV_RANDOM)
}
