package casefile

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"writ/scope"
)

// Statement is what the registrar signs.
func (r Registration) Statement() scope.Statement { return r.empty().Statement(scope.Registered) }

// empty is the case before anything is said of it.
func (r Registration) empty() Case {
	return Case{ID: r.ID, Version: 1, Ledger: r.Ledger, Rules: r.Rules, Salt: r.Salt, Agency: r.Request.Agency, Request: r.Request,
		Priors: slices.Clone(r.Priors)}
}

func register(c Case, r Registration) (Case, []Effect, error) {
	switch {
	case c.ID != "":
		return c, nil, fmt.Errorf("%w: a case with this number is there", ErrTwice)
	case !hexID.MatchString(r.ID) || r.Salt == [32]byte{} || r.Ledger == [32]byte{}:
		return c, nil, ErrID
	case r.At.IsZero():
		return c, nil, ErrClock
	}
	s := &step{c: r.empty(), at: r.At.UTC().Round(0)}
	s.c.Rules.Approvers = max(leastApprovers, r.Rules.Approvers)
	s.c.Rules.EmergencyHours = min(r.Rules.EmergencyHours, mostEmergencyHours)
	if err := s.bringIn(r.Act, r.Request, r.Papers); err != nil {
		return c, nil, err
	}
	return s.c, s.out, nil
}

// Correcting is what the corrector signs.
func (c Case) Correcting(e Correction) scope.Statement {
	n := c.fork()
	n.renew(e)
	return n.Statement(scope.Registered)
}

// renew begins the next version: nothing said of the old one carries over.
func (c *Case) renew(e Correction) {
	c.Version++
	c.Request, c.Priors = e.Request, slices.Clone(e.Priors)
	c.Readings, c.Approvals, c.Verifier, c.Requester, c.Decision, c.Alone = nil, nil, "", nil, nil, nil
	c.Clocks.SecondBy = time.Time{}
}

func (s *step) correct(e Correction) error {
	if s.c.State == Closed {
		return s.in()
	}
	if e.Request.Agency != s.c.Agency || e.Request.Reference != s.c.Request.Reference {
		return fmt.Errorf("%w: a correction keeps agency and reference; register another case", ErrAgency)
	}
	s.c.renew(e)
	return s.bringIn(e.Act, e.Request, e.Papers)
}

// bringIn is common to the first version and each corrected one.
func (s *step) bringIn(a Act, r Request, papers []PaperBytes) error {
	if err := r.check(); err != nil {
		return err
	}
	if err := s.signed(a, s.c.Statement(scope.Registered), scope.Intake, scope.Clerk, scope.Verifier, scope.Approver, scope.Counsel); err != nil {
		return err
	}
	if err := s.keep(papers); err != nil {
		return err
	}
	if !slices.Contains(s.c.Registrars, a.By.Name) {
		s.c.Registrars = append(s.c.Registrars, a.By.Name)
	}
	note := "registered"
	if s.c.Version > 1 {
		note = fmt.Sprintf("corrected: version %d", s.c.Version)
	}
	s.note(scope.Registered, a.By.Name, Received, note)
	return nil
}

// check holds a request to its limits.
func (r Request) check() error {
	subjects := r.subjects()
	switch {
	case r.Reference == "" || len(r.Reference) > mostName || r.Agency == "" || len(r.Agency) > mostName:
		return fmt.Errorf("%w: reference and agency are needed, each of at most %d octets", ErrForm, mostName)
	case len(r.Asks) == 0:
		return fmt.Errorf("%w: it asks for nothing; write asks, or a table with at least one good line", ErrForm)
	case len(r.Asks) > MostAsks:
		return fmt.Errorf("%w: %d asks, more than %d; split the demand", ErrLimit, len(r.Asks), MostAsks)
	case len(subjects) > MostSubject:
		return fmt.Errorf("%w: %d identifiers, more than %d; split the demand", ErrLimit, len(subjects), MostSubject)
	}
	return nil
}

