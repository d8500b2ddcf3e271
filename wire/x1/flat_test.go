package x1_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
)

// flat lists the elements and texts of a document, with namespaces and without prefixes: what two documents that mean the
// same have in common. It is encoding/xml's reading, not this package's. An xsi:type is given without its prefix, an
// element of a list that is empty is left out.
func flat(t testing.TB, src []byte) string {
	t.Helper()
	var out []string
	d := xml.NewDecoder(bytes.NewReader(src))
	for {
		tok, err := d.Token()
		if errors.Is(err, io.EOF) {
			return strings.Join(out, " ")
		}
		if err != nil {
			t.Fatal(err)
		}
		switch tok := tok.(type) {
		case xml.StartElement:
			name := tok.Name.Space + " " + tok.Name.Local
			for _, a := range tok.Attr {
				if a.Name.Local == "type" {
					name += "=" + a.Value[strings.IndexByte(a.Value, ':')+1:]
				}
			}
			out = append(out, "<"+name)
		case xml.EndElement:
			out = append(out, ">")
		case xml.CharData:
			if s := strings.TrimSpace(string(tok)); s != "" {
				out = append(out, s)
			}
		}
	}
}
