package mapped

import (
	"strings"
	"time"

	"writ"
	"writ/records"
)

// A reader turns lines into records. It is used for one file, by one goroutine.
type reader struct {
	m     *plan
	clock *records.Clock
	draft *records.Draft
	plan  writ.NumberPlan
	cols  records.Columns // where the file has a header
	want  int             // columns of each line
}

func newReader(m *plan, o records.Options) *reader {
	return &reader{m: m, want: m.width, clock: records.NewClock(o.Zone), draft: records.NewDraft(m.kind, o.Numbers), plan: o.Numbers}
}

var (
	columnCount = records.Because("does not have as many columns as the header, or as the map says", "the line is cut, or a field holds the delimiter without quotes")
	noKey       = records.Because("has nothing in the columns of the key", "look at the line, or name other columns in the map")
	noTime      = records.Because("has no time of its beginning", "look at the line; it may be cut")
	noHolder    = records.Because("has no account", "name the customer")
	strangeWord = records.Because("holds a word to which the map gives no meaning", "list it in the map under answered or event")
	badSpan     = records.Because("ends before it begins", "look at the line, and at the zone")
	badNumber   = records.Because("holds a count or seconds that are no number", "look at the line, and at the columns of the map")
)

// line reads one line.
func (rd *reader) line(res *records.Result, f []string, raw []byte) {
	if len(f) != rd.want {
		res.Refusal = columnCount.Refuse(raw)
		return
	}
	var from, until time.Time
	for _, c := range rd.m.columns {
		text := strings.TrimSpace(rd.text(f, c.place))
		at, bad := rd.set(c, text, raw)
		if bad != nil {
			rd.clear(res, bad)
			return
		}
		switch c.field {
		case records.Start, records.From:
			from = at
		case records.Until:
			until = at
		default: // has no part in the span
		}
	}
	for _, c := range rd.m.constants {
		rd.draft.Set(c.field, c.text)
	}
	if bad := rd.meanings(f, raw); bad != nil {
		rd.clear(res, bad)
		return
	}
	rd.finish(res, f, from, until, raw)
}

func (rd *reader) text(f []string, p place) string {
	if p.at >= 0 {
		if p.at < len(f) {
			return f[p.at]
		}
		return ""
	}
	return rd.cols.Of(f, p.name)
}

// clear empties the draft of a line that is refused.
func (rd *reader) clear(res *records.Result, bad *records.Refusal) {
	rd.draft.Clear()
	res.Refusal = bad
}

// set reads one column into its field.
func (rd *reader) set(c column, text string, raw []byte) (time.Time, *records.Refusal) {
	s, _ := records.SpecOf(rd.m.kind, c.field)
	switch {
	case text == "":
		return time.Time{}, nil
	case s.Form == records.Instant:
		at, err := rd.instant(c, text)
		if err != nil {
			return at, records.RefuseTime(raw, err)
		}
		rd.draft.SetTime(c.field, at)
		return at, nil
	case s.Form == records.Count && strings.Trim(text, "0123456789") != "",
		s.Form == records.Seconds && (strings.Trim(text, "0123456789.") != "" || strings.Count(text, ".") > 1):
		return time.Time{}, badNumber.Refuse(raw)
	case rd.m.kind == records.Customer && s.Names != "" && s.Names != writ.Name:
		if _, err := rd.plan.Canonical(s.Names, text); err != nil {
			return time.Time{}, records.Refuse(raw, "its "+string(c.field)+" is no such name or number", "put it right; what can't be looked up later is not taken")
		}
	}
	rd.draft.Set(c.field, text)
	return time.Time{}, nil
}

// instant tries the column's own form of time, else those of the map in their order. A doubt about the zone
// outranks a text of another form.
func (rd *reader) instant(c column, text string) (at time.Time, err error) {
	if c.form != nil {
		return c.form(rd.clock, text)
	}
	doubt := error(records.ErrNoTime)
	for _, form := range rd.m.times {
		if at, err = form(rd.clock, text); err == nil {
			return at, nil
		}
		if doubt == error(records.ErrNoTime) { //nolint:errorlint // a Clock's errors are never wrapped
			doubt = err
		}
	}
	return time.Time{}, doubt
}

// meanings sets answered and event from their words.
func (rd *reader) meanings(f []string, raw []byte) *records.Refusal {
	for _, w := range []struct {
		words *words
		field records.Field
	}{{rd.m.answered, records.Answered}, {rd.m.events, records.Event}} {
		if w.words == nil {
			continue
		}
		meaning, ok := w.words.of(strings.TrimSpace(rd.text(f, w.words.place)))
		if !ok {
			return strangeWord.Refuse(raw)
		}
		rd.draft.Set(w.field, meaning)
	}
	return nil
}

// of gives the meaning of a text: its own, else that of any text. An empty text is not any text.
func (w *words) of(text string) (string, bool) {
	if m, ok := w.means[text]; ok {
		return m, true
	}
	m, ok := w.means["*"]
	return m, ok && text != ""
}

// finish checks what a record must have and makes it.
func (rd *reader) finish(res *records.Result, f []string, from, until time.Time, raw []byte) {
	parts, some := []string{string(rd.m.kind)}, false
	for _, p := range rd.m.key {
		text := strings.TrimSpace(rd.text(f, p))
		parts, some = append(parts, text), some || text != ""
	}
	switch {
	case !some:
		rd.clear(res, noKey.Refuse(raw))
	case from.IsZero():
		rd.clear(res, noTime.Refuse(raw))
	case !until.IsZero() && !until.After(from):
		rd.clear(res, badSpan.Refuse(raw))
	case rd.m.kind == records.Customer && rd.draft.Lacks(records.Account):
		rd.clear(res, noHolder.Refuse(raw))
	default:
		row, err := rd.draft.Row(records.KeyOf(name, parts...), from, until)
		if err != nil {
			res.Refusal = records.Fault.Refuse(nil)
			return
		}
		res.Rows = []records.Row{row}
	}
}
