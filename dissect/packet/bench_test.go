package packet

import "testing"

func BenchmarkFrame(b *testing.B) {
	var d Decoder
	var p Packet
	ip := datagram4(make([]byte, 172))
	b.ReportAllocs()
	for b.Loop() {
		_ = d.Frame(Raw, ip, noon, &p)
	}
}
