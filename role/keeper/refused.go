package keeper

import (
	"context"
	"errors"
	"path/filepath"

	"writ/outside/catalogue"
	ingest "writ/role/records"
)

// A Refusals is what one file was refused of: its number in the catalogue, its feed, and each record's place.
type Refusals struct {
	File    int64
	Feed    string
	Records []catalogue.Refused
}

// Refused lists what ingest refused, file by file. It needs no passphrase: it says where and why, never what.
func Refused(ctx context.Context, home, tenant string) (out []Refusals, err error) {
	if err := checkHome(home); err != nil {
		return nil, err
	}
	dir, err := tenantDir(home, tenant)
	if err != nil {
		return nil, err
	}
	to, err := recipientIn(filepath.Join(dir, rootFile))
	if err != nil {
		return nil, err
	}
	st, err := ingest.OpenStore(ctx, filepath.Join(dir, storeDir), to)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	runs, err := st.Catalogue().Runs(ctx)
	if err != nil {
		return nil, err
	}
	for _, r := range runs {
		all, err := st.Catalogue().Quarantine(ctx, r.ID)
		if err != nil {
			return nil, err
		}
		if len(all) > 0 {
			out = append(out, Refusals{r.ID, r.Feed, all})
		}
	}
	return out, nil
}
