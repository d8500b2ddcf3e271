package freeradius

import (
	"strings"
	"time"

	"writ/records"
)

var columnCount = records.Because("does not have as many columns as the header says", "the line is cut, or a field holds the separator without quotes")

// session reads a row of radacct: the events that it tells of.
func (rd *reader) session(res *records.Result, c records.Columns, f []string, want int, raw []byte) {
	if len(f) != want {
		res.Refusal = columnCount.Refuse(raw)
		return
	}
	get := func(column string) string { return null(c.Of(f, column)) }
	e := event{unique: get("acctuniqueid"), user: get("username"), session: get("acctsessionid"), nas: get("nasipaddress"), port: get("nasportid"),
		calling: get("callingstationid"), called: get("calledstationid"),
		addresses: []string{get("framedipaddress"), get("framedipv6address")}, prefixes: []string{get("delegatedipv6prefix"), get("framedipv6prefix")}}
	if e.session == "" {
		res.Refusal = noSession.Refuse(raw)
		return
	}
	var at [3]time.Time
	for i, column := range []string{"acctstarttime", "acctupdatetime", "acctstoptime"} {
		var err error
		if at[i], err = rd.column(get(column)); err != nil {
			res.Refusal = records.RefuseTime(raw, err)
			return
		}
	}
	seconds, up, down := get("acctsessiontime"), get("acctinputoctets"), get("acctoutputoctets")
	if !isCount(seconds) || !isCount(up) || !isCount(down) {
		res.Refusal = badCount.Refuse(raw)
		return
	}
	if start := at[0]; !start.IsZero() {
		begun := e
		begun.what, begun.at = "start", start
		rd.rows(res, &begun)
	}
	e.seconds, e.up, e.down, e.cause = seconds, up, down, get("acctterminatecause")
	switch update, stop := at[1], at[2]; {
	case !stop.IsZero():
		e.what, e.at = "stop", stop
		rd.rows(res, &e)
	case update.After(at[0]):
		e.what, e.at = "interim", update
		rd.rows(res, &e)
	}
	if len(res.Rows) == 0 && res.Refusal == nil {
		res.Refusal = records.RefuseTime(raw, records.ErrNoTime)
	}
}

// null takes the ways in which exports write NULL for what they mean.
func null(s string) string {
	if s == "NULL" || s == "None" || s == `\N` {
		return ""
	}
	return s
}

// column reads epoch seconds (SQLite) or date and time of day (MySQL, PostgreSQL). Empty, and MySQL's year 0, are
// no time.
func (rd *reader) column(s string) (time.Time, error) {
	switch {
	case s == "" || s == "0" || strings.HasPrefix(s, "0000-00-00"):
		return time.Time{}, nil
	case strings.Trim(s, "0123456789") == "":
		return records.Epoch(s)
	}
	return rd.clock.Read(s)
}
