package decode

import (
	"bytes"
	"encoding/csv"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strconv"
	"testing"
	"time"

	"writ/wire/asn1"
)

// TestEveryPDUOfAPeerIsReadAsAnotherReaderReadsIt compares each PDU that OpenLI sent, field by field.
func TestEveryPDUOfAPeerIsReadAsAnotherReaderReadsIt(t *testing.T) {
	n := 0
	for _, folder := range peers(t, "testdata/openli") {
		n += comparePeer(t, folder)
	}
	if n != 109 {
		t.Errorf("%d PDUs compared, want 109", n)
	}
}

// TestEveryOtherPDUOfAPeerToo takes the streams that are not in this repository.
func TestEveryOtherPDUOfAPeerToo(t *testing.T) {
	const outside = "../../../../shared/vectors/etsi-openli"
	if _, err := os.Stat(outside); err != nil {
		t.Skip("NOT RUN: the other streams of OpenLI were not read: ../shared is not beside this repository")
	}
	n := 0
	for _, folder := range peers(t, outside) {
		n += comparePeer(t, folder)
	}
	if n < 2800 {
		t.Errorf("only %d PDUs compared", n)
	}
}

func peers(t *testing.T, dir string) []string {
	t.Helper()
	all, err := filepath.Glob(filepath.Join(dir, "*", "pdus.csv"))
	if err != nil || len(all) == 0 {
		t.Fatal("no streams: ", err)
	}
	return all
}

func comparePeer(t *testing.T, file string) int {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	streams := map[string][]map[string]any{}
	for _, name := range []string{"hi2", "hi3"} {
		octets, err := os.ReadFile(filepath.Join(filepath.Dir(file), name+".ber"))
		if err != nil {
			t.Fatal(err)
		}
		streams[name] = lines(t, octets)
	}
	writtenBack(t, filepath.Dir(file), streams)
	for _, row := range rows[1:] {
		want := map[string]string{}
		for i, name := range rows[0] {
			want[name] = row[i]
		}
		i, _ := strconv.Atoi(want["index"])
		if i >= len(streams[want["handover"]]) {
			t.Fatalf("%s: there is no PDU %s %d", file, want["handover"], i)
		}
		compareRow(t, file, want, streams[want["handover"]][i])
	}
	if got := len(streams["hi2"]) + len(streams["hi3"]); got != len(rows)-1 {
		t.Errorf("%s: %d PDUs, want %d", file, got, len(rows)-1)
	}
	return len(rows) - 1
}

// writtenBack writes each PDU that its module allows: to the same octets where lengths were minimal, else to fewer that
// hold the same.
func writtenBack(t *testing.T, dir string, streams map[string][]map[string]any) {
	t.Helper()
	typ, err := asn1.Lookup("LI-PS-PDU.PS-PDU")
	if err != nil {
		t.Fatal(err)
	}
	for name, lines := range streams {
		src, err := os.ReadFile(filepath.Join(dir, name+".ber"))
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range lines {
			from, _ := strconv.Atoi(text(l["offset"]))
			n, _ := strconv.Atoi(text(l["length"]))
			pdu := src[from : from+n]
			v, _, err := typ.Decode(pdu)
			if err != nil {
				continue // a mistake in its content: see the notes
			}
			again, err := typ.Append(nil, v)
			if err != nil || len(again) > n || len(again) == n && !bytes.Equal(again, pdu) {
				t.Errorf("%s %s %d written back: %v\n got %x\nwant %x", dir, name, from, err, again, pdu)
			}
			if back, _, err := typ.Decode(again); err != nil || !reflect.DeepEqual(back, v) {
				t.Errorf("%s %s %d read again: %v", dir, name, from, err)
			}
		}
	}
}

func compareRow(t *testing.T, file string, want map[string]string, line map[string]any) {
	t.Helper()
	got := flat(line)
	for name, w := range want {
		if name == "handover" || name == "index" {
			continue
		}
		if got[name] != w {
			t.Errorf("%s %s %s: %s is %q, want %q", file, want["handover"], want["index"], name, got[name], w)
		}
	}
}

