package production

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strconv"
	"unicode/utf8"

	"github.com/gowebpki/jcs"
)

// canonical writes a value as RFC 8785 asks. Numbers in what we write are whole and small.
func canonical(v any) ([]byte, error) {
	plain, err := json.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("%w: a part has no JSON form", ErrInput)
	}
	out, err := jcs.Transform(plain)
	if err != nil {
		return nil, fmt.Errorf("%w: a part has no canonical form", ErrInput)
	}
	return out, nil
}

// appendString writes a text as RFC 8785 does (§3.2.2.2). It must be UTF-8.
func appendString(dst []byte, s string) []byte {
	dst = append(dst, '"')
	start := 0
	for i := range len(s) {
		if c := s[i]; c < 0x20 || c == '"' || c == '\\' {
			dst = appendEscape(append(dst, s[start:i]...), c)
			start = i + 1
		}
	}
	return append(append(dst, s[start:]...), '"')
}

func appendEscape(dst []byte, c byte) []byte {
	switch c {
	case '"', '\\':
		return append(dst, '\\', c)
	case '\b':
		return append(dst, '\\', 'b')
	case '\f':
		return append(dst, '\\', 'f')
	case '\n':
		return append(dst, '\\', 'n')
	case '\r':
		return append(dst, '\\', 'r')
	case '\t':
		return append(dst, '\\', 't')
	default:
		const digits = "0123456789abcdef"
		return append(dst, '\\', 'u', '0', '0', digits[c>>4], digits[c&15])
	}
}

// appendText writes a record's text: what is not UTF-8 as {"hex":…}, so that no octet is lost.
func appendText(dst []byte, s string) []byte {
	if utf8.ValidString(s) {
		return appendString(dst, s)
	}
	dst = append(dst, `{"hex":"`...)
	dst = hex.AppendEncode(dst, []byte(s))
	return append(dst, `"}`...)
}

func appendMember(dst []byte, name, text string) []byte {
	return appendString(append(appendString(dst, name), ':'), text)
}

func appendNumber(dst []byte, name string, n int64) []byte {
	return strconv.AppendInt(append(appendString(dst, name), ':'), n, 10)
}
