//go:build unix

package law_test

import (
	"os"
	"testing"

	"writ/law"
)

// BenchmarkLoad reads and compiles every pack from a folder. The measure is 50 ms of a core's time.
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
