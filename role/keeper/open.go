package keeper

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	"writ/casefile"
	"writ/intercept/admf"
	"writ/law"
	"writ/ledger"
	"writ/outside/seal"
	"writ/outside/tiles"
	"writ/role/records"
)

// Options say which tenant of which home is opened, and with what.
type Options struct {
	Home   string
	Tenant string
	Unlock Unlock
	Clock  func() time.Time
	Rand   io.Reader
	Packs  *law.Set
}

// A Keeper holds one tenant's ledger, keys and cases. One process at a time has it.
type Keeper struct {
	tenant, dir string
	home        string
	passphrase  string // of the share in the home; the intake's key is under it
	root        seal.Root
	identity    seal.Identity
	folder      *tiles.Folder
	log         *ledger.Log
	cases       casefile.Store
	closeCases  func() error
	stops       *stops
	clock       func() time.Time
	rand        io.Reader
	base        *law.Set // of the program
	packs       *law.Set // base, and what the tenant has taken in
	taken       []casefile.PackTaken
	past        sync.Map // packs that cases were decided on: [32]byte → *law.Set
	profile     casefile.Profile
	agencies    casefile.Directory
	carrying    sync.Mutex // one lookup, package or delivery at a time; a stop doesn't wait for it

	tapping  sync.Mutex // guards what follows
	taps     []*keptTap
	tapsRead bool                       // all of them
	tapLaw   map[admf.Span]law.Decision // by case and version alone

	taskKeys TaskKeys
}

// Open unlocks a tenant and brings the ledger up to what the cases have written down.
func Open(ctx context.Context, o Options) (_ *Keeper, err error) {
	if err := checkHome(o.Home); err != nil {
		return nil, err
	}
	dir, err := tenantDir(o.Home, o.Tenant)
	if err != nil {
		return nil, err
	}
	if _, err := os.Stat(dir); err != nil {
		return nil, errors.New("the home has no such tenant; make it with writ init --tenant")
	}
	k := &Keeper{tenant: o.Tenant, dir: dir, passphrase: o.Unlock.Passphrase, clock: o.Clock, rand: o.Rand, base: o.Packs, packs: o.Packs, home: o.Home, stops: &stops{path: filepath.Join(o.Home, stopsFile)}}
	k.taskKeys.keeper = k
	defer func() {
		if err != nil {
			err = errors.Join(err, k.Close())
		}
	}()
	if k.root, err = o.Unlock.open(dir); err != nil {
		return nil, err
	}
	if k.identity, err = k.root.Identity(); err != nil {
		return nil, err
	}
	if k.folder, k.log, err = openLedger(dir, k.root, o.Tenant); err != nil {
		return nil, err
	}
	if err := k.settleLaw(); err != nil {
		return nil, err
	}
	if err := k.openCases(ctx); err != nil {
		return nil, err
	}
	if err := k.readSheets(); err != nil {
		return nil, err
	}
	if err := k.settle(ctx); err != nil {
		return nil, err
	}
	if err := k.compare(ctx); err != nil {
		return nil, err
	}
	return k, errors.Join(k.sweep(ctx), k.sweepTaps())
}

// readSheets reads the profile and the agency directory, where they are there.
func (k *Keeper) readSheets() error {
	b, err := os.ReadFile(filepath.Join(k.dir, profileFile))
	if err == nil {
		k.profile, err = casefile.ReadProfile(profileFile, b)
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	b, err = os.ReadFile(filepath.Join(k.dir, agenciesFile))
	if err == nil {
		k.agencies, err = casefile.ReadDirectory(agenciesFile, b)
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// settle brings onto the ledger what a step has written down and a crash kept from it, stops first.
func (k *Keeper) settle(ctx context.Context) error {
	for {
		_, err := k.cases.Drain(ctx, k.log, k.clock())
		if errors.Is(err, ledger.ErrClock) && !k.behind() {
			continue // no clock was set back: another entry came between the look at it and the append
		}
		if err != nil {
			return fmt.Errorf("bring the ledger up to date: %w", err)
		}
		break
	}
	return k.stops.settle(func(id string) (int, bool) { return k.withdrawals(id), k.brought(id) })
}

// behind reports whether the clock stands before the ledger's head, which is looked at first.
func (k *Keeper) behind() bool {
	head := k.log.Head().At
	return k.clock().Before(head)
}

// Close gives the tenant back.
func (k *Keeper) Close() error {
	var errs []error
	if k.closeCases != nil {
		errs = append(errs, k.closeCases())
	}
	if k.log != nil {
		errs = append(errs, k.log.Close())
	}
	if k.folder != nil {
		errs = append(errs, k.folder.Close())
	}
	return errors.Join(errs...)
}

// Ledger is the tenant's log, to be read.
func (k *Keeper) Ledger() *ledger.Log { return k.log }

// Profile is who the provider is.
func (k *Keeper) Profile() casefile.Profile { return k.profile }

// store opens the retained records.
func (k *Keeper) store(ctx context.Context) (*records.Store, error) {
	return records.OpenStore(ctx, filepath.Join(k.dir, storeDir), k.identity.Recipient())
}
