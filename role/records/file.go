package records

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"io"

	"writ/records"
)

// A File is Size octets to read, more than once.
type File struct {
	Bytes io.ReaderAt
	Size  int64
}

type scanned struct {
	hash  [32]byte
	lines int64 // with text
}

// scan reads the file through: its hash, and its lines, counted without the feed's parser.
func (f File) scan(ctx context.Context) (scanned, error) {
	var out scanned
	sum, text := sha256.New(), false
	buf := make([]byte, 1<<20)
	r := io.NewSectionReader(f.Bytes, 0, f.Size)
	for {
		if err := ctx.Err(); err != nil {
			return out, err
		}
		n, err := r.Read(buf)
		sum.Write(buf[:n])
		out.lines += countLines(buf[:n], &text)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return out, fmt.Errorf("read the file: %w", err)
		}
	}
	if text {
		out.lines++
	}
	out.hash = [32]byte(sum.Sum(nil))
	return out, nil
}

// countLines counts the line ends with text before them; text says whether the line begun so far has any.
func countLines(b []byte, text *bool) (lines int64) {
	for {
		line, rest, ended := bytes.Cut(b, []byte("\n"))
		*text = *text || len(bytes.TrimSpace(line)) > 0
		if !ended {
			return lines
		}
		if *text {
			lines++
		}
		*text, b = false, rest
	}
}

// settings hashes what a file is read by: the options, and what the feed itself was set up with, if it says so.
func settings(feed records.Feed, o records.Options) [32]byte {
	h := sha256.New()
	zone := ""
	if o.Zone != nil {
		zone = o.Zone.String()
	}
	fmt.Fprintf(h, "writ/settings/1 %q %+v %d", zone, o.Numbers, o.Year)
	if f, ok := feed.(interface{ Settings() []byte }); ok {
		h.Write(f.Settings())
	}
	return [32]byte(h.Sum(nil))
}

// A reading hashes what it hands out and says how far it is.
type reading struct {
	r    io.Reader
	sum  hash.Hash
	done int64
	said int64
	tell func(int64)
}

// tellEvery is after how many octets progress is told.
const tellEvery = 1 << 20

func (f File) reader(tell func(int64)) *reading {
	return &reading{r: io.NewSectionReader(f.Bytes, 0, f.Size), sum: sha256.New(), tell: tell}
}

func (r *reading) Read(p []byte) (int, error) {
	n, err := r.r.Read(p)
	r.sum.Write(p[:n])
	if r.done += int64(n); r.done-r.said >= tellEvery {
		r.said = r.done
		r.tell(r.done)
	}
	return n, err
}

// rest reads what the feed left and gives the hash of the whole.
func (r *reading) rest() ([32]byte, error) {
	_, err := io.Copy(io.Discard, r)
	return [32]byte(r.sum.Sum(nil)), err
}
