package rebuild

import (
	"io"
	"time"

	"writ/intercept/lemf/audio"
	"writ/wire/etsi"
)

// A Sound is a call as it is heard: two channels from one begin on.
type Sound struct {
	Start       time.Time
	Rate        int
	Left, Right []int16 // what is marked as sent by the target, and as sent to it
}

// Length gives how long it is.
func (v *Sound) Length() time.Duration {
	return time.Duration(max(len(v.Left), len(v.Right))) * time.Second / time.Duration(v.Rate)
}

// Sound puts the streams of a loaded session on two tracks, and fills each Stream's Track; ok is false where nothing can be heard. A
// stream that was seen on two hops is heard once.
func (s *Session) Sound() (v Sound, ok bool) {
	streams := s.Streams()
	v.Rate = 8000
	for _, st := range streams {
		for _, p := range st.heard {
			v.Rate = max(v.Rate, p.Codec.Rate())
			if v.Start.IsZero() || p.At.Before(v.Start) {
				v.Start = p.At
			}
		}
	}
	for i, st := range streams {
		if len(st.heard) == 0 {
			continue
		}
		st.Track = audio.Place(v.Start, v.Rate, st.heard)
		if st.Same = seen(streams[:i], st); st.Same {
			continue
		}
		ok = ok || len(st.Track.Samples) > 0
		if st.Direction == etsi.ToTarget {
			v.Right = mix(v.Right, st.Track.Samples)
		} else {
			v.Left = mix(v.Left, st.Track.Samples)
		}
	}
	return v, ok
}

// seen says whether an earlier stream is the same media on another hop: the same source and direction, at the same time.
func seen(earlier []*Stream, st *Stream) bool {
	for _, e := range earlier {
		if e.SSRC == st.SSRC && e.Direction == st.Direction && len(e.heard) > 0 && !st.First.After(e.Last) && !e.First.After(st.Last) {
			return true
		}
	}
	return false
}

// mix adds two tracks; what is too loud is cut.
func mix(a, b []int16) []int16 {
	if len(a) == 0 {
		return b
	}
	out := make([]int16, max(len(a), len(b)))
	copy(out, a)
	for i, v := range b {
		out[i] = int16(max(-32768, min(32767, int(out[i])+int(v))))
	}
	return out
}

// Write writes the WAV file.
func (v *Sound) Write(w io.Writer) error { return audio.Write(w, v.Rate, v.Left, v.Right) }
