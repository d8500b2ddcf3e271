package tiles

import (
	"path/filepath"
	"testing"

	"writ/ledger"
	"writ/ledger/ledgertest"
)

func mustOpen(t testing.TB, dir string) *Folder {
	t.Helper()
	f, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestTheFolderKeepsAStoresPromises(t *testing.T) {
	ledgertest.Run(t, func(t *testing.T, place string) ledger.Store {
		return mustOpen(t, filepath.Join(place, "ledger"))
	})
}
