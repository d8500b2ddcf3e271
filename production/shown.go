package production

import (
	"unicode/utf8"

	"writ/production/format"
	"writ/records"
	"writ/render"
)

// shown gives the first rows, one table for each category and kind. A column that no row shown fills is left out.
func (r reporter) shown() []render.Block {
	if len(r.rows.shown) == 0 {
		return nil
	}
	title := r.say("report/rows")
	if r.rows.rows > format.Shown {
		title = r.say("report/first-rows")
	}
	out := []render.Block{render.Heading{Level: 1, Text: title}}
	for _, t := range r.rows.tables {
		if b := shownTable(t, r.rows.shown); len(b.Rows) > 0 {
			out = append(out, b)
		}
	}
	return out
}

func shownTable(t *table, lines []line) render.Table {
	out := render.Table{ID: "rows-" + string(t.key.category) + "-" + string(t.key.kind), Caption: captionOf(t.key), Wide: true}
	used, at := map[records.Field]bool{}, false
	for _, l := range lines {
		if (tableKey{l.category, l.Kind}) != t.key {
			continue
		}
		at = at || !l.at.IsZero()
		for _, v := range l.Values {
			used[v.Field] = true
		}
	}
	out.Columns = cols("ask", "record")
	if at {
		out.Columns = append(out.Columns, render.Column{Title: "at"})
	}
	var fields []records.Spec
	for _, s := range t.specs {
		if used[s.Field] {
			fields = append(fields, s)
			out.Columns = append(out.Columns, render.Column{Title: string(s.Field), Number: s.Form == records.Seconds || s.Form == records.Count})
		}
	}
	out.Columns = append(out.Columns, cols("named in", "held by")...)
	for _, l := range lines {
		if (tableKey{l.category, l.Kind}) == t.key {
			out.Rows = append(out.Rows, shownRow(l, fields, at))
		}
	}
	return out
}

func shownRow(l line, fields []records.Spec, at bool) []string {
	out := []string{number(int64(l.Ask) + 1), number(l.record)}
	if at {
		text := ""
		if !l.at.IsZero() {
			text = clock(stamp(l.at))
		}
		out = append(out, text)
	}
	for _, s := range fields {
		text := ""
		for _, v := range l.Values {
			if v.Field == s.Field {
				text = shownText(s, v.Text())
			}
		}
		out = append(out, text)
	}
	return append(out, string(l.Why.Field), l.Why.Holder)
}

// longestShown is the most characters of a text in the report.
const longestShown = 300

func shownText(s records.Spec, text string) string {
	if s.Form == records.Instant {
		return clock(text)
	}
	if !utf8.ValidString(text) {
		return "octets that are no text: see rows.jsonl"
	}
	if utf8.RuneCountInString(text) > longestShown {
		return string([]rune(text)[:longestShown]) + "… (whole in rows.jsonl)"
	}
	return text
}
