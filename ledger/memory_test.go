package ledger_test

import (
	"testing"

	"writ/ledger"
	"writ/ledger/ledgertest"
)

func TestMemoryKeepsAStoresPromises(t *testing.T) {
	places := map[string]*ledger.Memory{}
	ledgertest.Run(t, func(_ *testing.T, place string) ledger.Store {
		if places[place] == nil {
			places[place] = ledger.NewMemory()
		}
		return places[place]
	})
}
