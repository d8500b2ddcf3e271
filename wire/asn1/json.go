package asn1

import (
	"encoding/hex"
	"unicode/utf8"
)

// AppendJSON writes a value as JSON behind dst: OCTET STRING {"hex":"…"}, BIT STRING {"bits":"0101"}, NULL null, INTEGER
// and REAL as numbers, everything textual as a string; members in the order of the value.
func AppendJSON(dst []byte, v Value) []byte {
	switch v := v.(type) {
	case Object:
		dst = append(dst, '{')
		for i, m := range v {
			if i > 0 {
				dst = append(dst, ',')
			}
			dst = append(AppendQuoted(dst, m.Name), ':')
			dst = AppendJSON(dst, m.Value)
		}
		return append(dst, '}')
	case List:
		dst = append(dst, '[')
		for i, item := range v {
			if i > 0 {
				dst = append(dst, ',')
			}
			dst = AppendJSON(dst, item)
		}
		return append(dst, ']')
	case Octets:
		dst = hex.AppendEncode(append(dst, `{"hex":"`...), v)
		return append(dst, `"}`...)
	case Bits:
		return v.appendJSON(dst)
	case Text:
		return AppendQuoted(dst, string(v))
	case Number:
		return append(dst, v...)
	case Bool:
		if v {
			return append(dst, "true"...)
		}
		return append(dst, "false"...)
	case Null, nil:
	}
	return append(dst, "null"...)
}

func (b Bits) appendJSON(dst []byte) []byte {
	dst = append(dst, `{"bits":"`...)
	for i := range 8*len(b.Octets) - b.Unused {
		dst = append(dst, '0'+b.Octets[i/8]>>(7-i%8)&1)
	}
	return append(dst, `"}`...)
}

const hexDigits = "0123456789abcdef"

// AppendQuoted writes a string as JSON behind dst. What is not UTF-8 becomes the replacement character.
func AppendQuoted(dst []byte, s string) []byte {
	dst = append(dst, '"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			dst = append(dst, '\\', byte(r))
		case r == '\n':
			dst = append(dst, '\\', 'n')
		case r == '\r':
			dst = append(dst, '\\', 'r')
		case r == '\t':
			dst = append(dst, '\\', 't')
		case r < 0x20 || r == 0x7f || r == 0x2028 || r == 0x2029:
			dst = append(dst, '\\', 'u', hexDigits[r>>12&15], hexDigits[r>>8&15], hexDigits[r>>4&15], hexDigits[r&15])
		default:
			dst = utf8.AppendRune(dst, r)
		}
	}
	return append(dst, '"')
}
