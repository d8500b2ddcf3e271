package x1_test

import (
	"errors"
	"strings"
	"testing"

	"writ"
	"writ/wire/x1"
)

func TestAnIdentifierGoesThroughX1AndComesBackAsTheSame(t *testing.T) {
	for _, tc := range []struct {
		kind writ.Kind
		text string
		want x1.TargetKind
		says string
	}{
		{writ.E164, "+442079460223", x1.E164Number, "442079460223"},
		{writ.IMSI, "204081234567890", x1.IMSI, "204081234567890"},
		{writ.IMEI, "490154203237518", x1.IMEI, "49015420323751"},
		{writ.SIPURI, "sip:alice@Example.NET;user=phone", x1.SIPURI, "sip:alice@example.net"},
		{writ.TELURI, "tel:+442079460223", x1.TELURI, "tel:+442079460223"},
		{writ.Email, "a.b@Example.net", x1.EmailAddress, "a.b@example.net"},
		{writ.Email, "ä@example.net", x1.InternationalEmail, "ä@example.net"},
		{writ.NAI, "alice@realm.example", x1.NAI, "alice@realm.example"},
		{writ.Account, "C-1077", x1.ServiceAccess, "C-1077"},
		{writ.MAC, "02-00-5E-20-00-01", x1.MACAddress, "02:00:5e:20:00:01"},
		{writ.IP, "198.51.100.7", x1.IPv4Address, "198.51.100.7"},
		{writ.IP, "2001:db8::7", x1.IPv6Address, "2001:0db8:0000:0000:0000:0000:0000:0007"},
		{writ.IPv6Prefix, "2001:db8:1:2::/64", x1.IPv6CIDR, "2001:0db8:0001:0002:0000:0000:0000:0000/64"},
	} {
		id, err := writ.ParseIdentifier(tc.kind, tc.text)
		if err != nil {
			t.Fatal(err)
		}
		got, ok := x1.FromIdentifier(id)
		if !ok || got.Kind != tc.want || got.Text != tc.says {
			t.Errorf("%s: written as %v %q, %v", tc.kind, got.Kind, got.Text, ok)
		}
		if back, err := got.Identifier(); err != nil || back != id {
			t.Errorf("%s: comes back as %v, %v", tc.kind, back.Kind(), err)
		}
	}
}

func TestWhatX1HasNoFormForIsNotWritten(t *testing.T) {
	for kind, text := range map[writ.Kind]string{writ.Name: "A. Person", writ.Cell: "204-08-1-2", writ.UserName: "alice", writ.ICCID: "893108601234567890",
		writ.IPPortTime: "203.0.113.7:40512@2026-02-03T18:22:05Z", writ.SIPURI: "sip:al^ice@example.net"} {
		id, err := writ.ParseIdentifier(kind, text)
		if err != nil {
			t.Fatalf("%s: %v", kind, err)
		}
		if got, ok := x1.FromIdentifier(id); ok {
			t.Errorf("%s is written as %v", kind, got.Kind)
		}
	}
	if _, ok := x1.FromIdentifier(writ.Identifier{}); ok {
		t.Error("nobody is written")
	}
}

func TestOtherNamesOfTheSameAreRead(t *testing.T) {
	for _, tc := range []struct {
		kind x1.TargetKind
		text string
		want writ.Kind
	}{{x1.SUPIIMSI, "204081234567890", writ.IMSI}, {x1.GPSIMSISDN, "442079460223", writ.E164}, {x1.IMPU, "sip:a@example.net", writ.SIPURI}, {x1.IMPU, "tel:+442079460223", writ.TELURI},
		{x1.PEIIMEISV, "4901542032375101", writ.IMEI}} {
		if id, err := (x1.TargetIdentifier{Kind: tc.kind, Text: tc.text}).Identifier(); err != nil || id.Kind() != tc.want {
			t.Errorf("%v: %v, %v", tc.kind, id, err)
		}
	}
}

func TestAWildcardNamesNobodyAndIsNotQuoted(t *testing.T) {
	for _, target := range []x1.TargetIdentifier{{Kind: x1.SIPURI, Text: "sip:*@example.net"}, {Kind: x1.ServiceAccess, Text: "C-10%"}, {Kind: x1.NAI, Text: "?@realm"},
		{Kind: x1.IPv4CIDR, Text: "198.51.100.0/24"}, {Kind: x1.TCPPort, Ports: []uint16{80}}, {Kind: x1.TELURI, Text: "tel:0207"}, {}} {
		_, err := target.Identifier()
		var e *x1.Error
		if !errors.As(err, &e) || e.Code != x1.UnsupportedTarget {
			t.Errorf("%v: %v", target.Kind, err)
		} else if target.Text != "" && strings.Contains(err.Error(), target.Text) {
			t.Errorf("quoted: %v", err)
		}
	}
}
