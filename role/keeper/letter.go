package keeper

import (
	"context"
	"errors"

	"writ/casefile"
)

// needsLetter reports whether the answer needs a letter: what does not leave at all is said in one, and what is
// unclear is asked in one.
func needsLetter(c casefile.Case) bool {
	d := c.Decision
	return d.Asks || !d.Opens && !d.Keeps && !d.Taps
}

func (k *Keeper) writeLetter(ctx context.Context, id string) ([]string, error) {
	return nil, errors.New("keeper: letters are being joined")
}
