package packet

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gopacket/gopacket"
	"github.com/gopacket/gopacket/layers"
	"github.com/gopacket/gopacket/pcapgo"
	"pgregory.net/rapid"
)

var noon = time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC)

func captures(t *testing.T) []string {
	paths := []string{filepath.FromSlash("../../intercept/probe/testdata/callee-hangs-up.pcap")}
	wider, _ := filepath.Glob(filepath.FromSlash("../../../shared/corpus/pcap/lab/*/*.pcap"))
	if len(wider) == 0 {
		t.Log("EXTRA SAMPLES NOT RUN: ../shared/corpus is not beside the project")
	}
	return append(paths, wider...)
}

// A second reader sees the same addresses, ports and payload in every frame that is no fragment.
func TestEveryFrameOfTheCorpusIsReadAsAnotherReaderDoes(t *testing.T) {
	for _, path := range captures(t) {
		t.Run(filepath.Base(path), func(t *testing.T) {
			f, err := os.Open(path)
			if err != nil {
				t.Fatal(err)
			}
			defer f.Close()
			r, err := pcapgo.NewReader(f)
			if err != nil {
				t.Skip("not a pcap file")
			}
			var d Decoder
			compared := 0
			for n := 1; ; n++ {
				frame, ci, err := r.ReadPacketData()
				if err != nil {
					if !errors.Is(err, io.EOF) {
						t.Log(err)
					}
					break
				}
				var p Packet
				if d.Frame(Link(r.LinkType()), frame, ci.Timestamp, &p) != nil || p.Fragments > 0 {
					continue
				}
				if got, want := line(&p), other(frame, r.LinkType(), p.IP); want != "" && got != want {
					t.Fatalf("frame %d\n%s\n%s", n, got, want)
				}
				compared++
			}
			if compared == 0 && !strings.HasPrefix(filepath.Base(path), "call-in-") { // MPLS and PPPoE: tunnels
				t.Error("nothing was compared")
			}
		})
	}
}

func line(p *Packet) string {
	return fmt.Sprintf("%v %v %d %x", p.Source, p.Destination, p.Protocol, p.Payload)
}

func other(frame []byte, link layers.LinkType, _ []byte) string {
	q := gopacket.NewPacket(frame, link, gopacket.NoCopy)
	var from, to netip.Addr
	if v4, ok := q.Layer(layers.LayerTypeIPv4).(*layers.IPv4); ok {
		from, _ = netip.AddrFromSlice(v4.SrcIP)
		to, _ = netip.AddrFromSlice(v4.DstIP)
	} else if v6, ok := q.Layer(layers.LayerTypeIPv6).(*layers.IPv6); ok {
		from, _ = netip.AddrFromSlice(v6.SrcIP)
		to, _ = netip.AddrFromSlice(v6.DstIP)
	}
	for _, l := range q.Layers() {
		switch u := l.(type) {
		case *layers.ICMPv4, *layers.GRE:
			return ""
		case *layers.UDP:
			return fmt.Sprintf("%v %v 17 %x", netip.AddrPortFrom(from, uint16(u.SrcPort)), netip.AddrPortFrom(to, uint16(u.DstPort)), u.Payload)
		case *layers.TCP:
			return fmt.Sprintf("%v %v 6 %x", netip.AddrPortFrom(from, uint16(u.SrcPort)), netip.AddrPortFrom(to, uint16(u.DstPort)), u.Payload)
		}
	}
	return ""
}

// datagram4 and datagram6 write a UDP datagram as an IP packet.
func datagram4(payload []byte) []byte {
	b := []byte{0x45, 0, 0, 0, 0x12, 0x34, 0, 0, 64, UDP, 0, 0, 192, 0, 2, 1, 192, 0, 2, 2}
	binary.BigEndian.PutUint16(b[2:], uint16(28+len(payload)))
	binary.BigEndian.PutUint16(b[10:], checksum(b))
	return append(udpHeader(b, len(payload)), payload...)
}

