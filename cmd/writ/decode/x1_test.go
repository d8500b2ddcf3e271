package decode

import (
	"os"
	"strings"
	"testing"
)

// TestADocumentIsShownByTheSchemasNames keeps the elements' order.
func TestADocumentIsShownByTheSchemasNames(t *testing.T) {
	src, err := os.ReadFile("../../../wire/x1/testdata/samples/ActivateTaskResponse.xml")
	if err != nil {
		t.Fatal(err)
	}
	var got string
	if _, err := Read(strings.NewReader(string(src)), func(l *Line) error { got = string(l.AppendJSON(nil)); return nil }); err != nil {
		t.Fatal(err)
	}
	const want = `{"X1Response":{"x1ResponseMessage":[{"xsi:type":"ActivateTaskResponse","admfIdentifier":"admf-1","neIdentifier":"ne-1",`
	if !strings.Contains(got, want) || !strings.HasPrefix(got, `{"format":"x1","offset":0,"length":`) {
		t.Errorf("\n got %s\nwant %s…", got, want)
	}
}

// TestADocumentThatIsNotValidIsShownWithANote reads on whatever is well-formed.
func TestADocumentThatIsNotValidIsShownWithANote(t *testing.T) {
	got := lines(t, []byte(`<X1Request xmlns="http://uri.etsi.org/03221/X1/2017/10"><b x="1">t<c/></b><b/> </X1Request>`+"\n"))
	if len(got) != 1 || got[0]["notes"] == nil {
		t.Fatalf("%v", got)
	}
	if b, _ := at(got[0], "pdu", "X1Request", "b", "0").(map[string]any); b["@x"] != "1" || b["#text"] != "t" || b["c"] != "" {
		t.Errorf("%v", got[0])
	}
}

// TestADocumentThatCouldHarmIsRefused quotes nothing of it.
func TestADocumentThatCouldHarmIsRefused(t *testing.T) {
	for name, src := range map[string]string{
		"a type declaration": `<?xml version="1.0"?><!DOCTYPE a [<!ENTITY zaphod "5558641372">]><X1Request>&zaphod;</X1Request>`,
		"an entity":          `<X1Request>&zaphod;</X1Request>`,
		"too many levels":    strings.Repeat("<X1Request>", 65) + strings.Repeat("</X1Request>", 65),
		"tags that cross":    `<X1Request><zaphod></beeblebrox></X1Request>`,
		"another schema":     `<X1Request xmlns="urn:zaphod"/>`,
		"another encoding":   `<?xml version="1.0" encoding="ISO-8859-1"?><X1Request>zaphod</X1Request>`,
	} {
		got := lines(t, []byte(src))
		if len(got) == 0 || got[0]["error"] == nil || strings.Contains(text(got[0]), "zaphod") {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// TestTheXMLOfRetainedDataIsShownToo takes the same messages in their other form.
func TestTheXMLOfRetainedDataIsShownToo(t *testing.T) {
	got := lines(t, []byte(`<?xml version="1.0"?><retainedDataMessage xmlns="http://uri.etsi.org/02657/v2.4.1#/RetainedData"><rdHeaderId>0.4.0.2.3.0.26</rdHeaderId></retainedDataMessage>`))
	if len(got) != 1 || got[0]["format"] != "rd-xml" || at(got[0], "pdu", "retainedDataMessage", "rdHeaderId") != "0.4.0.2.3.0.26" {
		t.Errorf("%v", got)
	}
}
