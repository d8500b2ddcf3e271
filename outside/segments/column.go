package segments

import (
	"slices"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/encoding"

	"writ/records"
)

// The columns that every segment has, before those of its kind's fields, which bear the fields' names.
const (
	colKey     = "_key"      // records.Key
	colAt      = "_at"       // microseconds since 1970, UTC
	colAtNs    = "_at_ns"    // the nanoseconds beyond, 0 to 999
	colUntil   = "_until"    // as _at; null where there is none
	colUntilNs = "_until_ns" // as _at_ns
	colFeed    = "_feed"
	colFile    = "_file" // SHA-256 of the file that the record stood in
	colLine    = "_line"
)

// version is written into each file under versionKey. A reader refuses what it does not know.
const (
	version    = "1"
	versionKey = "writ.segment"
	kindKey    = "writ.kind"
)

// kindOf says of what kind the records of a class are.
func kindOf(c records.Class) (records.Kind, bool) {
	switch c {
	case "calls", "calls-unanswered":
		return records.Call, true
	case "sessions":
		return records.Session, true
	case "customers":
		return records.Customer, true
	default:
		return "", false
	}
}

// mainName is the field by which a kind's segments are sorted: the name by which it is looked up most.
func mainName(k records.Kind) records.Field {
	switch k {
	case records.Call:
		return records.Caller
	case records.Session:
		return records.User
	default:
		return records.Account
	}
}

// few lists the fields that repeat a handful of texts, so that a dictionary of them stays small.
var few = []records.Field{records.Event, records.Status, records.Reason, records.Answered, records.Codec, records.Route,
	records.NAS, records.Called, records.Cause, records.ServiceType, records.PaymentMeans}

// A layout says which columns a segment has and where. A field that no row has gets no column.
type layout struct {
	kind   records.Kind
	schema *parquet.Schema
	at     map[string]int // column by name
	fields []records.Field
	width  int
}

func newLayout(k records.Kind, used map[records.Field]bool) layout {
	g := parquet.Group{
		colKey:     encoded(parquet.Leaf(parquet.FixedLenByteArrayType(16)), &parquet.Plain),
		colAt:      encoded(parquet.Timestamp(parquet.Microsecond), &parquet.DeltaBinaryPacked),
		colAtNs:    encoded(parquet.Int(32), &parquet.DeltaBinaryPacked),
		colUntil:   encoded(parquet.Optional(parquet.Timestamp(parquet.Microsecond)), &parquet.DeltaBinaryPacked),
		colUntilNs: encoded(parquet.Optional(parquet.Int(32)), &parquet.DeltaBinaryPacked),
		colFeed:    encoded(parquet.String(), &parquet.RLEDictionary),
		colFile:    encoded(parquet.Leaf(parquet.FixedLenByteArrayType(32)), &parquet.RLEDictionary),
		colLine:    encoded(parquet.Int(64), &parquet.DeltaBinaryPacked),
	}
	l := layout{kind: k, at: map[string]int{}}
	for _, s := range records.Fields(k) {
		if used[s.Field] {
			l.fields = append(l.fields, s.Field)
			g[string(s.Field)] = encoded(parquet.Optional(parquet.String()), encodingOf(k, s.Field))
		}
	}
	l.schema = parquet.NewSchema(string(k), g)
	for i, path := range l.schema.Columns() {
		l.at[path[0]] = i
	}
	l.width = len(l.at)
	return l
}

func encodingOf(k records.Kind, f records.Field) encoding.Encoding {
	switch {
	case f == mainName(k):
		return &parquet.DeltaByteArray
	case slices.Contains(few, f):
		return &parquet.RLEDictionary
	default:
		return &parquet.DeltaLengthByteArray
	}
}

func encoded(n parquet.Node, e encoding.Encoding) parquet.Node { return parquet.Encoded(n, e) }
