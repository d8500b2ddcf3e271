package scope

import (
	"encoding/binary"
	"time"

	"writ"
	"writ/records"
)

// A judged row lies on the spool as numbers (varints) and texts, each text behind its length, in one order. Only
// this program reads it, while one action lasts: it has no version.
func (j Judged) encode() []byte {
	b := make([]byte, 0, 1024)
	b = binary.AppendVarint(b, int64(j.Ask))
	b = appendText(b, string(j.Kind))
	b = append(b, j.Key[:]...)
	b = appendInstant(appendInstant(b, j.At), j.Until)
	w := j.Why
	for _, s := range []string{string(w.Asked.Kind()), w.Asked.Reveal(), string(w.Field), w.Holder, w.Provision, w.Rule} {
		b = appendText(b, s)
	}
	b = binary.AppendUvarint(b, uint64(len(j.Values)))
	for _, v := range j.Values {
		b = appendText(appendText(b, string(v.Field)), v.Text())
	}
	return b
}

func appendText(b []byte, s string) []byte {
	return append(binary.AppendUvarint(b, uint64(len(s))), s...)
}

// appendInstant writes 0 for no instant, or 1, the seconds and the nanoseconds.
func appendInstant(b []byte, t time.Time) []byte {
	if t.IsZero() {
		return append(b, 0)
	}
	return binary.AppendUvarint(binary.AppendVarint(append(b, 1), t.Unix()), uint64(t.Nanosecond())) //nolint:gosec // below 1e9
}

// A spooled row is read from its front; ok is false once something is not as it was written.
type spooled struct {
	s  string
	ok bool
}

func decodeJudged(b []byte) (Judged, error) {
	r := &spooled{string(b), true}
	j := Judged{Ask: int(r.varint()), Kind: records.Kind(r.text())}
	copy(j.Key[:], r.take(len(j.Key)))
	j.At, j.Until = r.instant(), r.instant()
	kind, asked := writ.Kind(r.text()), r.text()
	j.Why = Reason{Field: records.Field(r.text()), Holder: r.text(), Provision: r.text(), Rule: r.text()}
	n := r.uvarint()
	if n > uint64(len(r.s)) {
		return Judged{}, ErrTorn
	}
	j.Values = make([]records.Value, 0, n)
	for range n {
		f := records.Field(r.text())
		j.Values = append(j.Values, records.V(f, r.text()))
	}
	id, err := writ.ParseIdentifier(kind, asked)
	if err != nil || !r.ok || r.s != "" {
		return Judged{}, ErrTorn
	}
	j.Why.Asked = id
	return j, nil
}

func (r *spooled) take(n int) string {
	if n < 0 || n > len(r.s) {
		r.ok, r.s = false, ""
		return ""
	}
	out := r.s[:n]
	r.s = r.s[n:]
	return out
}

func (r *spooled) text() string {
	n := r.uvarint()
	if n > uint64(len(r.s)) {
		r.ok = false
		return ""
	}
	return r.take(int(n)) //nolint:gosec // no more than is left
}

func (r *spooled) uvarint() uint64 {
	n, size := binary.Uvarint([]byte(r.s[:min(len(r.s), binary.MaxVarintLen64)]))
	if size <= 0 {
		r.ok, r.s = false, ""
		return 0
	}
	r.take(size)
	return n
}

func (r *spooled) varint() int64 {
	n := r.uvarint()
	x := int64(n >> 1) //nolint:gosec // as encoding/binary does
	if n&1 != 0 {
		x = ^x
	}
	return x
}

func (r *spooled) instant() time.Time {
	switch r.take(1) {
	case "\x00":
		return time.Time{}
	case "\x01":
		s := r.varint()
		return time.Unix(s, int64(r.uvarint())).UTC() //nolint:gosec // below 1e9
	default:
		r.ok = false
		return time.Time{}
	}
}
