package keeper

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"writ/casefile"
	"writ/ledger"
	"writ/outside/lap"
	"writ/outside/seal"
	"writ/production"
	"writ/retention"
	"writ/scope"
)

// A Picture is what a dry run shows: totals by ask, never a row.
type Picture struct {
	Totals   []scope.AskTotal
	Findings []scope.Finding
	Examined int64
	Out      int64
}

// DryRun counts what would leave. It is itself a lookup: after the first approval, once a version, on the ledger.
func (k *Keeper) DryRun(ctx context.Context, id string) (_ Picture, err error) {
	c, err := k.cases.Load(ctx, id)
	if err != nil {
		return Picture{}, err
	}
	s, err := k.grant(c)
	if err != nil {
		return Picture{}, err
	}
	p, err := s.Issue(scope.Count)
	if err != nil {
		return Picture{}, err
	}
	st, err := k.store(ctx)
	if err != nil {
		return Picture{}, err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	h, w, err := retention.Survey(ctx, p, st.Source(k.identity, k.log.ID()))
	if err != nil {
		return Picture{}, err
	}
	examined, out, _ := h.Tally()
	if _, err := w.Done([]byte(`{"v":1}`)); err != nil {
		return Picture{}, err
	}
	return Picture{h.Totals(), h.Findings(), examined, out}, nil
}

// A Made says what a run left for delivery.
type Made struct {
	Package string // path of the package; "" where nothing leaves
	Sealed  production.Sealed
	Letter  string // the folder of the letter: letter.html, letter.pdf, letter.json; "" where none is needed
}

// Run carries out what the decision opens: it reads the rows, makes the package and seals it; where the decision opens
// nothing, or not all, it writes the letter. After a crash it goes on where it stood.
func (k *Keeper) Run(ctx context.Context, id string) (Made, error) {
	c, err := k.cases.Load(ctx, id)
	if err != nil {
		return Made{}, err
	}
	if c.Decision == nil {
		return Made{}, casefile.ErrState
	}
	var m Made
	switch {
	case c.Decision.Opens:
		if m, err = k.runPackage(ctx, c); err != nil {
			return m, err
		}
	case c.Decision.Keeps:
		if err := k.runKeep(ctx, c); err != nil {
			return m, err
		}
	}
	if !needsLetter(c) {
		return m, nil
	}
	m.Letter, err = k.writeLetter(ctx, id)
	return m, err
}

// runPackage reads, assembles and seals. Once the outcome of assembling is on the ledger there is no other lookup:
// what is staged is sealed.
func (k *Keeper) runPackage(ctx context.Context, c casefile.Case) (Made, error) {
	c, err := k.step(ctx, c.ID, casefile.RunBegun{At: k.clock()})
	if err != nil && c.State != casefile.Assembled {
		return Made{}, err
	}
	st, err := k.stage(c.ID, c.Version)
	if err != nil {
		return Made{}, err
	}
	staged, receipt, err := k.staged(ctx, c, st)
	if err != nil {
		return Made{}, err
	}
	if _, err := k.step(ctx, c.ID, casefile.PackageMade{At: k.clock(), Outcome: receipt}); err != nil {
		return Made{}, err
	}
	m, err := k.seal(c, staged, receipt)
	if err != nil {
		return m, err
	}
	return m, st.remove()
}

// staged gives the assembled parts and the outcome that names them.
func (k *Keeper) staged(ctx context.Context, c casefile.Case, st staging) (production.Staged, ledger.Receipt, error) {
	if r, ok := k.log.Find(scope.OutcomeKey(c.ID, c.Version, scope.Assemble)); ok {
		s, err := production.Resume(st)
		return s, r, err
	}
	return k.assemble(ctx, c, st)
}

func (k *Keeper) assemble(ctx context.Context, c casefile.Case, st staging) (_ production.Staged, _ ledger.Receipt, err error) {
	s, err := k.grant(c)
	if err != nil {
		return production.Staged{}, ledger.Receipt{}, err
	}
	look, err := s.Issue(scope.Lookup)
	if err != nil {
		return production.Staged{}, ledger.Receipt{}, err
	}
	store, err := k.store(ctx)
	if err != nil {
		return production.Staged{}, ledger.Receipt{}, err
	}
	spool, err := seal.NewSpool(st.dir)
	if err != nil {
		return production.Staged{}, ledger.Receipt{}, errors.Join(err, store.Close())
	}
	defer func() { err = errors.Join(err, spool.Close(), store.Close()) }()
	harvest, read, err := retention.Lookup(ctx, look, store.Source(k.identity, k.log.ID()), spool)
	if err != nil {
		return production.Staged{}, ledger.Receipt{}, err
	}
	return k.putTogether(s, harvest, read, st, c)
}

// putTogether makes the parts and ends both actions: assembling first, so that a crash between the two repeats nothing.
func (k *Keeper) putTogether(s scope.Scope, h scope.Harvest, read scope.Work, st staging, c casefile.Case) (production.Staged, ledger.Receipt, error) {
	permit, err := s.Issue(scope.Assemble)
	if err != nil {
		return production.Staged{}, ledger.Receipt{}, err
	}
	in, err := k.inputs(c)
	if err != nil {
		return production.Staged{}, ledger.Receipt{}, err
	}
	staged, work, err := production.Assemble(permit, h, in, st)
	if err != nil {
		return production.Staged{}, ledger.Receipt{}, err
	}
	receipt, err := work.Done(staged.Outcome())
	if err != nil {
		return production.Staged{}, ledger.Receipt{}, err
	}
	_, err = read.Done([]byte(`{"v":1}`))
	return staged, receipt, err
}

// seal writes the package's one file: whole and durable, or not at all.
func (k *Keeper) seal(c casefile.Case, s production.Staged, outcome ledger.Receipt) (Made, error) {
	in, err := k.sealing(c, outcome)
	if err != nil {
		return Made{}, err
	}
	m := Made{Package: k.packagePath(c)}
	m.Sealed, err = lap.Write(m.Package, s, in)
	return m, err
}

func (k *Keeper) packagePath(c casefile.Case) string {
	return filepath.Join(k.dir, packagesDir, fmt.Sprintf("%s-%d.lap", c.ID, c.Version))
}

// runKeep ends a preservation: nothing is handed over. Nothing in the store expires before retention schedules are
// there, so that what is held stays held; the clock of the case says until when it must.
func (k *Keeper) runKeep(ctx context.Context, c casefile.Case) error {
	if _, done := k.log.Find(scope.OutcomeKey(c.ID, c.Version, scope.Keep)); done {
		return nil
	}
	c, err := k.step(ctx, c.ID, casefile.RunBegun{At: k.clock()})
	if err != nil {
		return err
	}
	s, err := k.grant(c)
	if err != nil {
		return err
	}
	p, err := s.Issue(scope.Keep)
	if err != nil {
		return err
	}
	w, err := p.Spend(scope.Keep)
	if err != nil {
		return err
	}
	r, err := w.Done([]byte(`{"v":1}`))
	if err != nil {
		return err
	}
	_, err = k.step(ctx, c.ID, casefile.HandedOver{At: k.clock(), Outcome: r})
	return err
}

// Deliver hands the package, or the letter, over into a folder. The outcome on the ledger, with the hash of what was handed over, is
// the receipt. A file with other bytes under the same name is never overwritten.
func (k *Keeper) Deliver(ctx context.Context, id, folder string) (string, error) {
	c, err := k.cases.Load(ctx, id)
	if err != nil {
		return "", err
	}
	if c.Decision == nil || !c.Decision.Opens {
		return k.deliverLetter(c, folder)
	}
	from := k.packagePath(c)
	to := filepath.Join(folder, filepath.Base(from))
	if _, done := k.log.Find(scope.OutcomeKey(c.ID, c.Version, scope.Deliver)); !done {
		if err := k.handOver(c, from, to); err != nil {
			return "", err
		}
	}
	r, _ := k.log.Find(scope.OutcomeKey(c.ID, c.Version, scope.Deliver))
	if c.State == casefile.Delivered {
		return to, nil
	}
	_, err = k.step(ctx, id, casefile.HandedOver{At: k.clock(), Outcome: r})
	return to, err
}

func (k *Keeper) handOver(c casefile.Case, from, to string) error {
	s, err := k.grant(c)
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
	sum, err := copyDurable(from, to)
	if err != nil {
		return err
	}
	body, err := receipt(sum)
	if err != nil {
		return err
	}
	_, err = w.Done(body)
	return err
}

// copyDurable copies a file whole or not at all, and gives its hash.
func copyDurable(from, to string) (sum [32]byte, err error) {
	src, err := os.Open(from)
	if err != nil {
		return sum, fmt.Errorf("open the package: %w; run the case first", err)
	}
	defer func() { err = errors.Join(err, src.Close()) }()
	if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
		return sum, fmt.Errorf("make the delivery folder: %w", err)
	}
	h := sha256.New()
	err = writeStream(to, 0o600, func(w io.Writer) error {
		_, err := io.Copy(io.MultiWriter(w, h), src)
		return err
	})
	return [32]byte(h.Sum(nil)), err
}
