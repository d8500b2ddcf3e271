package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// TestEveryCommandInTheDocumentsRuns types what docs/*.md and README.md tell people to type, in order, each document in
// an empty folder, and compares what is shown with what comes. In a document:
//
//   - a block ```console holds commands behind "$ " and, where any is shown, all of their output; … stands for any text,
//     on a line of its own for any lines;
//   - a block such as ```yaml subpoena.yaml is a file of that name;
//   - a comment <!-- have: FILE --> puts a file of the repository into the folder;
//   - after a comment <!-- not run --> the next block is not run; the comment says why.
func TestEveryCommandInTheDocumentsRuns(t *testing.T) {
	files, err := filepath.Glob("../../docs/*.md")
	if err != nil {
		t.Fatal(err)
	}
	least := map[string]int{"operate.md": 55, "decide.md": 8, "integrate.md": 20, "audit.md": 9}
	for _, f := range files {
		t.Run(filepath.Base(f), func(t *testing.T) {
			t.Parallel()
			text, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			r := newReader(t, f)
			r.read(string(text))
			if want := least[filepath.Base(f)]; r.ran < want {
				t.Errorf("only %d commands ran, not %d: is the form of the document another?", r.ran, want)
			}
		})
	}
}

// A docReader does what a document says.
type docReader struct {
	*testing.T
	file, dir string
	env       []string
	line      int
	ran       int
	skip      bool
}

func newReader(t *testing.T, file string) *docReader {
	t.Helper()
	dir := t.TempDir()
	bin := filepath.Join(dir, ".bin")
	self, err := os.Executable()
	if err == nil {
		err = os.Mkdir(bin, 0o700)
	}
	if err == nil {
		err = os.Symlink(self, filepath.Join(bin, "writ"))
	}
	if err != nil {
		t.Fatal(err)
	}
	return &docReader{T: t, file: file, dir: dir, env: []string{"PATH=" + bin + ":" + os.Getenv("PATH"), "HOME=" + dir, "TZ=UTC",
		beganVar + "=" + time.Now().Format(time.RFC3339Nano)}}
}

var remark = regexp.MustCompile(`^<!-- (have: (\S+)|not run: .+) -->$`)

func (r *docReader) read(text string) {
	lines := strings.Split(text, "\n")
	for i := 0; i < len(lines); i++ {
		r.line = i + 1
		if m := remark.FindStringSubmatch(lines[i]); m != nil {
			r.skip = m[2] == ""
			if m[2] != "" {
				r.have(m[2])
			}
			continue
		}
		info, ok := strings.CutPrefix(lines[i], "```")
		if !ok {
			continue
		}
		end := i + 1
		for end < len(lines) && lines[end] != "```" {
			end++
		}
		r.block(info, lines[i+1:min(end, len(lines))])
		i = end
	}
}

func (r *docReader) have(name string) {
	b, err := os.ReadFile(filepath.Join("../..", name))
	if err == nil {
		err = os.WriteFile(filepath.Join(r.dir, filepath.Base(name)), b, 0o600)
	}
	if err != nil {
		r.Fatalf("%s:%d: %v", r.file, r.line, err)
	}
}

func (r *docReader) block(info string, body []string) {
	if r.skip {
		r.skip = false
		return
	}
	kind, name, _ := strings.Cut(info, " ")
	switch {
	case kind == "console":
		r.console(body)
	case kind == "sh":
		r.Errorf("%s:%d: write the block as console, with $ before each command", r.file, r.line)
	case name != "":
		if err := os.WriteFile(filepath.Join(r.dir, name), []byte(strings.Join(body, "\n")+"\n"), 0o600); err != nil {
			r.Fatal(err)
		}
	}
}

func (r *docReader) console(body []string) {
	for i := 0; i < len(body); {
		command, ok := strings.CutPrefix(body[i], "$ ")
		if !ok {
			r.Fatalf("%s:%d: a command begins with $", r.file, r.line+1+i)
		}
		at := r.line + 1 + i
		for i++; strings.HasSuffix(command, "\\") && i < len(body); i++ {
			command += "\n" + body[i]
		}
		from := i
		for i < len(body) && !strings.HasPrefix(body[i], "$ ") {
			i++
		}
		r.command(at, command, body[from:i])
	}
}

// command runs one command in a shell that remembers the variables of those before it.
func (r *docReader) command(at int, command string, want []string) {
	r.ran++
	state := filepath.Join(r.dir, ".bin", "state")
	c := exec.Command("sh", "-c", "set -a\n[ ! -f "+state+" ] || . "+state+"\n"+command+"\nkept=$?\nexport -p > "+state+"\nexit $kept")
	c.Dir, c.Env = r.dir, r.env
	var out bytes.Buffer
	c.Stdout, c.Stderr = &out, &out
	err := c.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		r.Fatal(err)
	}
	if err != nil {
		r.Fatalf("%s:%d: %s\n%s%v", r.file, at, command, out.String(), err)
	}
	if len(want) > 0 && !pattern(want).Match(out.Bytes()) {
		r.Errorf("%s:%d: %s\n--- shown\n%s\n--- came\n%s", r.file, at, command, strings.Join(want, "\n"), out.String())
	}
	if strings.Contains(command, "writ init") || strings.Contains(command, "writ person key") {
		if err := lighten(r.dir); err != nil {
			r.Fatal(fmt.Errorf("wrap the keys again: %w", err))
		}
	}
}

// pattern is what the shown output stands for.
func pattern(want []string) *regexp.Regexp {
	var b strings.Builder
	b.WriteString(`^`)
	for _, w := range want {
		if strings.TrimSpace(w) == "…" {
			b.WriteString(`(?s:.*\n)??`)
			continue
		}
		b.WriteString(strings.ReplaceAll(regexp.QuoteMeta(strings.TrimRight(w, " ")), "…", ".*") + ` *\n`)
	}
	return regexp.MustCompile(b.String() + `$`)
}
