package keeper

import (
	"context"
	"errors"

	"writ/casefile"
)

// ErrPaper says that a case has no paper of this number.
var ErrPaper = errors.New("the case has no paper of this number; writ case show says how many it has")

// Paper gives the n-th paper of a case, from 1, as it came: for who reads it blind.
func (k *Keeper) Paper(ctx context.Context, id string, n int) (casefile.PaperBytes, error) {
	c, err := k.cases.Load(ctx, id)
	if err != nil {
		return casefile.PaperBytes{}, err
	}
	if n < 1 || n > len(c.Papers) {
		return casefile.PaperBytes{}, ErrPaper
	}
	b, err := k.cases.Paper(ctx, id, n-1)
	return casefile.PaperBytes{Name: c.Papers[n-1].Name, Data: b}, err
}

// Differs gives the fields in which the readings of a held case differ, to a person who read none of them.
func (k *Keeper) Differs(ctx context.Context, id string, by Signer) ([]string, error) {
	c, err := k.cases.Load(ctx, id)
	if err != nil {
		return nil, err
	}
	p, err := k.person(by)
	if err != nil {
		return nil, err
	}
	return c.Differences(p)
}
