package asn1

import (
	"bytes"
	"fmt"
	"math/big"
	"reflect"
	"slices"
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"writ/wire/ber"
)

// deep is the depth below which a random value has only what it must have.
const deep = 7

// randomValue makes a value that the type allows.
func randomValue(t *rapid.T, typ *Type, depth int) Value {
	switch typ.kind {
	case seqKind, setKind:
		return randomMembers(t, typ, depth)
	case choiceKind:
		fields := typ.def.fields
		if depth > deep {
			fields = simpleOnes(t, fields)
		}
		f := rapid.SampledFrom(fields).Draw(t, "alternative")
		return Object{{f.name, randomValue(t, fieldType(t, f), depth+1)}}
	case seqofKind, setofKind:
		item, err := typ.itemType()
		if err != nil {
			t.Fatal(err)
		}
		least, most := sizes(typ, 3)
		if depth > deep {
			most = least
		}
		all := List{}
		for range rapid.IntRange(least, most).Draw(t, "items") {
			all = append(all, randomValue(t, item, depth+1))
		}
		return all
	default:
		return randomSimple(t, typ)
	}
}

func fieldType(t *rapid.T, f *field) *Type {
	typ, err := f.typ()
	if err != nil {
		t.Fatal(err)
	}
	return typ
}

// simpleOnes gives the alternatives that hold nothing below them, or all.
func simpleOnes(t *rapid.T, fields []*field) []*field {
	some := slices.DeleteFunc(slices.Clone(fields), func(f *field) bool {
		k := fieldType(t, f).kind
		return k.constructed() || k == choiceKind
	})
	if len(some) == 0 {
		return fields
	}
	return some
}

func randomMembers(t *rapid.T, typ *Type, depth int) Value {
	rapid.Bool().Draw(t, "nothing") // rapid wants a draw, of an empty structure too
	o := Object{}
	for i, f := range typ.def.fields {
		may := f.optional || i >= typ.def.added && i < typ.def.closed
		if may && (depth > deep || rapid.IntRange(0, 2).Draw(t, "left out") > 0) {
			continue
		}
		o = append(o, Member{f.name, randomValue(t, fieldType(t, f), depth+1)})
	}
	return o
}

// sizes gives the bounds of a size: at most so much above the least.
func sizes(typ *Type, above int) (least, most int) {
	least, _ = strconv.Atoi(typ.limits.low)
	most, err := strconv.Atoi(typ.limits.high)
	if err != nil || most > least+above {
		most = least + above
	}
	return least, most
}

func randomSimple(t *rapid.T, typ *Type) Value {
	least, most := sizes(typ, 20)
	text := func(from []rune) Value {
		return Text(rapid.StringOfN(rapid.SampledFrom(from), least, most, -1).Draw(t, "text"))
	}
	switch typ.kind {
	case boolKind:
		return Bool(rapid.Bool().Draw(t, "bool"))
	case nullKind:
		rapid.Bool().Draw(t, "nothing") // rapid wants a draw
		return Null{}
	case intKind:
		return randomNumber(t, typ)
	case enumKind:
		return Text(rapid.SampledFrom(typ.def.names).Draw(t, "name").name)
	case realKind:
		return Number(strconv.FormatFloat(rapid.Float64().Draw(t, "real"), 'g', -1, 64))
	case oidKind:
		return Text(fmt.Sprintf("%d.%d.%d", rapid.IntRange(0, 2).Draw(t, "arc"), rapid.IntRange(0, 39).Draw(t, "arc"), rapid.Uint32().Draw(t, "arc")))
	case roidKind:
		return Text(fmt.Sprintf("%d.%d", rapid.Uint64Max(1<<62).Draw(t, "arc"), rapid.IntRange(0, 200).Draw(t, "arc")))
	case bitsKind:
		n := rapid.IntRange(least, most).Draw(t, "bits")
		b := rapid.SliceOfN(rapid.Byte(), (n+7)/8, (n+7)/8).Draw(t, "octets")
		unused := 8*len(b) - n
		if unused > 0 {
			b[len(b)-1] &= 0xff << unused
		}
		return Bits{b, unused}
	case octetsKind:
		return Octets(rapid.SliceOfN(rapid.Byte(), least, most).Draw(t, "octets"))
	case numericKind:
		return text([]rune("0123456789"))
	case utf8Kind:
		return text([]rune("aZ09 \"\\\n<é€𝄞"))
	case bmpKind:
		return text([]rune("aZ09é€"))
	case gtimeKind:
		return Text(rapid.SampledFrom([]string{"20260101000000Z", "20261231235959.123Z", "20260228120000+0100"}).Draw(t, "time"))
	case utctimeKind:
		return Text(rapid.SampledFrom([]string{"260101000000Z", "2612312359Z"}).Draw(t, "time"))
	default:
		return text([]rune("aZ09 -./"))
	}
}