// keep takes papers in by hash. They are stored as they came, whatever they are, and never unpacked.
func (s *step) keep(papers []PaperBytes) error {
	total := 0
	for _, p := range s.c.Papers {
		total += p.Size
	}
	if len(s.c.Papers)+len(papers) > MostPapers {
		return fmt.Errorf("%w: more than %d papers; join them", ErrLimit, MostPapers)
	}
	for _, p := range papers {
		total += len(p.Data)
		switch {
		case len(p.Data) == 0:
			return fmt.Errorf("%w: paper %d is empty", ErrForm, len(s.c.Papers)+1)
		case len(p.Data) > MostPaper || total > MostCase:
			return fmt.Errorf("%w: paper %d has more than %d octets, or all have more than %d; scan it smaller", ErrLimit, len(s.c.Papers)+1, MostPaper, MostCase)
		case !plainText(p.Name, mostName):
			return fmt.Errorf("%w: the name of paper %d is empty, too long or holds control characters", ErrForm, len(s.c.Papers)+1)
		}
		s.out = append(s.out, Keep{N: len(s.c.Papers), Data: p.Data})
		s.c.Papers = append(s.c.Papers, Paper{Name: p.Name, Size: len(p.Data), SHA256: sha256.Sum256(p.Data)})
	}
	return nil
}

func plainText(s string, most int) bool {
	return s != "" && len(s) <= most && utf8.ValidString(s) && !strings.ContainsFunc(s, unicode.IsControl)
}

func (s *step) read(e ReadingGiven) error {
	if err := s.in(Received, Held); err != nil {
		return err
	}
	if err := e.Request.check(); err != nil {
		return err
	}
	st := s.c.ReadStatement(e.Request)
	if err := s.signed(e.Act, st, scope.Clerk, scope.Verifier, scope.Approver, scope.Counsel, scope.Custodian); err != nil {
		return err
	}
	s.c.Readings = slices.DeleteFunc(s.c.Readings, func(r Reading) bool { return r.Who == e.By.Name })
	s.c.Readings = append(s.c.Readings, Reading{Who: e.By.Name, At: s.at, Request: e.Request, Digest: st.Digest})
	s.settle(e.By.Name)
	return nil
}

// settle looks whether two readings agree; the text that they agree on becomes the case's.
func (s *step) settle(who string) {
	d, ok := s.c.agreed()
	switch {
	case ok:
		i := slices.IndexFunc(s.c.Readings, func(r Reading) bool { return r.Digest == d })
		s.c.Request = s.c.Readings[i].Request
		s.note(scope.Read, who, Read, "two people read the papers alike")
	case len(s.c.Readings) > 1:
		s.note(scope.Read, who, Held, "the readings differ; the case is held until two agree")
		s.out = append(s.out, Tell{What: "readings differ: have the papers read again"})
	default:
		s.note(scope.Read, who, s.c.State, "read once; a second person reads it blind")
	}
}

func (s *step) verify(e Verification) error {
	if err := s.in(Read); err != nil {
		return err
	}
	switch {
	case slices.Contains(s.c.Registrars, e.By.Name):
		return ErrOwn
	case e.Agency.ID == "" || e.Agency.ID != s.c.Agency || s.c.Request.Agency != s.c.Agency:
		return ErrAgency
	case !slices.ContainsFunc(e.Agency.Contacts, func(c Contact) bool { return c.ID == e.Contact }):
		return ErrContact
	case e.Agency.Country != s.c.Request.Instrument.Issuer.Country:
		return ErrCountry
	}
	if err := s.signed(e.Act, s.c.Statement(scope.Verified), scope.Clerk, scope.Verifier, scope.Approver, scope.Counsel); err != nil {
		return err
	}
	requester := e.Agency
	requester.Contacts = slices.Clone(e.Agency.Contacts)
	s.c.Verifier, s.c.Requester = e.By.Name, &requester
	s.note(scope.Verified, e.By.Name, Verified, "requester verified through the directory's contact "+e.Contact)
	return nil
}
