package asn1

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"testing"

	"writ/wire/ber"
)

// A small module, to break its values one way at a time.
const small = `
module Small
seq Whole
 0 number int 0..255
 1? name printable 2
 2? more seqof 0..2 Choice
 ...
 3 late bool
 ...
 4? last enum1
choice Choice
 0 no null
 1 inner Whole
 2 list seqof int
enum enum1
 0 zero
 ...
 7 seven
enum enum2
 0 zero
set Any
 0 a int
 1? b Choice
is Bits bits 4
is Wide bmp 2
is When gtime
is Utc utctime
is Real real
is Text utf8 1..3
is Octets octets 2..
is Name [a5!] Text
`

func smallType(t testing.TB, name string) *Type {
	t.Helper()
	table, err := parse(small)
	if err != nil {
		t.Fatal(err)
	}
	typ, err := table.resolve(name, 0)
	if err != nil {
		t.Fatal(err)
	}
	return typ
}

// TestEachMistakeIsRefusedWhereItStands names the octet, the member and the problem.
func TestEachMistakeIsRefusedWhereItStands(t *testing.T) {
	for _, tc := range []struct{ name, typ, in, want string }{
		{"nothing", "Whole", "", "octet 0: ends inside a tag or length"},
		{"more than the value", "Whole", "3003800101 00", "octet 5: octets after the value"},
		{"a number above its range", "Whole", "300480020100", "octet 2: number: above 255"},
		{"a number below its range", "Whole", "30038001ff", "octet 2: number: below 0"},
		{"a number without octets", "Whole", "30028000", "octet 4: number: integer without octets"},
		{"a number that is a row", "Whole", "3005a003020101", "octet 2: number: constructed where a primitive value belongs"},
		{"a member missing", "Whole", "3004 8102 4e5a", "octet 2: number is missing here"},
		{"all members missing", "Whole", "3000", "octet 2: number is missing here"},
		{"a member twice", "Whole", "3006800101800101", "octet 5: number stands here a second time or out of order"},
		{"members out of order", "Whole", "3009 800101 a200 8102 4e5a", "octet 7: name stands here a second time or out of order"},
		{"text too long", "Whole", "3008 800101 8103 4e5a5a", "octet 5: name: 3 characters where 2 belong"},
		{"too many items", "Whole", "300b 800101 a206 800080008000", "octet 5: more: 3 items where 0..2 belong"},
		{"an item deep within", "Whole", "3010 800101 a20b 8000 a107 3005 a003 020101", "octet 11: more[1].inner: number is missing here"},
		{"a null with content", "Whole", "3008 800101 a203 800100", "octet 9: more[0].no: null with content"},
		{"a boolean of two octets", "Whole", "3007 800101 83020101", "octet 7: late: boolean is not one octet"},
		{"an unknown member before a known one", "Whole", "3006 850100 800101", "octet 2: number is missing here"},
		{"an unknown member among known ones", "Whole", "300a 800101 850100 81024e5a", "octet 8: name stands here a second time or out of order"},
		{"no alternative", "Choice", "8300", "octet 0: no alternative has tag [3]"},
		{"no such name", "enum2", "0a0101", "octet 0: the enumeration has no such value"},
		{"a set without what it must have", "Any", "3102a100", "octet 4: b: ends inside a tag or length"},
		{"a member of a set missing", "Any", "3100", "octet 0: a is missing here"},
		{"a member of a set twice", "Any", "3106800101800101", "octet 5: a stands here a second time or out of order"},
		{"bits that count wrong", "Bits", "030208f0", "octet 2: bit string has a wrong count of unused bits"},
		{"bits too few", "Bits", "030205e0", "octet 0: 3 bits where 4 belong"},
		{"half a character", "Wide", "1e03004100", "octet 2: text of two octets a character has an odd count of them"},
		{"no month", "When", "180a32303236313330313030", "octet 2: not a date and time"},
		{"no zone", "Utc", "170a32363031303130303030", "octet 2: not a date and time"},
		{"no text", "Text", "0c01ff", "octet 2: text holds octets that are no characters of its type"},
		{"no octets", "Octets", "040100", "octet 0: 1 octets where 2.. belong"},
		{"two values under a tag", "Name", "65060c01410c0141", "octet 5: a second value under one tag"},
		{"another value under a tag", "Name", "6503020101", "octet 2: tag [UNIVERSAL 2] where another type belongs"},
		{"no real", "Real", "0901c0", "octet 2: not a real"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			typ := smallType(t, tc.typ)
			_, _, err := typ.Decode(octets(t, tc.in))
			var e *Error
			if !errors.As(err, &e) || err.Error() != "asn1: "+tc.want {
				t.Errorf("\n got %v\nwant asn1: %s", err, tc.want)
			}
		})
	}
}

