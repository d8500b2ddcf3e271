package freeradius

import (
	"strconv"
	"strings"
	"time"

	"writ/records"
)

// when gives the instant of an event: Event-Timestamp, by the clock of the access server, else the time at which
// the server took the packet less Acct-Delay-Time.
func (rd *reader) when(a *attributes) (time.Time, error) {
	if a.event != "" {
		return rd.printed(a.event)
	}
	delay := uint64(0)
	if a.delay != "" {
		var err error
		if delay, err = strconv.ParseUint(a.delay, 10, 32); err != nil {
			return time.Time{}, records.ErrNoTime
		}
	}
	at, err := rd.taken(a)
	return at.Add(-time.Duration(delay) * time.Second), err
}

// taken is when the server took the packet.
func (rd *reader) taken(a *attributes) (time.Time, error) {
	if a.stamp != "" {
		return records.Epoch(a.stamp)
	}
	local, err := time.Parse("Mon Jan _2 15:04:05 2006", a.head)
	if err != nil {
		return time.Time{}, records.ErrNoTime
	}
	return rd.clock.Instant(local)
}

// printed reads "Nov 24 2026 08:47:17 UTC", epoch seconds, or a date with an offset. An abbreviation other than
// UTC counts only where the feed's zone uses it: CST alone is six zones.
func (rd *reader) printed(s string) (time.Time, error) {
	if strings.Trim(s, "0123456789") == "" {
		return records.Epoch(s)
	}
	if len(s) < 20 || s[3] != ' ' {
		return rd.clock.Read(s)
	}
	local, err := time.Parse("Jan _2 2006 15:04:05", s[:20])
	if err != nil {
		return time.Time{}, records.ErrNoTime
	}
	switch zone := strings.TrimSpace(s[20:]); {
	case zone == "":
		return rd.clock.Instant(local)
	case zone == "UTC" || zone == "GMT" || zone[0] == '+' || zone[0] == '-':
		return rd.clock.Read(local.Format("2006-01-02T15:04:05") + zone)
	default:
		return rd.abbreviated(local, zone)
	}
}

var errAbbreviation = &records.TimeError{Problem: "holds a zone's abbreviation that the zone given does not use at that time", Fix: "say in which zone the server ran (--zone)"}

func (rd *reader) abbreviated(local time.Time, zone string) (time.Time, error) {
	all, err := rd.clock.Instants(local)
	if err != nil {
		return time.Time{}, err
	}
	for _, at := range all {
		if rd.zoneAt(at) == zone {
			return at, nil
		}
	}
	return time.Time{}, errAbbreviation
}

func (rd *reader) zoneAt(at time.Time) string {
	name, _ := at.In(rd.clock.Zone()).Zone()
	return name
}
