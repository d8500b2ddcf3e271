package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"writ/cmd/writ/decode"
)

func newDecode(sh *shell) *cobra.Command {
	var isHex bool
	c := &cobra.Command{
		Use:   "decode [--hex] [FILE|-]",
		Short: "Read lawful interception PDUs of any format as JSON lines",
		Long: `Reads PDUs, one after another, from a file or from standard input, and prints a line of JSON for each. It finds
the format of each by itself: PS-PDUs of HI2 and HI3 (ETSI TS 102 232), payloads of 3GPP TS 33.128, X2 and X3 (TS 103 221-2),
X1 documents (TS 103 221-1) and retained data (TS 102 657).

A line holds format, offset, length and pdu, written with the names of the standard's own module or schema; notes, where
something is odd and could be read; inside, where a PDU carries another. What can't be read gives format, offset and error,
octets in it counted from the PDU's first; reading goes on with the next PDU, and the exit code is 1.

--hex reads hexadecimal text instead, in one line or many, with or without spaces.

What it prints is as secret as the PDUs.`,
		Example: `  writ decode hi2.ber
  writ decode --hex < pdu.hex
  nc -l 6001 | writ decode | jq .pdu.pSHeader.sequenceNumber`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			in, closing, err := decodeInput(sh, args)
			if err != nil {
				return err
			}
			defer closing()
			if isHex {
				in = decode.Hex(in)
			}
			return decodeAll(cmd.Context(), sh, in)
		},
	}
	c.Flags().BoolVar(&isHex, "hex", false, "read hexadecimal text")
	return c
}

func decodeInput(sh *shell, args []string) (io.Reader, func(), error) {
	if len(args) == 0 || args[0] == "-" {
		return sh.in, func() {}, nil
	}
	f, err := os.Open(args[0])
	if err != nil {
		return nil, nil, fmt.Errorf("read the PDUs: %w", err)
	}
	if info, err := f.Stat(); err == nil && info.IsDir() {
		_ = f.Close()
		return nil, nil, usage("%s is a folder; name a file of PDUs", args[0])
	}
	return f, func() { _ = f.Close() }, nil
}

func decodeAll(ctx context.Context, sh *shell, in io.Reader) error {
	out := bufio.NewWriterSize(sh.out, 64<<10)
	var line []byte
	unread, err := decode.Read(flushing{ctx, in, out}, func(l *decode.Line) error {
		line = append(l.AppendJSON(line[:0]), '\n')
		_, err := out.Write(line)
		return err
	})
	if bad := out.Flush(); bad != nil && err == nil {
		err = bad
	}
	var hex *decode.HexError
	switch {
	case errors.As(err, &hex):
		return fmt.Errorf("read the hexadecimal text: %w", err)
	case err != nil:
		return later(fmt.Errorf("read the PDUs: %w", err))
	case unread > 0:
		return notSo(errQuiet)
	default:
		return nil
	}
}

// A flushing reader shows what was read so far before it waits for more, and ends when it is told to.
type flushing struct {
	ctx context.Context
	in  io.Reader
	out *bufio.Writer
}

func (f flushing) Read(p []byte) (int, error) {
	if err := errors.Join(f.ctx.Err(), f.out.Flush()); err != nil {
		return 0, err
	}
	return f.in.Read(p)
}
