// Command writ answers the law for communication service providers: flags, configuration, start, stop; nothing else.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
	"time"
)

// version is set when a release is built.
var version = "development"

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], &shell{in: os.Stdin, out: os.Stdout, err: os.Stderr, now: time.Now, env: os.Getenv}))
}
