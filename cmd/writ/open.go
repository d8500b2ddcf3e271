package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"syscall"

	"writ/casefile"
	"writ/law"
	"writ/law/signed"
	"writ/ledger"
	"writ/outside/tiles"
	"writ/role/keeper"
	"writ/role/records"
	"writ/scope"
)

// with opens the tenant, does the work and closes it again.
func (w *where) with(ctx context.Context, sh *shell, do func(*keeper.Keeper) error) error {
	if err := w.resolve(); err != nil {
		return err
	}
	u, err := sh.unlock()
	if err != nil {
		return err
	}
	packs, err := law.Embedded()
	if err != nil {
		return err
	}
	k, err := keeper.Open(ctx, keeper.Options{Home: w.home, Tenant: w.tenant, Unlock: u, Clock: sh.now, Rand: rand.Reader, Packs: packs})
	if err != nil {
		return kindOf(err)
	}
	err = do(k)
	return kindOf(errors.Join(err, k.Close()))
}

// laters are the errors that another try may cure; notSos say that the thing is not as it must be.
var (
	laters = []error{tiles.ErrLocked, records.ErrLocked, scope.ErrClock, ledger.ErrClock, casefile.ErrClock}
	notSos = []error{scope.ErrUnapproved, scope.ErrUnread, scope.ErrUnverified, scope.ErrRefused, scope.ErrStopped, scope.ErrClosed,
		scope.ErrLate, scope.ErrDone, scope.ErrNothing, scope.ErrCeiling, scope.ErrCarrier, scope.ErrUndecided, casefile.ErrState,
		casefile.ErrRole, casefile.ErrOwn, casefile.ErrTwice, casefile.ErrLate, casefile.ErrNoHaste,
		casefile.ErrCut, casefile.ErrEdited, casefile.ErrDifferent, keeper.ErrUnlike, keeper.ErrLawChanged, keeper.ErrLawGone, casefile.ErrPackUnsigned, signed.ErrChanged, ledger.ErrBroken}
)

// kindOf gives an error its exit code by what it is.
func kindOf(err error) error {
	if err == nil {
		return nil
	}
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) {
		return later(fmt.Errorf("the disk is full; free space and give the command again, it goes on where it stood: %w", err))
	}
	for _, l := range laters {
		if errors.Is(err, l) {
			return later(err)
		}
	}
	for _, n := range notSos {
		if errors.Is(err, n) {
			return notSo(err)
		}
	}
	return err
}
