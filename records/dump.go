package records

import (
	"bytes"
	"strings"
)

// A Dump reads the rows of an SQL dump as sqlite3, mysqldump, mariadb-dump and pg_dump write it: INSERT with one
// row or many, and COPY. Columns come from the statement, else from CREATE TABLE. What is no row of a wanted table
// is no record. A row that can't be read costs its line only: reading goes on at the next.
type Dump struct {
	in      *Input
	wanted  func(table string) bool
	columns map[string][]string // of CREATE TABLE
	seen    map[string]bool     // tables that were named
	mysql   bool                // a backslash in a string is an escape

	table string   // of the statement that is being read; "" between statements
	cols  []string // its columns; nil where nothing names them
	copy  bool     // its rows are lines of COPY
	tuple tuple
}

// A DumpRow is one row of a wanted table.
type DumpRow struct {
	Line    int64
	Table   string
	Columns []string // in lower case; nil where the dump does not say
	Values  []string // NULL is ""; valid until the next row is asked for
	Raw     []byte
	Refusal *Refusal
}

// LooksLikeDump reports whether the head of a file is that of an SQL dump.
func LooksLikeDump(head []byte) bool {
	for line := range bytes.Lines(head) {
		switch word := firstWord(line); {
		case word == "", strings.HasPrefix(word, "--"):
			if bytes.Contains(line, []byte("dump")) || bytes.HasPrefix(line, []byte("-- table")) {
				return true
			}
		default:
			return strings.HasPrefix(word, "/*") || word == "\\RESTRICT" || bytes.Contains(line, []byte(";")) && sqlWords[word] || word == "INSERT" || word == "COPY" || word == "CREATE"
		}
	}
	return false
}

var sqlWords = map[string]bool{"BEGIN": true, "BEGIN;": true, "PRAGMA": true, "SET": true, "DROP": true, "START": true, "USE": true, "LOCK": true}

func firstWord(line []byte) string {
	word, _, _ := strings.Cut(strings.TrimSpace(string(line[:min(len(line), 128)])), " ")
	return strings.ToUpper(word)
}

// NewDump reads the rows of the wanted tables. Table names are in lower case, without schema and quotes.
func NewDump(in *Input, wanted func(table string) bool) *Dump {
	head := in.Head()
	return &Dump{in: in, wanted: wanted, columns: map[string][]string{}, seen: map[string]bool{},
		mysql: bytes.Contains(head, []byte("MySQL dump")) || bytes.Contains(head, []byte("MariaDB dump")) || bytes.IndexByte(head, '`') >= 0}
}

// Next gives the next row of a wanted table. ok is false at the end.
func (d *Dump) Next() (DumpRow, bool) {
	for {
		var row DumpRow
		var ok, end bool
		switch {
		case d.table == "":
			row, ok, end = d.statement()
		case d.copy:
			row, ok, end = d.copied()
		default:
			row, ok, end = d.inserted()
		}
		if ok && (row.Table == "" || d.wanted(row.Table)) {
			return row, true
		}
		if end {
			return DumpRow{}, false
		}
	}
}

// Saw reports whether the dump named a wanted table so far, be it empty.
func (d *Dump) Saw() bool {
	for t := range d.seen {
		if d.wanted(t) {
			return true
		}
	}
	return false
}

// statement reads up to the rows of the next INSERT or COPY. A line that is neither is passed over, unless it has
// the look of a damaged INSERT.
func (d *Dump) statement() (row DumpRow, ok, end bool) {
	p, more := d.in.Next(d.cutStatement)
	if !more {
		return row, false, true
	}
	switch word := firstWord(p.Data); {
	case p.Long && indexWord(p.Data, "INSERT") < 0:
	case p.Long:
		return DumpRow{Line: p.Line, Refusal: RefusePiece(p)}, true, false
	case word == "CREATE":
		d.create(string(p.Data))
	case word == "COPY" && d.begin(string(p.Data), "FROM"):
		d.copy = true
	case (word == "INSERT" || word == "REPLACE") && d.begin(string(p.Data), "VALUES"):
		d.copy = false
	case damagedInsert(p, word):
		return DumpRow{Line: p.Line, Refusal: Refuse(p.Data, "is no whole INSERT statement", "the line is cut or damaged; make the dump again")}, true, false
	}
	return row, false, false
}

// damagedInsert reports whether a line that could not be read as an INSERT was one once.
func damagedInsert(p Piece, word string) bool {
	if strings.HasPrefix(word, "--") || word == "" {
		return false
	}
	rows := indexWord(p.Data, "VALUES") >= 0 && bytes.IndexByte(p.Data, '(') >= 0
	return rows || word == "INSERT" || word == "REPLACE" || p.Open && strings.HasPrefix("INSERT", word)
}

// cutStatement ends an INSERT after VALUES, a CREATE TABLE after its closing parenthesis, all else with the line.
func (d *Dump) cutStatement(data []byte) int {
	line := Lines(data)
	switch firstWord(data) {
	case "INSERT", "REPLACE":
		if n := afterValues(data[:min(len(data), MaxRaw)]); n > 0 {
			return n
		}
	case "CREATE":
		if line == 0 && len(data) < MaxRaw && !d.in.end {
			return 0
		}
		if n := afterParens(data[:min(len(data), MaxRaw)]); n > 0 && indexWord(data[:n], "TABLE") >= 0 {
			return n
		}
		if len(data) < MaxRaw && !d.in.end {
			return 0
		}
	}
	return line
}

// afterValues finds the end of the word VALUES that comes before the rows, on the first line or the next.
func afterValues(data []byte) int {
	n := indexWord(data, "VALUES")
	if n < 0 || bytes.IndexByte(data[:n], ';') >= 0 || bytes.IndexByte(data[:n], '\'') >= 0 {
		return 0
	}
	return n + len("VALUES")
}

// indexWord finds an ASCII word, given in capitals, in whatever case, -1 where it is not.
func indexWord(data []byte, word string) int {
	for i := 0; i+len(word) <= len(data); i++ {
		if data[i]&^0x20 == word[0] && equalWord(data[i:i+len(word)], word) {
			return i
		}
	}
	return -1
}

func equalWord(data []byte, word string) bool {
	for i := range len(word) {
		if data[i]&^0x20 != word[i] {
			return false
		}
	}
	return true
}

// afterParens finds the end of the first parenthesis and all in it.
func afterParens(data []byte) int {
	depth := 0
	for i, c := range data {
		switch {
		case c == '(':
			depth++
		case c == ')' && depth > 1:
			depth--
		case c == ')' && depth == 1:
			return i + 1
		case c == ';' && depth == 0:
			return 0
		}
	}
	return 0
}
