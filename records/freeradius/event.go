package freeradius

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"writ/records"
)

// A reader turns records into rows. It is used for one file, by one goroutine.
type reader struct {
	clock *records.Clock
	draft *records.Draft
}

func newReader(o records.Options) *reader {
	return &reader{clock: records.NewClock(o.Zone), draft: records.NewDraft(records.Session, o.Numbers)}
}

var (
	noStatus  = records.Because("has no Acct-Status-Type", "this is no accounting; give the detail files of accounting")
	noSession = records.Because("has no Acct-Session-Id", "look at the record; it may be cut")
	badCount  = records.Because("has a count that is no number", "look at the record; it may be cut")
)

// An event is one accounting event, whatever it was read from.
type event struct {
	what, unique, user, session, nas, port string
	calling, called, cause                 string
	seconds, up, down                      string
	addresses, prefixes                    []string
	at                                     time.Time
}

// event reads the attributes of a packet.
func (rd *reader) event(res *records.Result, a *attributes, raw []byte) {
	what, drop := statusOf(a.status)
	switch {
	case a.status == "":
		res.Refusal = noStatus.Refuse(raw)
		return
	case drop != "":
		res.Dropped = drop
		return
	case a.session == "":
		res.Refusal = noSession.Refuse(raw)
		return
	}
	at, err := rd.when(a)
	if err != nil {
		res.Refusal = records.RefuseTime(raw, err)
		return
	}
	up, ok1 := octets(a.in, a.inGiga)
	down, ok2 := octets(a.out, a.outGiga)
	if !ok1 || !ok2 || !isCount(a.seconds) {
		res.Refusal = badCount.Refuse(raw)
		return
	}
	rd.rows(res, &event{what: what, unique: a.unique, user: a.user, session: a.session, nas: first(a.nas, a.nasID), port: first(a.portID, a.port),
		calling: a.calling, called: a.called, cause: a.cause, seconds: a.seconds, up: up, down: down, addresses: append(a.v4, a.v6...), prefixes: append(a.delegated, a.framed...), at: at})
}

// statusOf names the event of an Acct-Status-Type, or says why it is none of a session.
func statusOf(status string) (what, drop string) {
	switch status {
	case "Start", "1":
		return "start", ""
	case "Stop", "2":
		return "stop", ""
	case "Interim-Update", "Alive", "3":
		return "interim", ""
	case "Accounting-On", "7":
		return "", "the access server said that it starts: no session"
	case "Accounting-Off", "8":
		return "", "the access server said that it stops: no session"
	}
	return "", "an accounting packet that is of no session's start, interim or stop"
}

func first(texts ...string) string {
	for _, t := range texts {
		if t != "" {
			return t
		}
	}
	return ""
}

// octets adds what a counter of 32 bits lost (RFC 2869 clause 5.1).
func octets(low, giga string) (string, bool) {
	if low == "" {
		return "", true
	}
	n, err := strconv.ParseUint(low, 10, 64)
	if err != nil {
		return "", false
	}
	if giga == "" {
		return strconv.FormatUint(n, 10), true
	}
	g, err := strconv.ParseUint(giga, 10, 32)
	if err != nil || n >= 1<<32 {
		return "", false
	}
	return strconv.FormatUint(g<<32+n, 10), true
}

func isCount(s string) bool { return len(s) <= 20 && strings.Trim(s, "0123456789") == "" }

// rows makes the rows of an event: one, and another while there are addresses or prefixes left.
func (rd *reader) rows(res *records.Result, e *event) {
	addresses, prefixes := distinct(e.addresses), distinct(e.prefixes)
	for i := 0; i == 0 || i < len(addresses) || i < len(prefixes); i++ {
		d := rd.draft
		d.Set(records.Event, e.what)
		d.SetTime(records.Start, e.at)
		d.Set(records.User, e.user)
		d.Set(records.SessionID, e.session)
		d.Set(records.NAS, e.nas)
		d.Set(records.NASPort, e.port)
		d.Set(records.Station, e.calling)
		d.Set(records.Called, e.called)
		d.Set(records.Address, nth(addresses, i))
		d.Set(records.Prefix, nth(prefixes, i))
		d.Set(records.SessionTime, e.seconds)
		if i == 0 {
			d.Set(records.OctetsUp, e.up)
			d.Set(records.OctetsDown, e.down)
			d.Set(records.Cause, e.cause)
		}
		row, err := d.Row(e.key(i), e.at, time.Time{})
		if err != nil {
			*res = records.Result{Line: res.Line, Refusal: records.Fault.Refuse(nil)}
			return
		}
		res.Rows = append(res.Rows, row)
	}
}

func nth(list []string, i int) string {
	if i < len(list) {
		return list[i]
	}
	return ""
}

// distinct drops what is empty, what stands twice, and what says that the access server chooses (RFC 2865 clause 5.8).
func distinct(list []string) []string {
	var out []string
	for _, s := range list {
		if s != "" && s != "0.0.0.0" && s != "255.255.255.254" && s != "255.255.255.255" && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

// key names the event: the session, what happened, and when by the access server's clock. A packet that is sent
// again, and the table's row of the session, say the same.
func (e *event) key(i int) records.Key {
	session := e.unique
	if session == "" {
		session = e.nas + "\x00" + e.session + "\x00" + e.user
	}
	return records.KeyOf(name, "session", session, e.what, strconv.FormatInt(e.at.Unix(), 10), strconv.Itoa(i))
}
