package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// A change puts other text in the place of some.
type change struct {
	file     string // as it lies in the tree
	line     int
	in       string // the function
	from, to int    // octets
	old, new string
	nth      int           // of the same change in the same function, from 1
	fn       *ast.FuncDecl // nil: beside the functions
	src      []byte        // the file as it was read
}

// name is how reasons.txt calls it: without a line number, so that it stays when lines move.
func (c change) name() string {
	s := fmt.Sprintf("%s %s: %s => %s", c.file, c.in, oneLine(c.old), oneLine(c.new))
	if c.nth > 1 {
		s += fmt.Sprintf(" #%d", c.nth)
	}
	return s
}

// printed is how a run shows it.
func (c change) printed() string {
	return fmt.Sprintf("%s:%d %s => %s", c.file, c.line, oneLine(c.old), oneLine(c.new))
}

func oneLine(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if len(s) > 120 {
		s = s[:60] + " … " + s[len(s)-50:]
	}
	if s == "" {
		return "(nothing)"
	}
	return s
}

// changes lists every change of a package's own code.
func changes(dir, only string) ([]change, error) {
	files, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		return nil, err
	}
	var out []change
	seen := map[string]int{}
	for _, f := range files {
		if strings.HasSuffix(f, "_test.go") || !strings.Contains(f, only) {
			continue
		}
		src, err := os.ReadFile(f)
		if err != nil {
			return nil, err
		}
		all, err := changesOf(filepath.ToSlash(filepath.Clean(f)), src)
		if err != nil {
			return nil, err
		}
		for _, c := range all {
			seen[c.name()]++
			c.nth = seen[c.name()]
			out = append(out, c)
		}
	}
	return out, nil
}

// A reader gathers the changes of one file.
type reader struct {
	file string
	src  []byte
	fset *token.FileSet
	in   string
	fn   *ast.FuncDecl
	bool bool // the function gives one bool
	out  []change
}

func changesOf(file string, src []byte) ([]change, error) {
	r := &reader{file: file, src: src, fset: token.NewFileSet()}
	f, err := parser.ParseFile(r.fset, file, src, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	for _, d := range f.Decls {
		r.in, r.bool, r.fn = "package", false, nil
		if fn, ok := d.(*ast.FuncDecl); ok {
			r.in, r.bool, r.fn = fn.Name.Name, givesBool(fn.Type), fn
		} else if g, ok := d.(*ast.GenDecl); ok && g.Tok == token.IMPORT {
			continue
		}
		ast.Inspect(d, r.node)
	}
	return r.out, nil
}

func givesBool(t *ast.FuncType) bool {
	if t.Results == nil || len(t.Results.List) != 1 {
		return false
	}
	id, ok := t.Results.List[0].Type.(*ast.Ident)
	return ok && id.Name == "bool"
}

// put adds a change of what stands from one place to another.
func (r *reader) put(from, to token.Pos, text string) {
	a, b := r.fset.Position(from), r.fset.Position(to)
	r.out = append(r.out, change{file: r.file, src: r.src, line: a.Line, in: r.in, fn: r.fn, from: a.Offset, to: b.Offset, old: string(r.src[a.Offset:b.Offset]), new: text})
}

func (r *reader) text(n ast.Node) string {
	return string(r.src[r.fset.Position(n.Pos()).Offset:r.fset.Position(n.End()).Offset])
}

func (r *reader) node(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.FuncType:
		return false // what a function takes and gives is the compiler's to check
	case *ast.BinaryExpr:
		r.binary(n)
	case *ast.UnaryExpr:
		if n.Op == token.NOT {
			r.put(n.Pos(), n.End(), r.text(n.X))
		}
	case *ast.BasicLit:
		if v, err := strconv.ParseInt(n.Value, 0, 32); n.Kind == token.INT && err == nil {
			r.put(n.Pos(), n.End(), strconv.FormatInt(v+1, 10))
		}
	case *ast.Ident:
		if other := opposite[n.Name]; other != "" {
			r.put(n.Pos(), n.End(), other)
		}
	case *ast.IfStmt:
		r.put(n.Cond.Pos(), n.Cond.End(), "true")
		r.put(n.Cond.Pos(), n.Cond.End(), "false")
	case *ast.BranchStmt:
		if n.Label == nil && (n.Tok == token.BREAK || n.Tok == token.CONTINUE) {
			r.put(n.Pos(), n.End(), map[token.Token]string{token.BREAK: "continue", token.CONTINUE: "break"}[n.Tok])
		}
	case *ast.ReturnStmt:
		r.returns(n)
	case *ast.CaseClause:
		r.clause(n)
	case *ast.BlockStmt:
		r.statements(n.List)
	}
	return true
}

var opposite = map[string]string{"true": "false", "false": "true", "min": "max", "max": "min"}

// swaps says what an operator becomes.
var swaps = map[token.Token][]string{
	token.EQL: {"!="}, token.NEQ: {"=="}, token.LSS: {"<=", ">="}, token.LEQ: {"<", ">"}, token.GTR: {">=", "<="}, token.GEQ: {">", "<"},
	token.LAND: {"||"}, token.LOR: {"&&"}, token.ADD: {"-"}, token.SUB: {"+"}, token.MUL: {"/"}, token.QUO: {"*"}, token.SHL: {">>"}, token.AND: {"|"}, token.OR: {"&"},
}

func (r *reader) binary(n *ast.BinaryExpr) {
	for _, op := range swaps[n.Op] {
		r.put(n.Pos(), n.End(), r.text(n.X)+" "+op+" "+r.text(n.Y))
	}
	if n.Op == token.LAND || n.Op == token.LOR { // and without one side
		r.put(n.Pos(), n.End(), r.text(n.X))
		r.put(n.Pos(), n.End(), r.text(n.Y))
	}
}

// returns forgets an error, and says the opposite.
func (r *reader) returns(n *ast.ReturnStmt) {
	if r.bool && len(n.Results) == 1 {
		r.put(n.Results[0].Pos(), n.Results[0].End(), "!("+r.text(n.Results[0])+")")
	}
	if len(n.Results) == 0 {
		return
	}
	if last := n.Results[len(n.Results)-1]; strings.HasPrefix(r.text(last), "err") || strings.HasPrefix(r.text(last), "Err") {
		r.put(last.Pos(), last.End(), "nil")
	}
	if len(n.Results) == 2 {
		r.put(n.Results[0].Pos(), n.Results[1].End(), r.text(n.Results[1])+", "+r.text(n.Results[0]))
	}
}

// clause takes a case away: of a switch with a default it falls there.
func (r *reader) clause(n *ast.CaseClause) {
	if n.List != nil {
		r.put(n.Pos(), n.End(), "")
	}
	r.statements(n.Body)
}

// statements takes each away that does something by itself.
func (r *reader) statements(list []ast.Stmt) {
	for _, s := range list {
		switch s := s.(type) {
		case *ast.ExprStmt, *ast.IncDecStmt, *ast.DeferStmt:
			r.put(s.Pos(), s.End(), "")
		case *ast.AssignStmt:
			if s.Tok != token.DEFINE {
				r.put(s.Pos(), s.End(), "")
			}
		case *ast.ForStmt, *ast.RangeStmt, *ast.SwitchStmt:
			r.put(s.Pos(), s.End(), "")
		}
	}
}
