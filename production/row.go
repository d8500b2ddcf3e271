package production

import (
	"slices"
	"strconv"
	"time"

	"writ"
	"writ/records"
	"writ/scope"
)

// A line is one row as it leaves: what the harvest says of it, numbered.
type line struct {
	scope.Judged
	category writ.Category
	record   int64     // rows of the same record bear the same number, from 1
	at       time.Time // zero where a field says it, or the law opens no instant of the row
}

// instant gives when an event took place, unless the row's own start says the same. When a state began and
// ended are fields, which leave only with their category.
func instant(j scope.Judged) time.Time {
	if j.Kind == records.Assignment || j.Kind == records.Customer {
		return time.Time{}
	}
	text := stamp(j.At)
	for _, v := range j.Values {
		if v.Field == records.Start && v.Text() == text {
			return time.Time{}
		}
	}
	return j.At
}

func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339Nano) }

// appendRow writes the row as one canonical JSON object.
func appendRow(dst []byte, l line) []byte {
	dst = appendNumber(append(dst, '{'), "ask", int64(l.Ask)+1)
	if !l.at.IsZero() {
		dst = appendMember(append(dst, ','), "at", stamp(l.at))
	}
	dst = appendMember(append(dst, ','), "category", string(l.category))
	dst = append(dst, `,"fields":{`...)
	var room [32]records.Value
	values := append(room[:0], l.Values...)
	slices.SortFunc(values, func(a, b records.Value) int { return compare(a.Field, b.Field) })
	for i, v := range values {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = appendText(append(appendString(dst, string(v.Field)), ':'), v.Text())
	}
	dst = appendMember(append(dst, "},"...), "kind", string(l.Kind))
	dst = appendNumber(append(dst, ','), "record", l.record)
	return append(appendWhy(append(dst, `,"why":`...), l.Why), '}')
}

func compare(a, b records.Field) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	default:
		return 0
	}
}

func appendWhy(dst []byte, w scope.Reason) []byte {
	dst = appendMember(append(dst, `{"asked":{`...), "kind", string(w.Asked.Kind()))
	dst = appendMember(append(dst, ','), "value", w.Asked.Reveal())
	dst = appendMember(append(dst, "},"...), "field", string(w.Field))
	if w.Holder != "" {
		dst = appendText(append(dst, `,"holder":`...), w.Holder)
	}
	dst = appendMember(append(dst, ','), "provision", w.Provision)
	return append(appendMember(append(dst, ','), "rule", w.Rule), '}')
}

// number writes a count for people.
func number(n int64) string { return strconv.FormatInt(n, 10) }
