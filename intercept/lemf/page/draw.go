package page

import (
	"fmt"
	"math"
	"time"

	"writ/intercept/lemf/rebuild"
	"writ/render"
)

const (
	lane   = 9.0
	legend = 40.0 // width of what stands left of a lane
	margin = 2.0  // what stays free to the right
)

// A ruler turns instants into places.
type ruler struct {
	from time.Time
	long time.Duration
}

func (r ruler) x(t time.Time) float64 {
	return legend + (wide-legend-margin)*float64(t.Sub(r.from))/float64(max(r.long, 1))
}

func (r ruler) bar(from, to time.Time, y, h float64, tone render.Tone) render.Bar {
	x := r.x(from)
	return render.Bar{X: round(x), Y: y, W: round(max(r.x(to)-x, 0.4)), H: h, Tone: tone}
}

// axis draws five instants under the lanes.
func (r ruler) axis(y float64) (out []render.Shape) {
	for i := range 5 {
		at := r.from.Add(r.long * time.Duration(i) / 4)
		anchor := render.Middle
		switch i {
		case 0:
			anchor = render.Start
		case 4:
			anchor = render.End
		}
		x := round(r.x(at))
		out = append(out, render.Stroke{X1: x, Y1: 0, X2: x, Y2: y, Dashed: true}, render.Label{X: x, Y: y + 4, Text: clock(at), Points: 7, Anchor: anchor})
	}
	return out
}

func round(v float64) float64 { return math.Round(v*100) / 100 }

// maxLanes is how many streams or sessions one picture shows.
const maxLanes = 24

// maxGaps is how many gaps of a stream are drawn.
const maxGaps = 500

// timeline draws when signalling and each stream came, and the gaps in it.
func timeline(id string, s *rebuild.Session, v *rebuild.Sound, streams []*rebuild.Stream) render.Figure {
	shown := streams[:min(len(streams), maxLanes)]
	r := ruler{s.From, s.To.Sub(s.From)}
	f := render.Figure{ID: id, Caption: "When it came: dots are messages, bars are media, red is what is missing in it", Width: wide, Height: lane*float64(len(shown)+1) + 6}
	gaps := 0
	f.Shapes = r.axis(f.Height - 6)
	f.Shapes = append(f.Shapes, render.Label{X: 0, Y: 5.5, Text: "signalling", Points: 8})
	for _, m := range s.Call.Messages {
		f.Shapes = append(f.Shapes, render.Dot{X: round(r.x(m.At)), Y: 4.5, R: 0.9, Tone: render.Plain})
	}
	for i, st := range shown {
		y := lane * float64(i+1)
		f.Shapes = append(f.Shapes, render.Label{X: 0, Y: y + 5.5, Text: lost(st), Points: 8}, r.bar(st.First, st.Last, y+2, lane-4, render.Info))
		if v == nil {
			continue
		}
		for _, g := range st.Track.Gaps[:min(len(st.Track.Gaps), maxGaps)] {
			gaps++
			f.Shapes = append(f.Shapes, r.bar(v.Start.Add(g.From), v.Start.Add(g.To), y+1.5, lane-3, render.Bad))
		}
	}
	f.Alt = fmt.Sprintf("Timeline of %d messages and %d streams with %d gaps", len(s.Call.Messages), len(shown), gaps)
	return f
}

// lost names a stream with what is missing in it.
func lost(st *rebuild.Stream) string {
	if st.Track.Packets == 0 && len(st.Digits) > 0 {
		return direction(st.Direction) + ", keys"
	}
	if st.Track.Packets == 0 {
		return direction(st.Direction) + ", no sound"
	}
	return fmt.Sprintf("%s, %d lost", direction(st.Direction), st.Track.Lost)
}

// overview draws the sessions along the time of the delivery.
func (r *Report) overview() []render.Block {
	from, to := r.span()
	all := r.index.Sessions()
	if len(all) == 0 {
		return nil
	}
	shown := all[:min(len(all), maxLanes)]
	l := ruler{from, to.Sub(from)}
	f := render.Figure{ID: "overview", Caption: "Sessions along the time of the delivery", Width: wide, Height: lane*float64(len(shown)) + 6, Alt: fmt.Sprintf("%d sessions from %s to %s", len(shown), clock(from), clock(to))}
	f.Shapes = l.axis(f.Height - 6)
	for i, s := range shown {
		y := lane * float64(i)
		f.Shapes = append(f.Shapes, render.Label{X: 0, Y: y + 5.5, Text: fmt.Sprintf("session %d, CIN %s", s.Number, cin(s.Session)), Points: 8}, l.bar(s.From, s.To, y+2, lane-4, render.Info))
	}
	if len(all) > len(shown) {
		f.Caption += fmt.Sprintf(" (%d of %d)", len(shown), len(all))
	}
	return []render.Block{f}
}

// waveform draws both channels: for each slice of time how loud it was at most.
func waveform(id string, v *rebuild.Sound) render.Figure {
	const half = 13.0
	f := render.Figure{ID: id, Caption: "Sound: above what is marked as sent by the target (left channel), below what is marked as sent to it (right)", Width: wide, Height: 4*half + 8}
	f.Alt = "Waveform of two channels, " + v.Length().Round(time.Millisecond).String() + " long"
	r := ruler{v.Start, v.Length()}
	f.Shapes = r.axis(4*half + 2)
	for i, c := range []struct {
		name    string
		samples []int16
		tone    render.Tone
	}{{"left: from the target", v.Left, render.Info}, {"right: to the target", v.Right, render.Good}} {
		middle := half * float64(1+2*i)
		f.Shapes = append(f.Shapes, render.Label{X: 0, Y: middle + 1, Text: c.name, Points: 8}, render.Stroke{X1: legend, Y1: middle, X2: wide, Y2: middle})
		f.Shapes = append(f.Shapes, peaks(c.samples, max(len(v.Left), len(v.Right)), middle, half-1, c.tone)...)
	}
	return f
}

// bars is how many make a waveform.
const bars = 268

func peaks(samples []int16, length int, middle, half float64, tone render.Tone) (out []render.Shape) {
	w := (wide - legend - margin) / bars
	for i := range bars {
		from, to := length*i/bars, length*(i+1)/bars
		low, high := 0, 0
		for _, v := range samples[min(from, len(samples)):min(to, len(samples))] {
			low, high = min(low, int(v)), max(high, int(v))
		}
		if low == 0 && high == 0 {
			continue
		}
		top, bottom := half*float64(high)/32768, half*float64(-low)/32768
		out = append(out, render.Bar{X: round(legend + w*float64(i)), Y: round(middle - top), W: round(w * 0.85), H: round(max(top+bottom, 0.15)), Tone: tone})
	}
	return out
}
