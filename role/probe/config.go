package probe

import (
	"crypto/tls"
	"errors"
	"fmt"
	"time"

	"writ/intercept/probe"
	"writ/intercept/probe/element"
	"writ/outside/x1http"
	"writ/wire/x1"
)

// A Config is all that a point of interception needs. It is read once.
type Config struct {
	Dir string   // where tasks are kept; for this process alone
	Key [32]byte // under which they are sealed there; never in Dir

	Core    probe.Config // its Secret is left empty: it is drawn once and kept with the tasks
	Element element.Config
	Link    probe.LinkConfig // of each destination; its Lost is left empty

	X1   x1http.Options // Own is its neIdentifier; Known its ADMFs
	ADMF string         // the identifier of the one that reports go to; "": to none
	At   string         // where that one listens, host:port

	TLS  *tls.Config                     // to mediation: own certificate, and the authorities of mediation's in RootCAs
	Peer func(tls.ConnectionState) error // whether a verified peer is a mediation function; nil: MediationFunctions

	Drain time.Duration // how long a stop waits for mediation to acknowledge; 0: it doesn't
	Now   func() time.Time
	Tell  func(error) // what the operator is told; from several goroutines, must not block. No text names a task or target
}

// Errors of set-up.
var (
	ErrConfig = errors.New("probe: the configuration is not complete")
	ErrStore  = errors.New("probe: what is kept of its tasks can't be read; restore the file, or take it away and have the ADMF order its tasks anew")
	ErrHeld   = errors.New("probe: another process uses this folder; stop it or take another folder")
)

func (c *Config) check() error {
	missing := func(what string) error { return fmt.Errorf("%w: %s", ErrConfig, what) }
	switch {
	case c.Dir == "":
		return missing("name the folder in which tasks are kept")
	case c.Key == [32]byte{}:
		return missing("give the key under which tasks are sealed on the disk")
	case c.Core.Secret != [32]byte{}:
		return missing("leave the secret for correlation ids empty; it is kept with the tasks")
	case c.X1.Side != x1.NE:
		return missing("the side of X1 is that of a network element")
	case c.ADMF != "" && c.At == "":
		return missing("say where the ADMF listens for reports")
	case c.TLS == nil || len(c.TLS.Certificates) == 0 || c.TLS.RootCAs == nil:
		return missing("X2/X3 needs TLS with a certificate of its own and the authorities of mediation's")
	case c.Now == nil || c.Tell == nil:
		return missing("give a clock, and who is told of faults")
	}
	if _, err := probe.NewLink(c.Link); err != nil {
		return fmt.Errorf("%w: the links to mediation: %w", ErrConfig, err)
	}
	if c.Peer == nil {
		c.Peer = MediationFunctions
	}
	return nil
}
