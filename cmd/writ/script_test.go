package main

import (
	"context"
	"os"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"writ": func() {
			os.Exit(run(context.Background(), os.Args[1:], &shell{in: os.Stdin, out: os.Stdout, err: os.Stderr, now: time.Now, env: os.Getenv}))
		},
	})
}

// TestScripts runs the command line as people do.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{Dir: "testdata/script", Setup: func(e *testscript.Env) error {
		root, err := os.Getwd()
		if err != nil {
			return err
		}
		e.Setenv("ROOT", root+"/../..")
		return nil
	}})
}
