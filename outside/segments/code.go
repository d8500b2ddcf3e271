package segments

import (
	"slices"
	"time"

	"github.com/parquet-go/parquet-go"

	"writ/records"
)

// writeRows writes the rows in order, some at a time, in buffers that it uses again.
func (l layout) writeRows(out *parquet.GenericWriter[any], rows []*records.Row) error {
	e := newEncoder(l)
	for some := range slices.Chunk(rows, batch) {
		if _, err := out.WriteRows(e.encode(some)); err != nil {
			return err
		}
	}
	return nil
}

// An encoder turns rows into one value a column.
type encoder struct {
	layout
	column [8]int // of the columns that every segment has, in the order of common
	field  map[records.Field]int
	rows   []parquet.Row
	text   []byte
}

var common = [8]string{colKey, colAt, colAtNs, colUntil, colUntilNs, colFeed, colFile, colLine}

func newEncoder(l layout) *encoder {
	e := &encoder{layout: l, field: map[records.Field]int{}, rows: make([]parquet.Row, batch)}
	for i, name := range common {
		e.column[i] = l.at[name]
	}
	for _, f := range l.fields {
		e.field[f] = l.at[string(f)]
	}
	values := make([]parquet.Value, batch*l.width)
	for i := range e.rows {
		e.rows[i] = values[i*l.width : (i+1)*l.width : (i+1)*l.width]
	}
	return e
}

// encode gives the rows' values, good until it is called again.
func (e *encoder) encode(rows []*records.Row) []parquet.Row {
	e.text = e.text[:0]
	for i, r := range rows {
		e.encodeRow(e.rows[i], r)
	}
	return e.rows[:len(rows)]
}

func (e *encoder) encodeRow(out parquet.Row, r *records.Row) {
	for i := range out {
		out[i] = parquet.Value{}.Level(0, 0, i)
	}
	fixed := [8]parquet.Value{parquet.FixedLenByteArrayValue(r.Key[:]), parquet.Int64Value(r.At.UnixMicro()), parquet.Int32Value(nanos(r.At)),
		{}, {}, parquet.ByteArrayValue(e.octets(r.Source.Feed)), parquet.FixedLenByteArrayValue(r.Source.File[:]), parquet.Int64Value(r.Source.Line)}
	for i, v := range fixed {
		out[e.column[i]] = v.Level(0, 0, e.column[i])
	}
	if !r.Until.IsZero() {
		out[e.column[3]] = parquet.Int64Value(r.Until.UnixMicro()).Level(0, 1, e.column[3])
		out[e.column[4]] = parquet.Int32Value(nanos(r.Until)).Level(0, 1, e.column[4])
	}
	for _, v := range r.Values {
		i := e.field[v.Field]
		out[i] = parquet.ByteArrayValue(e.octets(v.Text())).Level(0, 1, i)
	}
}

// octets copies a text into the buffer of the batch. Growing it leaves what was handed out where it was.
func (e *encoder) octets(s string) []byte {
	from := len(e.text)
	e.text = append(e.text, s...)
	return e.text[from:len(e.text):len(e.text)]
}

func nanos(t time.Time) int32 { return int32(t.Nanosecond() % 1000) }

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

func instant(micros, beyond parquet.Value) time.Time {
	return time.UnixMicro(micros.Int64()).Add(time.Duration(beyond.Int32())).UTC()
}
