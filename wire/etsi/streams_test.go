package etsi

import (
	"bytes"
	"encoding/csv"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"
)

// A row is one PDU of a stream as pdus.csv has it, by column.
type row map[string]string

func rows(t *testing.T, path string) []row {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	lines, err := csv.NewReader(f).ReadAll()
	if err != nil || len(lines) < 2 {
		t.Fatal(path, err)
	}
	var out []row
	for _, line := range lines[1:] {
		r := row{}
		for i, name := range lines[0] {
			r[name] = line[i]
		}
		out = append(out, r)
	}
	return out
}

// kindTruth names what a PDU carries as pdus.csv does.
func kindTruth(p *PDU) string {
	switch p.Kind {
	case KindIRI:
		return [...]string{"IRI", "IRI-begin", "IRI-end", "IRI-continue", "IRI-report"}[p.IRI[0].Type]
	case KindCC:
		return "CC"
	case KindHI1:
		return [...]string{"", "HI1-liActivated", "HI1-liDeactivated", "HI1-liModified"}[p.Notification.Notice]
	case KindTRI:
		switch {
		case p.TRI.Kind == IntegrityCheck && p.TRI.Check.Type == HashCheck:
			return "TRI-integrityCheck-hash"
		case p.TRI.Kind == IntegrityCheck:
			return "TRI-integrityCheck-signedHash"
		case p.TRI.Kind == KeepAlive:
			return "TRI-keep-alive"
		}
	}
	return ""
}

func timeTruth(p *PDU) string {
	at := time.Unix(p.Sec, int64(p.Micro)*1000).UTC()
	if p.Form == GeneralizedTime {
		return at.Format("20060102150405.000Z")
	}
	return at.Format("2006-01-02T15:04:05.000000Z")
}

func rowOf(p *PDU, offset, length int) row {
	r := row{
		"offset": strconv.Itoa(offset), "length": strconv.Itoa(length), "kind": kindTruth(p), "liid": string(p.LIID),
		"auth_cc": string(p.Authorisation[:]), "delivery_cc": string(p.Delivery[:]), "operator_id": string(p.Operator),
		"network_element_id": string(p.Element), "cin": strconv.Itoa(int(p.CIN)), "seq": strconv.Itoa(int(p.Seq)),
		"timestamp": timeTruth(p), "intercept_point_id": string(p.Point), "timestamp_qualifier": strconv.Itoa(int(p.Qualifier) - 1),
		"cc_direction": "", "contents_choice_tag": "",
	}
	switch p.Kind {
	case KindIRI:
		r["contents_choice_tag"] = strconv.Itoa(int(p.IRI[0].IRI.Kind))
	case KindCC:
		r["contents_choice_tag"] = strconv.Itoa(int(p.CC[0].CC.Kind))
		r["cc_direction"] = strconv.Itoa(int(p.CC[0].Direction) - 1)
	}
	return r
}

// checkStream decodes every PDU of the two streams in a folder and compares it with its row.
func checkStream(t *testing.T, folder string) {
	t.Helper()
	want := rows(t, filepath.Join(folder, "pdus.csv"))
	streams := map[string][]byte{}
	for _, name := range []string{"hi2", "hi3"} {
		b, err := os.ReadFile(filepath.Join(folder, name+".ber"))
		if err != nil {
			t.Fatal(err)
		}
		streams[name] = b
	}
	at := map[string]int{}
	p := PDU{Tolerate: MissingField}
	for _, w := range want {
		name, rest := w["handover"], streams[w["handover"]][at[w["handover"]]:]
		n, err := Size(rest)
		if err == nil {
			err = p.Decode(rest[:n])
		}
		if err != nil {
			t.Fatalf("%s PDU %s: %v", name, w["index"], err)
		}
		for column, got := range rowOf(&p, at[name], n) {
			if got != w[column] {
				t.Errorf("%s PDU %s: %s is %s, not %s", name, w["index"], column, got, w[column])
			}
		}
		if out := p.Append(nil); p.Remarks&^MissingField == 0 && !bytes.Equal(out, rest[:n]) {
			t.Errorf("%s PDU %s: written back as\n%x, not\n%x", name, w["index"], out, rest[:n])
		}
		at[name] += n
	}
	for name, b := range streams {
		if at[name] != len(b) {
			t.Errorf("%s: %d of %d octets were read", name, at[name], len(b))
		}
	}
}

func TestStreamsOfOpenLIDecodeToTheirRowsAndBack(t *testing.T) {
	folders, err := filepath.Glob("testdata/openli/*")
	if err != nil || len(folders) < 6 {
		t.Fatal("streams are missing", err)
	}
	for _, folder := range folders {
		t.Run(filepath.Base(folder), func(t *testing.T) { checkStream(t, folder) })
	}
}

// Streams that may not be copied here.
func TestStreamsBeside(t *testing.T) {
	for _, name := range []string{"sip-real", "sip-fax-t38-real", "mobile-gtpv2"} {
		t.Run(name, func(t *testing.T) {
			folder := filepath.Join("..", "..", "..", "shared", "vectors", "etsi-openli", name)
			if _, err := os.Stat(folder); err != nil {
				t.Skip("NOT RUN: no folder ../shared/vectors/etsi-openli/" + name + " beside the repository")
			}
			checkStream(t, folder)
		})
	}
}

func TestAnAttemptWithoutIPVersionIsRefusedUnlessTolerated(t *testing.T) {
	b, err := os.ReadFile("testdata/openli/ip-radius-session/hi2.ber")
	if err != nil {
		t.Fatal(err)
	}
	b = b[88:276] // the Access-Request
	var p PDU
	var e *Error
	if err := p.Decode(b); !errors.As(err, &e) || e.Problem != "mandatory component [3] is absent" {
		t.Errorf("taken, or refused otherwise: %v", err)
	}
	p.Tolerate = MissingField
	if err := p.Decode(b); err != nil || p.Remarks&MissingField == 0 || p.IRI[0].IRI.Access.IP != NoIPVersion {
		t.Errorf("not tolerated: %v, remarks %b", err, p.Remarks)
	}
}
