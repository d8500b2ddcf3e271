package seal

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
)

const (
	spoolChunk = 1 << 16 // octets of records gathered before they are sealed
	maxRecord  = 1 << 24 // octets of one record
)

// A Spool is temporary space for records, in order: sealed on disk under a key that is only in memory, in
// a file that has no name. However it ends, nothing readable stays. Memory does not grow with the
// records. It is for one goroutine.
type Spool struct {
	f      *os.File
	aead   cipher.AEAD
	buf    []byte // records not yet sealed
	chunks uint64 // sealed so far; also the next nonce
	size   int64  // octets on disk
	failed error
}

// NewSpool makes an empty spool in a folder, which must take a file of the records' size.
func NewSpool(dir string) (*Spool, error) {
	f, err := os.CreateTemp(dir, ".spool-*")
	if err != nil {
		return nil, fmt.Errorf("spool: %w", err)
	}
	if err := os.Remove(f.Name()); err != nil {
		return nil, fmt.Errorf("spool: take its name away: %w", errors.Join(err, f.Close()))
	}
	var key [32]byte
	rand.Read(key[:]) // never fails: it stops the program instead
	block, err := aes.NewCipher(key[:])
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	clear(key[:])
	aead, err := cipher.NewGCM(block)
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return &Spool{f: f, aead: aead}, nil
}

// Append adds a record, at most 16 MiB. After an error nothing more is taken.
func (s *Spool) Append(b []byte) error {
	if s.failed != nil {
		return s.failed
	}
	if len(b) > maxRecord {
		return fmt.Errorf("spool: a record of %d octets, more than %d", len(b), maxRecord)
	}
	s.buf = binary.AppendUvarint(s.buf, uint64(len(b)))
	s.buf = append(s.buf, b...)
	if len(s.buf) < spoolChunk {
		return nil
	}
	return s.flush()
}

// flush seals the records gathered: length of the chunk in four octets, then the chunk under AES-256-GCM
// with its number as the nonce, so that none can be left out or changed places.
func (s *Spool) flush() error {
	if len(s.buf) == 0 {
		return nil
	}
	out := make([]byte, 4, 4+len(s.buf)+s.aead.Overhead())
	binary.BigEndian.PutUint32(out, uint32(len(s.buf)+s.aead.Overhead()))
	out = s.aead.Seal(out, nonce(s.chunks), s.buf, nil)
	if _, err := s.f.WriteAt(out, s.size); err != nil {
		s.failed = fmt.Errorf("spool: write: %w", err)
		return s.failed
	}
	s.size += int64(len(out))
	s.chunks++
	s.buf = s.buf[:0]
	return nil
}

func nonce(n uint64) []byte { return binary.BigEndian.AppendUint64(make([]byte, 4, 12), n) }

// All yields the records in order; each may be kept. It may be called again. An error is the last that it yields.
func (s *Spool) All() iter.Seq2[[]byte, error] {
	return func(yield func([]byte, error) bool) {
		if s.failed != nil {
			yield(nil, s.failed)
			return
		}
		if err := s.flush(); err != nil {
			yield(nil, err)
			return
		}
		off := int64(0)
		for n := range s.chunks {
			records, next, err := s.chunk(n, off)
			if err != nil {
				yield(nil, err)
				return
			}
			off = next
			for len(records) > 0 {
				size, head := binary.Uvarint(records)
				end := head + int(size)
				if !yield(records[head:end:end], nil) {
					return
				}
				records = records[end:]
			}
		}
	}
}

// chunk reads and opens chunk n, which lies at off, and gives where the next one lies.
func (s *Spool) chunk(n uint64, off int64) (records []byte, next int64, err error) {
	var head [4]byte
	if _, err := s.f.ReadAt(head[:], off); err != nil {
		return nil, 0, fmt.Errorf("spool: read chunk %d: %w", n, err)
	}
	size := int64(binary.BigEndian.Uint32(head[:]))
	if size > spoolChunk+maxRecord+64 {
		return nil, 0, fmt.Errorf("spool: chunk %d: %w", n, ErrDamaged)
	}
	sealed := make([]byte, size)
	if _, err := s.f.ReadAt(sealed, off+4); err != nil && !errors.Is(err, io.EOF) {
		return nil, 0, fmt.Errorf("spool: read chunk %d: %w", n, err)
	}
	records, err = s.aead.Open(sealed[:0], nonce(n), sealed, nil)
	if err != nil {
		return nil, 0, fmt.Errorf("spool: chunk %d: %w", n, ErrDamaged)
	}
	return records, off + 4 + size, nil
}

// Close gives the space back. What was spooled is gone.
func (s *Spool) Close() error {
	if errors.Is(s.failed, os.ErrClosed) {
		return nil
	}
	s.failed = os.ErrClosed
	s.buf = nil
	return s.f.Close()
}
