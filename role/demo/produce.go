package demo

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"writ/outside/lap"
	"writ/production/verify"
	"writ/scope"
)

// A note is one case as the report page shows it.
type note struct {
	Title   string
	Case    string
	Answers []answer
	Steps   []happened
	Files   []link
	Verdict string
}

type link struct{ Name, Href string }

// happened is one step of a case's history.
type happened struct{ At, Who, What string }

// An expectation is what the raw files say must leave, by kind of record.
type expectation struct{ rows map[string]int }

// produce runs a case, hands the package over, opens it as the agency would and compares with what was counted.
func (s *Show) produce(ctx context.Context, h *house, id, title string, want expectation) error {
	m, err := h.keeper.Run(ctx, id)
	if err != nil {
		return err
	}
	s.tell("Exactly that is read, row by row, and sealed: %d octets, to the agency's key alone.", m.Sealed.Size)
	path, err := h.keeper.Deliver(ctx, id, filepath.Join(s.out, "packages"))
	if err != nil {
		return err
	}
	s.tell("Delivered: packages/%s. Its receipt stands on the ledger.", filepath.Base(path))
	opened := filepath.Join(s.out, "opened", id)
	if err := s.unpack(path, opened); err != nil {
		return err
	}
	got, err := countRows(filepath.Join(opened, "rows.jsonl"))
	if err != nil {
		return err
	}
	for kind, n := range want.rows {
		if got[kind] != n {
			return fmt.Errorf("demo: the package holds %d rows of kind %s, the raw files say %d", got[kind], kind, n)
		}
	}
	if len(got) != len(want.rows) {
		return errors.New("demo: the package holds rows of a kind that nobody counted")
	}
	s.tell("The agency opens it with its key: %s, as counted by the other path.", inWords(got))
	return s.note(ctx, h, id, title, []link{
		{"the package, sealed", "packages/" + filepath.Base(path)}, {"the report as the agency reads it", "opened/" + id + "/report.html"},
		{"the same as PDF", "opened/" + id + "/report.pdf"}, {"the rows", "opened/" + id + "/rows.jsonl"}})
}

// letter writes what does not leave, or what is unclear, to the issuer.
func (s *Show) letter(ctx context.Context, h *house, id, title string) error {
	m, err := h.keeper.Run(ctx, id)
	if err != nil {
		return err
	}
	to, err := h.keeper.Deliver(ctx, id, filepath.Join(s.out, "letters"))
	if err != nil {
		return err
	}
	name := filepath.Base(to)
	if m.Letter == "" {
		return errors.New("demo: no letter was written")
	}
	s.tell("The letter is written, with its ground, its provision, and what would reach it: letters/%s.", name)
	return s.note(ctx, h, id, title, []link{{"the letter", "letters/" + name + "/letter.html"}, {"the same as PDF", "letters/" + name + "/letter.pdf"}, {"signed, for programs", "letters/" + name + "/letter.json"}})
}

// note keeps a case for the report page.
func (s *Show) note(ctx context.Context, h *house, id, title string, files []link) error {
	c, err := h.keeper.Case(ctx, id)
	if err != nil {
		return err
	}
	d, err := h.keeper.Explained(ctx, id)
	if err != nil {
		return err
	}
	n := note{Title: title, Case: id, Files: files, Verdict: string(d.Verdict()), Answers: answers(d)}
	for _, e := range c.History {
		n.Steps = append(n.Steps, happened{e.At.Format("15:04:05"), e.Who, e.Note})
	}
	s.notes = append(s.notes, n)
	return nil
}

// verifyAll checks every package and both ledgers offline, as anyone can.
func (s *Show) verifyAll(context.Context) error {
	s.title("Anyone can check it, offline")
	signers, err := os.ReadFile(filepath.Join(s.out, "signer.pub"))
	if err != nil {
		return err
	}
	names, err := filepath.Glob(filepath.Join(s.out, "packages", "*.lap"))
	if err != nil {
		return err
	}
	for _, name := range names {
		out, err := s.verify(name, signers)
		if err != nil {
			return err
		}
		if b := out.Broken(); b != nil {
			return fmt.Errorf("demo: a package does not verify: %s", b.Name)
		}
		s.tell("%s: %d checks hold: every row has its reason, the decision made again is the same.", filepath.Base(name), held(out))
	}
	return s.tamper(names, signers)
}

func held(o verify.Outcome) int {
	n := 0
	for _, c := range o.Checks {
		if c.State == verify.Holds {
			n++
		}
	}
	return n
}

// verify checks a package as the agency would: with its own key and the providers' signers.
func (s *Show) verify(name string, signers []byte) (verify.Outcome, error) {
	return lap.Verify(name, lap.VerifyOptions{Identity: []byte(s.agency.Reveal() + "\n"), Signer: signers})
}

// holder is one of the people as the ledger has them.
func (s *Show) holder(h *house, name string) (scope.Person, error) {
	p, ok := h.keeper.People().Find(h.who(name).Name)
	if !ok {
		return scope.Person{}, errors.New("demo: nobody of this name is enrolled")
	}
	return p, nil
}
