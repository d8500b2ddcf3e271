package keeper

import (
	"context"

	"writ/casefile"
)

// Audit compares every case with the ledger and lists what differs. Nothing found means that the cases are the ledger's
// projection.
func (k *Keeper) Audit(ctx context.Context) ([]casefile.Difference, error) {
	return k.cases.Audit(ctx, k.log)
}