// flat gives what a line says in the columns of pdus.csv.
func flat(line map[string]any) map[string]string {
	h, _ := at(line, "pdu", "pSHeader").(map[string]any)
	network := at(h, "communicationIdentifier", "networkIdentifier")
	return map[string]string{
		"offset": text(line["offset"]), "length": text(line["length"]), "kind": kind(at(line, "pdu", "payload")),
		"liid": octets(h["lawfulInterceptionIdentifier"]), "auth_cc": text(h["authorizationCountryCode"]),
		"delivery_cc": text(at(h, "communicationIdentifier", "deliveryCountryCode")), "operator_id": octets(at(network, "operatorIdentifier")),
		"network_element_id": octets(at(network, "networkElementIdentifier")), "cin": text(at(h, "communicationIdentifier", "communicationIdentityNumber")),
		"seq": text(h["sequenceNumber"]), "timestamp": instant(h), "intercept_point_id": text(h["interceptionPointID"]),
		"timestamp_qualifier": map[any]string{nil: "", "timeOfInterception": "1"}[h["timeStampQualifier"]],
		"cc_direction":        directions[at(line, "pdu", "payload", "cCPayloadSequence", "0", "payloadDirection")],
		"contents_choice_tag": contents(at(line, "pdu", "payload")),
	}
}

var (
	directions = map[any]string{"fromTarget": "0", "toTarget": "1", "indeterminate": "2", "combined": "3", "notapplicable": "4"}
	iriTypes   = map[any]string{"iRI-Begin": "IRI-begin", "iRI-End": "IRI-end", "iRI-Continue": "IRI-continue", "iRI-Report": "IRI-report"}
	choiceTags = map[string]string{"emailIRI": "1", "iPIRI": "2", "iPMMIRI": "11", "ePSIRI": "15", "emailCC": "1", "iPCC": "2", "iPMMCC": "12", "ePSCC": "15", "ePSCC-CC-PDU": "17", "uMTSCC": "4"}
)

func kind(payload any) string {
	p, _ := payload.(map[string]any)
	for name, v := range p {
		switch name {
		case "iRIPayloadSequence":
			return iriTypes[at(v, "0", "iRIType")]
		case "cCPayloadSequence":
			return "CC"
		case "hI1-Operation":
			return "HI1-" + only(v)
		case "tRIPayload":
			check := at(v, "integrityCheck", "checkType")
			return "TRI-" + only(v) + map[any]string{"hash": "-hash", "signature": "-signedHash"}[check]
		}
	}
	return ""
}

func contents(payload any) string {
	for _, way := range [][2]string{{"iRIPayloadSequence", "iRIContents"}, {"cCPayloadSequence", "cCContents"}} {
		if c := at(payload, way[0], "0", way[1]); c != nil {
			return choiceTags[only(c)]
		}
	}
	return ""
}

func only(v any) string {
	m, _ := v.(map[string]any)
	for name := range m {
		return name
	}
	return ""
}

func at(v any, path ...string) any {
	for _, name := range path {
		switch in := v.(type) {
		case map[string]any:
			v = in[name]
		case []any:
			v = in[0]
		default:
			return nil
		}
	}
	return v
}

func text(v any) string {
	if v == nil {
		return ""
	}
	return fmt.Sprint(v)
}

func octets(v any) string {
	s, _ := at(v, "hex").(string)
	b, _ := hex.DecodeString(s)
	return string(b)
}

func instant(h map[string]any) string {
	micro := h["microSecondTimeStamp"]
	if micro == nil {
		return text(h["timeStamp"])
	}
	sec, _ := strconv.ParseInt(text(at(micro, "seconds")), 10, 64)
	us, _ := strconv.ParseInt(text(at(micro, "microSeconds")), 10, 64)
	return time.Unix(sec, us*1000).UTC().Format("2006-01-02T15:04:05.000000Z")
}
