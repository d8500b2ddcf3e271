package render

import (
	"fmt"
	"io"

	_ "embed"

	"codeberg.org/go-pdf/fpdf"
)

var (
	//go:embed fonts/DejaVuSansCondensed.ttf
	regular []byte
	//go:embed fonts/DejaVuSansCondensed-Bold.ttf
	bold []byte
)

const (
	family = "DejaVu"
	margin = 18.0 // millimetres
	body   = 10.0 // points
)

// A shade is a colour of the page.
type shade struct{ r, g, b int }

var (
	ink  = shade{27, 31, 36}
	soft = shade{87, 96, 106}
	line = shade{208, 215, 222}
	tint = shade{243, 245, 248}
	mark = shade{23, 64, 109}
)

// sheet draws blocks one below the other.
type sheet struct {
	pdf   *fpdf.Fpdf
	size  string
	left  float64
	width float64
	end   float64 // where the page's text ends
}

// PDF writes the document. Its bytes depend on d alone; the error is the writer's.
func PDF(w io.Writer, d Document) error {
	s := newSheet(d)
	s.turn(false)
	s.title(d)
	for i, b := range d.Blocks {
		w, h := s.pdf.GetPageSize()
		if wide := wants(d.Blocks[i:]); wide != (w > h) {
			s.turn(wide)
		}
		s.block(b)
	}
	if err := s.pdf.Error(); err != nil {
		return fmt.Errorf("render: draw the PDF: %w", err)
	}
	if err := s.pdf.Output(w); err != nil {
		return fmt.Errorf("render: write the PDF: %w", err)
	}
	return nil
}

// wants says whether the first of the blocks belongs on a page on its side: a wide table does, and the
// heading over it.
func wants(bs []Block) bool {
	if t, ok := bs[0].(Table); ok {
		return t.Wide
	}
	_, heading := bs[0].(Heading)
	return heading && len(bs) > 1 && wants(bs[1:])
}

func newSheet(d Document) *sheet {
	s := &sheet{size: d.Sheet}
	if s.size == "" {
		s.size = "A4"
	}
	p := fpdf.New("P", "mm", s.size, "")
	s.pdf = p
	p.SetCompression(true)
	p.SetCatalogSort(true)
	p.SetCreationDate(d.Made.UTC())
	p.SetModificationDate(d.Made.UTC())
	p.SetProducer("writ", true)
	p.SetTitle(d.Title, true)
	p.SetKeywords(d.Twin, false)
	p.SetLang(d.Language)
	p.SetMargins(margin, margin, margin)
	p.SetAutoPageBreak(false, margin)
	p.AddUTF8FontFromBytes(family, "", regular)
	p.AddUTF8FontFromBytes(family, "B", bold)
	p.AliasNbPages("{pages}")
	p.SetFooterFunc(func() { s.footer(d) })
	return s
}

// turn begins a page, on its side where it must be wide.
func (s *sheet) turn(wide bool) {
	orientation := "P"
	if wide {
		orientation = "L"
	}
	s.pdf.AddPageFormat(orientation, s.pdf.GetPageSizeStr(s.size))
	w, h := s.pdf.GetPageSize()
	s.left, s.width, s.end = margin, w-2*margin, h-margin-6
	s.pdf.SetXY(margin, margin)
	s.font("", body, ink)
}

func (s *sheet) footer(d Document) {
	w, h := s.pdf.GetPageSize()
	y := h - margin
	s.pdf.SetDrawColor(line.r, line.g, line.b)
	s.pdf.SetLineWidth(0.2)
	s.pdf.Line(margin, y, w-margin, y)
	s.font("", 8, soft)
	s.pdf.SetXY(margin, y+1.5)
	s.pdf.CellFormat(w-2*margin-30, 4, s.fit(printable(d.Footer), w-2*margin-30), "", 0, "L", false, 0, "")
	s.pdf.CellFormat(30, 4, fmt.Sprintf("%d / {pages}", s.pdf.PageNo()), "", 0, "R", false, 0, "")
}

func (s *sheet) font(style string, points float64, c shade) {
	s.pdf.SetFont(family, style, points)
	s.pdf.SetTextColor(c.r, c.g, c.b)
}

// need begins a new page of the same sort where less than so many millimetres are left.
func (s *sheet) need(mm float64) bool {
	if s.pdf.GetY()+mm <= s.end {
		return false
	}
	w, h := s.pdf.GetPageSize()
	s.turn(w > h)
	return true
}

func (s *sheet) title(d Document) {
	s.text(d.Title, 20, "B", mark, s.width)
	if d.Subtitle != "" {
		s.space(1)
		s.text(d.Subtitle, 11, "", soft, s.width)
	}
	s.space(2)
	s.pdf.SetDrawColor(mark.r, mark.g, mark.b)
	s.pdf.SetLineWidth(0.8)
	s.pdf.Line(s.left, s.pdf.GetY(), s.left+s.width, s.pdf.GetY())
	s.space(4)
}

func (s *sheet) space(mm float64) { s.pdf.SetY(s.pdf.GetY() + mm) }

// text writes a paragraph, line by line, over pages where it must.
func (s *sheet) text(text string, points float64, style string, c shade, width float64) {
	s.font(style, points, c)
	h := points * 0.3528 * 1.4
	for _, l := range s.wrap(text, width) {
		if s.need(h) {
			s.font(style, points, c)
		}
		s.line(s.left, width, h, l, "L")
	}
}

// line writes one line in the order in which it is seen and goes below it.
func (s *sheet) line(x, width, h float64, l, align string) {
	seen, rtl := visual(l)
	if rtl {
		align = "R"
	}
	s.pdf.SetX(x)
	s.pdf.CellFormat(width, h, seen, "", 2, align, false, 0, "")
}
