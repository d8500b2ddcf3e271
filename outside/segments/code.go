package segments

import (
	"time"

	"github.com/parquet-go/parquet-go"

	"writ/records"
)

// encode writes a row as one value a column.
func (l layout) encode(r records.Row) parquet.Row {
	out := make(parquet.Row, l.width)
	put := func(name string, v parquet.Value, definition int) {
		i := l.at[name]
		out[i] = v.Level(0, definition, i)
	}
	put(colKey, parquet.FixedLenByteArrayValue(r.Key[:]), 0)
	put(colAt, parquet.Int64Value(r.At.UnixMicro()), 0)
	put(colAtNs, parquet.Int32Value(int32(r.At.Nanosecond()%1000)), 0)
	put(colFeed, parquet.ByteArrayValue([]byte(r.Source.Feed)), 0)
	put(colFile, parquet.FixedLenByteArrayValue(r.Source.File[:]), 0)
	put(colLine, parquet.Int64Value(r.Source.Line), 0)
	if r.Until.IsZero() {
		put(colUntil, parquet.Value{}, 0)
		put(colUntilNs, parquet.Value{}, 0)
	} else {
		put(colUntil, parquet.Int64Value(r.Until.UnixMicro()), 1)
		put(colUntilNs, parquet.Int32Value(int32(r.Until.Nanosecond()%1000)), 1)
	}
	for _, f := range l.fields {
		put(string(f), parquet.Value{}, 0)
	}
	for _, v := range r.Values {
		put(string(v.Field), parquet.ByteArrayValue([]byte(v.Text())), 1)
	}
	return out
}

// decode reads a row back; the values may be reused afterwards.
func (l layout) decode(values []parquet.Value) records.Row {
	get := func(name string) parquet.Value { return values[l.at[name]] }
	r := records.Row{Kind: l.kind, At: instant(get(colAt), get(colAtNs)),
		Source: records.Source{Feed: string(get(colFeed).ByteArray()), Line: get(colLine).Int64()}}
	copy(r.Key[:], get(colKey).ByteArray())
	copy(r.Source.File[:], get(colFile).ByteArray())
	if v := get(colUntil); !v.IsNull() {
		r.Until = instant(v, get(colUntilNs))
	}
	for _, f := range l.fields {
		if v := get(string(f)); !v.IsNull() {
			r.Values = append(r.Values, records.V(f, string(v.ByteArray())))
		}
	}
	return r
}

func instant(micros, nanos parquet.Value) time.Time {
	return time.UnixMicro(micros.Int64()).Add(time.Duration(nanos.Int32())).UTC()
}
