package asterisk

import (
	"strconv"
	"strings"
	"time"

	"writ/records"
)

// The columns, in the order in which cdr_csv writes them.
const (
	accountCode = iota
	src
	dst
	context
	clid
	channel
	dstChannel
	lastApp
	lastData
	start
	answer
	end
	duration
	billSec
	disposition
	amaFlags
	uniqueID
	userField

	base  = uniqueID      // what every file has
	extra = 3             // peeraccount, linkedid, sequence: all or none
	most  = userField + 4 // all there can be
)

// A reader turns lines into records. It is used for one file, by one goroutine.
type reader struct {
	clock *records.Clock
	draft *records.Draft
}

func newReader(o records.Options) *reader {
	return &reader{clock: records.NewClock(o.Zone), draft: records.NewDraft(records.Call, o.Numbers)}
}

var (
	columnCount = records.Because("does not have 16 to 21 columns", "the line is cut, or a quote inside a field is not doubled")
	badSeconds  = records.Because("has a duration that is no number of seconds", "look at the line; it may be cut")
	wrongZone   = records.Because("begins before its own channel was made, by the epoch in its uniqueid", "the zone that was given is not that of the Asterisk host; give that (--zone)")
)

// call reads one line.
func (rd *reader) call(res *records.Result, f []string, raw []byte) {
	if len(f) < base || len(f) > most {
		res.Refusal = columnCount.Refuse(raw)
		return
	}
	whole, ok1 := seconds(f[duration])
	billed, ok2 := seconds(f[billSec])
	if !ok1 || !ok2 {
		res.Refusal = badSeconds.Refuse(raw)
		return
	}
	id, sequence := tail(f[base:])
	made := epochOf(id)
	from, answered, to, err := rd.clock.Call(records.CallClock{Start: f[start], Answer: f[answer], End: f[end], Duration: whole, Billed: billed, Created: made})
	if err != nil {
		res.Refusal = records.RefuseTime(raw, err)
		return
	}
	if !made.IsZero() && from.Before(made.Add(-10*time.Minute)) {
		res.Refusal = wrongZone.Refuse(raw)
		return
	}
	rd.set(f, id)
	d := rd.draft
	d.SetTime(records.Start, from)
	d.SetTime(records.Answer, answered)
	d.SetTime(records.End, to)
	key := records.KeyOf(name, "call", id, sequence, f[channel], f[dstChannel], f[src], f[dst], strconv.FormatInt(from.Unix(), 10), f[duration], f[billSec], f[disposition])
	row, err := d.Row(key, from, time.Time{})
	if err != nil {
		res.Refusal = records.Fault.Refuse(nil)
		return
	}
	res.Rows = []records.Row{row}
}

func (rd *reader) set(f []string, id string) {
	d := rd.draft
	d.Set(records.Event, "call")
	d.Set(records.Duration, f[duration])
	d.Set(records.Billed, f[billSec])
	d.Set(records.Caller, f[src])
	d.Set(records.Callee, f[dst])
	d.Set(records.CallerName, callerName(f[clid]))
	d.Set(records.Answered, map[bool]string{true: "yes", false: "no"}[f[disposition] == "ANSWERED"])
	d.Set(records.Status, f[disposition])
	d.SetCall(id)
	d.Set(records.Account, f[accountCode])
	d.Set(records.Route, route(f[context], f[channel], f[dstChannel]))
}

// tail gives uniqueid and sequence of what follows the sixteen columns: uniqueid and userfield each may lack.
func tail(f []string) (id, sequence string) {
	if len(f) >= extra {
		sequence, f = f[len(f)-1], f[:len(f)-extra]
	}
	if len(f) > 0 && !epochOf(f[0]).IsZero() || len(f) == 2 {
		return f[0], sequence
	}
	return "", sequence
}

// epochOf reads when a channel was made from its uniqueid: "1231977075.0", or "system-1231977075.0".
func epochOf(id string) time.Time {
	id = id[strings.LastIndexByte(id, '-')+1:]
	sec, _, ok := strings.Cut(id, ".")
	if !ok || len(sec) != 10 {
		return time.Time{}
	}
	at, err := records.Epoch(sec)
	if err != nil {
		return time.Time{}
	}
	return at
}

func seconds(s string) (int64, bool) {
	if s == "" {
		return -1, true
	}
	n, err := strconv.ParseUint(s, 10, 31)
	return int64(n), err == nil
}

// callerName takes the name out of "Name" <number>.
func callerName(s string) string {
	name, _, ok := strings.Cut(s, "<")
	if !ok {
		return ""
	}
	return strings.Trim(strings.TrimSpace(name), `"`)
}

func route(context, channel, to string) string {
	parts := make([]string, 0, 3)
	for _, p := range []string{context, channel, to} {
		if p != "" {
			parts = append(parts, p)
		}
	}
	return strings.Join(parts, "; ")
}
