package page

import (
	"strings"

	"writ"
)

// A Cell says in the matrix what an instrument does to a category: a sign and its words.
type Cell struct{ Sign, Words string }

// The signs of the matrix, from nothing to everything. A sign is a letter besides its colour, so that it survives a copy
// in black and white.
var (
	shut      = Cell{"–", "stays"}
	opened    = Cell{"●", "opens it"}
	partly    = Cell{"◐", "opens it on a condition, or in part"}
	tapped    = Cell{"T", "taps it"}
	maybeTap  = Cell{"t", "taps it on a condition"}
	preserved = Cell{"K", "has it kept, nothing handed over"}
	passed    = Cell{"→", "decided as another instrument"}
	doubtful  = Cell{"?", "uncertain: counsel decides"}
)

// legendOfMatrix lists the signs for the reader.
var legendOfMatrix = []Cell{opened, partly, tapped, maybeTap, preserved, passed, doubtful, shut}

// A Row is one instrument of the matrix.
type Row struct {
	Anchor, Name, Force string
	Cells               []Cell
}

// row says what the instrument does to each category.
func (i Instrument) row() map[writ.Category]Cell {
	out := map[writ.Category]Cell{}
	for _, o := range i.Opens {
		for _, k := range o.kinds {
			c := writ.Category(k)
			out[c] = stronger(out[c], o.cell(c))
		}
	}
	for _, o := range i.Keeps {
		for _, k := range o.kinds {
			if _, there := out[writ.Category(k)]; there {
				out[writ.Category(k)] = Cell{out[writ.Category(k)].Sign + "K", out[writ.Category(k)].Words + "; or " + preserved.Words}
				continue
			}
			out[writ.Category(k)] = preserved
		}
	}
	return out
}

func (o Opening) cell(c writ.Category) Cell {
	whole := len(o.When) == 0 && o.Fields == "" && o.to == ""
	switch {
	case o.Uncertain:
		return doubtful
	case o.As != "":
		return passed
	case c.Live() && whole:
		return tapped
	case c.Live():
		return maybeTap
	case whole:
		return opened
	default:
		return partly
	}
}

// stronger joins what two openings do to one category.
func stronger(a, b Cell) Cell {
	switch {
	case a.Sign == "" || a == b:
		return b
	case a == opened || b == opened:
		return opened
	case a == tapped || b == tapped:
		return tapped
	case strings.Contains(a.Sign, b.Sign):
		return a
	default:
		return Cell{a.Sign + b.Sign, a.Words + "; or " + b.Words}
	}
}

// matrix sets instruments beside categories.
func matrix(all []Instrument) []Row {
	var out []Row
	for _, i := range all {
		r := Row{Anchor: i.Anchor, Name: i.Name}
		if i.Versions > 1 {
			r.Force = i.Force
		}
		for _, c := range writ.Categories() {
			cell, ok := i.cells[c]
			if !ok {
				cell = shut
			}
			r.Cells = append(r.Cells, cell)
		}
		out = append(out, r)
	}
	return out
}
