package ledger

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
)

// JournalMagic opens a journal; the digit is the format's version.
const JournalMagic = "writ-ledger 1\n"

const (
	frameHead     = 8 // length of the payload, CRC-32C of that length
	frameTail     = 4 // CRC-32C of the payload
	maxCheckpoint = 1 << 13
	maxPayload    = 2 + MaxEntry + maxCheckpoint
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// AppendFrame appends a frame as the journal holds it: length, CRC-32C of the length, payload, CRC-32C of
// the payload; the payload is the entry's length in two octets, the entry, the checkpoint. Big-endian.
func AppendFrame(dst []byte, f Frame) ([]byte, error) {
	if len(f.Entry) > MaxEntry || len(f.Checkpoint) > maxCheckpoint {
		return dst, fmt.Errorf("%w: too long for a frame", ErrEntry)
	}
	head := len(dst)
	dst = binary.BigEndian.AppendUint32(dst, uint32(2+len(f.Entry)+len(f.Checkpoint)))
	dst = binary.BigEndian.AppendUint32(dst, crc32.Checksum(dst[head:], castagnoli))
	body := len(dst)
	dst = binary.BigEndian.AppendUint16(dst, uint16(len(f.Entry)))
	dst = append(dst, f.Entry...)
	dst = append(dst, f.Checkpoint...)
	return binary.BigEndian.AppendUint32(dst, crc32.Checksum(dst[body:], castagnoli)), nil
}

// A JournalReader reads a journal frame by frame.
type JournalReader struct {
	r   io.Reader
	off int64
}

// NewJournalReader reads from the journal's first octet.
func NewJournalReader(r io.Reader) *JournalReader { return &JournalReader{r: r} }

// Offset is where the last whole frame ends, in octets from the beginning.
func (j *JournalReader) Offset() int64 { return j.off }

// Next reads a frame. It answers io.EOF at a clean end, ErrTorn where the file ends inside a frame (or
// inside the magic), and a *BrokenError with the position for anything else.
func (j *JournalReader) Next() (Frame, error) {
	if j.off == 0 {
		if err := j.magic(); err != nil {
			return Frame{}, err
		}
	}
	var head [frameHead]byte
	if err := j.fill(head[:], io.EOF); err != nil {
		return Frame{}, err
	}
	n := binary.BigEndian.Uint32(head[:])
	if crc32.Checksum(head[:4], castagnoli) != binary.BigEndian.Uint32(head[4:]) || n < 2 || n > maxPayload {
		return Frame{}, j.broken("the frame's length is damaged")
	}
	payload := make([]byte, n+frameTail)
	if err := j.fill(payload, ErrTorn); err != nil {
		return Frame{}, err
	}
	body, sum := payload[:n], binary.BigEndian.Uint32(payload[n:])
	cut := 2 + int(binary.BigEndian.Uint16(body))
	if crc32.Checksum(body, castagnoli) != sum || cut > len(body) {
		return Frame{}, j.broken("the frame's content is damaged")
	}
	j.off += int64(frameHead + len(payload))
	return Frame{body[2:cut:cut], body[cut:len(body):len(body)]}, nil
}

func (j *JournalReader) magic() error {
	var m [len(JournalMagic)]byte
	n, err := io.ReadFull(j.r, m[:])
	switch {
	case err == nil && string(m[:]) == JournalMagic:
		j.off = int64(len(m))
		return nil
	case errors.Is(err, io.EOF):
		return io.EOF
	case errors.Is(err, io.ErrUnexpectedEOF) && string(m[:n]) == JournalMagic[:n]:
		return ErrTorn
	case err != nil && !errors.Is(err, io.ErrUnexpectedEOF):
		return fmt.Errorf("ledger: read the journal: %w", err)
	}
	return j.broken("not a journal of version 1")
}

// fill reads b whole; atEnd is the answer when the file ends before its first octet.
func (j *JournalReader) fill(b []byte, atEnd error) error {
	_, err := io.ReadFull(j.r, b)
	switch {
	case err == nil:
		return nil
	case errors.Is(err, io.ErrUnexpectedEOF):
		return ErrTorn
	case errors.Is(err, io.EOF):
		return atEnd
	}
	return fmt.Errorf("ledger: read the journal: %w", err)
}

func (j *JournalReader) broken(problem string) error {
	return &BrokenError{CheckFrames, fmt.Sprintf("octet %d of the journal", j.off), problem}
}
