package audio

import (
	"slices"
	"time"
)

// Named limits.
const (
	// MaxTrack is the longest track that is made of one stream.
	MaxTrack = 4 * time.Hour
	// maxDrift is how far RTP time and arrival may part before the stream is taken to have begun anew.
	maxDrift = 5 * time.Second
	// maxAhead is the longest a packet waits for the ones before it, in sequence numbers.
	maxAhead = 1 << 15
)

// A Packet is one RTP packet of a stream, with its payload.
type Packet struct {
	At      time.Time // when it was intercepted
	Seq     uint16
	Stamp   uint32 // RTP time, in ticks
	Codec   Codec
	Payload []byte
}

// A Gap is a stretch of a track without sound, from the call's begin on.
type Gap struct{ From, To time.Duration }

// A Track is the sound of one direction of a call, with silence where nothing came.
type Track struct {
	Rate       int
	Samples    []int16
	Gaps       []Gap // inside the stream; silence before its first packet is none
	Packets    int   // that sound here
	Lost       int   // by sequence number
	Duplicates int
	Reordered  int
	Restarts   int  // RTP time jumped and the arrival was believed
	Cut        bool // longer than MaxTrack
}

// Place puts the packets of one stream (one SSRC) on a track of the given rate that begins at start. Packets may come in any
// order; they are put into that of their sequence numbers. A gap in RTP time is silence; where RTP time and arrival part by
// more than five seconds, arrival counts.
func Place(start time.Time, rate int, packets []Packet) Track {
	t := Track{Rate: rate}
	ordered := t.order(packets)
	if len(ordered) == 0 {
		return t
	}
	decode := map[Codec]func([]int16, []byte) []int16{}
	var anchor Packet
	var base, end int // samples: of the anchor, behind what sounds
	var buf []int16
	for i, p := range ordered {
		f := decode[p.Codec]
		if f == nil {
			f = p.Codec.decoder()
			decode[p.Codec] = f
		}
		buf = resample(f(buf[:0], p.Payload), p.Codec.Rate(), rate)
		pos := base + ticks(anchor.Stamp, p.Stamp)*rate/clock
		if i == 0 || drift(anchor, p) > maxDrift {
			if i > 0 {
				t.Restarts++
			}
			anchor, base = p, max(samples(p.At.Sub(start), rate), 0)
			pos = base
		}
		if time.Duration(pos/rate)*time.Second > MaxTrack {
			t.Cut = true
			break
		}
		if pos > end && end > 0 {
			t.Gaps = append(t.Gaps, Gap{span(end, rate), span(pos, rate)})
		}
		t.put(max(pos, 0), buf)
		end = max(end, pos+len(buf))
		t.Packets++
	}
	return t
}

// order drops what came twice, counts what is missing and sorts by sequence number, unwrapped.
func (t *Track) order(packets []Packet) []Packet {
	type numbered struct {
		n int
		p Packet
	}
	var all []numbered
	top := 0
	seen := map[int]bool{}
	for i, p := range packets {
		n := int(p.Seq)
		if i > 0 {
			n = top + int(int16(p.Seq-uint16(top)))
		}
		if seen[n] {
			t.Duplicates++
			continue
		}
		seen[n] = true
		if i > 0 && n < top {
			t.Reordered++
		} else {
			top = n
		}
		all = append(all, numbered{n, p})
	}
	slices.SortStableFunc(all, func(a, b numbered) int { return a.n - b.n })
	out := make([]Packet, len(all))
	for i, a := range all {
		out[i] = a.p
		if i > 0 && a.n-all[i-1].n < maxAhead {
			t.Lost += a.n - all[i-1].n - 1
		}
	}
	return out
}

// put writes samples at a place; what is before stays silent.
func (t *Track) put(pos int, buf []int16) {
	if need := pos + len(buf); need > len(t.Samples) {
		t.Samples = append(t.Samples, make([]int16, need-len(t.Samples))...)
	}
	copy(t.Samples[pos:], buf)
}

// ticks gives how far b is behind a on the RTP clock, over its wrap.
func ticks(a, b uint32) int { return int(int32(b - a)) }

// drift says how far RTP time and arrival of two packets part.
func drift(a, b Packet) time.Duration {
	d := b.At.Sub(a.At) - time.Duration(ticks(a.Stamp, b.Stamp))*time.Second/clock
	return max(d, -d)
}

func samples(d time.Duration, rate int) int {
	return int(d/time.Microsecond) * rate / int(time.Second/time.Microsecond)
}

func span(n, rate int) time.Duration { return time.Duration(n) * time.Second / time.Duration(rate) }

// resample doubles or halves the rate, so that a stream may change between G.711 and G.722.
func resample(s []int16, from, to int) []int16 {
	switch {
	case from*2 == to:
		out := make([]int16, 0, 2*len(s))
		for _, v := range s {
			out = append(out, v, v)
		}
		return out
	case from == to*2:
		out := make([]int16, 0, len(s)/2)
		for i := 0; i+1 < len(s); i += 2 {
			out = append(out, int16((int(s[i])+int(s[i+1]))/2))
		}
		return out
	default:
		return s
	}
}
