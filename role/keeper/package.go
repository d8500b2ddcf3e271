package keeper

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"

	"writ/casefile"
	"writ/ledger"
	"writ/outside/lap"
	"writ/outside/seal"
	"writ/production"
	"writ/retention"
	"writ/scope"
)

// runPackage reads, assembles and seals. Once the outcome of assembling is on the ledger there is no other lookup:
// what is staged is sealed; and once the package is there it stays as it is.
func (k *Keeper) runPackage(ctx context.Context, c casefile.Case) (Made, error) {
	if c.State != casefile.Assembled {
		var err error
		if c, err = k.step(ctx, c.ID, casefile.RunBegun{At: k.clock()}); err != nil {
			return Made{}, err
		}
	}
	st, err := k.stage(c.ID, c.Version)
	if err != nil {
		return Made{}, err
	}
	outcome, made := k.log.Find(scope.OutcomeKey(c.ID, c.Version, scope.Assemble))
	if !made {
		if outcome, err = k.assemble(ctx, c, st); err != nil {
			return Made{}, fullDisk(st.dir, err)
		}
	}
	if c.State != casefile.Assembled {
		if c, err = k.step(ctx, c.ID, casefile.PackageMade{At: k.clock(), Outcome: outcome}); err != nil {
			return Made{}, err
		}
	}
	m, err := k.sealed(c, st, outcome)
	if err != nil {
		return Made{}, fullDisk(filepath.Dir(k.packagePath(c)), err)
	}
	return m, st.remove()
}

// sealed gives the package's one file: that which is there, or what is staged, sealed into one.
func (k *Keeper) sealed(c casefile.Case, st staging, outcome ledger.Receipt) (Made, error) {
	m := Made{Package: k.packagePath(c)}
	sealed, err := k.there(m.Package)
	if !errors.Is(err, fs.ErrNotExist) {
		m.Sealed = sealed
		return m, err
	}
	staged, err := production.Resume(st)
	if err != nil {
		return Made{}, err
	}
	in, err := k.sealing(c, outcome)
	if err != nil {
		return Made{}, err
	}
	m.Sealed, err = lap.Write(m.Package, staged, in)
	return m, err
}

// there says what a package is that lies in its place. It got there whole, and is never made twice.
func (k *Keeper) there(path string) (production.Sealed, error) {
	sum, size, err := hashOf(path)
	if err != nil {
		return production.Sealed{}, err
	}
	signer, err := k.packageSigner()
	if err != nil {
		return production.Sealed{}, err
	}
	return production.Sealed{Size: size, Hash: sum, Signer: signer.Public()}, nil
}

// assemble reads the rows and makes the parts of the package, which wait in the staging area.
func (k *Keeper) assemble(ctx context.Context, c casefile.Case, st staging) (_ ledger.Receipt, err error) {
	s, err := k.grant(ctx, c)
	if err != nil {
		return ledger.Receipt{}, err
	}
	look, err := s.Issue(scope.Lookup)
	if err != nil {
		return ledger.Receipt{}, err
	}
	store, err := k.store(ctx)
	if err != nil {
		return ledger.Receipt{}, err
	}
	spool, err := seal.NewSpool(st.dir)
	if err != nil {
		return ledger.Receipt{}, errors.Join(err, store.Close())
	}
	defer func() { err = errors.Join(err, spool.Close(), store.Close()) }()
	harvest, read, err := retention.Lookup(ctx, look, store.Source(k.identity, k.log.ID()), spool)
	if err != nil {
		return ledger.Receipt{}, err
	}
	return k.putTogether(s, harvest, read, st, c)
}

// putTogether makes the parts and ends both actions: assembling first, so that a crash between the two repeats nothing.
func (k *Keeper) putTogether(s scope.Scope, h scope.Harvest, read scope.Work, st staging, c casefile.Case) (ledger.Receipt, error) {
	permit, err := s.Issue(scope.Assemble)
	if err != nil {
		return ledger.Receipt{}, err
	}
	in, err := k.inputs(c)
	if err != nil {
		return ledger.Receipt{}, err
	}
	staged, work, err := production.Assemble(permit, h, in, st)
	if err != nil {
		return ledger.Receipt{}, err
	}
	outcome, err := work.Done(staged.Outcome())
	if err != nil {
		return ledger.Receipt{}, err
	}
	_, err = read.Done([]byte(`{"v":1}`))
	return outcome, err
}

func (k *Keeper) packagePath(c casefile.Case) string {
	return filepath.Join(k.dir, packagesDir, fmt.Sprintf("%s-%d.lap", c.ID, c.Version))
}
