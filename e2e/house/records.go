package house

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"

	"writ/records"
	"writ/records/kamailio"
	"writ/records/subscribers"
	"writ/role/keeper"
	ingest "writ/role/records"
)

// Marks are texts that stand in the records and demands of a house, and in no file of its home that is not sealed.
var Marks = []string{"2025550129", "202 555 0129", "Whitfield", "Oak Road", "dana@mail", Reference}

// Reference begins the reference of every demand.
const Reference = "GJ-2026-"

// Rows is how many rows a package of [Subpoena] holds: the calls of the number in the window, counted by
// another path in the demo itself, and the customer.
const Rows = 41

// ingest takes in the demo's records.
func (h *House) ingest(ctx context.Context, data string) error {
	for _, f := range []struct {
		feed records.Feed
		file string
	}{{kamailio.New(), "acc.csv"}, {kamailio.New(), "missed_calls.csv"}, {kamailio.New(), "acc_cdrs.csv"}, {subscribers.New(), "us-subscribers.csv"}} {
		b, err := os.ReadFile(filepath.Join(data, f.file))
		if err != nil {
			return err
		}
		rep, err := keeper.Ingest(ctx, h.Home(), Tenant, f.feed, records.Options{}, ingest.File{Bytes: bytes.NewReader(b), Size: int64(len(b))}, nil)
		if err != nil {
			return err
		}
		if !rep.Balance.Check() || rep.Balance.Stored == 0 {
			return errors.New("house: " + f.file + " was not taken in whole")
		}
	}
	return nil
}
