package mediation

import (
	"encoding/binary"
	"fmt"
	"net/netip"
	"strings"
	"testing"
	"time"

	"writ/wire/etsi"
	"writ/wire/x2x3"
)

type attribute struct {
	kind byte
	v    []byte
}

func number4(kind byte, n uint32) attribute {
	return attribute{kind, binary.BigEndian.AppendUint32(nil, n)}
}

// radiusText writes a RADIUS packet with a user and other attributes.
func radiusText(code, id byte, user string, more ...attribute) []byte {
	b := append([]byte{code, id, 0, 0}, make([]byte, 16)...)
	if user != "" {
		more = append([]attribute{{attrUserName, []byte(user)}}, more...)
	}
	for _, a := range more {
		b = append(append(b, a.kind, byte(len(a.v)+2)), a.v...)
	}
	binary.BigEndian.PutUint16(b[2:], uint16(len(b)))
	return b
}

func TestRADIUSBecomesTheEventsOfAnAccess(t *testing.T) {
	start, interim, stop := number4(attrStatus, statusStart), number4(attrStatus, statusInterim), number4(attrStatus, statusStop)
	for _, tc := range []struct {
		name    string
		packets [][]byte
		want    string
	}{
		{"a session", [][]byte{radiusText(1, 1, "alice"), radiusText(2, 1, ""), radiusText(4, 2, "alice", start), radiusText(4, 3, "alice", interim), radiusText(5, 3, ""), radiusText(4, 4, "alice", stop)},
			"Report event 0, Begin event 1, Continue event 6, Continue event 6, Continue event 10, End event 8"},
		{"one that is refused", [][]byte{radiusText(1, 1, "alice"), radiusText(11, 1, ""), radiusText(3, 1, "")}, "Report event 0, Report event 0, Report event 2"},
		{"accounting alone", [][]byte{radiusText(4, 2, "alice", start), radiusText(4, 4, "alice", stop), radiusText(4, 4, "alice", stop)}, "Begin event 1, End event 8, Report event 8"},
		{"one that was up before", [][]byte{radiusText(4, 3, "alice", interim), radiusText(4, 4, "alice", stop)}, "Begin event 7, End event 8"},
		{"an end alone", [][]byte{radiusText(4, 4, "alice", stop)}, "Report event 8"},
		{"an address that the server is to choose is none", [][]byte{radiusText(2, 1, "alice", attribute{attrFramedIP, []byte{255, 255, 255, 254}})}, "Begin event 1"},
		{"what has no event", [][]byte{radiusText(5, 3, "")}, "Report event 10"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			b := newBench(t, Config{})
			task, terms := line1(t, 1)
			b.set(task, quiet(terms))
			for i, p := range tc.packets {
				b.send(pdu(task, x2x3.X2, x2x3.RADIUS, 7, time.Duration(i+1)*ms, p))
			}
			var got []string
			for _, l := range b.said() {
				got = append(got, l[strings.IndexByte(l, ' ')+1:][strings.IndexByte(l[4:], ' ')+1:])
			}
			for i := range b.out.PDUs {
				if a := b.read(i).IRI[0].IRI.Access; a.Address.Present() {
					t.Errorf("IRI %d names the address %v", i, a.Address.IP)
				}
			}
			if s := strings.Join(got, ", "); s != tc.want {
				t.Errorf("got  %s\nwant %s", s, tc.want)
			}
		})
	}
}

func TestANewLogInAfterTheEndIsAnotherCommunication(t *testing.T) {
	b := newBench(t, Config{})
	task, terms := line1(t, 1)
	b.set(task, quiet(terms))
	for i, p := range [][]byte{radiusText(2, 1, "alice"), radiusText(4, 2, "alice", number4(attrStatus, statusStop)), radiusText(2, 3, "alice")} {
		b.send(pdu(task, x2x3.X2, x2x3.RADIUS, 7, time.Duration(i+1)*ms, p))
	}
	b.wants("HI2 1#0 Begin event 1", "HI2 1#1 End event 8", "HI2 2#0 Begin event 1")
}

func TestWhatRADIUSSaysStandsInTheIRI(t *testing.T) {
	b := newBench(t, Config{})
	task, terms := line1(t, 1)
	b.set(task, quiet(terms))
	six := netip.MustParsePrefix("2001:db8:7::/64")
	prefix := append([]byte{0, 64}, six.Addr().AsSlice()[:8]...)
	b.send(pdu(task, x2x3.X2, x2x3.RADIUS, 7, ms, radiusText(2, 1, "alice@example.net", attribute{attrFramedIP, []byte{192, 0, 2, 77}}, attribute{attrFramedMask, []byte{255, 255, 255, 255}},
		attribute{attrFramedPrefix, prefix}, attribute{attrCalling, []byte("442079460223")}, number4(attrNASPort, 17), number4(attrPortType, 16), attribute{attrNASID, []byte("bras1")},
		attribute{attrNASPortID, []byte("ge-0/0/1")}, attribute{attrNASIP, []byte{192, 0, 2, 1}}, attribute{2, []byte("SECRET-SECRET-16")})))
	a := b.read(0).IRI[0].IRI.Access
	if a.IP != etsi.IPv4And6 || a.Address.IP.String() != "192.0.2.77" || !a.Address.HasMask || a.Address.Assignment != etsi.AssignedDynamic || a.Additional.IP != six.Addr() || a.Additional.Prefix != 64 {
		t.Errorf("addresses %+v and %+v", a.Address, a.Additional)
	}
	if string(a.Username) != "alice@example.net" || string(a.NetworkID) != "442079460223" || !a.Port.Given || a.Port.N != 17 || a.Type != etsi.XDSL || string(a.POP.Name) != "bras1" ||
		string(a.PortID) != "ge-0/0/1" || a.POPAddress.IP.String() != "192.0.2.1" || a.Authentication != etsi.RADIUS || !a.Start.At.Equal(noon.Add(ms)) {
		t.Errorf("got %+v", a)
	}
	if strings.Contains(string(b.out.Octets), "SECRET") {
		t.Error("what the user proves himself with goes out")
	}
	b.out.Reset()
	b.send(pdu(task, x2x3.X2, x2x3.RADIUS, 7, 2*ms, radiusText(4, 2, "", number4(attrStatus, statusStop), number4(attrCause, 2), number4(attrInputOctets, 5), number4(attrInputWords, 1), number4(attrOutputOctets, 9))))
	a = b.read(0).IRI[0].IRI.Access
	if a.Sent.N != 1<<32+5 || a.Received.N != 9 || a.EndReason != etsi.ConnectionLoss || string(a.Username) != "alice@example.net" || a.Address.IP.String() != "192.0.2.77" || !a.End.At.Equal(noon.Add(2*ms)) {
		t.Errorf("at the end: %+v", a)
	}
}

