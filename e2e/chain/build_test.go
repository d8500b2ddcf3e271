package chain_test

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// A mould is a program that tries to make a link of the chain by its own hand.
type mould struct {
	name string
	code string
	want string // what the compiler says
}

var links = []struct{ name, field string }{
	{"law.Decision", "d"}, {"ledger.Receipt", "r"}, {"scope.Scope", "s"}, {"scope.Permit", "p"}, {"scope.Work", "p"}, {"scope.Sift", "s"},
	{"scope.Harvest", "h"}, {"retention.Ticket", "t"},
}

// moulds are one for each way and each link.
func moulds() []mould {
	var out []mould
	for _, l := range links {
		out = append(out,
			mould{l.name + " as a literal", fmt.Sprintf("_ = %s{%s: nil}", l.name, l.field), "cannot refer to unexported field " + l.field},
			mould{l.name + " as a positional literal", fmt.Sprintf("_ = %s{nil}", l.name), "implicit assignment to unexported field " + l.field},
			mould{l.name + " by conversion", fmt.Sprintf("type mine struct{ %s *int }; _ = %s(mine{})", l.field, l.name), "cannot convert mine{}"},
			mould{l.name + " by looking inside", fmt.Sprintf("var v %s; _ = v.%s", l.name, l.field), "undefined (cannot refer to unexported field " + l.field},
			mould{l.name + " by embedding", fmt.Sprintf("var v %s = struct{ %s }{}; _ = v", l.name, l.name), "cannot use struct{"},
		)
	}
	return append(out,
		mould{"an answer of one's own", "type evil struct{}; var _ law.Answer = evil{}", "missing method answer"},
		mould{"a permit converted into work, and never spent", "_ = scope.Work(scope.Permit{})", "cannot convert scope.Permit{}"},
		mould{"nil as a permit", "_, _, _ = retention.Lookup(nil, nil, nil, nil)", "cannot use nil as scope.Permit"},
		mould{"a number as a decision", "_, _ = scope.Grant(nil, 7, nil, nil)", "cannot use 7"},
		mould{"a receipt as a ledger", "var r ledger.Receipt; _, _ = scope.Grant(r, law.Decision{}, nil, nil)", "cannot use r"},
		mould{"the door's own fold", "_ = scope.fold", "undefined: scope.fold"},
		mould{"the sieve's own judge", "_ = scope.judge", "undefined: scope.judge"},
		mould{"the signatures that were found good", "_ = scope.proven", "undefined: scope.proven"},
		mould{"the categories of fields", "_ = records.specs", "not exported by package records"},
		mould{"the packs that are loaded", "s, _ := law.Embedded(); s.packs = nil", "cannot refer to unexported field packs"},
		mould{"the entries of a ledger", "var l ledger.Log; l.entries = nil", "cannot refer to unexported field entries"},
	)
}

func TestALinkMadeByHandDoesNotCompile(t *testing.T) {
	if testing.Short() {
		t.Skip("it asks the go command")
	}
	t.Parallel()
	tmp, overlay := t.TempDir(), map[string]string{}
	root, err := filepath.Abs(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	var dirs []string
	all := append(moulds(), mould{name: "a program that makes nothing", code: "_ = law.Release{}"})
	for n, m := range all {
		src := "package forged\nimport (\"writ/law\"; \"writ/ledger\"; \"writ/records\"; \"writ/retention\"; \"writ/scope\")\n" +
			"var ( _ law.Decision; _ ledger.Receipt; _ records.Row; _ retention.Ticket; _ scope.Permit )\nfunc _() {\n" + m.code + "\n}\n"
		file := filepath.Join(tmp, fmt.Sprintf("%d.go", n))
		if err := os.WriteFile(file, []byte(src), 0o600); err != nil {
			t.Fatal(err)
		}
		overlay[filepath.Join(root, "e2e", "chain", fmt.Sprintf("forged%d", n), "main.go")] = file
		dirs = append(dirs, fmt.Sprintf("./e2e/chain/forged%d", n))
	}
	told := build(t, root, tmp, overlay, dirs)
	for n, m := range all {
		got := told[fmt.Sprintf("writ/e2e/chain/forged%d", n)]
		if m.want == "" && got != "" || m.want != "" && !strings.Contains(got, m.want) {
			t.Errorf("%s: the compiler says %q, want %q", m.name, got, m.want)
		}
	}
	t.Logf("%d programs", len(all))
}

// build compiles programs that lie in no folder of the tree, and gives what the compiler says of each.
func build(t *testing.T, root, tmp string, overlay map[string]string, dirs []string) map[string]string {
	t.Helper()
	b, err := json.Marshal(map[string]any{"Replace": overlay})
	if err != nil {
		t.Fatal(err)
	}
	list := filepath.Join(tmp, "overlay.json")
	if err := os.WriteFile(list, b, 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("go", append([]string{"build", "-overlay", list}, dirs...)...)
	cmd.Dir = root
	out, err := cmd.CombinedOutput()
	if err == nil {
		t.Fatal("everything compiles")
	}
	told := map[string]string{}
	var of string
	for _, line := range strings.Split(string(out), "\n") {
		if p, ok := strings.CutPrefix(line, "# "); ok {
			of = strings.Trim(p, "[]")
			continue
		}
		told[of] += line + "\n"
	}
	return told
}
