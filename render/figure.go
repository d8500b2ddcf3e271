package render

// A Figure is a drawing that the page and the PDF show alike. Its measures are millimetres from its upper left corner; it
// is at most 174 wide, the width of a page's text. What its colours say must stand in its words too.
type Figure struct {
	ID      string // unique in the document
	Caption string
	Alt     string // what it shows, for who can't see it
	Width   float64
	Height  float64
	Shapes  []Shape // drawn one over the other
}

func (Figure) block() {}

// A Shape is one of Bar, Stroke, Dot, Label.
//
//sumtype:decl
type Shape interface{ shape() }

type (
	// A Bar is a filled rectangle.
	Bar struct {
		X, Y, W, H float64
		Tone       Tone
	}
	// A Stroke is a line.
	Stroke struct {
		X1, Y1, X2, Y2 float64
		Tone           Tone
		Dashed         bool
	}
	// A Dot is a filled circle.
	Dot struct {
		X, Y, R float64
		Tone    Tone
	}
	// A Label is one line of text whose base line begins, ends or has its middle at X.
	Label struct {
		X, Y   float64
		Text   string
		Points float64
		Anchor Anchor
		Bold   bool
		Tone   Tone
	}
)

func (Bar) shape()    {}
func (Stroke) shape() {}
func (Dot) shape()    {}
func (Label) shape()  {}

// An Anchor says which part of a Label stands at its X.
type Anchor string

// The anchors.
const (
	Start  Anchor = "start"
	Middle Anchor = "middle"
	End    Anchor = "end"
)

// A Tone is a colour with a meaning. The word for it always stands beside it.
type Tone string

// The tones.
const (
	Plain Tone = ""     // ink on white
	Bad   Tone = "bad"  // something is missing
	Warn  Tone = "warn" // not sure
	Info  Tone = "info" // to come
	Good  Tone = "good" // in order
	Calm  Tone = "calm" // does not bind
)

// A colouring is a tone as it is drawn: the ground of a cell, the ink on it, and what is drawn solid.
type colouring struct{ ground, ink, solid shade }

var tones = map[Tone]colouring{
	Plain: {shade{255, 255, 255}, ink, mark},
	Bad:   {shade{250, 216, 209}, shade{114, 26, 12}, shade{192, 57, 43}},
	Warn:  {shade{251, 235, 187}, shade{94, 64, 0}, shade{214, 151, 0}},
	Info:  {shade{210, 229, 250}, shade{11, 58, 115}, shade{47, 115, 184}},
	Good:  {shade{209, 236, 217}, shade{18, 74, 41}, shade{46, 139, 87}},
	Calm:  {shade{232, 234, 238}, shade{60, 70, 80}, shade{140, 149, 159}},
}
