package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"
)

// covers lists the packages whose tests cover a package beside its own, the cheapest first. Those of e2e run short.
var covers = map[string][]string{
	"scope":      {"./retention", "./retention/retentiontest", "./e2e/chain"},
	"production": {"./production/verify"},
}

func runsShort(pkg string) bool { return strings.HasPrefix(pkg, "./e2e/") }

// A verdict says what the tests made of a change.
type verdict int

const (
	noticed  verdict = iota // a test failed, or ran for too long
	nonsense                // it does not compile
	survived
)

// A summary counts the verdicts.
type summary struct {
	noticed, nonsense int
	survivors         []change
}

func (s *summary) add(v verdict, c change) {
	switch v {
	case noticed:
		s.noticed++
	case nonsense:
		s.nonsense++
	case survived:
		s.survivors = append(s.survivors, c)
		fmt.Println("  survived " + c.printed())
	}
}

// A bench tries the changes of one package.
type bench struct {
	dir      string
	tmp      string
	patience time.Duration
	programs []program
}

// A program is the tests of one package, with all changes woven in.
type program struct {
	dir, file string
}

func tryAll(ctx context.Context, dir string, all []change, parallel int, patience time.Duration) (summary, error) {
	tmp, err := os.MkdirTemp("", "mutate")
	if err != nil {
		return summary{}, err
	}
	defer func() { _ = os.RemoveAll(tmp) }()
	b := &bench{dir: dir, tmp: tmp, patience: patience}
	var sum summary
	within, beside := map[int]change{}, []change{}
	for i, c := range all {
		if c.fn == nil || c.fn.Name.Name == "init" {
			beside = append(beside, c)
			continue
		}
		within[i+1] = c
	}
	if err := b.prepare(ctx, within, &sum); err != nil {
		return sum, err
	}
	err = b.each(ctx, within, parallel, &sum)
	for _, c := range beside {
		v, e := b.alone(ctx, c)
		err = errors.Join(err, e)
		sum.add(v, c)
	}
	return sum, errors.Join(err, ctx.Err())
}

// prepare weaves, takes out what does not compile until the rest does, and builds the programs.
func (b *bench) prepare(ctx context.Context, all map[int]change, sum *summary) error {
	if len(all) == 0 {
		return nil
	}
	for {
		files, err := weave(b.dir, all)
		if err != nil {
			return err
		}
		overlay, err := b.lay(files)
		if err != nil {
			return err
		}
		out, err := exec.CommandContext(ctx, "go", "build", "-gcflags=-e", "-overlay", overlay, b.dir).CombinedOutput()
		if err == nil {
			return b.build(ctx, overlay)
		}
		wrong := b.blame(files, string(out))
		if len(wrong) == 0 {
			return fmt.Errorf("the woven program does not compile:\n%s", out)
		}
		for n := range wrong {
			sum.add(nonsense, all[n])
			delete(all, n)
		}
	}
}

// lay writes the files and the list that puts them in the place of the real ones.
func (b *bench) lay(files []woven) (string, error) {
	replace := map[string]string{}
	for i, w := range files {
		there := filepath.Join(b.tmp, fmt.Sprintf("%d.go", i))
		if err := os.WriteFile(there, w.text, 0o600); err != nil {
			return "", err
		}
		real, err := filepath.Abs(w.file)
		if err != nil {
			return "", err
		}
		replace[real] = there
	}
	list, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		return "", err
	}
	overlay := filepath.Join(b.tmp, "overlay.json")
	return overlay, os.WriteFile(overlay, list, 0o600)
}

var position = regexp.MustCompile(`(?m)(\d+)\.go:(\d+):\d+:`)

// blame finds the changes in whose lines the compiler stumbles.
func (b *bench) blame(files []woven, told string) map[int]bool {
	wrong := map[int]bool{}
	for _, m := range position.FindAllStringSubmatch(told, -1) {
		i, _ := strconv.Atoi(m[1])
		line, _ := strconv.Atoi(m[2])
		if i < len(files) && files[i].at[line] != 0 {
			wrong[files[i].at[line]] = true
		}
	}
	return wrong
}

