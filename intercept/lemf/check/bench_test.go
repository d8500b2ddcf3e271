package check

import (
	"testing"
	"time"

	"writ/intercept/lemf/lemftest"
	"writ/wire/etsi"
)

// A delivery of 10,000 CC of 200 octets, hashed in hundreds, judged: the cost of one PDU.
func BenchmarkCheck(b *testing.B) {
	const n = 10000
	var hi2, hi3 []byte
	h := lemftest.Head(0, 0)
	access := lemftest.Access()
	hi2 = access[0].Octets()
	chain, err := etsi.NewChain(etsi.SHA256, etsi.DataCC)
	if err != nil {
		b.Fatal(err)
	}
	packet := make([]byte, 200)
	copy(packet, access[3].CC.Octets)
	packet[4], packet[5] = 0, 160
	for i := range n {
		h = lemftest.Head(uint32(i), time.Duration(i)*time.Millisecond)
		from := len(hi3)
		hi3 = etsi.AppendCC(hi3, &h, etsi.FromTarget, &etsi.CC{Kind: etsi.PacketCC, Version: 20, Octets: packet})
		chain.Add(uint32(i), hi3[from:])
		if i%100 == 99 {
			t := etsi.TRI{Kind: etsi.IntegrityCheck}
			chain.Close(&t.Check)
			h.Seq = uint32(i / 100)
			hi3 = etsi.AppendTRI(hi3, &h, &t)
		}
	}
	b.ReportAllocs()
	for b.Loop() {
		for _, f := range judge(b, Options{}, file{"hi2.ber", hi2}, file{"hi3.ber", hi3}) {
			if f.Severity == Error {
				b.Fatalf("%+v", f)
			}
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/n, "ns/PDU")
}