func octets(t testing.TB, text string) []byte {
	t.Helper()
	b, err := hex.DecodeString(strings.ReplaceAll(text, " ", ""))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestWhatIsOddIsReadAndNoted keeps what a later version added, and takes what is legal or harmless.
func TestWhatIsOddIsReadAndNoted(t *testing.T) {
	for _, tc := range []struct{ name, typ, in, want, note string }{
		{"a later member", "Whole", "3006 800101 850100", `{"number":1,"[5]":{"hex":"850100"}}`, "[{5  tag [5] is not known to this version; kept}]"},
		{"two of them", "Whole", "3009 800101 850100 850101", `{"number":1,"[5]":{"hex":"850100"},"[5]#2":{"hex":"850101"}}`,
			"[{5  tag [5] is not known to this version; kept} {8  tag [5] is not known to this version; kept}]"},
		{"a later value", "enum1", "0a0109", `9`, "[{0  a value that is not known to this version; kept as a number}]"},
		{"a number with octets to spare", "Whole", "3005 80030000ff", `{"number":255}`, "[{4 number integer has octets that it doesn't need}]"},
		{"another alphabet", "Whole", "3007 800101 81024e5f", `{"number":1,"name":"N_"}`, "[{7 name text holds characters that its type doesn't have}]"},
		{"bits beside the count", "Bits", "030204ff", `{"bits":"1111"}`, "[{2  bits that don't count are not zero}]"},
		{"a member behind the additions", "Whole", "3006 800101 840107", `{"number":1,"last":"seven"}`, "[]"},
		{"a set in any order", "Any", "3107 a1028000 800107", `{"b":{"no":null},"a":7}`, "[]"},
		{"an indefinite length", "Whole", "3080 800101 a280 8000 0000 0000", `{"number":1,"more":[{"no":null}]}`, "[]"},
		{"a text in segments", "Text", "2c80 0401 41 0402 c3a9 0000", `"Aé"`, "[]"},
		{"bits in segments", "Bits", "2307 030100 030204f0", `{"bits":"1111"}`, "[]"},
		{"two octets a character", "Wide", "1e0400e90041", `"éA"`, "[]"},
		{"a real of base 8", "Real", "0903 90 01 05", `40`, "[]"},
		{"a real with a scale", "Real", "0903 84 01 05", `20`, "[]"},
		{"a negative real", "Real", "0903 c0 ff 05", `-2.5`, "[]"},
		{"a real in decimal", "Real", "0904 03 312e35", `1.5`, "[]"},
		{"an infinite real", "Real", "090141", `"MINUS-INFINITY"`, "[]"},
		{"an empty list", "Choice", "a200", `{"list":[]}`, "[]"},
		{"a great number", "Choice", "a20b 0209 ff 00 00 00 00 00 00 00 00", `{"list":[-18446744073709551616]}`, "[]"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			v, notes, err := smallType(t, tc.typ).Decode(octets(t, tc.in))
			if err != nil {
				t.Fatal(err)
			}
			if got := string(AppendJSON(nil, v)); got != tc.want {
				t.Errorf("\n got %s\nwant %s", got, tc.want)
			}
			if got := fmt.Sprint(notes); got != tc.note {
				t.Errorf("\nnotes %s\n want %s", got, tc.note)
			}
		})
	}
}

