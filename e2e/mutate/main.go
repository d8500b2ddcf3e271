package main

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/signal"
	"regexp"
	"slices"
	"strings"
	"time"

	"writ/e2e/mutate/reasons"
)

func main() { os.Exit(run(os.Args[1:])) }

func run(args []string) int {
	fs := flag.NewFlagSet("mutate", flag.ContinueOnError)
	most := fs.Int("most", 0, "try at most so many changes of each package, drawn by the seed; 0: all")
	seed := fs.Uint64("seed", 1, "the draw")
	parallel := fs.Int("parallel", 2, "so many at once")
	patience := fs.Duration("timeout", time.Minute, "a test that runs longer has noticed")
	list := fs.String("reasons", "e2e/mutate/reasons.txt", "survivors that are known, each with its reason")
	only := fs.String("only", "", "only changes in files whose path holds this")
	again := fs.String("again", "", "only the changes that survived in this output of an earlier run")
	if fs.Parse(args) != nil || fs.NArg() == 0 {
		fmt.Fprintln(os.Stderr, "usage: mutate [-most N] [-seed S] ./scope ...")
		return 2
	}
	known, err := reasons.Read(*list)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 2
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	code := 0
	for _, dir := range fs.Args() {
		all, err := changes(dir, *only)
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 2
		}
		if all, err = survivedBefore(all, *again); err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 2
		}
		drawn := draw(all, *most, *seed)
		fmt.Printf("%s: %d changes, %d tried\n", dir, len(all), len(drawn))
		sum, err := tryAll(ctx, dir, drawn, *parallel, *patience)
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 2
		}
		if sum.print(dir, known) {
			code = 1
		}
	}
	return code
}

// draw picks at most so many, the same for the same seed, and keeps their order.
func draw(all []change, most int, seed uint64) []change {
	if most <= 0 || most >= len(all) {
		return all
	}
	places := rand.New(rand.NewPCG(seed, 0)).Perm(len(all))[:most]
	slices.Sort(places)
	var out []change
	for _, i := range places {
		out = append(out, all[i])
	}
	return out
}

// survivedBefore keeps the changes that an earlier run printed as survivors; lines may have moved since.
func survivedBefore(all []change, log string) ([]change, error) {
	if log == "" {
		return all, nil
	}
	text, err := os.ReadFile(log)
	if err != nil {
		return nil, err
	}
	printed := map[string]bool{}
	for _, line := range strings.Split(string(text), "\n") {
		if said, ok := strings.CutPrefix(line, "  survived "); ok {
			printed[lineNumber.ReplaceAllString(said, " ")] = true
		}
	}
	return slices.DeleteFunc(all, func(c change) bool {
		return !printed[lineNumber.ReplaceAllString(c.printed(), " ")]
	}), nil
}

var lineNumber = regexp.MustCompile(`:\d+ `)
