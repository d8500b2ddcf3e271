package keeper

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"writ/outside/seal"
)

// ErrLocked says that too few shares of the root were opened.
var ErrLocked = errors.New("the tenant is locked")

// An Unlock opens a tenant's root: the passphrase of the share that lies in the home, and further shares as their
// holders wrote them down, where more than one is needed.
type Unlock struct {
	Passphrase string
	Shares     []string
}

// open joins the shares. It says how many are missing, never which.
func (u Unlock) open(dir string) (seal.Root, error) {
	shares, err := u.inHome(filepath.Join(dir, sharesDir))
	if err != nil {
		return seal.Root{}, err
	}
	for _, text := range u.Shares {
		if strings.TrimSpace(text) == "" {
			continue
		}
		s, err := seal.ParseShare(text)
		if err != nil {
			return seal.Root{}, err
		}
		shares = append(shares, s)
	}
	if len(shares) == 0 {
		return seal.Root{}, fmt.Errorf("%w: give its passphrase (WRIT_PASSPHRASE, or at the prompt)", ErrLocked)
	}
	if need := shares[0].Threshold(); len(shares) < need {
		return seal.Root{}, fmt.Errorf("%w: %d shares are needed, %d given; give the others in WRIT_SHARES, separated by spaces", ErrLocked, need, len(shares))
	}
	return seal.Join(shares)
}

// inHome opens the share files that the passphrase fits.
func (u Unlock) inHome(dir string) ([]seal.Share, error) {
	names, err := os.ReadDir(dir)
	if err != nil {
		return nil, fmt.Errorf("read the shares: %w", err)
	}
	var out []seal.Share
	var last error
	for _, n := range names {
		b, err := os.ReadFile(filepath.Join(dir, n.Name()))
		if err != nil {
			return nil, fmt.Errorf("read the shares: %w", err)
		}
		if u.Passphrase == "" {
			continue
		}
		s, err := seal.OpenShare(b, u.Passphrase)
		if err != nil {
			last = err
			continue
		}
		out = append(out, s)
	}
	if len(out) == 0 && len(u.Shares) == 0 && last != nil {
		return nil, fmt.Errorf("%w: %w", ErrLocked, last)
	}
	return out, nil
}
