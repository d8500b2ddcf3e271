package asn1

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
)

// What ReadJSON refuses.
var (
	errJSON = errors.New("asn1: not JSON")
	errDeep = errors.New("asn1: JSON has too many levels")
	errTwo  = errors.New("asn1: JSON has a member twice")
)

// ReadJSON reads what [AppendJSON] writes. Numbers keep all their digits. An object of one member "hex" is octets, of
// one member "bits" a bit string. Errors don't quote the text.
func ReadJSON(text []byte) (Value, error) {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	v, err := readValue(d, 0)
	if err != nil {
		return nil, err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, errJSON
	}
	return v, nil
}

func readValue(d *json.Decoder, depth int) (Value, error) {
	if depth > maxNesting {
		return nil, errDeep
	}
	t, err := d.Token()
	if err != nil {
		return nil, errJSON
	}
	switch t := t.(type) {
	case json.Delim:
		if t == '{' {
			return readObject(d, depth)
		}
		return readList(d, depth)
	case string:
		return Text(t), nil
	case json.Number:
		return Number(t), nil
	case bool:
		return Bool(t), nil
	default:
		return Null{}, nil
	}
}

func readList(d *json.Decoder, depth int) (Value, error) {
	all := List{}
	for d.More() {
		v, err := readValue(d, depth+1)
		if err != nil {
			return nil, err
		}
		all = append(all, v)
	}
	if _, err := d.Token(); err != nil {
		return nil, errJSON
	}
	return all, nil
}

func readObject(d *json.Decoder, depth int) (Value, error) {
	o := Object{}
	seen := map[string]bool{}
	for d.More() {
		t, err := d.Token()
		name, ok := t.(string)
		if err != nil || !ok {
			return nil, errJSON
		}
		if seen[name] {
			return nil, errTwo
		}
		seen[name] = true
		v, err := readValue(d, depth+1)
		if err != nil {
			return nil, err
		}
		o = append(o, Member{name, v})
	}
	if _, err := d.Token(); err != nil {
		return nil, errJSON
	}
	return special(o), nil
}

// special gives the octets or bits that an object stands for, or the object.
func special(o Object) Value {
	if len(o) != 1 {
		return o
	}
	text, ok := o[0].Value.(Text)
	switch {
	case ok && o[0].Name == "hex":
		if b, err := hex.DecodeString(string(text)); err == nil {
			return Octets(b)
		}
	case ok && o[0].Name == "bits":
		if b, ok := readBits(string(text)); ok {
			return b
		}
	}
	return o
}

func readBits(text string) (Bits, bool) {
	b := Bits{Octets: make([]byte, (len(text)+7)/8)}
	b.Unused = 8*len(b.Octets) - len(text)
	for i := range len(text) {
		switch text[i] {
		case '1':
			b.Octets[i/8] |= 0x80 >> (i % 8)
		case '0':
		default:
			return Bits{}, false
		}
	}
	return b, true
}
