package retentiontest

import (
	"testing"

	"writ/ledger"
	"writ/records"
	"writ/retention"
)

func TestTheObviousSourceKeepsThePromises(t *testing.T) {
	Run(t, func(_ *testing.T, id ledger.ID, rows []records.Row) retention.Source { return Memory{id, rows} })
}
