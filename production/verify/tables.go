package verify

import (
	"bufio"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strconv"

	"writ"
	"writ/production/format"
	"writ/records"
)

type tableKey struct {
	category writ.Category
	kind     records.Kind
}

// tables reads the tables beside rows.jsonl, row by row.
type tables struct {
	c   *checker
	all map[tableKey]*sheet
}

// A sheet is one table, over its files.
type sheet struct {
	t     table
	specs []records.Spec
	n     int // the file that is open, from 1
	in    *csv.Reader
	h     *hashed
	rows  int64
}

func (c *checker) openTables() (*tables, *fault) {
	out := &tables{c, map[tableKey]*sheet{}}
	for _, t := range c.m.Tables {
		k := tableKey{t.Category, t.Kind}
		s := &sheet{t: t}
		for _, spec := range records.Fields(t.Kind) {
			if spec.Category == t.Category {
				s.specs = append(s.specs, spec)
			}
		}
		if len(s.specs) == 0 || out.all[k] != nil {
			return nil, breaks(Tables, "the manifest names a table twice, or one that can't be")
		}
		out.all[k] = s
	}
	return out, nil
}

// close lets go of what is still open after a fault.
func (t *tables) close() {
	for _, s := range t.all {
		if s.h != nil {
			_ = s.h.c.Close() // the fault is what tells
		}
	}
}

func (t *tables) compare(r *row) *fault {
	s := t.all[tableKey{r.category, r.kind}]
	if s == nil {
		return breaks(Tables, "a row stands in no table")
	}
	cells, f := s.next(t.c)
	if f != nil {
		return f
	}
	if cells == nil || !s.same(cells, r) {
		return breaks(Tables, "a table and rows.jsonl differ")
	}
	return nil
}

// next gives the cells of the next row, nil at the end of the last file.
func (s *sheet) next(c *checker) ([]string, *fault) {
	for {
		if s.in != nil {
			cells, err := s.in.Read()
			switch {
			case err == nil:
				s.rows++
				return cells, nil
			case !errors.Is(err, io.EOF):
				return nil, breaks(Tables, "a table can't be read")
			}
			if f := s.ended(c); f != nil {
				return nil, f
			}
		}
		if s.n == s.t.Files {
			return nil, nil
		}
		if f := s.open(c); f != nil {
			return nil, f
		}
	}
}

func (s *sheet) open(c *checker) *fault {
	s.n++
	h, ok := openHashed(c.src, s.t.file(s.n))
	if !ok {
		return breaks(Tables, "a table is missing or can't be unpacked")
	}
	buf := bufio.NewReaderSize(h, 64<<10)
	s.h, s.in = h, csv.NewReader(buf)
	s.in.ReuseRecord = true
	s.in.FieldsPerRecord = len(s.specs) + 8
	if mark, err := buf.Peek(3); err != nil || string(mark) != "\ufeff" {
		return breaks(Tables, "a table does not begin with the mark of UTF-8")
	}
	_, _ = buf.Discard(3)
	head, err := s.in.Read()
	if err != nil || !slices.Equal(head, s.head()) {
		return breaks(Tables, "a table's columns are not those of its category")
	}
	return nil
}

func (s *sheet) head() []string {
	out := []string{"ask", "record", "at"}
	for _, spec := range s.specs {
		out = append(out, string(spec.Field))
	}
	return append(out, "asked", "named in", "held by", "provision", "rule")
}

func (s *sheet) ended(c *checker) *fault {
	s.in = nil
	h := s.h
	s.h = nil
	if !h.is(c.part(s.t.file(s.n))) {
		return breaks(Manifest, "a table is not the part that the manifest names")
	}
	return nil
}

// same compares a table's row with the row of rows.jsonl.
func (s *sheet) same(cells []string, r *row) bool {
	n := len(s.specs)
	at := records.Spec{Form: records.Instant}
	if cells[0] != strconv.FormatInt(r.ask, 10) || cells[1] != strconv.FormatInt(r.record, 10) || !CellSays(at, cells[2], r.at) {
		return false
	}
	found := 0
	for i, spec := range s.specs {
		text := r.get(spec.Field)
		if text != "" {
			found++
		}
		if !CellSays(spec, cells[3+i], text) {
			return false
		}
	}
	text := records.Spec{Form: records.Text}
	askedAs := records.Spec{Form: records.Text, Names: r.askedAs}
	if r.askedAs == writ.E164 {
		askedAs.Form = records.Party
	}
	why := cells[3+n:]
	return found == len(r.fields) && CellSays(askedAs, why[0], r.asked) && CellSays(text, why[1], string(r.named)) &&
		CellSays(records.Spec{Form: records.Text, Names: writ.Account}, why[2], r.holder) && CellSays(text, why[3], r.law) && CellSays(text, why[4], r.rule)
}

// end: no table holds more than rows.jsonl does.
func (t *tables) end() *fault {
	for _, s := range t.all {
		cells, f := s.next(t.c)
		switch {
		case f != nil:
			return f
		case cells != nil:
			return breaks(Tables, "a table holds rows that rows.jsonl does not")
		case s.rows != s.t.Rows:
			return breaks(Counts, "a table holds another number of rows than the manifest says")
		case s.t.Files > 1 && s.rows <= int64(s.t.Files-1)*format.TableRows:
			return breaks(Tables, "a table is cut into more files than it needs")
		}
	}
	return nil
}
