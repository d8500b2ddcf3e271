package production

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"writ"
	"writ/records"
)

// longestCell is the most characters of a cell: a spreadsheet cuts off what goes beyond 32,767.
const longestCell = 32_000

// cell writes a field's text so that no spreadsheet takes it for a number, a date, a truth or a formula:
// with its scheme before it or its unit behind it. docs/formats/package.md lists the forms.
func cell(s records.Spec, text string) string {
	switch {
	case text == "":
		return ""
	case len(text) <= longestCell && ordinary(text):
		return formed(s, text)
	case !utf8.ValidString(text):
		return "octets:" + hex.EncodeToString([]byte(text))
	case utf8.RuneCountInString(text) > longestCell:
		sum := sha256.Sum256([]byte(text))
		return "long:sha256:" + hex.EncodeToString(sum[:])
	case awkward(text):
		return "json:" + escaped(text)
	}
	return formed(s, text)
}

// ordinary says whether a text is of visible ASCII, with no space at its ends: most are.
func ordinary(s string) bool {
	for i := range len(s) {
		if s[i] < 0x20 || s[i] >= 0x7f {
			return false
		}
	}
	return s[0] != ' ' && s[len(s)-1] != ' '
}

// formed writes a text of ordinary characters.
func formed(s records.Spec, text string) string {
	switch s.Form {
	case records.Instant:
		if d, t, ok := strings.Cut(strings.TrimSuffix(text, "Z"), "T"); ok && strings.HasSuffix(text, "Z") && plainClock(d, t) {
			return d + " " + t + " UTC"
		}
	case records.Seconds:
		if decimal(text) {
			return text + " s"
		}
	case records.Count:
		return "count:" + text
	case records.Party:
		if len(text) > 1 && text[0] == '+' && digits(text[1:]) {
			return "tel:" + text
		}
		return "party:" + text
	case records.YesNo:
		if text == "yes" || text == "no" {
			return text
		}
	case records.Text:
		if s.Names != "" && s.Names != writ.Name {
			return named(s.Names, text)
		}
	}
	if bare(text) {
		return text
	}
	return "text:" + text
}

// named writes an identifier with its scheme.
func named(k writ.Kind, text string) string {
	switch {
	case k == writ.SIPURI && (strings.HasPrefix(text, "sip:") || strings.HasPrefix(text, "sips:")):
		return text
	case k == writ.Email:
		return "mailto:" + text
	default:
		return string(k) + ":" + text
	}
}

// bare says whether a text may stand as it is: words of letters, more than one, or a word of our own.
func bare(s string) bool {
	if slices.Contains(ownWords, s) {
		return true
	}
	first, _ := utf8.DecodeRuneInString(s)
	if !unicode.IsLetter(first) || !strings.Contains(s, " ") {
		return false
	}
	for _, r := range s {
		if !unicode.IsLetter(r) && !strings.ContainsRune(" .,'-", r) {
			return false
		}
	}
	return true
}

// ownWords are the texts that writ itself gives a field.
var ownWords = []string{"answered", "missed", "ended", "call", "start", "interim", "stop", "implied", "open"}

// awkward says whether a text holds what a table can't carry unchanged: controls, line ends, marks that
// can't be seen, a space at either end.
func awkward(s string) bool {
	if s[0] == ' ' || s[len(s)-1] == ' ' {
		return true
	}
	return strings.ContainsFunc(s, unseen)
}

func unseen(r rune) bool {
	return r < 0x20 || r >= 0x7f && r < 0xa0 || r == 0x2028 || r == 0x2029 || r == 0xfeff || r == 0xfffe || r == 0xffff
}

// escaped writes a text as a JSON string in which all that can't be seen stands as its number.
func escaped(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case unseen(r):
			fmt.Fprintf(&b, `\u%04x`, r)
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

func digits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

func decimal(s string) bool {
	whole, fraction, dot := strings.Cut(s, ".")
	return digits(whole) && (!dot || digits(fraction))
}

// plainClock says whether a date and a time are made of digits where they ought to be.
func plainClock(d, t string) bool {
	clock, fraction, dot := strings.Cut(t, ".")
	return len(d) == 10 && len(clock) == 8 && digits(d[:4]+d[5:7]+d[8:]) && d[4] == '-' && d[7] == '-' &&
		digits(clock[:2]+clock[3:5]+clock[6:]) && clock[2] == ':' && clock[5] == ':' && (!dot || digits(fraction))
}
