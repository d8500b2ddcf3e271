package kamailio

import (
	"bytes"
	"strings"

	"writ/records"
)

// The marks of a record in a line of syslog: those of acc, and the function that writes whole calls.
var (
	accMark = []byte("ACC: ")
	cdrMark = []byte("log_write_cdr(): ")
)

// isSyslog reports whether the head of a file is syslog: of Kamailio, or of anything that stamps its lines.
func isSyslog(head []byte) bool {
	if bytes.Contains(head, accMark) || bytes.Contains(head, cdrMark) || bytes.Contains(head, []byte("kamailio[")) {
		return true
	}
	line, _, _ := bytes.Cut(head, []byte("\n"))
	return stamped(string(line))
}

// stamped reports whether a line begins as RFC 3164 or RFC 5424 says, or with an ISO date and a host.
func stamped(line string) bool {
	if len(line) < 20 {
		return false
	}
	months := "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec "
	if strings.Contains(months, line[:4]) && line[9] == ':' && line[12] == ':' {
		return true
	}
	_, _, _, ok := records.ParseWall(line[:19])
	return line[0] == '<' || ok && strings.IndexByte(line, ',') < 0
}

// readSyslog reads the lines of acc. All other lines are no records.
func readSyslog(in *records.Input, rd *reader, out outFunc) error {
	for p, ok := in.Next(records.Lines); ok; p, ok = in.Next(records.Lines) {
		kind, body := markedLine(p.Data)
		if kind == none {
			continue
		}
		res := records.Result{Line: p.Line, Refusal: records.RefusePiece(p)}
		if res.Refusal == nil {
			rd.logLine(&res, kind, body, p)
		}
		if !out(res) {
			return nil
		}
	}
	return nil
}

// markedLine finds a record in a line.
func markedLine(line []byte) (shape, []byte) {
	if n := bytes.Index(line, accMark); n >= 0 {
		return reply, line[n+len(accMark):]
	}
	if n := bytes.Index(line, cdrMark); n >= 0 {
		return cdr, line[n+len(cdrMark):]
	}
	return none, nil
}

var (
	cutLine = records.Because("is cut: not all that acc writes is there", "take a whole copy of the file; syslog may cut long lines")
	twice   = records.Because("names a value twice", "a value holds a semicolon and an equals sign, so it can't be told apart; take it from the database")
)

// logLine reads "transaction answered: a=b;c=d". Values are not quoted and their semicolons not escaped.
func (rd *reader) logLine(res *records.Result, kind shape, body []byte, p records.Piece) {
	raw := p.Data
	text := strings.TrimRight(string(body), "\r\n")
	if kind == reply {
		_, rest, ok := strings.Cut(text, ": ")
		if !ok {
			res.Refusal = cutLine.Refuse(raw)
			return
		}
		text = rest
	}
	values, ok := pairs(text)
	switch {
	case !ok:
		res.Refusal = twice.Refuse(raw)
	case kind == cdr:
		rd.dialog(res, values.get, raw)
	case !values.has("reason") || p.Open && len(values) < rd.names:
		res.Refusal = cutLine.Refuse(raw)
	default:
		rd.names = len(values)
		rd.reply(res, values.get, raw)
	}
}

// A pairList holds the values of a line in its order. It is short, so a search from the front is quick.
type pairList [][2]string

func (l pairList) get(name string) string {
	for _, p := range l {
		if p[0] == name {
			return p[1]
		}
	}
	return ""
}

func (l pairList) has(name string) bool {
	for _, p := range l {
		if p[0] == name {
			return true
		}
	}
	return false
}

// pairs takes a line apart. A part without a name belongs to the value before it. A name that stands twice is
// doubt: someone may have put it into a value.
func pairs(text string) (pairList, bool) {
	l := make(pairList, 0, 20)
	for part := range strings.SplitSeq(text, ";") {
		name, v, named := strings.Cut(strings.TrimPrefix(part, " "), "=")
		switch {
		case named && isName(name) && l.has(name):
			return nil, false
		case named && isName(name):
			l = append(l, [2]string{name, v})
		case len(l) > 0:
			l[len(l)-1][1] += ";" + part
		}
	}
	return l, true
}

func isName(s string) bool {
	for i := range len(s) {
		if c := s[i]; (c < 'a' || c > 'z') && c != '_' && (c < '0' || c > '9') {
			return false
		}
	}
	return s != ""
}
