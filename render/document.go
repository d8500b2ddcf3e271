package render

import "time"

// A Document is what is shown, without its form.
type Document struct {
	Title    string
	Subtitle string    // a line under the title; may be empty
	Language string    // BCP 47; empty reads as "en"
	Made     time.Time // the PDF's date
	Sheet    string    // "A4" or "Letter"; empty reads as "A4"
	Footer   string    // stands on each page beside its number
	Twin     string    // names the twin by its hash, in the PDF's keywords; may be empty
	Blocks   []Block
}

// A Block is one of Heading, Paragraph, Notice, Facts, Table, List, Lines, Figure.
//
//sumtype:decl
type Block interface{ block() }

type (
	// A Heading opens a part of the document. Level is 1 or 2.
	Heading struct {
		Level int
		Text  string
	}
	// A Paragraph is running text. In another language than the document's, Language says which.
	Paragraph struct {
		Text     string
		Language string
	}
	// A Notice is a paragraph that must not be missed.
	Notice struct{ Text string }
	// Facts are names with their values, one a line.
	Facts struct{ Items []Fact }
	// A List is a list of sentences.
	List struct{ Items []string }
	// Lines are to be filled in by hand.
	Lines struct{ Labels []string }
	// A Table has one row for each of Rows, each as long as Columns. ID is unique in the document. Tones, where there are
	// any, colour the cells of Rows; what a colour says stands in the cell's words too.
	Table struct {
		ID      string
		Caption string
		Columns []Column
		Rows    [][]string
		Tones   [][]Tone
		Wide    bool   // wants a page on its side
		Empty   string // said where there are no rows
	}
)

// A Fact is a name with its value. ID, where there is one, marks the value in the HTML.
type Fact struct{ Name, Value, ID string }

// A Column is a table's column. Numbers stand to the right.
type Column struct {
	Title  string
	Number bool
}

func (Heading) block()   {}
func (Paragraph) block() {}
func (Notice) block()    {}
func (Facts) block()     {}
func (List) block()      {}
func (Lines) block()     {}
func (Table) block()     {}
