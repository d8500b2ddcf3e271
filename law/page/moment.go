package page

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"writ/law/written"
)

// moment says an instant that a pack reckons: "10 days after service, that day not counted, to the end of the last day".
func moment(v written.Value) string {
	if !v.IsMap() {
		return point(v.Text())
	}
	out := base(v)
	count := v.Get("count").Text()
	switch plus, minus, days := v.Get("plus").Text(), v.Get("minus").Text(), v.Get("days").Text(); {
	case plus != "":
		out = after(plus, out, count)
	case minus != "":
		out = period(minus) + " before " + out
		if count == "beginning" {
			out += ", from midnight"
		}
	case days != "":
		out = asMany(v, days, out, count)
	case count == "after":
		out = "the end of the day of " + out
	}
	if v.Get("round").Text() == "year-end" {
		out += ", and on to the end of that calendar year"
	}
	if v.Get("roll").Text() == "true" {
		out += "; where that is no business day, to the end of the next one"
	}
	return out
}

// base is what a moment starts from.
func base(v written.Value) string {
	if all := v.Get("earliest"); !all.Absent() {
		var texts []string
		for _, e := range all.List() {
			texts = append(texts, moment(e))
		}
		return "the earliest of: " + strings.Join(texts, "; ")
	}
	words := v.Get("of").Words()
	for i := range words {
		words[i] = point(words[i])
	}
	if len(words) > 1 {
		return "the first that is stated of " + list(words, "and")
	}
	return list(words, "and")
}

// after says when a period is over, counted as the pack counts it.
func after(span, from, count string) string {
	n, whole := strings.CutPrefix(strings.TrimSuffix(span, "D"), "P")
	_, err := strconv.Atoi(n)
	days := whole && err == nil && strings.HasSuffix(span, "D")
	switch {
	case count == "business" && days:
		return "the end of the " + ordinal(n) + " business day after " + from
	case count == "working" && days:
		return "the end of the " + ordinal(n) + " working day (Monday to Saturday, no holiday) after " + from
	case count == "after" && days:
		return "the end of the " + ordinal(n) + " day after " + from
	case count == "after":
		return "the end of the day that lies " + period(span) + " after " + from
	case count == "beginning" && days:
		return "the end of the " + ordinal(n) + " day, the day of " + from + " being the first"
	case count == "beginning":
		return "the midnight at which " + period(span) + " are over, the day of " + from + " being the first"
	case count == "clock":
		return period(span) + " after " + from + ", at the same time of day"
	default:
		return period(span) + " after " + from + ", by the clock"
	}
}

// asMany says when the days are over that a fact counts.
func asMany(v written.Value, fact, from, count string) string {
	out := "the end of as many days as " + about(fact).name + " says"
	if most := v.Get("most").Text(); most != "" {
		out += ", at most " + most
	}
	if count == "beginning" {
		return out + ", the day of " + from + " being the first"
	}
	return out + ", after " + from
}

// ordinal writes "1st", "2nd", "10th".
func ordinal(n string) string {
	v, err := strconv.Atoi(n)
	switch {
	case err != nil || v%100 >= 11 && v%100 <= 13:
		return n + "th"
	case v%10 == 1:
		return n + "st"
	case v%10 == 2:
		return n + "nd"
	case v%10 == 3:
		return n + "rd"
	default:
		return n + "th"
	}
}

// point is a date or an event.
func point(s string) string {
	if d, err := time.Parse(time.DateOnly, s); err == nil {
		return day(d)
	}
	return about(s).name
}

// day writes a date: 18 August 2026.
func day(t time.Time) string { return t.Format("2 January 2006") }

// date writes a date of a pack, or the text as it is.
func date(s string) string {
	if t, err := time.Parse(time.DateOnly, s); err == nil {
		return day(t)
	}
	return s
}

var units = regexp.MustCompile(`(\d+)([YMWDH])`)

// period says an ISO 8601 period: "18 months", "72 hours".
func period(s string) string {
	dates, clock, _ := strings.Cut(strings.TrimPrefix(s, "P"), "T")
	var out []string
	for _, m := range units.FindAllStringSubmatch(dates, -1) {
		out = append(out, counted(m[1], map[string]string{"Y": "year", "M": "month", "W": "week", "D": "day"}[m[2]]))
	}
	for _, m := range units.FindAllStringSubmatch(clock, -1) {
		out = append(out, counted(m[1], map[string]string{"H": "hour", "M": "minute"}[m[2]]))
	}
	if len(out) == 0 {
		return s
	}
	return list(out, "and")
}

func counted(n, unit string) string {
	if v, err := strconv.Atoi(n); err == nil && v == 1 {
		return n + " " + unit
	}
	return n + " " + unit + "s"
}
