package x2x3

import (
	"encoding/binary"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// An independent decoder reads what this package writes: the PDUs stand on a TCP stream in a capture, several in one
// segment and one cut over two.
func TestTsharkReadsEveryFieldAsItWasSet(t *testing.T) {
	tshark, err := exec.LookPath("tshark")
	if err != nil {
		t.Skip("CROSS-CHECK NOT RUN: tshark is not installed")
	}
	ka := NewKeepAlive(DefaultMinor, 700)
	rtp, sip := media(), message()
	octets := ka.Append(sip.Append(rtp.Append(nil)))
	path := filepath.Join(t.TempDir(), "x3.pcap")
	if err := os.WriteFile(path, capture(octets[:500], octets[500:]), 0o600); err != nil {
		t.Fatal(err)
	}
	names := []string{"ver", "type", "pf", "pd", "xid", "cid", "sq", "ts", "nfid", "ipid", "srcip", "dstip", "dstipv6", "srcport", "dstport", "ipproto", "mti"}
	args := []string{"-r", path, "-d", "tcp.port==42069,5gli", "-T", "fields", "-E", "separator=|", "-E", "occurrence=a", "-o", "tcp.desegment_tcp_streams:TRUE"}
	for _, n := range names {
		args = append(args, "-e", "li5g."+n)
	}
	cmd := exec.Command(tshark, args...)
	cmd.Env = append(os.Environ(), "TZ=UTC")
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	got := map[string][]string{}
	for line := range strings.Lines(string(out)) {
		for i, v := range strings.Split(strings.TrimRight(line, "\n"), "|") {
			if v != "" {
				got[names[i]] = append(got[names[i]], strings.Split(v, ",")...)
			}
		}
	}
	want := map[string][]string{
		"ver": {"5", "5", "5"}, "type": {"2", "1", "3"}, "pf": {"8", "9", "0"}, "pd": {"3", "2", "0"},
		"xid": {"01020304-0506-0708-0900-000000000000", "01020304-0506-0708-0900-000000000000", "00000000-0000-0000-0000-000000000000"},
		"cid": {"000000000000004d", "000000000000004d", "0000000000000000"}, "sq": {"9", "0", "700"},
		"nfid": {fmt.Sprintf("%x", "sbc.example")}, "ipid": {fmt.Sprintf("%x", "poi-1")},
		"srcip": {"192.0.2.1", "192.0.2.7"}, "dstip": {"192.0.2.8"}, "dstipv6": {"2001:db8::1"},
		"srcport": {"4000"}, "dstport": {"0"}, "ipproto": {"17"},
		"mti": {fmt.Sprintf("%x", rtp.Matched[0]), fmt.Sprintf("%x", sip.Matched[0])},
	}
	for name, v := range want {
		if !slices.Equal(got[name], v) && !slices.Equal(got[name], twice(v)) {
			t.Errorf("%s: tshark reads %v, set was %v", name, got[name], v)
		}
	}
	if s := strings.Join(got["ts"], ","); !strings.Contains(s, "00:00:00.250000001") {
		t.Errorf("tshark reads the time as %s", s)
	}
}

// twice doubles each value: tshark prints an attribute's value at its own line and again below it.
func twice(values []string) (out []string) {
	for _, v := range values {
		out = append(out, v, v)
	}
	return out
}

func message() *PDU {
	p := media()
	p.Type, p.Format, p.Direction = X2, SIP, ToTarget
	p.Attributes = Attributes{
		Seq: Some(uint32(0)), At: p.At, Source: addr("192.0.2.7"), Destination: addr("192.0.2.8"), Matched: p.Matched,
	}
	p.Payload = []byte("OPTIONS sip:a@example.com SIP/2.0\r\nCall-ID: 1\r\n\r\n")
	return p
}

// capture writes the segments of one TCP stream to port 42069 as a pcap file of Ethernet frames.
func capture(segments ...[]byte) []byte {
	le, be := binary.LittleEndian, binary.BigEndian
	b := le.AppendUint32(nil, 0xa1b2c3d4)
	b = append(b, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0)
	b = le.AppendUint32(le.AppendUint32(b, 65535), 1)
	seq := uint32(1)
	for _, s := range segments {
		f := append(make([]byte, 12), 8, 0)
		f = be.AppendUint16(append(f, 0x45, 0), uint16(40+len(s)))
		f = append(f, 0, 0, 0, 0, 64, 6, 0, 0, 192, 0, 2, 1, 192, 0, 2, 2)
		f = be.AppendUint16(be.AppendUint16(f, 50000), 42069)
		f = be.AppendUint32(be.AppendUint32(f, seq), 1)
		f = append(f, 0x50, 0x18, 0xff, 0xff, 0, 0, 0, 0)
		f = append(f, s...)
		b = le.AppendUint32(le.AppendUint32(b, 1767225600), 0)
		b = le.AppendUint32(le.AppendUint32(b, uint32(len(f))), uint32(len(f)))
		b = append(b, f...)
		seq += uint32(len(s))
	}
	return b
}