func datagram6(payload []byte) []byte {
	b := make([]byte, 40)
	b[0], b[6], b[7] = 0x60, UDP, 64
	b[23], b[39] = 1, 2
	binary.BigEndian.PutUint16(b[4:], uint16(8+len(payload)))
	return append(udpHeader(b, len(payload)), payload...)
}

func udpHeader(b []byte, n int) []byte {
	b = binary.BigEndian.AppendUint16(binary.BigEndian.AppendUint16(b, 5060), 5061)
	return append(binary.BigEndian.AppendUint16(b, uint16(8+n)), 0, 0)
}

// fragments cuts an IP packet at multiples of eight octets.
func fragments(ip []byte, size int) (out [][]byte) {
	header := 20
	if ip[0]>>4 == 6 {
		header = 40
	}
	rest := ip[header:]
	for at := 0; at < len(rest); at += size {
		piece := rest[at:min(at+size, len(rest))]
		more := at+size < len(rest)
		b := bytes.Clone(ip[:header])
		if header == 20 {
			binary.BigEndian.PutUint16(b[2:], uint16(20+len(piece)))
			flags := uint16(at / 8)
			if more {
				flags |= 0x2000
			}
			binary.BigEndian.PutUint16(b[6:], flags)
		} else {
			b[6] = fragmentHeader
			binary.BigEndian.PutUint16(b[4:], uint16(8+len(piece)))
			offset := uint16(at)
			if more {
				offset |= 1
			}
			b = append(binary.BigEndian.AppendUint16(append(b, UDP, 0), offset), 0, 0, 0x12, 0x34)
		}
		out = append(out, append(b, piece...))
	}
	return out
}

func TestFragmentsInAnyOrderGiveTheDatagram(t *testing.T) {
	var d Decoder
	rapid.Check(t, func(t *rapid.T) {
		payload := rapid.SliceOfN(rapid.Byte(), 30, 900).Draw(t, "payload")
		ip := datagram4(payload)
		if rapid.Bool().Draw(t, "six") {
			ip = datagram6(payload)
		}
		parts := fragments(ip, 8*rapid.IntRange(2, 20).Draw(t, "size"))
		if len(parts) < 2 {
			return
		}
		order := rapid.Permutation(parts).Draw(t, "order")
		order = append(order[:1], order...) // the first piece comes twice
		var p Packet
		for i, b := range order {
			err := d.Frame(Raw, b, noon.Add(time.Duration(i)), &p)
			if last := i == len(order)-1; (err == nil) != last || !last && !errors.Is(err, ErrPart) {
				t.Fatalf("piece %d of %d: %v", i, len(order), err)
			}
		}
		if !bytes.Equal(p.IP, ip) || !bytes.Equal(p.Payload, payload) || p.Source.Port() != 5060 || p.Fragments != len(parts) {
			t.Fatalf("\n%x\n%x", p.IP, ip)
		}
		if p.First != noon || p.Last != noon.Add(time.Duration(len(order)-1)) || d.Waiting() != 0 || d.parts.octets != 0 {
			t.Fatalf("%v %v, %d wait, %d octets", p.First, p.Last, d.Waiting(), d.parts.octets)
		}
	})
}

func TestFragmentsThatOverlapGiveTheDatagramUp(t *testing.T) {
	var d Decoder
	var p Packet
	parts := fragments(datagram4(make([]byte, 100)), 32)
	shifted := bytes.Clone(parts[0])
	shifted[7] = 1 // eight octets on
	_ = d.Frame(Raw, parts[0], noon, &p)
	if err := d.Frame(Raw, shifted, noon, &p); !errors.Is(err, ErrBound) || d.Lost() != 1 || d.Waiting() != 0 {
		t.Errorf("%v, lost %d", err, d.Lost())
	}
}

