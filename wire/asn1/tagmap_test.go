package asn1

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"testing"

	"writ/wire/ber"
)

// A mapped type or field is as tagmap.json has it: read out of the modules by a compiler that shares no code with ours.
type mapped struct {
	Name, Type, Base, Class, Mode string
	Tag                           *int
	Optional, Extensible          bool
	Size, Range                   []json.Number
	Enum, Values                  map[string]int64
	Root                          []string
	Fields                        []mapped
	Item, Inline                  *mapped
}

var bases = map[string]kind{
	"SEQUENCE": seqKind, "SET": setKind, "CHOICE": choiceKind, "ENUMERATED": enumKind, "SEQUENCE OF": seqofKind, "SET OF": setofKind,
	"BOOLEAN": boolKind, "INTEGER": intKind, "BIT STRING": bitsKind, "OCTET STRING": octetsKind, "NULL": nullKind,
	"OBJECT IDENTIFIER": oidKind, "RELATIVE-OID": roidKind, "REAL": realKind, "UTF8String": utf8Kind, "NumericString": numericKind,
	"PrintableString": printableKind, "IA5String": ia5Kind, "VisibleString": visibleKind, "GeneralizedTime": gtimeKind, "UTCTime": utctimeKind,
}

// TestTheTablesAreTheCompilersMap compares every type of nine modules, field by field.
func TestTheTablesAreTheCompilersMap(t *testing.T) {
	text, err := os.ReadFile("../../../shared/schemas/etsi/tagmap.json")
	if err != nil {
		t.Skip("NOT RUN: the tables were not compared with a compiler's map of the modules: ../shared is not beside this repository")
	}
	var all map[string]map[string]*mapped
	if err := json.Unmarshal(text, &all); err != nil {
		t.Fatal(err)
	}
	types, fields := 0, 0
	for module, defs := range all {
		for name, want := range defs {
			c := comparison{T: t, at: module + "." + name}
			types++
			fields += c.definition(lookup(t, c.at), want)
		}
	}
	if types < 380 || fields < 1250 {
		t.Errorf("only %d types and %d fields compared", types, fields)
	}
	t.Logf("%d types, %d fields compared", types, fields)
}

type comparison struct {
	*testing.T
	at string
}

func (c comparison) differ(format string, args ...any) {
	c.Errorf("%s: %s", c.at, fmt.Sprintf(format, args...))
}

func (c comparison) definition(got *Type, want *mapped) int {
	if got.kind != bases[want.Base] {
		c.differ("is %s, not %s", got.word(), want.Base)
		return 0
	}
	c.limits(got, want)
	switch got.kind {
	case enumKind:
		c.names(got, want.Values, want.Extensible)
	case seqKind, setKind, choiceKind:
		return c.fields(got, want)
	}
	return 0
}

func (c comparison) limits(got *Type, want *mapped) {
	bounds := append(want.Size, want.Range...)
	if len(bounds) == 0 { // the map has no sizes of lists
		if got.limits != (limits{}) && got.item == nil {
			c.differ("has limits %v", got.limits)
		}
		return
	}
	if got.limits.low != string(bounds[0]) || got.limits.high != string(bounds[1]) {
		c.differ("has limits %v, not %v", got.limits, bounds)
	}
}

func (c comparison) names(got *Type, want map[string]int64, open bool) {
	if len(got.def.names) != len(want) {
		c.differ("%d names, not %d", len(got.def.names), len(want))
	}
	for _, n := range got.def.names {
		if v, ok := want[n.name]; !ok || v != n.value {
			c.differ("%s is %d, not %d", n.name, n.value, v)
		}
	}
	if got.def.open != open {
		c.differ("may be extended: %v", got.def.open)
	}
}

func (c comparison) fields(got *Type, want *mapped) int {
	if len(got.def.fields) != len(want.Fields) || got.def.open != want.Extensible {
		c.differ("%d fields, open %v; want %d, %v", len(got.def.fields), got.def.open, len(want.Fields), want.Extensible)
		return 0
	}
	var root []string
	n := 0
	for i, f := range got.def.fields {
		if i < got.def.added || i >= got.def.closed {
			root = append(root, f.name)
		}
		in := comparison{c.T, c.at + "." + f.name}
		n += 1 + in.field(f, &want.Fields[i], got.kind == choiceKind)
	}
	if !slices.Equal(root, want.Root) {
		c.differ("the root is %v, not %v", root, want.Root)
	}
	return n
}

func (c comparison) field(f *field, want *mapped, alternative bool) int {
	hasDefault := c.at == "EmailPDU.MessagingCC.end-of-sequence" // the map calls only OPTIONAL optional
	if f.name != want.Name || !alternative && f.optional != (want.Optional || hasDefault) {
		c.differ("is %s, optional %v; want %s, %v", f.name, f.optional, want.Name, want.Optional)
	}
	got, err := f.typ()
	if err != nil {
		c.Fatal(err)
	}
	if got.kind != bases[want.Base] {
		c.differ("is %s, not %s", got.word(), want.Base)
		return 0
	}
	c.tag(f, got, want)
	c.limits(got, want)
	switch {
	case got.kind == enumKind && want.Enum != nil:
		c.names(got, want.Enum, got.def.open)
	case got.kind == seqofKind || got.kind == setofKind:
		item, err := got.itemType()
		if err != nil || item.kind != bases[want.Item.Base] {
			c.differ("items: %v, %v", item, err)
			return 0
		}
	case want.Inline != nil:
		return c.definition(got, want.Inline)
	}
	return 0
}

func (c comparison) tag(f *field, got *Type, want *mapped) {
	class := map[string]ber.Class{"context": ber.ContextSpecific, "universal": ber.Universal, "application": ber.Application, "private": ber.Private}
	if want.Tag == nil {
		return
	}
	outer := ber.MakeTag(class[want.Class], false, uint32(*want.Tag))
	if len(got.tags) == 0 || !got.tags[0].Same(outer) {
		c.differ("tags %v, want %v", got.tags, outer)
		return
	}
	inner := len(got.tags)
	if got.kind != choiceKind {
		inner--
	}
	if explicit := inner > 0; explicit != (want.Mode == "EXPLICIT") {
		c.differ("explicit is %v, want %s", explicit, want.Mode)
	}
}
