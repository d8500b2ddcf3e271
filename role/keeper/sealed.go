package keeper

import (
	"bytes"
	"io"
	"os"

	"writ/outside/seal"
)

// writeSealed keeps octets in a file that opens to the tenant's identity alone, whole or not at all.
func (k *Keeper) writeSealed(path string, b []byte) error {
	return writeStream(path, 0o600, always, func(w io.Writer) error {
		to, err := seal.Seal(w, k.identity.Recipient())
		if err != nil {
			return err
		}
		if _, err := to.Write(b); err != nil {
			return err
		}
		return to.Close()
	})
}

// readSealed reads what writeSealed kept, so many octets at most.
func (k *Keeper) readSealed(path string, most int64) ([]byte, error) {
	sealed, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	r, err := seal.Open(bytes.NewReader(sealed), k.identity)
	if err != nil {
		return nil, err
	}
	return io.ReadAll(io.LimitReader(r, most))
}
