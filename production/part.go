package production

import (
	"bufio"
	"crypto/sha256"
	"fmt"
	"hash"
	"hash/crc32"
	"io"

	"github.com/klauspost/compress/flate"
)

// A staged part as it lies there: deflated, with what the archive says of it.
type staged struct {
	Name   string `json:"name"`
	Sum    []byte `json:"sha256"`
	Size   int64  `json:"size"`
	Packed int64  `json:"packed"`
	CRC    uint32 `json:"crc32"`
}

// level is deflate's, chosen by the benchmark of docs/decisions/0005-package.md.
const level = 3

// A part hashes, deflates and stages what is written to it.
type part struct {
	in    *bufio.Writer
	into  *sink
	z     *flate.Writer
	dst   io.WriteCloser
	about staged
}

// A sink takes the plain octets of a part.
type sink struct {
	checksum
	z *flate.Writer
}

func (s *sink) Write(b []byte) (int, error) {
	if _, err := s.checksum.Write(b); err != nil {
		return 0, err
	}
	return s.z.Write(b)
}

// A checksum counts and hashes what goes by.
type checksum struct {
	sum  hash.Hash
	crc  uint32
	size int64
}

func (c *checksum) Write(b []byte) (int, error) {
	c.crc = crc32.Update(c.crc, crc32.IEEETable, b)
	c.size += int64(len(b))
	return c.sum.Write(b)
}

type counter struct {
	w io.Writer
	n int64
}

func (c *counter) Write(b []byte) (int, error) {
	n, err := c.w.Write(b)
	c.n += int64(n)
	return n, err
}

func create(st Staging, name string) (*part, error) {
	dst, err := st.Create(name)
	if err != nil {
		return nil, fmt.Errorf("stage %s: %w", name, err)
	}
	out := &counter{w: dst}
	z, err := flate.NewWriter(out, level)
	if err != nil {
		return nil, fmt.Errorf("stage %s: %w", name, err)
	}
	s := &sink{checksum{sum: sha256.New()}, z}
	return &part{in: bufio.NewWriterSize(s, 64<<10), into: s, z: z, dst: &closing{out, dst}, about: staged{Name: name}}, nil
}

// closing remembers how much went out.
type closing struct {
	*counter
	io.Closer
}

func (p *part) Write(b []byte) (int, error) { return p.in.Write(b) }

// close ends the part and says what became of it.
func (p *part) close() (staged, error) {
	if err := p.in.Flush(); err != nil {
		return staged{}, p.failed(err)
	}
	if err := p.z.Close(); err != nil {
		return staged{}, p.failed(err)
	}
	if err := p.dst.Close(); err != nil {
		return staged{}, fmt.Errorf("stage %s: %w", p.about.Name, err)
	}
	p.about.Sum = p.into.sum.Sum(nil)
	p.about.CRC, p.about.Size = p.into.crc, p.into.size
	p.about.Packed = p.dst.(*closing).n
	return p.about, nil
}

func (p *part) failed(err error) error {
	_ = p.dst.Close() // the first error is the one that tells
	return fmt.Errorf("stage %s: %w", p.about.Name, err)
}

// stage writes a whole part.
func stage(st Staging, name string, b []byte) (staged, error) {
	p, err := create(st, name)
	if err != nil {
		return staged{}, err
	}
	if _, err := p.Write(b); err != nil {
		return staged{}, p.failed(err)
	}
	return p.close()
}

// unpack reads a staged part back as it was written.
func unpack(st Staging, name string) (io.ReadCloser, error) {
	src, err := st.Open(name)
	if err != nil {
		return nil, fmt.Errorf("read the staged %s: %w", name, err)
	}
	return struct {
		io.Reader
		io.Closer
	}{flate.NewReader(src), src}, nil
}
