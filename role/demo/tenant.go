package demo

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"

	"writ/casefile"
	"writ/outside/seal"
	"writ/records"
	"writ/role/keeper"
	ingest "writ/role/records"
	"writ/scope"
)

// passphrase opens the demo's homes. It guards nothing: the records are a laboratory's.
const passphrase = "demo"

// A house is one client of the demo, with its people at the keyboard.
type house struct {
	name   string
	keeper *keeper.Keeper
	people map[string]keeper.Signer
	audit  seal.Identity
}

// the people of each house, with what they may do.
var people = []scope.Person{{Name: "Ann, clerk", Role: scope.Clerk}, {Name: "Bo, clerk", Role: scope.Clerk}, {Name: "Cy, verifier", Role: scope.Verifier},
	{Name: "Di, approver", Role: scope.Approver}, {Name: "Ed, counsel", Role: scope.Counsel}}

func read(name string) ([]byte, error) { return fs.ReadFile(data, "data/"+name) }

// home is where the demo's tenants are kept.
func (s *Show) home() string { return filepath.Join(s.out, "home") }

// found makes a tenant and opens it.
func (s *Show) found(ctx context.Context, name, prefix string) (*house, error) {
	profile, err := read(prefix + "-profile.yaml")
	if err != nil {
		return nil, err
	}
	agencies, err := read(prefix + "-agencies.yaml")
	if err != nil {
		return nil, err
	}
	h := &house{name: name, people: map[string]keeper.Signer{}}
	if h.audit, err = seal.NewIdentity(); err != nil {
		return nil, err
	}
	f := keeper.Founding{Tenant: name, Shares: 1, Threshold: 1, Passphrase: passphrase, Profile: profile, Auditor: h.audit.Recipient().String(),
		Agencies: bytes.ReplaceAll(agencies, []byte("AGENCY"), []byte(s.agency.Recipient().String())), Now: s.clock(), Rand: random}
	for _, p := range people {
		pub, key, err := ed25519.GenerateKey(random)
		if err != nil {
			return nil, err
		}
		p.Key = pub
		f.Policy.Founders = append(f.Policy.Founders, p)
		h.people[p.Name[:2]] = keeper.Signer{Name: p.Name, Key: key}
	}
	if _, err := keeper.Init(s.home(), f); err != nil {
		return nil, err
	}
	return h, s.open(ctx, h)
}

func (s *Show) open(ctx context.Context, h *house) (err error) {
	h.keeper, err = keeper.Open(ctx, keeper.Options{Home: s.home(), Tenant: h.name, Unlock: keeper.Unlock{Passphrase: passphrase},
		Clock: s.clock, Rand: random, Packs: s.packs})
	return err
}

// who is one of the people, by first name.
func (h *house) who(name string) keeper.Signer { return h.people[name] }

// ingest takes an embedded file of records in and says what became of it.
func (s *Show) ingest(ctx context.Context, h *house, feed records.Feed, name string) error {
	b, err := read(name)
	if err != nil {
		return err
	}
	rep, err := keeper.Ingest(ctx, s.home(), h.name, feed, records.Options{}, ingest.File{Bytes: bytes.NewReader(b), Size: int64(len(b))}, nil)
	if err != nil {
		return err
	}
	bal := rep.Balance
	if !bal.Check() {
		return errors.New("demo: what came in is not what was stored, refused, dropped and doubled")
	}
	s.tell("%s takes in %s: %d records = %d stored + %d refused + %d dropped + %d duplicate", feed.Name(), name, bal.In, bal.Stored, bal.Refused, bal.Dropped, bal.Duplicate)
	return nil
}

// demand reads an embedded request with its papers.
func demand(name string) (keeper.Demand, error) {
	b, err := read(name)
	if err != nil {
		return keeper.Demand{}, err
	}
	d := keeper.Demand{Name: name, Data: b}
	paper := strings.TrimSuffix(name, ".yaml") + ".txt"
	if p, err := read(paper); err == nil {
		d.Papers = []casefile.PaperBytes{{Name: paper, Data: p}}
	}
	return d, nil
}

// readTwice brings a demand in and has two people read it; the second may read another text.
func (s *Show) readTwice(ctx context.Context, h *house, file, second string) (casefile.Case, error) {
	d, err := demand(file)
	if err != nil {
		return casefile.Case{}, err
	}
	c, err := h.keeper.Register(ctx, d, h.who("An"))
	if err != nil {
		return c, err
	}
	s.tell("Ann brings the demand in: case %s. She will never count as an approver of it.", c.ID)
	if _, err = h.keeper.Read(ctx, c.ID, d, h.who("An")); err != nil {
		return c, err
	}
	again, err := demand(second)
	if err != nil {
		return c, err
	}
	c, err = h.keeper.Read(ctx, c.ID, again, h.who("Bo"))
	if err == nil && c.State == casefile.Read {
		s.tell("Ann and Bo each read the paper, blind to the other: they read alike.")
	}
	return c, err
}

// agree has the requester verified, the law decide, and two people approve.
func (s *Show) agree(ctx context.Context, h *house, c casefile.Case) (casefile.Case, error) {
	c, err := h.keeper.Verify(ctx, c.ID, "", h.who("Cy"))
	if err != nil {
		return c, err
	}
	s.tell("Cy reaches %s by the directory's own contact, never by the paper: it is genuine.", c.Requester.Name)
	if err := s.explain(ctx, h, c); err != nil {
		return c, err
	}
	for _, name := range []string{"Di", "Ed"} {
		if c, err = h.keeper.Approve(ctx, c.ID, h.who(name)); err != nil {
			return c, err
		}
	}
	s.tell("Di and Ed approve this very decision, each with a key of their own.")
	return c, nil
}

// explain shows what the law said.
func (s *Show) explain(ctx context.Context, h *house, c casefile.Case) error {
	d, err := h.keeper.Explained(ctx, c.ID)
	if err != nil {
		return err
	}
	s.tell("The law decides: %s.", d.Verdict())
	for _, line := range answers(d) {
		s.say("       %s", line)
	}
	return nil
}

func (h *house) close() error {
	if h.keeper == nil {
		return nil
	}
	if err := h.keeper.Close(); err != nil {
		return fmt.Errorf("close %s: %w", h.name, err)
	}
	return nil
}
