package verify

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strings"
	"unicode"
	"unicode/utf8"

	"writ"
	"writ/records"
)

// CellSays reports whether a table's cell says what a row's text says, in a form that no spreadsheet takes for a
// number, a date, a truth or a formula. docs/formats/package.md lists the forms.
func CellSays(s records.Spec, cell, text string) bool {
	if cell == "" || text == "" {
		return cell == text
	}
	if !harmless(cell) {
		return false
	}
	prefix, rest, has := strings.Cut(cell, ":")
	if has {
		switch prefix {
		case "octets":
			return rest == hex.EncodeToString([]byte(text)) && !utf8.ValidString(text)
		case "json":
			var back string
			return json.Unmarshal([]byte(rest), &back) == nil && back == text
		case "long":
			sum := sha256.Sum256([]byte(text))
			return rest == "sha256:"+hex.EncodeToString(sum[:]) && utf8.RuneCountInString(text) > 32_000
		case "text":
			return rest == text && s.Form != records.Party && s.Form != records.Count && (s.Names == "" || s.Names == writ.Name)
		}
	}
	return formed(s, cell, text)
}

func formed(s records.Spec, cell, text string) bool {
	switch s.Form {
	case records.Instant:
		if cell == text[:min(10, len(text))]+" "+strings.TrimSuffix(text[min(11, len(text)):], "Z")+" UTC" && strings.HasSuffix(text, "Z") {
			return true
		}
	case records.Seconds:
		if cell == text+" s" {
			return true
		}
	case records.Count:
		return cell == "count:"+text
	case records.Party:
		return cell == "party:"+text || cell == "tel:"+text && text[0] == '+'
	case records.Text:
		if s.Names != "" && s.Names != writ.Name {
			return named(s.Names, cell, text)
		}
	case records.YesNo:
	}
	return cell == text && words(cell)
}

func named(k writ.Kind, cell, text string) bool {
	switch {
	case k == writ.SIPURI && cell == text:
		return strings.HasPrefix(text, "sip:") || strings.HasPrefix(text, "sips:")
	case k == writ.Email:
		return cell == "mailto:"+text
	default:
		return cell == string(k)+":"+text
	}
}

// harmless: a cell begins with a letter, or is a time or a length with its unit behind it.
func harmless(cell string) bool {
	if c := cell[0] | 0x20; c >= 'a' && c <= 'z' && visibleASCII(cell) {
		return true
	}
	first, _ := utf8.DecodeRuneInString(cell)
	if unicode.IsLetter(first) {
		return !strings.ContainsFunc(cell, unicode.IsControl)
	}
	return first >= '0' && first <= '9' && (strings.HasSuffix(cell, " UTC") || strings.HasSuffix(cell, " s")) && !strings.ContainsFunc(cell, unicode.IsControl)
}

func visibleASCII(s string) bool {
	for i := range len(s) {
		if s[i] < 0x20 || s[i] >= 0x7f {
			return false
		}
	}
	return true
}

// words: a text may stand as it is if it has letters and no digit, and is more than one word or a word of ours.
func words(cell string) bool {
	switch cell {
	case "yes", "no", "answered", "missed", "ended", "call", "start", "interim", "stop", "implied", "open":
		return true
	}
	return strings.Contains(cell, " ") && !strings.ContainsAny(cell, "0123456789:=+@")
}
