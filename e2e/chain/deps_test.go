package chain_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// A pack is a package of this module, as `go list` tells it.
type pack struct {
	ImportPath string
	Dir        string
	GoFiles    []string
	CgoFiles   []string
	SFiles     []string
	Imports    []string
}

func packages(t *testing.T) []pack {
	t.Helper()
	cmd := exec.Command("go", "list", "-json=ImportPath,Dir,GoFiles,CgoFiles,SFiles,Imports", "writ/...")
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	var all []pack
	for dec := json.NewDecoder(bytes.NewReader(out)); ; {
		var p pack
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
	if len(all) < 20 {
		t.Fatalf("%d packages of this module", len(all))
	}
	return all
}

// around are the doors of package reflect to memory as it lies: a struct of the same layout with exported names, laid over
// a spent permit, would make it a fresh one.
var around = []string{"NewAt", "UnsafePointer", "UnsafeAddr"}

func TestNothingOfOursGoesAroundTheTypes(t *testing.T) {
	if testing.Short() {
		t.Skip("it asks the go command")
	}
	for _, p := range packages(t) {
		if slices.Contains(p.Imports, "unsafe") || len(p.CgoFiles)+len(p.SFiles) > 0 {
			t.Errorf("%s imports unsafe, or C, or assembly: the chain rests on types", p.ImportPath)
		}
		for _, f := range p.GoFiles {
			b, err := os.ReadFile(filepath.Join(p.Dir, f))
			if err != nil {
				t.Fatal(err)
			}
			for lines := bufio.NewScanner(bytes.NewReader(b)); lines.Scan(); {
				if strings.HasPrefix(strings.TrimSpace(lines.Text()), "//go:linkname") {
					t.Errorf("%s/%s: linkname opens what is sealed", p.ImportPath, f)
				}
			}
			file, err := parser.ParseFile(token.NewFileSet(), f, b, 0)
			if err != nil {
				t.Fatal(err)
			}
			ast.Inspect(file, func(n ast.Node) bool {
				s, ok := n.(*ast.SelectorExpr)
				if ok && imports(file, "reflect") && slices.Contains(around, s.Sel.Name) {
					t.Errorf("%s/%s: reflect's %s writes where types forbid it, without importing unsafe", p.ImportPath, f, s.Sel.Name)
				}
				return true
			})
		}
	}
}

// makers says which packages may write a composite literal of a sealed type, or call what makes one.
var makers = []struct {
	link    string
	literal string   // the type, as the maker writes it
	home    string   // the package of the type
	calls   string   // the function that makes it from outside, if any
	callers []string // who may call it
}{
	{"a decision", "Decision", "writ/law", "", nil},
	{"a receipt", "Receipt", "writ/ledger", "", nil},
	{"a scope", "Scope", "writ/scope", "Grant", []string{"writ/role/keeper"}},
	{"a permit", "Permit", "writ/scope", "", nil},
	{"work", "Work", "writ/scope", "", nil},
	{"a harvest", "Harvest", "writ/scope", "NewSift", []string{"writ/retention"}},
	{"a ticket", "Ticket", "writ/retention", "", nil},
}

func TestOneHandMakesEachLink(t *testing.T) {
	if testing.Short() {
		t.Skip("it asks the go command")
	}
	made := map[string]int{}
	for _, p := range packages(t) {
		for _, f := range p.GoFiles {
			file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(p.Dir, f), nil, 0)
			if err != nil {
				t.Fatal(err)
			}
			look(t, p, file, made)
		}
	}
	for _, m := range makers {
		if made[m.link] == 0 {
			t.Errorf("nobody makes %s: the test is blind there", m.link)
		}
	}
}

func look(t *testing.T, p pack, file *ast.File, made map[string]int) {
	t.Helper()
	test := strings.HasSuffix(p.ImportPath, "test") || strings.HasPrefix(p.ImportPath, "writ/e2e/") || strings.HasPrefix(p.ImportPath, "writ/bench")
	ast.Inspect(file, func(n ast.Node) bool {
		for _, m := range makers {
			switch n := n.(type) {
			case *ast.CompositeLit:
				if id, ok := n.Type.(*ast.Ident); ok && id.Name == m.literal && p.ImportPath == m.home && len(n.Elts) > 0 {
					made[m.link]++
				}
			case *ast.SelectorExpr:
				x, ok := n.X.(*ast.Ident)
				if !ok || m.calls == "" || n.Sel.Name != m.calls || x.Name != filepath.Base(m.home) || !imports(file, m.home) {
					continue
				}
				if !slices.Contains(m.callers, p.ImportPath) && !test {
					t.Errorf("%s makes %s: %s.%s is not its to call", p.ImportPath, m.link, x.Name, m.calls)
				}
			}
		}
		return true
	})
}

func imports(file *ast.File, path string) bool {
	return slices.ContainsFunc(file.Imports, func(i *ast.ImportSpec) bool { return strings.Trim(i.Path.Value, `"`) == path })
}

func TestTheOracleKnowsNoneOfTheRooms(t *testing.T) {
	if testing.Short() {
		t.Skip("it asks the go command")
	}
	for _, p := range packages(t) {
		if p.ImportPath != "writ/e2e/chain/oracle" {
			continue
		}
		for _, i := range p.Imports {
			if i != "writ" && strings.HasPrefix(i, "writ/") {
				t.Errorf("the oracle imports %s", i)
			}
		}
		return
	}
	t.Error("there is no oracle")
}