// dhcp4 writes a DHCPv4 message.
func dhcp4(kind byte, yours [4]byte, more ...byte) []byte {
	b := make([]byte, 240)
	b[0], b[1], b[2] = 1, 1, 6
	copy(b[16:], yours[:])
	copy(b[28:], []byte{2, 0, 0x5e, 0x20, 0, 1})
	copy(b[236:], dhcpCookie)
	return append(append(append(b, 53, 1, kind), more...), 255)
}

// dhcp6 writes a DHCPv6 message for one address.
func dhcp6(kind byte, address string) []byte {
	b := []byte{kind, 1, 2, 3, 0, 1, 0, 4, 0, 1, 0, 1}
	ia := make([]byte, 12)
	if address != "" {
		ia = append(ia, 0, 5, 0, 24)
		ia = append(ia, netip.MustParseAddr(address).AsSlice()...)
		ia = append(ia, 0, 0, 0, 60, 0, 0, 0, 120)
	}
	return append(append(b, 0, 3, 0, byte(len(ia))), ia...)
}

func TestDHCPBecomesTheEventsOfAnAccess(t *testing.T) {
	relayed := append(append([]byte{relayForward, 0}, make([]byte, 32)...), 0, 9, 0, byte(len(dhcp6(7, "2001:db8::7"))))
	relayed = append(relayed, dhcp6(7, "2001:db8::7")...)
	none := [4]byte{}
	ours := [4]byte{192, 0, 2, 77}
	for _, tc := range []struct {
		name     string
		messages [][]byte
		want     string
		address  string // of the last
	}{
		{"IPv4", [][]byte{dhcp4(1, none), dhcp4(2, ours), dhcp4(3, none), dhcp4(5, ours, 51, 4, 0, 0, 0, 60), dhcp4(5, ours), dhcp4(7, none)}, "0 0 0 1 6 8", "192.0.2.77"},
		{"IPv4 refused", [][]byte{dhcp4(3, none), dhcp4(6, none)}, "0 2", ""},
		{"IPv4 declined", [][]byte{dhcp4(4, none), dhcp4(8, none)}, "3 10", ""},
		{"IPv6", [][]byte{dhcp6(1, ""), dhcp6(2, "2001:db8::7"), dhcp6(3, ""), dhcp6(7, "2001:db8::7"), dhcp6(5, ""), dhcp6(7, "2001:db8::7"), dhcp6(8, "")}, "0 0 0 1 0 6 8", "2001:db8::7"},
		{"IPv6 through a relay", [][]byte{relayed}, "1", "2001:db8::7"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			b := newBench(t, Config{})
			task, terms := line1(t, 1)
			b.set(task, quiet(terms))
			var events []string
			var last etsi.Access
			for i, m := range tc.messages {
				b.out.Reset()
				b.send(pdu(task, x2x3.X2, x2x3.DHCP, 7, time.Duration(i+1)*ms, m))
				if len(b.out.PDUs) != 1 {
					t.Fatalf("message %d: %+v", i, b.counts(task.XID))
				}
				last = b.read(0).IRI[0].IRI.Access
				events = append(events, fmt.Sprint(last.Event))
			}
			if got := strings.Join(events, " "); got != tc.want {
				t.Errorf("events %s, want %s", got, tc.want)
			}
			if tc.address != "" && (last.Address.IP.String() != tc.address || last.Authentication != etsi.DHCP) {
				t.Errorf("address %v", last.Address.IP)
			}
		})
	}
}

// TestTornSignallingIsNamed: no packet cut anywhere does more than be counted.
func TestTornSignallingIsNamed(t *testing.T) {
	whole := map[x2x3.Format][]byte{
		x2x3.RADIUS: radiusText(2, 1, "alice", attribute{attrFramedPrefix, []byte{0, 64, 1}}),
		x2x3.DHCP:   dhcp6(7, "2001:db8::7"),
		x2x3.IPv6:   append([]byte{0x60, 0, 0, 0, 0, 0, 0}, make([]byte, 60)...),
	}
	for f, m := range whole {
		for n := range m {
			b := newBench(t, Config{})
			task, terms := line1(t, 1)
			b.set(task, quiet(terms))
			b.send(pdu(task, x2x3.X2, f, 7, ms, m[:n]))
			if c := b.counts(task.XID); c.Dropped[Unreadable]+c.Dropped[Unsupported]+c.IRI != 1 {
				t.Errorf("format %d cut at %d: %+v", f, n, c)
			}
		}
	}
}
