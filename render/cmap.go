package render

import "encoding/binary"

// coverage lists the characters of a TrueType font that its format 4 table reaches: those below U+10000.
func coverage(ttf []byte) map[rune]bool {
	out := map[rune]bool{}
	t := subtable(ttf, 4)
	if len(t) < 16 {
		return out
	}
	n := int(u16(t, 6)) / 2
	ends, starts, deltas, offsets := 14, 16+2*n, 16+4*n, 16+6*n
	for i := range n {
		end, start := int(u16(t, ends+2*i)), int(u16(t, starts+2*i))
		delta, offset := u16(t, deltas+2*i), int(u16(t, offsets+2*i))
		for c := start; c <= end && c != 0xffff; c++ {
			glyph := uint16(c) + delta
			if offset != 0 {
				if glyph = u16(t, offsets+2*i+offset+2*(c-start)); glyph != 0 {
					glyph += delta
				}
			}
			if glyph != 0 {
				out[rune(c)] = true
			}
		}
	}
	return out
}

// subtable finds the first subtable of a format in the font's cmap.
func subtable(ttf []byte, format uint16) []byte {
	for i := range int(u16(ttf, 4)) {
		at := 12 + 16*i
		if at+16 > len(ttf) || string(ttf[at:at+4]) != "cmap" {
			continue
		}
		cmap := from(ttf, u32(ttf, at+8))
		for j := range int(u16(cmap, 2)) {
			if t := from(cmap, u32(cmap, 8+8*j)); u16(t, 0) == format {
				return t
			}
		}
	}
	return nil
}

func from(b []byte, at uint32) []byte {
	if uint64(at) > uint64(len(b)) {
		return nil
	}
	return b[at:]
}

func u16(b []byte, at int) uint16 {
	if at+2 > len(b) {
		return 0
	}
	return binary.BigEndian.Uint16(b[at:])
}

func u32(b []byte, at int) uint32 {
	if at+4 > len(b) {
		return 0
	}
	return binary.BigEndian.Uint32(b[at:])
}
