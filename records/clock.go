package records

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// A TimeError says why a text gives no instant, and what to do. It never quotes the text.
type TimeError struct{ Problem, Fix string }

func (e *TimeError) Error() string { return e.Problem + "; " + e.Fix }

// The reasons why a text gives no instant.
var (
	ErrNoTime  = &TimeError{"holds a time that is none", "look at the line; it may be cut"}
	ErrNoZone  = &TimeError{"holds a time without a zone", "say in which zone the program that wrote it ran (--zone)"}
	ErrTwice   = &TimeError{"holds a local time that comes twice, where the clocks were set back", "take a record with an epoch or an offset; which of the two it was can't be told"}
	ErrNever   = &TimeError{"holds a local time that never was, where the clocks were set forward", "check the zone (--zone)"}
	ErrOutside = &TimeError{"holds a time before 1973 or after 2200", "look at the line: it may be cut, the time is in another unit, or the clock was not set"}
)

// A Clock turns local times into instants. It remembers the last span between two changes of the zone's
// offset, so that most texts cost no look-up. The zero Clock knows no zone.
type Clock struct {
	zone     *time.Location
	from, to time.Time // local times in it have one meaning: instant = local - offset
	offset   time.Duration
}

// NewClock makes a Clock for a zone. Without one each local time is [ErrNoZone].
func NewClock(zone *time.Location) *Clock { return &Clock{zone: zone} }

// Instants lists what a local time may mean, earliest first: one instant, or two, or none. The local time is
// given as if it were UTC.
func (c *Clock) Instants(local time.Time) ([]time.Time, error) {
	if c.zone == nil {
		return nil, ErrNoZone
	}
	if local.After(c.from) && local.Before(c.to) {
		return []time.Time{local.Add(-c.offset)}, nil
	}
	out := c.ask(local)
	if len(out) == 1 {
		c.remember(out[0])
	}
	return out, nil
}

// ask tries each offset that the zone has within a day around it.
func (c *Clock) ask(local time.Time) []time.Time {
	var out []time.Time
	for _, away := range []time.Duration{-26 * time.Hour, 0, 26 * time.Hour} {
		_, seconds := local.Add(away).In(c.zone).Zone()
		at := local.Add(-time.Duration(seconds) * time.Second)
		if _, got := at.In(c.zone).Zone(); got != seconds || len(out) > 0 && out[len(out)-1].Equal(at) {
			continue
		}
		out = append(out, at)
	}
	if len(out) == 2 && out[1].Before(out[0]) {
		out[0], out[1] = out[1], out[0]
	}
	return out
}

// remember keeps the span around an instant in which the offset stays, less three hours at each end.
func (c *Clock) remember(at time.Time) {
	in := at.In(c.zone)
	_, seconds := in.Zone()
	c.offset = time.Duration(seconds) * time.Second
	from, to := in.ZoneBounds()
	if from.IsZero() {
		from = in.AddDate(-1, 0, 0)
	}
	if to.IsZero() {
		to = in.AddDate(1, 0, 0)
	}
	c.from, c.to = from.Add(c.offset+3*time.Hour).UTC(), to.Add(c.offset-3*time.Hour).UTC()
}

// Instant gives the one instant that the local time means. It never guesses: [ErrNoZone], [ErrTwice], [ErrNever].
func (c *Clock) Instant(local time.Time) (time.Time, error) {
	if c.zone != nil && local.After(c.from) && local.Before(c.to) {
		return local.Add(-c.offset), nil
	}
	all, err := c.Instants(local)
	switch {
	case err != nil:
		return time.Time{}, err
	case len(all) == 0:
		return time.Time{}, ErrNever
	case len(all) > 1:
		return time.Time{}, ErrTwice
	}
	return all[0], nil
}

// Read reads "2006-01-02 15:04:05", with T between, with a fraction, with Z or an offset. Without an offset it is
// a local time of the Clock's zone.
func (c *Clock) Read(text string) (time.Time, error) {
	local, offset, zoned, ok := ParseWall(text)
	switch {
	case !ok:
		return time.Time{}, ErrNoTime
	case zoned:
		return sane(local.Add(-offset))
	}
	at, err := c.Instant(local)
	if err != nil {
		return time.Time{}, err
	}
	return sane(at)
}

