package mapped

import (
	"strings"
	"time"

	"go.yaml.in/yaml/v4"

	"writ/records"
)

// A timeForm reads a time as it is written in the file.
type timeForm func(c *records.Clock, text string) (time.Time, error)

func rfc3339(c *records.Clock, text string) (time.Time, error) {
	if _, _, zoned, ok := records.ParseWall(text); !ok || !zoned {
		return time.Time{}, records.ErrNoTime
	}
	return c.Read(text)
}

func unix(_ *records.Clock, text string) (time.Time, error) { return records.Epoch(text) }

// unixMilli reads milliseconds since 1970.
func unixMilli(_ *records.Clock, text string) (time.Time, error) {
	n := len(text) - 3
	if n < 1 || strings.IndexByte(text, '.') >= 0 {
		return time.Time{}, records.ErrNoTime
	}
	return records.Epoch(text[:n] + "." + text[n:])
}

// forms reads one form or a list of them, tried in their order.
func (p *parser) forms(n *yaml.Node) []timeForm {
	var out []timeForm
	for _, one := range p.list(n) {
		out = append(out, p.form(one))
	}
	if len(out) == 0 {
		p.fail(n, "lists no form of time", `write rfc3339, unix, unix-ms or a pattern such as "YYYY-MM-DD hh:mm:ss"`)
	}
	return out
}

func (p *parser) form(n *yaml.Node) timeForm {
	switch s := p.text(n); s {
	case "rfc3339":
		return rfc3339
	case "unix":
		return unix
	case "unix-ms":
		return unixMilli
	default:
		layout, zoned, ok := layoutOf(s)
		if !ok {
			p.fail(n, "is no form of time", `write rfc3339, unix, unix-ms or a pattern of YYYY MM MMM DD hh mm ss fff and Z, such as "YYYY-MM-DD hh:mm:ss"`)
		}
		return pattern(layout, zoned)
	}
}

// tokens of a pattern, and how package time writes them. The first that fits counts.
var tokens = []struct{ token, layout string }{
	{"YYYY", "2006"}, {"YY", "06"}, {"MMM", "Jan"}, {"MM", "01"}, {"DD", "02"}, {"D", "_2"}, {"hh", "15"}, {"mm", "04"}, {"ss", "05"}, {"Z", "Z07:00"},
}

// layoutOf turns a pattern into a layout. It must hold a year, a month, a day and an hour, each once; a fraction
// stands after a point or comma.
func layoutOf(s string) (layout string, zoned, ok bool) {
	var b strings.Builder
	seen := map[string]bool{}
	for s != "" {
		if (s[0] == '.' || s[0] == ',') && strings.HasPrefix(s[1:], "f") {
			n := len(s[1:]) - len(strings.TrimLeft(s[1:], "f"))
			b.WriteString(s[:1] + strings.Repeat("0", n))
			s = s[1+n:]
			continue
		}
		t := tokenAt(s)
		switch {
		case t == nil && (s[0] >= 'a' && s[0] <= 'z' || s[0] >= 'A' && s[0] <= 'Z' && s[0] != 'T' || s[0] >= '0' && s[0] <= '9' || s[0] == '_'):
			return "", false, false
		case t == nil:
			b.WriteByte(s[0])
			s = s[1:]
		case seen[t.layout]:
			return "", false, false
		default:
			seen[t.layout] = true
			b.WriteString(t.layout)
			s = s[len(t.token):]
		}
	}
	ok = (seen["2006"] || seen["06"]) && (seen["01"] || seen["Jan"]) && (seen["02"] || seen["_2"]) && seen["15"]
	return b.String(), seen["Z07:00"], ok
}

func tokenAt(s string) *struct{ token, layout string } {
	for i := range tokens {
		if strings.HasPrefix(s, tokens[i].token) {
			return &tokens[i]
		}
	}
	return nil
}

// pattern reads by a layout. Without an offset the time is local to the feed's zone.
func pattern(layout string, zoned bool) timeForm {
	return func(c *records.Clock, text string) (time.Time, error) {
		at, err := time.Parse(layout, text)
		if err != nil {
			return time.Time{}, records.ErrNoTime
		}
		if zoned {
			return c.Read(at.UTC().Format("2006-01-02T15:04:05.999999999Z"))
		}
		at, err = c.Instant(at)
		if err != nil {
			return at, err
		}
		return c.Read(at.UTC().Format("2006-01-02T15:04:05.999999999Z"))
	}
}
