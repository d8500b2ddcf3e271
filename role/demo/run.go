package demo

import (
	"context"
	"crypto/rand"
	"embed"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"writ/law"
	"writ/outside/seal"
)

//go:embed data
var data embed.FS

// start is when the demo's clock begins. Each look at it is a second later, so that every entry has its own instant.
var start = time.Date(2026, 11, 25, 9, 0, 0, 0, time.UTC)

// A Show is one run of the demo.
type Show struct {
	out    string
	to     io.Writer
	now    time.Time
	began  time.Time // when the clock began to run; zero while it is stepped
	packs  *law.Set
	agency seal.Identity
	step   int
	notes  []note
}

// Run carries out the demo into a folder, which must be empty or absent, and tells people on to what happens and why.
// It fails when its own checks do.
func Run(ctx context.Context, out string, to io.Writer) error {
	if names, err := os.ReadDir(out); err == nil && len(names) > 0 {
		return fmt.Errorf("%s is not empty; name another folder, so that nothing is overwritten", out)
	}
	packs, err := law.Embedded()
	if err != nil {
		return err
	}
	s := &Show{out: out, to: to, now: start, packs: packs}
	if err := s.prepare(); err != nil {
		return err
	}
	for _, act := range []func(context.Context) error{s.voice, s.access, s.tap, s.verifyAll, s.report} {
		if err := act(ctx); err != nil {
			return err
		}
	}
	s.say("")
	s.say("Look at %s", filepath.Join(out, "report.html"))
	return nil
}

// prepare makes the folder and the agency's key, which opens the packages.
func (s *Show) prepare() (err error) {
	for _, d := range []string{"packages", "letters", "opened"} {
		if err := os.MkdirAll(filepath.Join(s.out, d), 0o700); err != nil {
			return fmt.Errorf("make the demo's folder: %w", err)
		}
	}
	if s.agency, err = seal.NewIdentity(); err != nil {
		return err
	}
	s.title("writ: from the demand to the sealed package")
	s.say("Every demand here is invented; the records are not: Kamailio and FreeRADIUS wrote them in a laboratory.")
	s.say("The clock of this demo is fixed: it begins at %s.", start.Format("2006-01-02 15:04 MST"))
	return os.WriteFile(filepath.Join(s.out, "agency.key"), []byte(s.agency.Reveal()+"\n"), 0o600)
}

// clock is the demo's own: a second later at each look; or, while a tap needs the time of the day, it runs.
func (s *Show) clock() time.Time {
	if !s.began.IsZero() {
		return s.now.Add(time.Since(s.began))
	}
	s.now = s.now.Add(time.Second)
	return s.now
}

// runFrom lets the clock run from an instant. Nothing else may look at it meanwhile.
func (s *Show) runFrom(at time.Time) { s.now, s.began = at, time.Now() }

// stand lets the clock be stepped again, from where it is.
func (s *Show) stand() { s.now, s.began = s.clock(), time.Time{} }

func (s *Show) say(format string, args ...any) { fmt.Fprintf(s.to, format+"\n", args...) }

// title begins a part.
func (s *Show) title(text string) {
	s.say("")
	s.say("== %s", text)
}

// tell numbers a step.
func (s *Show) tell(format string, args ...any) {
	s.step++
	s.say("%3d  %s", s.step, fmt.Sprintf(format, args...))
}

var random = rand.Reader
