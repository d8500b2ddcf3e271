package production

import (
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

// appendRow writes the row as one canonical JSON object. texts holds the texts of the table's fields, "" for none.
func appendRow(dst []byte, l line, t *table, texts []string) []byte {
	dst = appendNumber(append(dst, '{'), "ask", int64(l.Ask)+1)
	if !l.at.IsZero() {
		dst = appendMember(append(dst, ','), "at", stamp(l.at))
	}
	dst = appendMember(append(dst, ','), "category", string(l.category))
	dst = append(dst, `,"fields":{`...)
	first := true
	for _, i := range t.byName {
		if texts[i] == "" {
			continue
		}
		if !first {
			dst = append(dst, ',')
		}
		first = false
		dst = appendText(append(appendString(dst, string(t.specs[i].Field)), ':'), texts[i])
	}
	dst = appendMember(append(dst, "},"...), "kind", string(l.Kind))
	dst = appendNumber(append(dst, ','), "record", l.record)
	return append(appendWhy(append(dst, `,"why":`...), l.Why), '}')
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
