package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"writ/render"
	"writ/strategy"
	"writ/strategy/page"
)

// forms lists the forms of a strategy, in the order in which they are written.
var forms = []string{"html", "pdf", "md", "json"}

// write assesses a profile and writes the strategy.
func (a *assessing) write(sh *shell, rules *strategy.Rules, file string) error {
	if a.format != "" && !slices.Contains(forms, a.format) {
		return usage("--format is none of %s", strings.Join(forms, ", "))
	}
	p, at, err := a.profile(sh, file)
	if err != nil {
		return err
	}
	found := rules.Assess(p, at)
	if a.format != "" && a.out == "" {
		return draw(sh.out, found, a.format)
	}
	folder := a.out
	if folder == "" {
		folder = "strategy"
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return later(fmt.Errorf("make the folder: %w", err))
	}
	var files []string
	for _, form := range forms {
		if a.format != "" && a.format != form {
			continue
		}
		var b bytes.Buffer
		if err := draw(&b, found, form); err != nil {
			return err
		}
		name := filepath.Join(folder, "strategy."+form)
		if err := os.WriteFile(name, b.Bytes(), 0o644); err != nil {
			return later(fmt.Errorf("write the strategy: %w", err))
		}
		files = append(files, name)
	}
	return sayStrategy(sh, found, files)
}

// draw writes one form of a strategy.
func draw(w io.Writer, a strategy.Assessment, form string) error {
	switch form {
	case "html":
		return render.HTML(w, page.Document(a))
	case "pdf":
		return render.PDF(w, page.Document(a))
	case "md":
		return page.Markdown(w, page.Document(a))
	default:
		e := json.NewEncoder(w)
		e.SetIndent("", "  ")
		return e.Encode(a)
	}
}

// sayStrategy prints what was found, and where it stands.
func sayStrategy(sh *shell, a strategy.Assessment, files []string) error {
	counts := map[strategy.Status]int{}
	for _, s := range strategy.Statuses() {
		counts[s] = a.Count(s)
	}
	advice := []string{}
	for _, g := range a.Advice {
		advice = append(advice, string(g.Advice))
	}
	if sh.json {
		return sh.result(map[string]any{"files": files, "counts": counts, "advice": advice, "at": a.At.Format("2006-01-02")}, "")
	}
	var parts []string
	for _, s := range strategy.Statuses() {
		parts = append(parts, fmt.Sprintf("%d %s", counts[s], s))
	}
	sh.line("%s", strings.Join(parts, ", "))
	for _, f := range a.Findings {
		if f.Status == strategy.Gap {
			sh.line("gap: %s %s: %s (%s)", strings.TrimSpace(f.Country+" "+string(f.Service)), f.Duty, f.Missing, f.Provision)
		}
	}
	if len(a.Unknown) > 0 {
		sh.line("no rule knows %s: ask counsel", strings.Join(a.Unknown, ", "))
	}
	sh.line("advice: %s", strings.Join(advice, ", "))
	for _, f := range files {
		sh.line("%s", f)
	}
	return nil
}
