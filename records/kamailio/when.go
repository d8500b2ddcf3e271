package kamailio

import (
	"strings"
	"time"

	"writ/records"
)

// when gives the instant of a reply: the epoch with fraction where there is one, else the column time.
// Where both say an instant by themselves they must agree, so that a cut number is found.
func (rd *reader) when(g get, raw []byte) (time.Time, *records.Refusal) {
	fine, coarse := g.first("time_hires", "time_attr"), g.first("timestamp", "time")
	if fine == "" {
		at, err := rd.instant(coarse)
		if err != nil {
			return at, records.RefuseTime(raw, err)
		}
		return at, nil
	}
	at, err := records.Epoch(fine)
	if err != nil {
		return at, records.RefuseTime(raw, err)
	}
	if coarse != "" && numeric(coarse) {
		other, err := rd.instant(coarse)
		if err != nil {
			return at, records.RefuseTime(raw, err)
		}
		if gap := at.Sub(other); gap > time.Minute || gap < -time.Minute {
			return at, disagree.Refuse(raw)
		}
	}
	return at, nil
}

// instant reads a time column: a Julian day number (SQLite), epoch seconds (syslog), or date and time of day
// (MySQL, PostgreSQL), local to the zone of the feed unless it has an offset.
func (rd *reader) instant(text string) (time.Time, error) {
	switch {
	case !numeric(text):
		return rd.clock.Read(text)
	case strings.IndexByte(text+".", '.') == 7:
		return records.Julian(text)
	}
	return records.Epoch(text)
}

func numeric(s string) bool { return s != "" && strings.Trim(s, "0123456789.") == "" }
