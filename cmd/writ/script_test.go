package main

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// The variables by which a script's clock runs: it begins at a fixed instant, so that a script reads the same in ten
// years, and goes on with the real one.
const (
	beganVar = "WRIT_TEST_BEGAN" // the real instant at which the script began
	shiftVar = "WRIT_TEST_SHIFT" // how far the script set the clock, for example -72h
)

// today is when every script begins: a Wednesday morning in Springfield.
var today = time.Date(2026, 11, 25, 14, 0, 0, 0, time.UTC)

func scriptClock() time.Time {
	began, err := time.Parse(time.RFC3339Nano, os.Getenv(beganVar))
	if err != nil {
		return time.Now()
	}
	shift, _ := time.ParseDuration(os.Getenv(shiftVar))
	return today.Add(time.Since(began)).Add(shift)
}

func scriptShell() *shell {
	return &shell{in: os.Stdin, out: os.Stdout, err: os.Stderr, now: scriptClock, env: os.Getenv}
}

func TestMain(m *testing.M) {
	testscript.Main(tidy{m}, map[string]func(){
		"writ":  func() { os.Exit(run(context.Background(), os.Args[1:], scriptShell())) },
		"bring": func() { os.Exit(bring(os.Args[1:])) },
	})
}

// A tidy run takes the house away again.
type tidy struct{ *testing.M }

func (t tidy) Run() int {
	defer func() {
		if houseDir != "" {
			_ = os.RemoveAll(houseDir)
		}
	}()
	return t.M.Run()
}

// TestScripts runs the command line as people do.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{Dir: "testdata/script", Setup: scriptSetup, Cmds: map[string]func(*testscript.TestScript, bool, []string){
		"exits": exits, "let": let, "house": houseCommand,
	}})
}

func scriptSetup(e *testscript.Env) error {
	root, err := filepath.Abs("../..")
	if err != nil {
		return err
	}
	e.Setenv("ROOT", root)
	e.Setenv(beganVar, time.Now().Format(time.RFC3339Nano))
	return nil
}

// exits runs a command and asks for its exit code: exits 2 writ case show.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE COMMAND...")
	}
	got := 0
	var exit *exec.ExitError
	if err := ts.Exec(args[1], args[2:]...); errors.As(err, &exit) {
		got = exit.ExitCode()
	} else if err != nil {
		ts.Fatalf("%v", err)
	}
	if want, err := strconv.Atoi(args[0]); err != nil || got != want {
		ts.Fatalf("exit code is %d, want %s", got, args[0])
	}
}

// let keeps what the last command printed in a variable: let ID.
func let(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: let NAME")
	}
	ts.Setenv(args[0], strings.TrimSpace(ts.ReadFile("stdout")))
}

// houseCommand puts the house of a small provider into the script's folder: house NAME.
func houseCommand(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 0 {
		ts.Fatalf("usage: house")
	}
	from, err := house()
	ts.Check(err)
	ts.Check(os.CopyFS(ts.MkAbs("."), os.DirFS(from)))
	ts.Setenv("WRIT_HOME", "home")
	ts.Setenv(passphraseVar, housePassphrase)
}