// TestTheTolerantReaderTakesMistakesInWhatIsImported and is strict about the type's own module.
func TestTheTolerantReaderTakesMistakesInWhatIsImported(t *testing.T) {
	typ := lookup(t, "LI-PS-PDU.PS-PDU")
	for _, tc := range []struct{ name, from, to, note string }{
		{"a member missing", "830101", "", "payload.iRIPayloadSequence[0].iRIContents.iPIRI.iPIRIContents iPVersion is missing here"},
		{"a time that is none", "8a1332303235313233313233353935302e3030305a", "8a03323032", "payload.iRIPayloadSequence[0].iRIContents.iPIRI.iPIRIContents.startTime not a date and time"},
		{"an element of another type", "8104c000024d", "a1020500", "payload.iRIPayloadSequence[0].iRIContents.iPIRI.iPIRIContents.targetIPAddress.iP-value.iPBinaryAddress "},
	} {
		t.Run(tc.name, func(t *testing.T) {
			in := replaced(t, tc.from, tc.to)
			if _, _, err := typ.Decode(in); err == nil {
				t.Fatal("the strict reader takes it")
			}
			v, notes, err := typ.DecodeTolerant(in)
			if err != nil || len(notes) == 0 || !strings.HasPrefix(notes[0].Path+" "+notes[0].Problem, tc.note) {
				t.Errorf("%v, notes %v", err, notes)
			}
			if at(v, "pSHeader", "sequenceNumber") != Number("0") {
				t.Errorf("%s", AppendJSON(nil, v))
			}
		})
	}
	for _, v := range vectors(t, "negative") {
		if _, _, err := typ.DecodeTolerant(v.octets); (err == nil) != (v.Expect == "accept") {
			t.Errorf("%s: %v", v.Name, err)
		}
	}
}

// replaced gives a good sample with some octets of a value changed, and all lengths right. Nothing of the sample is read
// again: it is taken apart and put together by its elements alone.
func replaced(t *testing.T, from, to string) []byte {
	t.Helper()
	src := unhex(t, "testdata/ps-pdu/openli-ipiri-accept-begin-v4.hex")
	out, n := rebuilt(t, src, octets(t, from), octets(t, to))
	if n != 1 {
		t.Fatalf("%s stands %d times in the sample", from, n)
	}
	return out
}

// rebuilt copies elements, each that is from replaced by to.
func rebuilt(t *testing.T, src, from, to []byte) (out []byte, n int) {
	t.Helper()
	s := ber.NewSource(src, ber.Limits{})
	for r := s.Reader(); r.More(); {
		e, err := r.Next()
		if err != nil {
			t.Fatal(err)
		}
		switch {
		case bytes.Equal(r.Raw(e), from):
			out = append(out, to...)
			n++
		case e.Tag.Constructed():
			in, k := rebuilt(t, e.Content, from, to)
			out = ber.AppendOctets(out, e.Tag, in)
			n += k
		default:
			out = append(out, r.Raw(e)...)
		}
	}
	return out, n
}

// TestWhatTheModuleForbidsIsNotWritten names the member and the problem.
func TestWhatTheModuleForbidsIsNotWritten(t *testing.T) {
	for _, tc := range []struct{ typ, in, want string }{
		{"Whole", `{}`, "number is missing"},
		{"Whole", `{"number":256}`, "number: above 255"},
		{"Whole", `{"number":"1"}`, "number: a value of another type than int"},
		{"Whole", `{"number":1.5}`, "number: not a whole number, written plainly"},
		{"Whole", `{"number":01}`, ""},
		{"Whole", `{"number":1,"name":"NZL"}`, "name: 3 characters where 2 belong"},
		{"Whole", `{"number":1,"other":2}`, "a member that Small.Whole doesn't have, or one twice"},
		{"Whole", `{"number":1,"more":[{"no":null},{"no":1}]}`, "more[1].no: a value of another type than null"},
		{"Whole", `{"number":1,"more":[{"no":null,"list":[]}]}`, "more[0]: a choice is an object of one member"},
		{"Whole", `{"number":1,"[5]":{"hex":"860100"}}`, "an unknown member is its octets, named by its tag"},
		{"Any", `{"a":1,"[5]":{"hex":"850100"}}`, "the type has no extensions"},
		{"Choice", `{"other":1}`, "no alternative of Small.Choice has this name"},
		{"enum1", `"eight"`, "the enumeration has no such name"},
		{"enum1", `7`, "the enumeration has no such number, or has a name for it"},
		{"enum2", `9`, "the enumeration has no such number, or has a name for it"},
		{"When", `"2026"`, "text is not what its type takes"},
		{"Bits", `{"bits":"10"}`, "2 bits where 4 belong"},
	} {
		v, err := ReadJSON([]byte(tc.in))
		if err != nil {
			if tc.want != "" {
				t.Error(tc.in, err)
			}
			continue
		}
		_, err = smallType(t, tc.typ).Append(nil, v)
		if err == nil || err.Error() != "asn1: "+tc.want {
			t.Errorf("%s\n got %v\nwant asn1: %s", tc.in, err, tc.want)
		}
	}
}

