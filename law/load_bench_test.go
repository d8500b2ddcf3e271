//go:build unix

package law_test

import (
	"os"
	"testing"

	"writ/law"
)

// BenchmarkLoad reads and compiles every pack from a folder. It should take at most 50 ms.
func BenchmarkLoad(b *testing.B) {
	dir := os.DirFS("packs")
	before := spent(b)
	for b.Loop() {
		if _, err := law.Load(dir); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64((spent(b)-before).Milliseconds())/float64(b.N), "cpu-ms/op")
}
