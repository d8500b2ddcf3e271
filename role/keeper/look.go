package keeper

import (
	"context"
	"errors"
	"path/filepath"

	"writ/casefile"
	"writ/law"
	"writ/records"
	ingest "writ/role/records"
)

// List gives every case, the oldest first, without opening any.
func (k *Keeper) List(ctx context.Context) ([]casefile.Summary, error) { return k.cases.List(ctx) }

// Case gives a case as it stands.
func (k *Keeper) Case(ctx context.Context, id string) (casefile.Case, error) {
	return k.cases.Load(ctx, id)
}

// Explained gives a case's decision, made again, to be shown.
func (k *Keeper) Explained(ctx context.Context, id string) (law.Decision, error) {
	c, err := k.cases.Load(ctx, id)
	if err != nil {
		return law.Decision{}, err
	}
	return k.decision(c)
}

// Ring heeds the clocks that have come to their instant, by the cases' own columns, and says what people are told.
func (k *Keeper) Ring(ctx context.Context) ([]string, error) {
	passed, err := k.cases.Passed(ctx, k.clock())
	if err != nil {
		return nil, err
	}
	var told []string
	for _, p := range passed {
		e := casefile.AlarmRang{At: k.clock(), Job: casefile.Job{Case: p.Case, Version: p.Version, Kind: p.Kind, At: p.At}}
		_, effects, err := k.cases.Step(ctx, p.Case, e)
		if err != nil {
			return told, err
		}
		for _, f := range effects {
			if t, ok := f.(casefile.Tell); ok {
				told = append(told, p.Case+": "+t.What)
			}
		}
	}
	return told, k.settle(ctx)
}

// Ingest takes a file of records into a tenant's store. It needs no passphrase: what goes in is sealed to the tenant's
// public key, and only a permit brings it out again.
func Ingest(ctx context.Context, home, tenant string, feed records.Feed, o records.Options, f ingest.File, progress ingest.Progress) (rep ingest.Report, err error) {
	if err := checkHome(home); err != nil {
		return rep, err
	}
	dir, err := tenantDir(home, tenant)
	if err != nil {
		return rep, err
	}
	to, err := recipientIn(filepath.Join(dir, rootFile))
	if err != nil {
		return rep, err
	}
	st, err := ingest.OpenStore(ctx, filepath.Join(dir, storeDir), to)
	if err != nil {
		return rep, err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	return ingest.Ingest(ctx, st, feed, o, f, progress)
}
