package calendar

import (
	"bytes"
	"encoding/binary"
	"time"
)

// Zone files say what happens after their last transition by a rule, and the standard library works the rule out anew at
// each look. unroll writes the transitions of the coming decades into the file, so that a look is a search; what is
// found is the same (a test compares them). Data that it does not understand it leaves as it is. The form is RFC 9636.

const (
	unrollUntil = 2060
	tzHeader    = 44
	// step is shorter than any two changes of an offset that follow by rule.
	step = 14 * 24 * time.Hour
)

// A tzif is the second block of a zone file, taken apart.
type tzif struct {
	times  []int64
	index  []byte
	types  []byte // six octets each: offset, is summer time, name
	names  []byte
	footer []byte
}

func unroll(name string, data []byte) []byte {
	z, ok := parseTZif(data)
	if !ok || len(z.times) == 0 || !bytes.ContainsRune(z.footer, ',') {
		return data // no rule: after the last transition nothing changes
	}
	loc, err := time.LoadLocationFromTZData(name, data)
	if err != nil {
		return data
	}
	for t := time.Unix(z.times[len(z.times)-1], 0).UTC(); t.Year() < unrollUntil; t = t.Add(step) {
		next := t.Add(step)
		if same(t.In(loc), next.In(loc)) {
			continue
		}
		at := firstChange(t, next, loc)
		i, ok := z.kind(at.In(loc))
		if !ok {
			return data
		}
		z.times, z.index = append(z.times, at.Unix()), append(z.index, i)
	}
	return z.bytes()
}

func same(a, b time.Time) bool {
	an, ao := a.Zone()
	bn, bo := b.Zone()
	return an == bn && ao == bo && a.IsDST() == b.IsDST()
}

// firstChange finds the first second in (a, b] at which the offset is another than at a.
func firstChange(a, b time.Time, loc *time.Location) time.Time {
	old := a.In(loc)
	for b.Sub(a) > time.Second {
		middle := a.Add(b.Sub(a) / 2).Truncate(time.Second)
		if same(old, middle.In(loc)) {
			a = middle
		} else {
			b = middle
		}
	}
	return b
}

// kind finds the type of local time that holds at t.
func (z *tzif) kind(t time.Time) (byte, bool) {
	name, offset := t.Zone()
	for i := 0; i*6 < len(z.types); i++ {
		e := z.types[i*6 : i*6+6]
		if int(int32(binary.BigEndian.Uint32(e))) == offset && (e[4] != 0) == t.IsDST() && z.name(int(e[5])) == name { //nolint:gosec // two's complement is what is meant
			return byte(i), true
		}
	}
	return 0, false
}

func (z *tzif) name(at int) string {
	end := at
	for end < len(z.names) && z.names[end] != 0 {
		end++
	}
	if at > end {
		return ""
	}
	return string(z.names[at:end])
}

// parseTZif takes the second block apart. Files with leap seconds or of the first version are left alone.
func parseTZif(data []byte) (*tzif, bool) {
	size, ok := blockSize(data, 4)
	if !ok || data[4] < '2' || len(data) < tzHeader+size+tzHeader {
		return nil, false
	}
	b := data[tzHeader+size:]
	size, ok = blockSize(b, 8)
	if !ok || len(b) < tzHeader+size || count(b, atLeap) != 0 {
		return nil, false
	}
	times, kinds, chars := count(b, atTimes), count(b, atTypes), count(b, atChars)
	b = b[tzHeader:]
	z := &tzif{footer: b[size:]}
	for i := range times {
		z.times = append(z.times, int64(binary.BigEndian.Uint64(b[8*i:]))) //nolint:gosec // two's complement is what is meant
	}
	b = b[8*times:]
	z.index = append(z.index, b[:times]...)
	z.types = append(z.types, b[times:times+6*kinds]...)
	z.names = append(z.names, b[times+6*kinds:times+6*kinds+chars]...)
	return z, true
}

// Where the counts of a header stand.
const (
	atUT, atStandard, atLeap, atTimes, atTypes, atChars = 20, 24, 28, 32, 36, 40
)

func count(b []byte, at int) int { return int(binary.BigEndian.Uint32(b[at:])) }

// blockSize is the length of the block after a header whose times have so many octets.
func blockSize(b []byte, octets int) (int, bool) {
	if len(b) < tzHeader || string(b[:4]) != "TZif" {
		return 0, false
	}
	n := count(b, atTimes)*(octets+1) + count(b, atTypes)*6 + count(b, atChars) + count(b, atLeap)*(octets+4) + count(b, atStandard) + count(b, atUT)
	return n, n >= 0 && n < longest
}

// bytes writes a zone file with an empty first block.
func (z *tzif) bytes() []byte {
	head := func(out []byte, times, kinds, chars int) []byte {
		out = append(out, "TZif2"...)
		out = append(out, make([]byte, 15)...)
		for _, n := range []int{0, 0, 0, times, kinds, chars} {
			out = binary.BigEndian.AppendUint32(out, uint32(n)) //nolint:gosec // far below the limit
		}
		return out
	}
	out := head(nil, 0, 1, 1)
	out = append(out, make([]byte, 7)...)
	out = head(out, len(z.times), len(z.types)/6, len(z.names))
	for _, t := range z.times {
		out = binary.BigEndian.AppendUint64(out, uint64(t)) //nolint:gosec // two's complement is what is meant
	}
	out = append(out, z.index...)
	out = append(out, z.types...)
	out = append(out, z.names...)
	return append(out, z.footer...)
}
