package main

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strings"
)

// Compiling and linking takes longer than testing, so all changes of a package are woven into one program: each
// function stands there as it is and once for each change, and in its place stands one that asks the environment which
// of them to call.

// variable is how a woven program is told which change is in force; without it, none is.
const variable = "WRIT_CHANGE"

// A woven file holds the changed copies of its functions.
type woven struct {
	file string // of the tree
	text []byte
	at   map[int]int // line → the number of the change that stands there
}

// weave makes the files of a package with the changes, each under its number.
func weave(dir string, all map[int]change) ([]woven, error) {
	byFile := map[string]map[int]change{}
	for n, c := range all {
		if byFile[c.file] == nil {
			byFile[c.file] = map[int]change{}
		}
		byFile[c.file][n] = c
	}
	var out []woven
	name := ""
	for file, list := range byFile {
		w, pkg, err := weaveFile(file, list)
		if err != nil {
			return nil, err
		}
		name = pkg
		out = append(out, w)
	}
	asks := fmt.Sprintf("package %s\n\nimport (\n\t\"os\"\n\t\"strconv\"\n)\n\nvar change__, _ = strconv.Atoi(os.Getenv(%q))\n", name, variable)
	return append(out, woven{file: filepath.Join(dir, "change__.go"), text: []byte(asks)}), nil
}

func weaveFile(file string, list map[int]change) (woven, string, error) {
	var src []byte
	for _, c := range list {
		src = c.src
	}
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, file, src, parser.ParseComments)
	if err != nil {
		return woven{}, "", err
	}
	l := &loom{src: src, at: map[int]int{}, fset: fset}
	end := 0
	for _, d := range f.Decls {
		fn, ok := d.(*ast.FuncDecl)
		if !ok || fn.Body == nil {
			continue
		}
		if mine := within(list, l.offset(fn.Pos()), l.offset(fn.End())); len(mine) > 0 {
			l.write(src[end:l.offset(fn.Pos())], 0)
			l.function(fn, mine)
			end = l.offset(fn.End())
		}
	}
	l.write(src[end:], 0)
	return woven{file, l.out.Bytes(), l.at}, f.Name.Name, nil
}

func within(list map[int]change, from, to int) map[int]change {
	out := map[int]change{}
	for n, c := range list {
		if c.from >= from && c.to <= to {
			out[n] = c
		}
	}
	return out
}

type loom struct {
	src  []byte
	fset *token.FileSet
	out  bytes.Buffer
	line int
	at   map[int]int
}

func (l *loom) offset(p token.Pos) int { return l.fset.Position(p).Offset }

// write adds text that belongs to a change, or to none.
func (l *loom) write(text []byte, n int) {
	lines := bytes.Count(text, []byte("\n"))
	if n != 0 {
		for i := range lines + 1 {
			l.at[l.line+1+i] = n
		}
	}
	l.line += lines
	l.out.Write(text)
}

// function writes the function as it is, once for each change, and the one that chooses.
func (l *loom) function(fn *ast.FuncDecl, list map[int]change) {
	l.copy(fn, 0, nil)
	for n, c := range list {
		l.copy(fn, n, &c)
	}
	l.write([]byte(l.chooser(fn, list)), 0)
}

func (l *loom) copy(fn *ast.FuncDecl, n int, c *change) {
	from, to, name := l.offset(fn.Pos()), l.offset(fn.End()), l.offset(fn.Name.End())
	text := string(l.src[from:name]) + fmt.Sprintf("__%d", n)
	if c == nil {
		text += string(l.src[name:to])
	} else {
		text += string(l.src[name:c.from]) + c.new + string(l.src[c.to:to])
	}
	l.write([]byte(text), n)
	l.write([]byte("\n\n"), 0)
}

func (l *loom) text(n ast.Node) string { return string(l.src[l.offset(n.Pos()):l.offset(n.End())]) }

func (l *loom) chooser(fn *ast.FuncDecl, list map[int]change) string {
	var b strings.Builder
	call := fn.Name.Name
	b.WriteString("func ")
	if fn.Recv != nil {
		fmt.Fprintf(&b, "(r__ %s) ", l.text(fn.Recv.List[0].Type))
		call = "r__." + call
	}
	b.WriteString(fn.Name.Name)
	if fn.Type.TypeParams != nil {
		b.WriteString(l.text(fn.Type.TypeParams))
	}
	params, args := l.parameters(fn.Type.Params)
	fmt.Fprintf(&b, "(%s)", params)
	give := ""
	if fn.Type.Results != nil {
		b.WriteString(" " + l.text(fn.Type.Results))
		give = "return "
	}
	b.WriteString(" {\n\tswitch change__ {\n")
	for n := range list {
		fmt.Fprintf(&b, "\tcase %d:\n\t\t%s%s__%d(%s)\n", n, give, call, n, args)
	}
	fmt.Fprintf(&b, "\tdefault:\n\t\t%s%s__0(%s)\n\t}\n}\n", give, call, args)
	return b.String()
}

// parameters names each, for the declaration and for the call.
func (l *loom) parameters(list *ast.FieldList) (params, args string) {
	n := 0
	for _, f := range list.List {
		for range max(len(f.Names), 1) {
			params += fmt.Sprintf("p%d__ %s, ", n, l.text(f.Type))
			args += fmt.Sprintf("p%d__", n)
			if _, ok := f.Type.(*ast.Ellipsis); ok {
				args += "..."
			}
			args += ", "
			n++
		}
	}
	return strings.TrimSuffix(params, ", "), strings.TrimSuffix(args, ", ")
}
