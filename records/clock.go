package records

import "time"

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

// Zone gives the Clock's zone, nil where it has none.
func (c *Clock) Zone() *time.Location { return c.zone }
