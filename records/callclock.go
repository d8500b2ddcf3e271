package records

import "time"

// A CallClock holds what a record says of a call's times: local texts, and what may tell which of two instants a
// text means where the clocks were set back.
type CallClock struct {
	Start, Answer, End string    // as the record has them; Answer and End may be empty
	Duration, Billed   int64     // seconds from start to end, from answer to end; -1 where the record has none
	Created            time.Time // when the call's channel was made, where the record has that as an epoch
}

// slack is how far the counted seconds and the texts may lie apart, both being cut to the second.
const slack = 2 * time.Second

// Call gives the instants of a call. A text that means two instants is settled only by what else the record says:
// its seconds, or its channel's epoch; where that leaves two, or none, it is [ErrTwice].
func (c *Clock) Call(t CallClock) (start, answer, end time.Time, err error) {
	var at [3]time.Time
	for i, text := range [3]string{t.Start, t.Answer, t.End} {
		if text == "" && i > 0 {
			continue
		}
		if at[i], err = c.Read(text); err == ErrTwice { //nolint:errorlint // never wrapped
			return c.settle(t)
		}
		if err != nil {
			return time.Time{}, time.Time{}, time.Time{}, err
		}
	}
	return at[0], at[1], at[2], nil
}

// settle tries each meaning of each text against what else the record says.
func (c *Clock) settle(t CallClock) (start, answer, end time.Time, err error) {
	var all [3][]time.Time
	for i, text := range [3]string{t.Start, t.Answer, t.End} {
		if all[i], err = c.meanings(text); err != nil {
			return start, answer, end, err
		}
	}
	found := 0
	for _, s := range all[0] {
		for _, a := range all[1] {
			for _, e := range all[2] {
				if t.fits(s, a, e) {
					start, answer, end, found = s, a, e, found+1
				}
			}
		}
	}
	if found != 1 {
		return time.Time{}, time.Time{}, time.Time{}, ErrTwice
	}
	return start, answer, end, nil
}

// meanings lists the instants that a text may mean. An empty text means none: one zero instant.
func (c *Clock) meanings(text string) ([]time.Time, error) {
	if text == "" {
		return []time.Time{{}}, nil
	}
	local, _, zoned, ok := ParseWall(text)
	if !ok || zoned {
		at, err := c.Read(text)
		return []time.Time{at}, err
	}
	all, err := c.Instants(local)
	if err == nil && len(all) == 0 {
		err = ErrNever
	}
	for _, at := range all {
		if _, outside := sane(at); outside != nil {
			return nil, outside
		}
	}
	return all, err
}

// fits reports whether three instants agree with what else the record says.
func (t CallClock) fits(start, answer, end time.Time) bool {
	near := func(from, to time.Time, seconds int64) bool {
		if from.IsZero() || to.IsZero() || seconds < 0 {
			return true
		}
		off := to.Sub(from) - time.Duration(seconds)*time.Second
		return off >= -slack && off <= slack
	}
	if away := start.Sub(t.Created); !t.Created.IsZero() && (away < -30*time.Minute || away > 30*time.Minute) {
		return false
	}
	if !end.IsZero() && end.Before(start) || !answer.IsZero() && (answer.Before(start) || !end.IsZero() && end.Before(answer)) {
		return false
	}
	return near(start, end, t.Duration) && near(answer, end, t.Billed)
}
