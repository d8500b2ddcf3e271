package ber

import "time"

// A clock reads a date and time digit by digit.
type clock struct {
	text []byte
	at   int
	bad  bool
}

// digits reads n decimal digits.
func (c *clock) digits(n int) int {
	v := 0
	for range n {
		if c.at >= len(c.text) || c.text[c.at] < '0' || c.text[c.at] > '9' {
			c.bad = true
			return 0
		}
		v = v*10 + int(c.text[c.at]-'0')
		c.at++
	}
	return v
}

// peek returns the octet that follows, or zero.
func (c *clock) peek() byte {
	if c.at < len(c.text) {
		return c.text[c.at]
	}
	return 0
}

// Time reads a GeneralizedTime with seconds, at most nine digits of fraction after "." or ",", and a zone: "Z", or
// an offset as +hhmm. Without a zone it would name no instant, and is an error. The count of digits is returned too.
func (e *Element) Time() (t time.Time, digits int, err error) {
	text, err := e.primitive()
	if err != nil {
		return t, 0, err
	}
	c := clock{text: text}
	year := c.digits(4)
	date := c.monthOn()
	nsec := 0
	if p := c.peek(); p == '.' || p == ',' {
		c.at++
		nsec, digits = c.fraction()
	}
	return c.instant(e, year, date, nsec, digits)
}

// UTCTime reads a UTCTime with or without seconds and a zone as [Element.Time] has it; years are 1950..2049.
func (e *Element) UTCTime() (time.Time, error) {
	text, err := e.primitive()
	if err != nil {
		return time.Time{}, err
	}
	c := clock{text: text}
	year := c.digits(2) + 1900
	if year < 1950 {
		year += 100
	}
	t, _, err := c.instant(e, year, c.monthOn(), 0, 0)
	return t, err
}

// A date is what follows the year: month, day, hour, minute, second.
type date [5]int

func (c *clock) monthOn() (d date) {
	for i := range d {
		if i == 4 && (c.peek() == 'Z' || c.peek() == '+' || c.peek() == '-') {
			break
		}
		d[i] = c.digits(2)
	}
	return d
}

// fraction reads up to nine digits as nanoseconds.
func (c *clock) fraction() (nsec, digits int) {
	for digits < 9 && c.peek() >= '0' && c.peek() <= '9' {
		nsec = nsec*10 + c.digits(1)
		digits++
	}
	c.bad = c.bad || digits == 0
	for range 9 - digits {
		nsec *= 10
	}
	return nsec, digits
}

// instant reads the zone and puts all together. A date that no calendar has is an error.
func (c *clock) instant(e *Element, year int, d date, nsec, digits int) (time.Time, int, error) {
	offset := c.zone()
	t := time.Date(year, time.Month(d[0]), d[1], d[2], d[3], d[4], nsec, time.UTC)
	same := t.Year() == year && int(t.Month()) == d[0] && t.Day() == d[1] && t.Hour() == d[2] && t.Minute() == d[3] && t.Second() == d[4]
	if c.bad || c.at != len(c.text) || !same {
		return time.Time{}, 0, fail(e.ContentOffset()+min(c.at, len(c.text)), "not a date and time with a zone")
	}
	return t.Add(-offset), digits, nil
}

func (c *clock) zone() time.Duration {
	sign := time.Duration(1)
	switch c.peek() {
	case 'Z':
		c.at++
		return 0
	case '-':
		sign = -1
	case '+':
	default:
		c.bad = true
		return 0
	}
	c.at++
	hours, minutes := c.digits(2), c.digits(2)
	c.bad = c.bad || hours > 23 || minutes > 59
	return sign * (time.Duration(hours)*time.Hour + time.Duration(minutes)*time.Minute)
}