func randomNumber(t *rapid.T, typ *Type) Value {
	low, high := big.NewInt(-1<<40), new(big.Int).Lsh(big.NewInt(1), 70)
	if typ.limits.low != "" {
		low.SetString(typ.limits.low, 10)
	}
	if typ.limits.high != "" {
		high.SetString(typ.limits.high, 10)
	}
	switch rapid.IntRange(0, 3).Draw(t, "end") {
	case 0:
		return Number(low.String())
	case 1:
		return Number(high.String())
	}
	span := new(big.Int).Sub(high, low)
	off := new(big.Int).SetUint64(rapid.Uint64().Draw(t, "number"))
	off.Mod(off, span.Add(span, big.NewInt(1)))
	return Number(off.Add(off, low).String())
}

// tops are the types that stand on an interface by themselves.
var tops = []string{"LI-PS-PDU.PS-PDU", "LI-PS-PDU.EncryptedPayload", "RDMessage.RetainedDataMessage", "TS33128Payloads.XIRIPayload", "TS33128Payloads.IRIPayload",
	"TS33128Payloads.CCPayload", "TS33128Payloads.LINotificationPayload", "PCESP.CdcPdu"}

// TestWhatIsWrittenIsReadAgain writes random values of every type that stands on an interface and reads them: the same
// value, the same JSON, the same octets when it is written again.
func TestWhatIsWrittenIsReadAgain(t *testing.T) {
	for _, name := range tops {
		typ := lookup(t, name)
		t.Run(name, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) { roundTrip(t, typ, randomValue(t, typ, 0)) })
		})
	}
}

func roundTrip(t interface{ Fatalf(string, ...any) }, typ *Type, v Value) {
	octets, err := typ.Append(nil, v)
	if err != nil {
		t.Fatalf("%v", err)
	}
	got, notes, err := typ.Decode(octets)
	if err != nil || len(notes) > 0 {
		t.Fatalf("%v, notes %v, in %x", err, notes, octets)
	}
	if !reflect.DeepEqual(v, got) {
		t.Fatalf("\n got %s\nwant %s", AppendJSON(nil, got), AppendJSON(nil, v))
	}
	back, err := ReadJSON(AppendJSON(nil, got))
	if err != nil || !reflect.DeepEqual(back, got) {
		t.Fatalf("JSON: %v\n got %s\nwant %s", err, AppendJSON(nil, back), AppendJSON(nil, got))
	}
	again, err := typ.Append([]byte("before"), back)
	if err != nil || !bytes.Equal(again[len("before"):], octets) {
		t.Fatalf("again: %v\n got %x\nwant %x", err, again, octets)
	}
}

// TestEveryTypeOfEveryTableIsWhole resolves whatever the tables name, and writes and reads a value of each type.
func TestEveryTypeOfEveryTableIsWhole(t *testing.T) {
	n := 0
	for _, m := range Modules() {
		table, err := module(m)
		if err != nil {
			t.Fatal(err)
		}
		for name := range table.types {
			n++
			typ := lookup(t, m+"."+name)
			if typ.kind == choiceKind && len(typ.def.fields) == 0 {
				continue // nothing to choose yet
			}
			random := rapid.Custom(func(t *rapid.T) Value { return randomValue(t, typ, 5) })
			for seed := range 10 {
				roundTrip(t, typ, random.Example(seed))
			}
		}
	}
	if n < 1500 {
		t.Errorf("only %d types", n)
	}
}

// TestATagOnAChoiceIsAroundIt holds for every type that is used: a tag never takes the place of an alternative's.
func TestATagOnAChoiceIsAroundIt(t *testing.T) {
	typ := lookup(t, "LI-PS-PDU.PS-PDU")
	v := Object{{"keep-alive", Null{}}}
	f := typ.def.fields[1]
	payload, err := f.typ()
	if err != nil {
		t.Fatal(err)
	}
	b, err := payload.Append(nil, Object{{"tRIPayload", v}})
	if err != nil || !bytes.Equal(b, []byte{0xa2, 4, 0xa2, 2, 0x83, 0}) {
		t.Errorf("%x, %v", b, err)
	}
	if payload.tags[0] != ber.Context(2) {
		t.Error(payload.tags)
	}
}
