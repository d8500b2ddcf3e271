package keeper

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"writ/casefile"
	"writ/ledger"
	"writ/scope"
)

// Deliver hands over into a folder the package, or the letter, or both, and gives the path of the first of them. The
// outcome on the ledger, with the hash of what was handed over, is the receipt. A file with other octets under the same
// name is never overwritten. It may be called again: what is there already and the same is handed over.
func (k *Keeper) Deliver(ctx context.Context, id, folder string) (string, error) {
	k.carrying.Lock()
	defer k.carrying.Unlock()
	c, err := k.cases.Load(ctx, id)
	if err != nil {
		return "", err
	}
	if c.Decision == nil || !c.Decision.Opens {
		return k.deliverLetter(ctx, c, folder)
	}
	from := k.packagePath(c)
	to := filepath.Join(folder, filepath.Base(from))
	key := scope.OutcomeKey(c.ID, c.Version, scope.Deliver)
	if _, done := k.log.Find(key); !done {
		if c.State != casefile.Assembled {
			return "", fmt.Errorf("%w: it is %s; run it first", casefile.ErrState, c.State)
		}
		if err := k.handOver(ctx, c, from, to); err != nil {
			return "", err
		}
	}
	r, _ := k.log.Find(key)
	if c.State != casefile.Delivered && c.State != casefile.Closed {
		if _, err := k.step(ctx, id, casefile.HandedOver{At: k.clock(), Outcome: r}); err != nil {
			return "", err
		}
	}
	if _, err := os.Stat(to); err != nil {
		return "", errElsewhere
	}
	if needsLetter(c) {
		if _, err := k.deliverLetter(ctx, c, folder); err != nil {
			return "", fmt.Errorf("the package is handed over, the letter is not: %w", err)
		}
	}
	return to, nil
}

var errElsewhere = errors.New("handed over already, and not into this folder; the receipt on the ledger has the hash of what was handed over")

func (k *Keeper) handOver(ctx context.Context, c casefile.Case, from, to string) error {
	s, err := k.grant(ctx, c)
	if err != nil {
		return err
	}
	p, err := s.Issue(scope.Deliver)
	if err != nil {
		return err
	}
	w, err := p.Spend(scope.Deliver)
	if err != nil {
		return err
	}
	sum, err := copyDurable(from, to, w.Live)
	if err != nil {
		return fullDisk(filepath.Dir(to), err)
	}
	body, err := receipt(sum)
	if err != nil {
		return err
	}
	if _, err := w.Done(body); err != nil {
		return fmt.Errorf("it is handed over, and its receipt is not on the ledger yet; do the same again: %w", err)
	}
	return nil
}

// deliverLetter copies a letter into the delivery folder. That it was sent stands on the ledger already; a case that was
// stopped or refused since is granted nothing, and its letter stays.
func (k *Keeper) deliverLetter(ctx context.Context, c casefile.Case, folder string) (string, error) {
	if _, written := k.log.Find(scope.OutcomeKey(c.ID, c.Version, scope.Letter)); !written {
		return "", errors.New("no letter of this version stands on the ledger; run the case first")
	}
	s, err := k.grant(ctx, c)
	if err != nil {
		return "", err
	}
	if err := s.Stands(); err != nil {
		return "", err
	}
	from := k.letterPath(c)
	to := filepath.Join(folder, filepath.Base(from))
	for _, name := range letterFiles {
		if _, err := copyDurable(filepath.Join(from, name), filepath.Join(to, name), always); err != nil {
			return "", fullDisk(folder, err)
		}
	}
	return to, nil
}

// fullDisk says what a full disk means to people: where, and what to do. The ledger's own disk it leaves to the ledger.
func fullDisk(dir string, err error) error {
	if !noRoom(err) || errors.Is(err, ledger.ErrUnkept) || errors.Is(err, ledger.ErrClosed) {
		return err
	}
	return fmt.Errorf("no room in %s: nothing has left; free some there and do the same again, which goes on where it stood: %w", dir, err)
}