func TestFragmentsWithoutEndAreBounded(t *testing.T) {
	var d Decoder
	var p Packet
	first := fragments(datagram4(make([]byte, 1400)), 1000)[0]
	for i := range 70_000 {
		binary.BigEndian.PutUint16(first[4:], uint16(i))
		first[19] = byte(i >> 16)
		_ = d.Frame(Raw, first, noon, &p)
	}
	if d.Waiting() > MaxDatagrams || d.parts.octets > MaxWaiting || d.Lost() < 60_000 {
		t.Errorf("%d wait, %d octets, %d lost", d.Waiting(), d.parts.octets, d.Lost())
	}
	_ = d.Frame(Raw, first, noon.Add(MaxWait+1), &p)
	if d.Waiting() != 1 {
		t.Errorf("%d wait though they are too old", d.Waiting())
	}
}

func TestVLANTagsAndLinkTypes(t *testing.T) {
	ip := datagram4([]byte("x"))
	mac := make([]byte, 12)
	for name, tc := range map[string]struct {
		link  Link
		frame []byte
		vlan  uint16
	}{
		"ethernet":   {Ethernet, append(append(mac[:12:12], 8, 0), ip...), 0},
		"two tags":   {Ethernet, append(append(mac[:12:12], 0x88, 0xa8, 0, 7, 0x81, 0, 0, 9, 8, 0), ip...), 7},
		"padding":    {Ethernet, append(append(append(mac[:12:12], 8, 0), ip...), 0, 0, 0, 0), 0},
		"raw":        {Raw, ip, 0},
		"null":       {Null, append([]byte{2, 0, 0, 0}, ip...), 0},
		"cooked":     {Cooked, append(append(make([]byte, 14), 8, 0), ip...), 0},
		"cooked two": {CookedTwo, append(append([]byte{8, 0}, make([]byte, 18)...), ip...), 0},
	} {
		var p Packet
		if err := new(Decoder).Frame(tc.link, tc.frame, noon, &p); err != nil || string(p.Payload) != "x" || p.VLAN != tc.vlan || !bytes.Equal(p.IP, ip) {
			t.Errorf("%s: %v %q vlan %d", name, err, p.Payload, p.VLAN)
		}
	}
	var p Packet
	if err := new(Decoder).Frame(147, ip, noon, &p); !errors.Is(err, ErrLink) {
		t.Error(err)
	}
	if err := new(Decoder).Frame(Ethernet, append(mac[:12:12], 8, 6, 1, 2), noon, &p); !errors.Is(err, ErrNotIP) {
		t.Error(err)
	}
}

func TestACutPacketSaysSo(t *testing.T) {
	var p Packet
	ip := datagram4(make([]byte, 50))
	if err := new(Decoder).Frame(Raw, ip[:60], noon, &p); err != nil || !p.Cut || len(p.Payload) != 32 {
		t.Errorf("%v cut %v %d", err, p.Cut, len(p.Payload))
	}
	for n := range 28 {
		if err := new(Decoder).Frame(Raw, ip[:n], noon, &p); !errors.Is(err, ErrShort) {
			t.Errorf("%d octets: %v", n, err)
		}
	}
}

func TestNothingIsAllocatedForAWholePacket(t *testing.T) {
	var d Decoder
	var p Packet
	ip := datagram6(make([]byte, 100))
	if a := testing.AllocsPerRun(100, func() { _ = d.Frame(Raw, ip, noon, &p) }); a != 0 {
		t.Errorf("%v allocations", a)
	}
}

func FuzzFrame(f *testing.F) {
	for _, b := range append(fragments(datagram4(make([]byte, 99)), 64), fragments(datagram6(make([]byte, 99)), 64)...) {
		f.Add(uint32(Raw), b)
	}
	f.Add(uint32(Ethernet), append(append(make([]byte, 12), 0x81, 0, 0, 1, 8, 0), datagram4([]byte("x"))...))
	f.Fuzz(func(t *testing.T, link uint32, b []byte) {
		var d Decoder
		var s Streams
		var p Packet
		for _, in := range [][]byte{b, b[len(b)/2:], b} {
			if d.Frame(Link(link), in, noon, &p) == nil {
				if len(p.Payload) > len(p.IP) {
					t.Error("more payload than packet")
				}
				s.Take(&p)
			}
		}
	})
}
