package sqlite_test

import (
	"context"
	"path/filepath"
	"testing"

	"writ/casefile"
	"writ/casefile/casefiletest"
	"writ/outside/sqlite"
)

func TestStore(t *testing.T) {
	casefiletest.Run(t, func(t testing.TB) casefiletest.Opener {
		path := filepath.Join(t.TempDir(), "a tenant? 100%.db")
		var last *sqlite.Store
		t.Cleanup(func() { _ = last.Close() })
		return func(t testing.TB) casefile.Store {
			if last != nil {
				if err := last.Close(); err != nil {
					t.Fatalf("close: %v", err)
				}
			}
			st, err := sqlite.Open(context.Background(), path, aead{})
			if err != nil {
				t.Fatalf("open: %v", err)
			}
			last = st
			return st
		}
	})
}
