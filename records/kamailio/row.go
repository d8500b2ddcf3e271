package kamailio

import (
	"net/netip"
	"strconv"
	"strings"
	"time"

	"writ/records"
)

// A shape is what a row tells of.
type shape int

const (
	none  shape = iota
	reply       // acc, missed_calls: one final reply
	cdr         // acc_cdrs: a whole dialog
)

// shapeOf tells the tables apart by their columns.
func shapeOf(c records.Columns) shape {
	switch {
	case c.Has("method", "callid"), c.Has("method", "call_id"):
		return reply
	case c.Has("start_time", "end_time", "duration"):
		return cdr
	}
	return none
}

// A reader turns rows into records. It is used for one file, by one goroutine.
type reader struct {
	clock *records.Clock
	call  *records.Draft
	names int // how many values the last line of syslog had
}

func newReader(o records.Options) *reader {
	return &reader{clock: records.NewClock(o.Zone), call: records.NewDraft(records.Call, o.Numbers)}
}

var (
	columnCount = records.Because("does not have as many columns as the header says", "the line is cut, or a field holds the separator without quotes")
	noColumns   = records.Because("stands in a dump that does not name its columns", "dump with CREATE TABLE or with column names (mysqldump --complete-insert)")
	noCallID    = records.Because("has no Call-ID or no method", "look at the line; it may be cut")
	disagree    = records.Because("has two times that differ by more than a minute", "look at the line; it may be cut")
	badDuration = records.Because("has a duration that is no number of seconds", "look at the line; it may be cut")
)

// row reads one row of a table.
func (rd *reader) row(res *records.Result, s shape, c records.Columns, f []string, want int, raw []byte) {
	switch {
	case want == 0 || s == none:
		res.Refusal = noColumns.Refuse(raw)
	case len(f) != want:
		res.Refusal = columnCount.Refuse(raw)
	case s == cdr:
		rd.dialog(res, func(name string) string { return value(c, f, name) }, raw)
	default:
		rd.reply(res, func(name string) string { return value(c, f, name) }, raw)
	}
}

// value gives a column's text. CSV exports write NULL in several ways.
func value(c records.Columns, f []string, name string) string {
	v := c.Of(f, name)
	if v == "NULL" || v == "None" || v == `\N` {
		return ""
	}
	return v
}

// A get gives the text of a column, "" where it has none.
type get func(column string) string

func (g get) first(names ...string) string {
	for _, n := range names {
		if v := g(n); v != "" {
			return v
		}
	}
	return ""
}

// reply reads a final reply: a row of acc or missed_calls, or their line in syslog.
func (rd *reader) reply(res *records.Result, g get, raw []byte) {
	method, id := g("method"), g.first("callid", "call_id")
	if method == "" || id == "" {
		res.Refusal = noCallID.Refuse(raw)
		return
	}
	at, bad := rd.when(g, raw)
	if bad != nil {
		res.Refusal = bad
		return
	}
	code := g.first("sip_code", "code")
	event, answered := eventOf(method, code)
	if event == "" {
		res.Dropped = "a transaction that is no call"
		return
	}
	d := rd.call
	d.Set(records.Event, event)
	d.SetTime(records.Start, at)
	d.Set(records.Answered, answered)
	d.Set(records.Status, code)
	d.Set(records.Reason, g.first("sip_reason", "reason"))
	d.SetCall(id)
	d.Set(records.Dialled, g("dst_ouser"))
	d.Set(records.CallerIP, g("src_ip"))
	rd.parties(g)
	finish(res, d, records.KeyOf(name, "reply", method, id, g("from_tag"), g("to_tag"), code, bucket(method, at)), at)
}

// bucket is the second of an INVITE (re-INVITEs share all else with it), the minute of what comes once in a
// dialog: a table and syslog take their times some milliseconds apart.
func bucket(method string, at time.Time) string {
	if method != "INVITE" {
		return strconv.FormatInt(at.Unix()/60, 10)
	}
	return strconv.FormatInt(at.Unix(), 10)
}

// eventOf names what a final reply tells. "" is no call.
func eventOf(method, code string) (event, answered string) {
	ok := len(code) == 3 && code[0] == '2'
	switch {
	case method == "INVITE" && ok:
		return "answered", "yes"
	case method == "INVITE":
		return "missed", "no"
	case method == "BYE" && ok:
		return "ended", "yes"
	case method == "BYE":
		return "ended", ""
	}
	return "", ""
}

// parties sets numbers and addresses. An in-dialog request often has no user in its request URI.
func (rd *reader) parties(g get) {
	d := rd.call
	d.Set(records.Caller, g("src_user"))
	d.Set(records.Callee, g("dst_user"))
	d.Set(records.CallerURI, sipURI(g("src_user"), g("src_domain")))
	d.Set(records.CalleeURI, sipURI(g("dst_user"), g("dst_domain")))
	d.Set(records.CalleeIP, address(g("dst_domain")))
}

// sipURI is the name under which a party is reached. Where its host is an address, it is where the call was routed and
// no name: it leaves as an address, with the category of one.
func sipURI(user, host string) string {
	if user == "" || host == "" || address(host) != "" {
		return ""
	}
	return "sip:" + user + "@" + host
}

// address gives a host that is an IP address, with or without brackets and port; "" for a name.
func address(host string) string {
	if a, err := netip.ParseAddr(strings.Trim(host, "[]")); err == nil {
		return a.Unmap().String()
	}
	if ap, err := netip.ParseAddrPort(host); err == nil {
		return ap.Addr().Unmap().String()
	}
	return ""
}

func finish(res *records.Result, d *records.Draft, key records.Key, at time.Time) {
	row, err := d.Row(key, at, time.Time{})
	if err != nil {
		res.Refusal = records.Fault.Refuse(nil)
		return
	}
	res.Rows = []records.Row{row}
}

// dialog reads a row of acc_cdrs, or a line of the cdr engine in syslog. A call that failed has the duration 0.
func (rd *reader) dialog(res *records.Result, g get, raw []byte) {
	id := g.first("call_id", "callid")
	if id == "" {
		res.Refusal = noCallID.Refuse(raw)
		return
	}
	start, err := rd.instant(g("start_time"))
	if err != nil {
		res.Refusal = records.RefuseTime(raw, err)
		return
	}
	end, err := rd.instant(g("end_time"))
	if err != nil {
		res.Refusal = records.RefuseTime(raw, err)
		return
	}
	millis, ok := milliseconds(g("duration"))
	if !ok || end.Before(start) {
		res.Refusal = badDuration.Refuse(raw)
		return
	}
	d := rd.call
	d.Set(records.Event, "call")
	d.SetTime(records.Start, start)
	d.SetTime(records.End, end)
	d.Set(records.Duration, strings.TrimRight(strings.TrimRight(strconv.FormatFloat(float64(millis)/1000, 'f', 3, 64), "0"), "."))
	d.Set(records.Answered, map[bool]string{true: "yes", false: "no"}[millis > 0])
	d.SetCall(id)
	rd.parties(g)
	finish(res, d, records.KeyOf(name, "cdr", id, g("src_user"), strconv.FormatInt(start.Unix(), 10), strconv.FormatInt(millis, 10)), start)
}

// milliseconds reads seconds with a fraction, cut to what every variant keeps.
func milliseconds(s string) (int64, bool) {
	sec, frac, _ := strings.Cut(s, ".")
	n, err := strconv.ParseUint(sec, 10, 32)
	if err != nil {
		return 0, false
	}
	ms, err := strconv.ParseUint((frac + "000")[:3], 10, 32)
	return int64(n)*1000 + int64(ms), err == nil
}