func (b *bench) build(ctx context.Context, overlay string) error {
	for i, pkg := range append([]string{b.dir}, covers[filepath.Base(b.dir)]...) {
		file := filepath.Join(b.tmp, fmt.Sprintf("tests%d", i))
		out, err := exec.CommandContext(ctx, "go", "test", "-c", "-vet=off", "-overlay", overlay, "-o", file, pkg).CombinedOutput()
		if err != nil {
			return fmt.Errorf("build the tests of %s: %w\n%s", pkg, err, out)
		}
		if _, err := os.Stat(file); err != nil {
			continue // it has no tests
		}
		p := program{pkg, file}
		if v, said, err := b.run(ctx, p, runsShort(pkg), 0); err != nil || v != survived {
			return fmt.Errorf("the tests of %s fail without any change: %w\n%s", pkg, err, said)
		}
		b.programs = append(b.programs, p)
	}
	return nil
}

// bounded runs a program with room for 2 GiB: a loop that no longer ends must not take the machine with it.
const bounded = `ulimit -v 2097152; exec "$0" "$@"`

// run runs one program, or the short form of its tests, with one change in force.
func (b *bench) run(ctx context.Context, p program, short bool, n int) (verdict, []byte, error) {
	limited, stop := context.WithTimeout(ctx, b.patience)
	defer stop()
	cmd := exec.CommandContext(limited, "sh", "-c", bounded, p.file, "-test.failfast", "-test.short="+strconv.FormatBool(short))
	cmd.Dir = p.dir
	cmd.Env = append(os.Environ(), fmt.Sprintf("%s=%d", variable, n), "WRIT_SEED=1")
	out, err := cmd.CombinedOutput()
	switch {
	case ctx.Err() != nil:
		return noticed, out, ctx.Err()
	case err != nil:
		return noticed, out, nil
	default:
		return survived, out, nil
	}
}

// each tries every change, several at once.
func (b *bench) each(ctx context.Context, all map[int]change, parallel int, sum *summary) error {
	var (
		wrong error
		mu    sync.Mutex
		wg    sync.WaitGroup
		next  = make(chan int)
	)
	for range max(parallel, 1) {
		wg.Go(func() {
			for n := range next {
				v, err := b.try(ctx, n)
				mu.Lock()
				sum.add(v, all[n])
				wrong = errors.Join(wrong, err)
				mu.Unlock()
			}
		})
	}
	for n := range all {
		if ctx.Err() != nil {
			break
		}
		next <- n
	}
	close(next)
	wg.Wait()
	return wrong
}

// try runs the short form of every program first: most changes are noticed there, at little cost.
func (b *bench) try(ctx context.Context, n int) (verdict, error) {
	for _, short := range []bool{true, false} {
		for _, p := range b.programs {
			if !short && runsShort(p.dir) {
				continue
			}
			if v, _, err := b.run(ctx, p, short, n); v != survived || err != nil {
				return v, err
			}
		}
	}
	return survived, nil
}

// alone tries a change that stands beside the functions: a program of its own.
func (b *bench) alone(ctx context.Context, c change) (verdict, error) {
	overlay, err := b.lay([]woven{{file: c.file, text: []byte(string(c.src[:c.from]) + c.new + string(c.src[c.to:]))}})
	if err != nil {
		return noticed, err
	}
	for _, pkg := range append([]string{b.dir}, covers[filepath.Base(b.dir)]...) {
		cmd := exec.CommandContext(ctx, "go", "test", "-overlay", overlay, "-short="+strconv.FormatBool(runsShort(pkg)), "-vet=off", "-failfast", "-timeout", b.patience.String(), pkg)
		cmd.Env = append(os.Environ(), "WRIT_SEED=1")
		out, err := cmd.CombinedOutput()
		switch {
		case ctx.Err() != nil:
			return noticed, ctx.Err()
		case err != nil && (strings.Contains(string(out), "[build failed]") || strings.Contains(string(out), "[setup failed]")):
			return nonsense, nil
		case err != nil:
			return noticed, nil
		}
	}
	return survived, nil
}
