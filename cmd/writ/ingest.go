package main

import (
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/schollz/progressbar/v3"
	"github.com/spf13/cobra"
	"golang.org/x/term"

	"writ/outside/numbering"
	"writ/records"
	"writ/records/asterisk"
	"writ/records/freeradius"
	"writ/records/freeswitch"
	"writ/records/kamailio"
	"writ/records/mapped"
	"writ/records/subscribers"
	"writ/role/keeper"
	ingest "writ/role/records"
)

// feeds lists the feeds by the name that the command line knows.
func feeds() map[string]func() records.Feed {
	return map[string]func() records.Feed{"kamailio": kamailio.New, "freeradius": freeradius.New, "asterisk": asterisk.New,
		"freeswitch": freeswitch.New, "subscribers": subscribers.New}
}

type ingestFlags struct {
	feed, zone, numbers, mapFile string
	zoneOf                       string // where the zone was named
	year                         int
	quiet                        bool
}

func newIngest(sh *shell) *cobra.Command {
	f := ingestFlags{zoneOf: "--zone"}
	c := &cobra.Command{
		Use:   "ingest --feed NAME FILE...",
		Short: "Take records in: sealed under day keys, out again only by a permit",
		Long: `Takes files of records into the store. The feed finds the variant (CSV, SQL dump, syslog, …) in the file itself.

Each record is stored, refused (kept in quarantine with its line and the reason), dropped (of a sort that is not kept)
or a duplicate; the sum is checked. The same file, or the same record again, adds nothing. After a crash the same command
goes on where it stood. It needs no passphrase: what goes in is sealed to the tenant's public key.

Feeds: kamailio, freeradius, asterisk, freeswitch, subscribers, and csv with --map MAP.yaml (docs/formats/map.md).`,
		Example: `  writ ingest --home H --feed kamailio acc.csv missed_calls.csv
  writ ingest --home H --feed asterisk --zone Europe/Rome --numbers IT Master.csv
  writ ingest --home H --feed csv --map exchange.yaml cdr-2026-11.csv`,
		Args: cobra.MinimumNArgs(1),
	}
	w := whereFlags(c, sh)
	c.Flags().StringVar(&f.feed, "feed", "", "which feed wrote the files")
	c.Flags().StringVar(&f.zone, "zone", "", "zone of times that have none, for example Europe/Rome")
	c.Flags().StringVar(&f.numbers, "numbers", "", "country or calling code whose plan settles national numbers, for example IT or 39")
	c.Flags().IntVar(&f.year, "year", 0, "year of stamps that have none (syslog)")
	c.Flags().StringVar(&f.mapFile, "map", "", "what the columns of a csv are")
	c.Flags().BoolVar(&f.quiet, "no-progress", false, "show no progress")
	_ = c.RegisterFlagCompletionFunc("feed", cobra.FixedCompletions(append(slices.Sorted(maps.Keys(feeds())), "csv"), cobra.ShellCompDirectiveNoFileComp))
	c.RunE = func(cmd *cobra.Command, files []string) error { return ingestFiles(cmd.Context(), sh, w, f, files) }
	return c
}

func ingestFiles(ctx context.Context, sh *shell, w *where, f ingestFlags, files []string) error {
	if err := w.resolve(); err != nil {
		return err
	}
	feed, err := f.open()
	if err != nil {
		return err
	}
	o, err := f.options()
	if err != nil {
		return err
	}
	for _, name := range files {
		if err := ingestFile(ctx, sh, w, feed, o, name, f.quiet); err != nil {
			return kindOf(err)
		}
	}
	return nil
}

func (f *ingestFlags) open() (records.Feed, error) {
	if f.feed == "csv" {
		b, err := readOptional(f.mapFile)
		if err != nil {
			return nil, err
		}
		if b == nil {
			return nil, usage("--map is missing: say what the columns are (docs/formats/map.md)")
		}
		m, err := mapped.ParseMap(f.mapFile, b)
		if err != nil {
			return nil, err
		}
		f.fromMap(m)
		return mapped.New(m), nil
	}
	if newFeed, ok := feeds()[f.feed]; ok {
		return newFeed(), nil
	}
	return nil, usage("--feed is none that is known; write asterisk, csv, freeradius, freeswitch, kamailio or subscribers")
}

// fromMap takes zone and number plan from the map; the flags hold where it leaves them out.
func (f *ingestFlags) fromMap(m mapped.Map) {
	if z := m.Zone(); z != "" {
		f.zone, f.zoneOf = z, f.mapFile+": zone:"
	}
	if n := m.Numbers(); n != "" {
		f.numbers = n
	}
}

func (f ingestFlags) options() (records.Options, error) {
	o := records.Options{Year: f.year}
	if f.zone != "" {
		z, err := time.LoadLocation(f.zone)
		if err != nil || f.zone == "Local" {
			return o, usage("%s is no zone of the IANA database; write for example Europe/Rome", f.zoneOf)
		}
		o.Zone = z
	}
	if f.numbers != "" {
		plan, err := numbering.Plan(f.numbers)
		if err != nil {
			return o, err
		}
		o.Numbers = plan
	}
	return o, nil
}

type ingestLine struct {
	File      string           `json:"file"`
	In        int64            `json:"in"`
	Stored    int64            `json:"stored"`
	Refused   int64            `json:"refused"`
	Dropped   int64            `json:"dropped"`
	Duplicate int64            `json:"duplicate"`
	Why       map[string]int64 `json:"why,omitempty"`
}

func ingestFile(ctx context.Context, sh *shell, w *where, feed records.Feed, o records.Options, name string, quiet bool) error {
	src, err := os.Open(name)
	if err != nil {
		return fmt.Errorf("open the file: %w", err)
	}
	defer func() { _ = src.Close() }()
	info, err := src.Stat()
	if err != nil {
		return later(err)
	}
	if !info.Mode().IsRegular() {
		return usage("%s is no plain file", name)
	}
	bar := progress(sh, filepath.Base(name), info.Size(), quiet)
	rep, err := keeper.Ingest(ctx, w.home, w.tenant, feed, o, ingest.File{Bytes: src, Size: info.Size()}, bar)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	b := rep.Balance
	if !b.Check() {
		return later(fmt.Errorf("%s: the sum of what became of its records is wrong; report this", name))
	}
	for why, n := range rep.Refused {
		sh.say("%s: %d refused, kept in quarantine: %s", filepath.Base(name), n, why)
	}
	return sh.result(ingestLine{name, b.In, b.Stored, b.Refused, b.Dropped, b.Duplicate, rep.Refused},
		"%s: %d in, %d stored, %d refused, %d dropped, %d duplicate", name, b.In, b.Stored, b.Refused, b.Dropped, b.Duplicate)
}

// progress draws a bar on a terminal; elsewhere nothing.
func progress(sh *shell, name string, size int64, quiet bool) ingest.Progress {
	tty, ok := sh.err.(*os.File)
	if quiet || !ok || !term.IsTerminal(int(tty.Fd())) {
		return nil
	}
	bar := progressbar.NewOptions64(size, progressbar.OptionSetWriter(sh.err), progressbar.OptionSetDescription(sh.masked(name)),
		progressbar.OptionShowBytes(true), progressbar.OptionThrottle(200*time.Millisecond), progressbar.OptionClearOnFinish(), progressbar.OptionUseANSICodes(false))
	_ = bar.RenderBlank()
	return func(done, _ int64) { _ = bar.Set64(done) }
}
