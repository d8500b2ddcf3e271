package records

import (
	"bytes"
	"errors"
	"io"
)

// MaxRecord is the most octets that one record may have. What is longer is refused, and skipped unread.
const MaxRecord = 1 << 20

// MaxRaw is the most octets of a refused record that are kept.
const MaxRaw = 64 << 10

// A FileError says why a whole file can't be read by a feed, and what to do. It never quotes the file.
type FileError struct {
	Feed    string
	Problem string
	Fix     string
}

func (e *FileError) Error() string { return "feed " + e.Feed + ": " + e.Problem + "; " + e.Fix }

// A Piece is one record as it stands in the file, or as much of it as may be held.
type Piece struct {
	Line int64  // the line on which it begins, from 1
	Data []byte // with its end; valid until the next piece is asked for
	Long bool   // it is longer than [MaxRecord]: Data is its beginning, the rest of its line is skipped
	Open bool   // the file ended before the record did
}

// A Cut finds the first record at the front of data: its length with its end, or 0 when more is needed.
// It is asked again with more data, or, when the file has ended, not asked again: what is left is one open piece.
type Cut func(data []byte) int

// An Input hands a file out piece by piece and never holds more than one record and a read ahead.
type Input struct {
	r    io.Reader
	buf  []byte // what is read and not yet handed out is buf[at:]
	at   int
	line int64
	end  bool
	err  error
}

const readAhead = 64 << 10

// NewInput reads from r. A byte order mark of UTF-8 is skipped.
func NewInput(r io.Reader) *Input {
	in := &Input{r: r, line: 1, buf: make([]byte, 0, readAhead)}
	in.fill()
	if bytes.HasPrefix(in.rest(), []byte("\xef\xbb\xbf")) {
		in.at += 3
	}
	return in
}

// Head shows the beginning of what is not handed out yet: at most 64 KiB, less only where the file is shorter.
func (in *Input) Head() []byte {
	for !in.end && len(in.rest()) < readAhead-3 {
		in.fill()
	}
	return in.rest()[:min(len(in.rest()), readAhead)]
}

// Err is the reader's own error, if that is what ended the file.
func (in *Input) Err() error { return in.err }

// Line gives the number of the line that comes next.
func (in *Input) Line() int64 { return in.line }

func (in *Input) rest() []byte { return in.buf[in.at:] }

// mayGoOn reports whether more than what is held may follow: the file did not end, or only its reader failed.
func (in *Input) mayGoOn() bool { return !in.end || in.err != nil }

// fill reads once more. What was handed out makes room first.
func (in *Input) fill() {
	if in.end {
		return
	}
	if in.at > 0 && len(in.buf) == cap(in.buf) {
		in.buf = in.buf[:copy(in.buf, in.rest())]
		in.at = 0
	}
	if len(in.buf) == cap(in.buf) {
		in.buf = append(make([]byte, 0, 2*cap(in.buf)), in.buf...)
	}
	for range 100 {
		n, err := in.r.Read(in.buf[len(in.buf):cap(in.buf)])
		in.buf = in.buf[:len(in.buf)+n]
		if err != nil {
			in.end = true
			if !errors.Is(err, io.EOF) {
				in.err = err
			}
			return
		}
		if n > 0 {
			return
		}
	}
	in.end, in.err = true, io.ErrNoProgress
}

// Next hands out the next piece as cut divides the file. ok is false at the end, and where the reader failed.
func (in *Input) Next(cut Cut) (p Piece, ok bool) {
	for {
		data := in.rest()
		if len(data) > MaxRecord {
			if n := cut(data[:MaxRecord]); n > 0 {
				return in.take(n, Piece{}), true
			}
			return in.long(), true
		}
		if n := cut(data); n > 0 {
			return in.take(n, Piece{}), true
		}
		if in.end {
			if len(data) == 0 || in.err != nil {
				return Piece{}, false // what a broken reader left half is no record yet
			}
			return in.take(len(data), Piece{Open: true}), true
		}
		in.fill()
	}
}

// take hands out the next n octets.
func (in *Input) take(n int, p Piece) Piece {
	p.Line, p.Data = in.line, in.rest()[:n:n]
	in.line += int64(bytes.Count(p.Data, newline))
	in.at += n
	return p
}

var newline = []byte{'\n'}

// long hands out the beginning of a record that is too long, and skips to the end of its line.
func (in *Input) long() Piece {
	p := Piece{Line: in.line, Data: bytes.Clone(in.rest()[:MaxRaw]), Long: true}
	in.SkipLine()
	return p
}

// SkipLine skips to the beginning of the next line, and holds nothing of what it skips.
func (in *Input) SkipLine() {
	for {
		if i := bytes.IndexByte(in.rest(), '\n'); i >= 0 {
			in.at += i + 1
			in.line++
			return
		}
		in.at = len(in.buf)
		if in.end {
			return
		}
		in.buf, in.at = in.buf[:0], 0
		in.fill()
	}
}

// Lines is the [Cut] of files in which each line is a record.
func Lines(data []byte) int { return bytes.IndexByte(data, '\n') + 1 }
