package freeswitch

import (
	"strconv"
	"time"

	"writ/records"
)

// The columns of the template "example".
const (
	callerName = iota
	callerNumber
	destination
	context
	startStamp
	answerStamp
	endStamp
	duration
	billSec
	hangupCause
	uuid
	bLegUUID
	accountCode
	readCodec
	writeCodec

	columns
)

// A reader turns records into rows. It is used for one file, by one goroutine.
type reader struct {
	clock *records.Clock
	draft *records.Draft
}

func newReader(o records.Options) *reader {
	return &reader{clock: records.NewClock(o.Zone), draft: records.NewDraft(records.Call, o.Numbers)}
}

var (
	columnCount = records.Because("does not have 15 columns", "the line is cut, a quote inside a field is not doubled, or the template is another one (--feed csv)")
	badSeconds  = records.Because("has a duration that is no number of seconds", "look at the line; it may be cut")
	noUUID      = records.Because("has no UUID", "look at the record; it may be cut")
)

// line reads one line of Master.csv.
func (rd *reader) line(res *records.Result, f []string, raw []byte) {
	if len(f) != columns {
		res.Refusal = columnCount.Refuse(raw)
		return
	}
	whole, ok1 := seconds(f[duration])
	billed, ok2 := seconds(f[billSec])
	switch {
	case !ok1 || !ok2:
		res.Refusal = badSeconds.Refuse(raw)
		return
	case len(f[uuid]) < 32:
		res.Refusal = noUUID.Refuse(raw)
		return
	}
	start, answer, end, err := rd.clock.Call(records.CallClock{Start: f[startStamp], Answer: f[answerStamp], End: f[endStamp], Duration: whole, Billed: billed})
	if err != nil {
		res.Refusal = records.RefuseTime(raw, err)
		return
	}
	rd.leg(res, leg{name: f[callerName], caller: f[callerNumber], callee: f[destination], context: f[context], duration: f[duration], billed: f[billSec],
		cause: f[hangupCause], uuid: f[uuid], account: f[accountCode], codec: f[readCodec], start: start, answer: answer, end: end})
}

func seconds(s string) (int64, bool) {
	if s == "" {
		return -1, true
	}
	n, err := strconv.ParseUint(s, 10, 31)
	return int64(n), err == nil
}

// A leg is one leg of a call, whatever it was read from.
type leg struct {
	name, caller, callee, dialled, context, duration, billed, cause, uuid, account, codec string
	callerURI, callerIP                                                                   string
	start, answer, end                                                                    time.Time
}

// leg makes the row of a leg.
func (rd *reader) leg(res *records.Result, l leg) {
	d := rd.draft
	d.Set(records.Event, "call")
	d.SetTime(records.Start, l.start)
	d.SetTime(records.Answer, l.answer)
	d.SetTime(records.End, l.end)
	d.Set(records.Duration, l.duration)
	d.Set(records.Billed, l.billed)
	d.Set(records.Caller, l.caller)
	d.Set(records.Callee, l.callee)
	d.Set(records.Dialled, l.dialled)
	d.Set(records.CallerName, l.name)
	d.Set(records.CallerURI, l.callerURI)
	d.Set(records.CallerIP, l.callerIP)
	d.Set(records.Answered, map[bool]string{true: "no", false: "yes"}[l.answer.IsZero()])
	d.Set(records.Status, l.cause)
	d.SetCall(l.uuid)
	d.Set(records.Account, l.account)
	d.Set(records.Codec, l.codec)
	d.Set(records.Route, l.context)
	row, err := d.Row(records.KeyOf(name, "leg", l.uuid), l.start, time.Time{})
	if err != nil {
		res.Refusal = records.Fault.Refuse(nil)
		return
	}
	res.Rows = []records.Row{row}
}
