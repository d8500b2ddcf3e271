package law_test

import (
	"os"
	"testing"

	"writ/law"
)

// BenchmarkDecide decides every case of the four packs in turn, digest included.
func BenchmarkDecide(b *testing.B) {
	s := packs(b)
	var all []law.Case
	for _, name := range []string{"us-federal", "eu-eevidence", "ie", "it"} {
		data, err := os.ReadFile("packs/" + name + "/cases.yaml")
		if err != nil {
			b.Fatal(err)
		}
		cases, err := law.ReadCases(data, name)
		if err != nil {
			b.Fatal(err)
		}
		all = append(all, cases...)
	}
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		if _, err := law.Decide(all[i%len(all)].Demand, s); err != nil {
			b.Fatal(err)
		}
		i++
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "decisions/s")
}
