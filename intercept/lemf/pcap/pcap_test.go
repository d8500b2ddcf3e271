package pcap

import (
	"net/netip"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"writ/intercept/lemf/datagram"
)

var at = time.Date(2026, 11, 24, 10, 0, 0, 123456000, time.UTC)

func TestTsharkReadsWhatIsWrittenAndFindsTheChecksumsRight(t *testing.T) {
	tshark, err := exec.LookPath("tshark")
	if err != nil {
		t.Skip("NOT RUN: tshark is not installed")
	}
	b := AppendHeader(nil)
	for _, pair := range [][2]string{{"192.0.2.1:5004", "198.51.100.2:6004"}, {"[2001:db8::1]:5004", "[2001:db8::2]:6004"}} {
		packet, ok := datagram.Append(nil, netip.MustParseAddrPort(pair[0]), netip.MustParseAddrPort(pair[1]), []byte("odd"))
		if !ok {
			t.Fatal("no packet was made")
		}
		b = AppendPacket(b, at, packet)
	}
	file := filepath.Join(t.TempDir(), "x.pcap")
	if err := os.WriteFile(file, b, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(tshark, "-r", file, "-o", "udp.check_checksum:TRUE", "-o", "ip.check_checksum:TRUE", "-T", "fields",
		"-e", "frame.time_epoch", "-e", "udp.srcport", "-e", "udp.dstport", "-e", "data.data", "-e", "udp.checksum.status", "-e", "ip.checksum.status").Output()
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	if len(lines) != 2 {
		t.Fatalf("%q", out)
	}
	for i, want := range []string{"1795514400.123456000\t5004\t6004\t6f6464\t1\t1", "1795514400.123456000\t5004\t6004\t6f6464\t1"} {
		if got := strings.TrimSpace(lines[i]); got != want {
			t.Errorf("tshark says %q, not %q", got, want)
		}
	}
}
