package x1

import (
	"encoding/hex"
	"math"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// The simple types of the schema as texters, each around the field that it fills.

// collapse is what the schema does to white space in tokens, numbers and times.
func collapse(s string) string { return strings.Join(strings.FieldsFunc(s, xmlSpace), " ") }

func xmlSpace(r rune) bool { return r == ' ' || r == '\t' || r == '\r' || r == '\n' }

// plain reports whether XML 1.0 can hold every character of the text.
func plain(s string) bool {
	if !utf8.ValidString(s) || len(s) > maxText {
		return false
	}
	for _, r := range s {
		if r < 0x20 && !xmlSpace(r) || r == 0xFFFE || r == 0xFFFF {
			return false
		}
	}
	return true
}

// A checked text is of a form; white space in it counts unless it is a token.
type checked struct {
	v     *string
	token bool
	form  func(string) bool
	want  string
}

func (c checked) text() string { return *c.v }

func (c checked) parse(s string, keep bool) string {
	if c.token {
		s = collapse(s)
	}
	if !plain(s) {
		return "holds characters that XML does not have, or is too long"
	}
	if c.form != nil && !c.form(s) {
		return c.want
	}
	if keep {
		*c.v = s
	}
	return ""
}

func str(v *string) texter { return checked{v: v} }

func token(v *string) texter { return checked{v: v, token: true} }

// A word is one of a list, named by a number from 1. The zero value is none.
type word[T ~uint8] struct {
	v     *T
	names []string
}

func (e word[T]) text() string { return nameOf(e.names, *e.v) }

func (e word[T]) parse(s string, keep bool) string {
	for n, name := range e.names {
		if n > 0 && s == name {
			if keep {
				*e.v = T(n)
			}
			return ""
		}
	}
	return "is none of " + strings.Join(e.names[1:], ", ")
}

func nameOf[T ~uint8](names []string, v T) string {
	if int(v) < len(names) {
		return names[v]
	}
	return ""
}

// A number is an xs:integer from least to most.
type number struct {
	v           *int64
	least, most int64
}

func (n number) text() string { return strconv.FormatInt(*n.v, 10) }

func (n number) parse(s string, keep bool) string {
	v, err := strconv.ParseInt(collapse(s), 10, 64)
	if err != nil || v < n.least || v > n.most {
		return "is no whole number from " + strconv.FormatInt(n.least, 10) + " to " + strconv.FormatInt(n.most, 10)
	}
	if keep {
		*n.v = v
	}
	return ""
}

// long is an xs:nonNegativeInteger of at most 64 bits.
type long struct{ v *uint64 }

func (n long) text() string { return strconv.FormatUint(*n.v, 10) }

func (n long) parse(s string, keep bool) string {
	v, err := strconv.ParseUint(strings.TrimPrefix(collapse(s), "+"), 10, 64)
	if err != nil {
		return "is no whole number of 64 bits"
	}
	if keep {
		*n.v = v
	}
	return ""
}

type boolean struct{ v *bool }

func (b boolean) text() string { return strconv.FormatBool(*b.v) }

func (b boolean) parse(s string, keep bool) string {
	s = collapse(s)
	yes := s == "true" || s == "1"
	if !yes && s != "false" && s != "0" {
		return "is neither true nor false"
	}
	if keep {
		*b.v = yes
	}
	return ""
}

// stamp is a QualifiedMicrosecondDateTime: six digits of a second, and Z or an offset. It is written in UTC.
type stamp struct{ v *time.Time }

const (
	stampForm  = "2006-01-02T15:04:05.000000Z07:00"
	mostOffset = 14 * 3600 // seconds, XML Schema part 2 clause 3.2.7.3
)

func (t stamp) text() string { return t.v.UTC().Format(stampForm) }

func (t stamp) parse(s string, keep bool) string {
	s = collapse(s)
	v, err := time.Parse(stampForm, s)
	_, offset := v.Zone()
	if err != nil || !stampLength(s) || offset > mostOffset || offset < -mostOffset || v.UTC().Year() < 1 || v.UTC().Year() > 9999 {
		return "is no instant with six digits of a second and Z or an offset"
	}
	if keep {
		*t.v = v.UTC()
	}
	return ""
}

// stampLength refuses what time.Parse takes beside the form, such as a comma or further digits.
func stampLength(s string) bool {
	const bare = len("2006-01-02T15:04:05.000000")
	return (len(s) == bare+1 || len(s) == bare+6) && s[bare-7] == '.'
}

type octets struct{ v *[]byte }

func (o octets) text() string { return strings.ToUpper(hex.EncodeToString(*o.v)) }

func (o octets) parse(s string, keep bool) string {
	v, err := hex.DecodeString(collapse(s))
	if err != nil {
		return "is no hexadecimal"
	}
	if keep {
		*o.v = v
	}
	return ""
}

// integer is an xs:integer, of which 64 bits are taken.
func integer(v *int64) texter { return number{v, math.MinInt64, math.MaxInt64} }
