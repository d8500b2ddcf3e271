package verify

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strings"
)

// A page is what a report's or certificate's HTML says: its tables and its marked facts, by their ids.
type page struct {
	tables map[string]*grid
	facts  map[string]string
}

type grid struct {
	head []string
	rows [][]string
}

// elements lists what a page may hold: nothing that runs, loads or leads elsewhere.
var elements = []string{"html", "head", "meta", "title", "style", "body", "header", "main", "footer", "h1", "h2", "h3", "p", "ul", "li", "dl", "dt", "dd",
	"div", "table", "caption", "thead", "tbody", "tr", "th", "td", "time"}

// attributes lists what an element may bear.
var attributes = []string{"lang", "xmlns", "charset", "name", "content", "http-equiv", "dir", "class", "role", "id", "tabindex", "aria-label", "scope", "datetime"}

// readPage reads a page. It is HTML that is XML too; any other is refused.
func readPage(b []byte) (*page, bool) {
	p := &page{map[string]*grid{}, map[string]string{}}
	d := xml.NewDecoder(bytes.NewReader(b))
	r := &reader{page: p}
	for {
		tok, err := d.Token()
		if errors.Is(err, io.EOF) {
			return p, r.depth == 0 && r.seen
		}
		if err != nil || !r.take(tok) {
			return nil, false
		}
	}
}

// A reader keeps where it is on the page.
type reader struct {
	*page
	depth int
	seen  bool
	grid  *grid
	id    string // of a fact
	text  *strings.Builder
}

func (r *reader) take(tok xml.Token) bool {
	switch tok := tok.(type) {
	case xml.StartElement:
		r.depth++
		r.seen = true
		return r.start(tok)
	case xml.EndElement:
		r.depth--
		r.end(tok.Name.Local)
	case xml.CharData:
		if r.text != nil {
			r.text.Write(tok)
		}
	case xml.Comment, xml.ProcInst:
		return false
	}
	return true
}

func (r *reader) start(el xml.StartElement) bool {
	if !slices.Contains(elements, el.Name.Local) {
		return false
	}
	id := ""
	for _, a := range el.Attr {
		if !slices.Contains(attributes, a.Name.Local) {
			return false
		}
		if a.Name.Local == "id" {
			id = a.Value
		}
	}
	switch el.Name.Local {
	case "table":
		if r.tables[id] != nil || id == "" || r.grid != nil {
			return false
		}
		r.grid = &grid{}
		r.tables[id] = r.grid
	case "tr":
		if r.grid == nil {
			return false
		}
		r.grid.rows = append(r.grid.rows, nil)
	case "th", "td":
		r.text = &strings.Builder{}
	case "dd":
		if _, twice := r.facts[id]; twice && id != "" {
			return false
		}
		r.id, r.text = id, &strings.Builder{}
	}
	return true
}

func (r *reader) end(name string) {
	switch name {
	case "table":
		r.grid = nil
	case "thead":
		if r.grid != nil {
			for _, row := range r.grid.rows {
				r.grid.head = append(r.grid.head, row...)
			}
			r.grid.rows = nil
		}
	case "th", "td":
		if r.grid != nil && r.text != nil && len(r.grid.rows) > 0 {
			last := len(r.grid.rows) - 1
			r.grid.rows[last] = append(r.grid.rows[last], r.text.String())
		}
		r.text = nil
	case "dd":
		if r.id != "" && r.text != nil {
			r.facts[r.id] = r.text.String()
		}
		r.id, r.text = "", nil
	}
}