// TestJSONThatIsNoneIsRefused quotes nothing of it.
func TestJSONThatIsNoneIsRefused(t *testing.T) {
	for _, in := range []string{"", "{", `{"zaphod":1,"zaphod":2}`, "[1,", "zaphod", `1 2`, strings.Repeat("[", 1000)} {
		if _, err := ReadJSON([]byte(in)); err == nil || strings.Contains(err.Error(), "zaphod") {
			t.Errorf("%q: %v", in, err)
		}
	}
}

// TestATableThatIsWrongIsRefusedByItsLine for whoever edits one.
func TestATableThatIsWrongIsRefusedByItsLine(t *testing.T) {
	for _, in := range []string{"module M\nseq", "module M\nseq A b", "module M\nseq A\n 1", "module M\nseq A\n x b int", "module M\nis A octets 1..x",
		"module M\nis A octets 1 2", "module M\nis A seqof", "module M\nis A [5", "module M\nenum A\n x y"} {
		if _, err := parse(in); err == nil || !strings.HasPrefix(err.Error(), "asn1: table M:") {
			t.Errorf("%q: %v", in, err)
		}
	}
	for _, name := range []string{"LI-PS-PDU", "No-Such.PS-PDU", "LI-PS-PDU.NoSuch"} {
		if _, err := Lookup(name); err == nil {
			t.Error(name)
		}
	}
	table, err := parse("module M\nis A B\nis B A\nchoice C\n - c C")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := table.resolve("A", 0); err == nil || !strings.Contains(err.Error(), "leads back to itself") {
		t.Error(err)
	}
	c, err := table.resolve("C", 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := c.Decode([]byte{5, 0}); err == nil || !strings.Contains(err.Error(), "holds itself without a tag") {
		t.Error(err)
	}
}

// TestTimesHaveTheirForm asks for nothing but the form: an instant is the reader's business.
func TestTimesHaveTheirForm(t *testing.T) {
	for _, tc := range []struct {
		typ       string
		good, bad []string
	}{
		{"When", []string{"2026010100", "202601010000", "20260101000000", "20260101240000Z", "20261231235960.5Z", "20260101000000,123456+0100", "20260101000000-01"},
			[]string{"", "2026", "20260101", "202601010", "2026010100000", "20260001000000Z", "20261301000000Z", "20260100000000Z", "20260132000000Z", "20260101250000Z", "20260101006000Z",
				"20260101000061Z", "20260101000000.Z", "20260101000000X", "20260101000000+1", "20260101000000+01000", "20260101000000ZZ", "2026-01-01"}},
		{"Utc", []string{"2601010000Z", "260101000000Z", "260101000000+0100"}, []string{"260101000000", "26010100000Z", "261301000000Z", "260101000000+01", "20260101000000Z"}},
	} {
		typ := smallType(t, tc.typ)
		for _, text := range tc.good {
			if _, err := typ.Append(nil, Text(text)); err != nil {
				t.Errorf("%s: %v", text, err)
			}
		}
		for _, text := range tc.bad {
			if _, err := typ.Append(nil, Text(text)); err == nil {
				t.Errorf("%s is taken", text)
			}
		}
	}
}
