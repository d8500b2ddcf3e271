package lemf

import (
	"errors"
	"fmt"
	"io"

	"writ/wire/etsi"
)

// chunk is how much is read at once.
const chunk = 256 << 10

// An End is how a row of PS-PDUs ended.
type End struct {
	Offset  int64  // behind the last whole PDU
	PDUs    int    // whole ones
	Rest    int64  // octets that follow; 0: all was read
	Problem string // why what follows is no PS-PDU; empty: it is the beginning of one
}

// Cut says that the row ends inside a PDU.
func (e End) Cut() bool { return e.Rest > 0 && e.Problem == "" }

// Lost says that something that is no PDU stands at Offset.
func (e End) Lost() bool { return e.Problem != "" }

// Scan reads PS-PDUs that follow one another and gives each to a function, with its offset and index; the octets are valid until
// it returns. It holds one PDU at a time. The error is the reader's or the function's.
func Scan(r io.Reader, each func(offset int64, index int, octets []byte) error) (End, error) {
	var end End
	var framer etsi.Framer
	buf := make([]byte, 0, chunk)
	from, more := 0, true
	for {
		n, err := framer.Size(buf[from:])
		switch {
		case err == nil && len(buf) > from:
			framer = etsi.Framer{}
			if err := each(end.Offset, end.PDUs, buf[from:from+n]); err != nil {
				return end, err
			}
			from, end.Offset, end.PDUs = from+n, end.Offset+int64(n), end.PDUs+1
			continue
		case err != nil && !errors.Is(err, etsi.ErrMore):
			end.Problem, end.Rest = err.Error(), int64(len(buf)-from)
			rest, err := io.Copy(io.Discard, r)
			end.Rest += rest
			return end, wrap(err)
		case !more:
			end.Rest = int64(len(buf) - from)
			return end, nil
		}
		buf = append(buf[:copy(buf, buf[from:])], make([]byte, chunk)...)
		from = 0
		got, err := io.ReadFull(r, buf[len(buf)-chunk:])
		buf = buf[:len(buf)-chunk+got]
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			more = false
		} else if err != nil {
			return end, wrap(err)
		}
	}
}

func wrap(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("read PDUs: %w", err)
}
