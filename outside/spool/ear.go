package spool

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"syscall"

	"writ/intercept/mediation"
)

// An ear hears the server say that it can't write: it answers no message then, nor any later one. Nothing else
// that it says is kept.
type ear struct{ fail context.CancelCauseFunc }

// Errorf is where the server says so.
func (e *ear) Errorf(format string, args ...any) {
	if !strings.Contains(format, "write error") && !strings.Contains(format, "DISABLED") {
		return
	}
	why := errors.New("JetStream can't write")
	for _, a := range args {
		var errno syscall.Errno
		if err, is := a.(error); is && errors.As(err, &errno) {
			why = fmt.Errorf("JetStream can't write: %w", errno) // the number alone: the error names files
			if errno == syscall.ENOSPC || errno == syscall.EDQUOT {
				why = fmt.Errorf("%w (%w)", mediation.ErrFull, errno)
			}
		}
	}
	e.fail(why)
}

// Fatalf is for what ends a server.
func (e *ear) Fatalf(string, ...any) { e.fail(errors.New("JetStream can't go on")) }

// Noticef, Warnf, Debugf and Tracef say nothing that matters here.
func (e *ear) Noticef(string, ...any) {}

// Warnf is not heard.
func (e *ear) Warnf(string, ...any) {}

// Debugf is not heard.
func (e *ear) Debugf(string, ...any) {}

// Tracef is not heard.
func (e *ear) Tracef(string, ...any) {}
