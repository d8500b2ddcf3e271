package keeper

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"writ/casefile"
	"writ/scope"
)

// sweep takes away what a crash left and nobody will need: parts of packages that are sealed or of versions that are
// over, and files that never got whole. Nobody else works in the tenant meanwhile.
func (k *Keeper) sweep(ctx context.Context) error {
	all, err := k.cases.List(ctx)
	if err != nil {
		return err
	}
	wanted := map[string]bool{}
	for _, s := range all {
		wanted[fmt.Sprintf("%s-%d", s.ID, s.Version)] = k.needed(s)
	}
	areas, err := os.ReadDir(filepath.Join(k.dir, stagingDir))
	if err != nil {
		return fmt.Errorf("look for what a crash left: %w", err)
	}
	for _, a := range areas {
		if !wanted[a.Name()] {
			err = errors.Join(err, os.RemoveAll(filepath.Join(k.dir, stagingDir, a.Name())))
		}
	}
	return errors.Join(err, k.sweepPackages())
}

// needed reports whether what is staged of a case may still be sealed.
func (k *Keeper) needed(s casefile.Summary) bool {
	_, delivered := k.log.Find(scope.OutcomeKey(s.ID, s.Version, scope.Deliver))
	return !delivered && !s.Erased && s.State != casefile.Closed && s.State != casefile.Refused
}

// sweepPackages takes away packages that were never whole.
func (k *Keeper) sweepPackages() error {
	names, err := os.ReadDir(filepath.Join(k.dir, packagesDir))
	if err != nil {
		return fmt.Errorf("look for what a crash left: %w", err)
	}
	for _, n := range names {
		if strings.HasPrefix(n.Name(), ".") && strings.HasSuffix(n.Name(), ".part") {
			err = errors.Join(err, os.Remove(filepath.Join(k.dir, packagesDir, n.Name())))
		}
	}
	return err
}
