package freeswitch

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"

	"writ/records"
)

var (
	noObject   = records.Because("is no JSON object", "the file is cut or damaged; take a whole copy")
	noVariable = records.Because("is JSON without the variables of a call", "give what mod_json_cdr wrote")
)

// cutObject ends a record after the brace that closes it, or before a line that begins with the next one: a broken
// object costs no other. Brackets, commas and blanks between objects are a piece of their own, and so is a line of
// anything else.
func cutObject(data []byte) int {
	if n := len(data) - len(bytes.TrimLeft(data, " \t\r\n,[]")); n > 0 {
		return n
	}
	if len(data) == 0 || data[0] != '{' {
		return records.Lines(data)
	}
	depth, quoted := 0, false
	for i := 0; i < len(data); i++ {
		switch c := data[i]; {
		case c == '\n' && i+1 < len(data) && data[i+1] == '{':
			return i + 1
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '{':
			depth++
		case c == '}':
			if depth--; depth == 0 {
				return i + 1
			}
		}
	}
	return 0
}

// readJSON reads what mod_json_cdr wrote.
func readJSON(in *records.Input, rd *reader, out outFunc) error {
	for p, ok := in.Next(cutObject); ok; p, ok = in.Next(cutObject) {
		if len(bytes.Trim(p.Data, " \t\r\n,[]")) == 0 {
			continue
		}
		res := records.Result{Line: p.Line, Refusal: records.RefusePiece(p)}
		if res.Refusal == nil {
			rd.object(&res, p.Data)
		}
		if !out(res) {
			return nil
		}
	}
	return nil
}

// A cdr is what makes fields in the JSON of a leg.
type cdr struct {
	Variables struct {
		UUID      text `json:"uuid"`
		Start     text `json:"start_uepoch"`
		Answer    text `json:"answer_uepoch"`
		End       text `json:"end_uepoch"`
		StartSec  text `json:"start_epoch"`
		AnswerSec text `json:"answer_epoch"`
		EndSec    text `json:"end_epoch"`
		Duration  text `json:"duration"`
		Billed    text `json:"billsec"`
		Cause     text `json:"hangup_cause"`
		Account   text `json:"accountcode"`
		Codec     text `json:"read_codec"`
		FromURI   text `json:"sip_from_uri"`
		FromUser  text `json:"sip_from_user"`
		ToUser    text `json:"sip_to_user"`
		PeerIP    text `json:"sip_network_ip"`
	} `json:"variables"`
	Flow []struct {
		Profile struct {
			Name        text `json:"caller_id_name"`
			Number      text `json:"caller_id_number"`
			Destination text `json:"destination_number"`
			Context     text `json:"context"`
			PeerIP      text `json:"network_addr"`
		} `json:"caller_profile"`
	} `json:"callflow"`
}

var errNUL = errors.New("a text holds NUL")

// A text is a string, or a number kept as its digits. Strings may be URL-encoded; a plus sign stays one.
type text string

func (t *text) UnmarshalJSON(b []byte) error {
	if len(b) == 0 || b[0] != '"' {
		if b[0] != 'n' && b[0] != '{' && b[0] != '[' {
			*t = text(b)
		}
		return nil
	}
	var s string
	if err := json.Unmarshal(b, &s); err != nil {
		return err
	}
	if strings.IndexByte(s, '%') >= 0 {
		if plain, err := url.PathUnescape(s); err == nil && utf8.ValidString(plain) {
			s = plain
		}
	}
	if strings.IndexByte(s, 0) >= 0 {
		return errNUL
	}
	*t = text(s)
	return nil
}

// object reads one leg.
func (rd *reader) object(res *records.Result, raw []byte) {
	var c cdr
	if json.Unmarshal(raw, &c) != nil {
		res.Refusal = noObject.Refuse(raw)
		return
	}
	v := &c.Variables
	switch {
	case v.UUID == "" && v.Start == "" && v.StartSec == "":
		res.Refusal = noVariable.Refuse(raw)
		return
	case len(v.UUID) < 32:
		res.Refusal = noUUID.Refuse(raw)
		return
	}
	if _, ok1 := seconds(string(v.Duration)); !ok1 {
		res.Refusal = badSeconds.Refuse(raw)
		return
	}
	if _, ok2 := seconds(string(v.Billed)); !ok2 {
		res.Refusal = badSeconds.Refuse(raw)
		return
	}
	var at [3]time.Time
	for i, e := range [3][2]text{{v.Start, v.StartSec}, {v.Answer, v.AnswerSec}, {v.End, v.EndSec}} {
		var err error
		if at[i], err = epoch(e[0], e[1]); err != nil || i == 0 && at[0].IsZero() {
			res.Refusal = records.RefuseTime(raw, err)
			return
		}
	}
	rd.leg(res, c.leg(at))
}

// leg gathers the fields. The first profile is the latest, the last one that with which the call came.
func (c *cdr) leg(at [3]time.Time) leg {
	v := &c.Variables
	l := leg{uuid: string(v.UUID), duration: string(v.Duration), billed: string(v.Billed), cause: string(v.Cause), account: string(v.Account),
		codec: string(v.Codec), caller: string(v.FromUser), callee: string(v.ToUser), callerIP: string(v.PeerIP), start: at[0], answer: at[1], end: at[2]}
	if v.FromURI != "" {
		l.callerURI = "sip:" + string(v.FromURI)
	}
	if len(c.Flow) == 0 {
		return l
	}
	now, first := c.Flow[0].Profile, c.Flow[len(c.Flow)-1].Profile
	l.name, l.context, l.dialled = string(now.Name), string(now.Context), string(first.Destination)
	l.caller = either(string(now.Number), l.caller)
	l.callee = either(string(now.Destination), l.callee)
	l.callerIP = either(l.callerIP, string(now.PeerIP))
	return l
}

func either(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// epoch reads microseconds, else seconds, since 1970. Zero and nothing are no time.
func epoch(micros, seconds text) (time.Time, error) {
	switch {
	case len(micros) > 6 && strings.Trim(string(micros), "0123456789") == "":
		n := len(micros) - 6
		return records.Epoch(string(micros[:n] + "." + micros[n:]))
	case micros != "" && micros != "0":
		return time.Time{}, records.ErrNoTime
	case seconds == "" || seconds == "0":
		return time.Time{}, nil
	}
	return records.Epoch(string(seconds))
}
