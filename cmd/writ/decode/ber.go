package decode

import (
	"errors"
	"fmt"
	"strings"

	"writ/wire/asn1"
	"writ/wire/ber"
	"writ/wire/x1"
	"writ/wire/x2x3"
)

// read reads a whole PDU into the line.
func (g guess) read(l *Line, src []byte) {
	switch g.format {
	case "x2x3":
		readX2X3(l, src)
	case "xml":
		readDocument(l, src)
	default:
		g.readBER(l, src)
	}
}

func (g guess) readBER(l *Line, src []byte) {
	v, notes, err := decodeBER(g.typ, src)
	if err != nil {
		l.Err = problem(err)
		return
	}
	l.PDU = asn1.AppendJSON(nil, v)
	for _, n := range notes {
		l.Notes = append(l.Notes, Note{n.Offset, n.Path, n.Problem})
	}
	l.inside("", v)
}

func decodeBER(typ string, src []byte) (asn1.Value, []asn1.Note, error) {
	t, err := asn1.Lookup(typ)
	if err != nil {
		return nil, nil, err
	}
	return t.DecodeTolerant(src)
}

// problem gives an error without the names that rooms of this program begin theirs with. None of them quotes the PDU.
func problem(err error) string {
	var (
		a *asn1.Error
		b *ber.Error
		x *x2x3.Error
		m *x1.Error
	)
	switch {
	case errors.As(err, &a), errors.As(err, &b), errors.As(err, &x), errors.As(err, &m):
		_, text, _ := strings.Cut(err.Error(), ": ")
		return text
	default:
		return err.Error()
	}
}

// carried are the members whose octets are a PDU of their own.
var carried = map[string]bool{"threeGPP33128DefinedIRI": true, "threeGPP33128DefinedCC": true, "encryptedPayload": true}

// inside looks for octets that are a PDU of their own.
func (l *Line) inside(at string, v asn1.Value) {
	switch v := v.(type) {
	case asn1.Object:
		for _, m := range v {
			name := strings.TrimPrefix(at+"."+m.Name, ".")
			if octets, ok := m.Value.(asn1.Octets); ok && carried[m.Name] {
				l.carry(name, v, octets)
				continue
			}
			l.inside(name, m.Value)
		}
	case asn1.List:
		for i, item := range v {
			l.inside(fmt.Sprintf("%s[%d]", at, i), item)
		}
	case asn1.Octets, asn1.Bits, asn1.Text, asn1.Number, asn1.Bool, asn1.Null, nil:
	}
}

// carry reads octets that a member carries. What is encrypted, or can't be read, stays octets.
func (l *Line) carry(at string, around asn1.Object, octets []byte) {
	format, typ := "", ""
	switch kind := around.Get("encryptionType"); {
	case kind == asn1.Text("none"):
		format, typ = "ps-pdu", "LI-PS-PDU.EncryptedPayload"
		if n, err := ber.Size(octets, len(octets)); err == nil {
			octets = octets[:n] // padded with zeros to a cipher's block, though there is none
		}
	case kind == nil:
		g := sniff(octets)
		format, typ = g.format, g.typ
	}
	if typ == "" {
		return
	}
	v, notes, err := decodeBER(typ, octets)
	if err != nil {
		l.Notes = append(l.Notes, Note{0, at, "the PDU in these octets: " + problem(err)})
		return
	}
	l.Inside = append(l.Inside, Inside{at, format, asn1.AppendJSON(nil, v)})
	for _, n := range notes {
		l.Notes = append(l.Notes, Note{n.Offset, at + ": " + n.Path, n.Problem})
	}
}