func sane(t time.Time) (time.Time, error) {
	if y := t.Year(); y < 1973 || y > 2200 {
		return time.Time{}, ErrOutside
	}
	return t, nil
}

// ParseWall reads a date and time of day, with its offset where it has one. The time is given as if it were UTC.
func ParseWall(s string) (local time.Time, offset time.Duration, zoned, ok bool) {
	if len(s) < 19 || s[4] != '-' || s[7] != '-' || s[10] != ' ' && s[10] != 'T' || s[13] != ':' || s[16] != ':' {
		return local, 0, false, false
	}
	y, ok1 := digits(s[:4])
	mo, ok2 := digits(s[5:7])
	d, ok3 := digits(s[8:10])
	h, ok4 := digits(s[11:13])
	mi, ok5 := digits(s[14:16])
	se, ok6 := digits(s[17:19])
	if numbers := ok1 && ok2 && ok3 && ok4 && ok5 && ok6; !numbers || h > 23 || mi > 59 || se > 59 {
		return local, 0, false, false
	}
	nanos, rest, ok := fraction(s[19:])
	if !ok {
		return local, 0, false, false
	}
	local = time.Date(y, time.Month(mo), d, h, mi, se, nanos, time.UTC)
	if local.Day() != d || int(local.Month()) != mo {
		return local, 0, false, false
	}
	if rest == "" {
		return local, 0, false, true
	}
	offset, ok = parseOffset(strings.TrimPrefix(rest, " "))
	return local, offset, ok, ok
}

func digits(s string) (n int, ok bool) {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return 0, false
		}
		n = 10*n + int(s[i]-'0')
	}
	return n, s != ""
}

// fraction reads ".123456" and gives what follows.
func fraction(s string) (nanos int, rest string, ok bool) {
	if s == "" || s[0] != '.' && s[0] != ',' {
		return 0, s, true
	}
	n := 1
	for n < len(s) && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	if n == 1 || n > 10 {
		return 0, s, false
	}
	nanos, _ = digits((s[1:n] + "000000000")[:9])
	return nanos, s[n:], true
}

// parseOffset reads Z, UTC, +01, +0100, +01:00.
func parseOffset(s string) (time.Duration, bool) {
	if s == "Z" || s == "UTC" || s == "GMT" {
		return 0, true
	}
	if len(s) < 3 || s[0] != '+' && s[0] != '-' {
		return 0, false
	}
	body := strings.Replace(s[1:], ":", "", 1)
	if len(body) == 2 {
		body += "00"
	}
	n, ok := digits(body)
	if !ok || len(body) != 4 || n/100 > 15 || n%100 > 59 {
		return 0, false
	}
	d := time.Duration(n/100)*time.Hour + time.Duration(n%100)*time.Minute
	if s[0] == '-' {
		d = -d
	}
	return d, true
}

// Epoch reads seconds since 1970-01-01 UTC, with a fraction of at most nine digits.
func Epoch(text string) (time.Time, error) {
	whole, frac, _ := strings.Cut(text, ".")
	sec, ok := digits(whole)
	nanos := 0
	rest := ""
	if len(frac) > 0 && ok {
		nanos, rest, ok = fraction(text[len(whole):])
	}
	if !ok || rest != "" || len(whole) > 11 {
		return time.Time{}, ErrNoTime
	}
	if sec < 1e8 {
		return time.Time{}, ErrOutside
	}
	return sane(time.Unix(int64(sec), int64(nanos)).UTC())
}

// Julian reads a Julian day number in UTC, as db_sqlite of Kamailio stores a time, to the second. What that
// writes lies half a second early, so the half is rounded up: ts is 2440587.5 + (ts-0.5)/86400.
func Julian(text string) (time.Time, error) {
	day, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsNaN(day) || day < 2440588 || day > 2524600 {
		return time.Time{}, ErrNoTime
	}
	return sane(time.Unix(int64(math.Floor((day-2440587.5)*86400+0.75)), 0).UTC())
}

// Stamp writes an instant as every record does: RFC 3339 in UTC, with the fraction that it has. A zero instant is "".
func Stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339Nano)
}

// Zone gives the Clock's zone, nil where it has none.
func (c *Clock) Zone() *time.Location { return c.zone }
