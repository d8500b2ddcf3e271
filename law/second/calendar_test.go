package second

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

// A span of calendar units, as ISO 8601 writes it.
type length struct{ months, days, minutes int }

var iso = regexp.MustCompile(`^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?$`)

func parseLength(s string) (length, bool) {
	m := iso.FindStringSubmatch(s)
	if m == nil || s == "P" || strings.HasSuffix(s, "T") {
		return length{}, false
	}
	n := func(i int) int { v, _ := strconv.Atoi(m[i]); return v }
	return length{12*n(1) + n(2), 7*n(3) + n(4), 60*n(5) + n(6)}, true
}

// shift moves an instant by a length, forwards or backwards; a day that a month lacks becomes its last.
func shift(t time.Time, l length, sign int) time.Time {
	if l.months != 0 {
		y, m, d := t.Date()
		h, mi, s := t.Clock()
		total := int(m) - 1 + sign*l.months
		y, total = y+floor(total, 12), total-12*floor(total, 12)
		month := time.Month(total + 1)
		for d > 28 && time.Date(y, month, d, 0, 0, 0, 0, time.UTC).Month() != month {
			d--
		}
		t = time.Date(y, month, d, h, mi, s, t.Nanosecond(), t.Location())
	}
	if l.days != 0 {
		y, m, d := t.Date()
		h, mi, s := t.Clock()
		t = time.Date(y, m, d+sign*l.days, h, mi, s, t.Nanosecond(), t.Location())
	}
	return t.Add(time.Duration(sign*l.minutes) * time.Minute)
}

func floor(a, b int) int {
	if a < 0 {
		return -((-a + b - 1) / b)
	}
	return a / b
}

// midnight is the first instant of the day that lies so many days after t's.
func midnight(t time.Time, days int) time.Time {
	y, m, d := t.Date()
	noon := time.Date(y, m, d+days, 12, 0, 0, 0, t.Location())
	y, m, d = noon.Date()
	at := time.Date(y, m, d, 0, 0, 0, 0, t.Location())
	for at.Day() != d {
		at = at.Add(15 * time.Minute)
	}
	return at
}

func midday(t time.Time) time.Time {
	y, m, d := t.Date()
	return time.Date(y, m, d, 12, 0, 0, 0, t.Location())
}

// count adds a length as the law counts it.
func count(t time.Time, l length, how string) time.Time {
	if l.months == 0 && l.days == 0 && l.minutes > 0 {
		return shift(t, l, 1)
	}
	switch how {
	case "after":
		return midnight(shift(midday(t), l, 1), 1)
	case "beginning":
		return midnight(shift(midday(t), l, 1), 0)
	}
	return shift(t, l, 1)
}

// feast gives the noon of the day of a year on which a feast of a rule falls.
func feast(rule string, year int) time.Time {
	months := []string{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"}
	days := []string{"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"}
	at := func(all []string, w string) int {
		for i, e := range all {
			if e == w {
				return i
			}
		}
		return -1
	}
	noon := func(m, d int) time.Time { return time.Date(year, time.Month(m), d, 12, 0, 0, 0, time.UTC) }
	if rest, ok := strings.CutPrefix(rule, "Easter"); ok {
		n, _ := strconv.Atoi(rest)
		return sunday(year).AddDate(0, 0, n)
	}
	w := strings.Fields(rule)
	switch {
	case len(w) == 2:
		d, _ := strconv.Atoi(w[0])
		return noon(at(months, w[1])+1, d)
	case w[1] == "before":
		d, _ := strconv.Atoi(w[2])
		day := noon(at(months, w[3])+1, d-1)
		for int(day.Weekday()) != at(days, w[0]) {
			day = day.AddDate(0, 0, -1)
		}
		return day
	case w[0] == "last":
		day := noon(at(months, w[3])+2, 0)
		for int(day.Weekday()) != at(days, w[1]) {
			day = day.AddDate(0, 0, -1)
		}
		return day
	}
	day := noon(at(months, w[3])+1, 1)
	for int(day.Weekday()) != at(days, w[1]) {
		day = day.AddDate(0, 0, 1)
	}
	return day.AddDate(0, 0, 7*at([]string{"first", "second", "third", "fourth"}, w[0]))
}

// sunday is Easter Sunday: the first Sunday after the full moon of the computus (Gauss, as corrected).
func sunday(y int) time.Time {
	a, b, c := y%19, y%4, y%7
	k := y / 100
	p := (13 + 8*k) / 25
	m := (15 - p + k - k/4) % 30
	n := (4 + k - k/4) % 7
	d := (19*a + m) % 30
	e := (2*b + 4*c + 6*d + n) % 7
	switch {
	case d == 29 && e == 6:
		return time.Date(y, 4, 19, 12, 0, 0, 0, time.UTC)
	case d == 28 && e == 6 && (11*m+11)%30 < 19:
		return time.Date(y, 4, 18, 12, 0, 0, 0, time.UTC)
	}
	return time.Date(y, 3, 22+d+e, 12, 0, 0, 0, time.UTC)
}

// closed lists the days of a year on which a law keeps its feasts, the days that stand for others among them.
func closed(feasts []row, year int) map[string]bool {
	out := map[string]bool{}
	var late []time.Time
	for y := year - 1; y <= year+1; y++ {
		for _, f := range feasts {
			from, _ := strconv.Atoi(text(f["from"]))
			to, _ := strconv.Atoi(text(f["to"]))
			if from != 0 && y < from || to != 0 && y > to {
				continue
			}
			d := feast(text(f["on"]), y)
			switch {
			case text(f["observed"]) == "true" && d.Weekday() == time.Saturday:
				d = d.AddDate(0, 0, -1)
			case text(f["observed"]) == "true" && d.Weekday() == time.Sunday:
				d = d.AddDate(0, 0, 1)
			case text(f["observed"]) == "next" && (d.Weekday() == time.Saturday || d.Weekday() == time.Sunday):
				late = append(late, d)
			}
			out[d.Format(time.DateOnly)] = true
		}
	}
	for i := range late {
		for j := i + 1; j < len(late); j++ {
			if late[j].Before(late[i]) {
				late[i], late[j] = late[j], late[i]
			}
		}
		d := late[i]
		for d.Weekday() == time.Saturday || d.Weekday() == time.Sunday || out[d.Format(time.DateOnly)] {
			d = d.AddDate(0, 0, 1)
		}
		out[d.Format(time.DateOnly)] = true
	}
	return out
}

func isFeast(feasts []row, t time.Time) bool {
	return closed(feasts, t.Year())[t.Format(time.DateOnly)]
}

func office(feasts []row, t time.Time) bool {
	return t.Weekday() != time.Saturday && t.Weekday() != time.Sunday && !isFeast(feasts, t)
}
