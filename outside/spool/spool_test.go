package spool

import (
	"os"
	"testing"

	"writ/intercept/mediation"
	"writ/intercept/mediation/spooltest"
)

func mustOpen(t testing.TB, dir string, keys mediation.Keys, o Options) *Spool {
	t.Helper()
	s, err := Open(t.Context(), dir, keys, o)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestASpoolOnDisk(t *testing.T) {
	for name, o := range map[string]Options{"as it is": {}, "with a short log and a small cache": {Log: 2 << 10, Cache: 1}} {
		t.Run(name, func(t *testing.T) {
			spooltest.Run(t, func(t testing.TB) spooltest.Place {
				dir := t.TempDir()
				return spooltest.Place{Disk: os.DirFS(dir), Open: func(t testing.TB, keys mediation.Keys) mediation.Spool {
					return mustOpen(t, dir, keys, o)
				}}
			})
		})
	}
}
