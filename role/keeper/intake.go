package keeper

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"

	"writ/casefile"
	"writ/law"
	"writ/scope"
)

// A Demand is what came in: the request's file, the tables that it names, and the papers.
type Demand struct {
	Name   string // of the file, for errors
	Data   []byte
	Tables map[string][]byte
	Papers []casefile.PaperBytes
}

// read reads the request by the tenant's number plan and ceiling.
func (k *Keeper) read(d Demand) (casefile.Request, error) {
	return casefile.ReadRequest(d.Name, d.Data, d.Tables, k.profile.Numbers, k.People().Policy().Subscribers)
}

// Register brings a demand in and makes the case.
func (k *Keeper) Register(ctx context.Context, d Demand, by Signer) (casefile.Case, error) {
	req, err := k.read(d)
	if err != nil {
		return casefile.Case{}, err
	}
	if _, ok := k.agencies.Find(req.Agency); !ok {
		return casefile.Case{}, errors.New("the agency is not in the tenant's directory (agencies.yaml): enter it there, from a source of your own, never from the paper")
	}
	reg := casefile.Registration{Ledger: k.log.ID(), Rules: casefile.RulesOf(k.People().Policy()), Request: req, Papers: d.Papers}
	var id [8]byte
	if _, err := io.ReadFull(k.rand, id[:]); err != nil {
		return casefile.Case{}, fmt.Errorf("draw the case's number: %w", err)
	}
	if _, err := io.ReadFull(k.rand, reg.Salt[:]); err != nil {
		return casefile.Case{}, fmt.Errorf("draw the case's salt: %w", err)
	}
	reg.ID = hex.EncodeToString(id[:])
	if reg.Priors, err = k.cases.Priors(ctx, reg.ID, req.Agency, req.Reference); err != nil {
		return casefile.Case{}, err
	}
	if reg.Act, err = k.act(by, reg.Statement(), ""); err != nil {
		return casefile.Case{}, err
	}
	return k.step(ctx, reg.ID, reg)
}

// Correct makes a new version of the demand: nothing said of the old one carries over.
func (k *Keeper) Correct(ctx context.Context, id string, d Demand, by Signer) (casefile.Case, error) {
	c, err := k.cases.Load(ctx, id)
	if err != nil {
		return c, err
	}
	e := casefile.Correction{Papers: d.Papers}
	if e.Request, err = k.read(d); err != nil {
		return c, err
	}
	if e.Priors, err = k.cases.Priors(ctx, id, e.Request.Agency, e.Request.Reference); err != nil {
		return c, err
	}
	if e.Act, err = k.act(by, c.Correcting(e), ""); err != nil {
		return c, err
	}
	return k.step(ctx, id, e)
}

// Read takes one person's blind reading of the papers.
func (k *Keeper) Read(ctx context.Context, id string, d Demand, by Signer) (casefile.Case, error) {
	c, err := k.cases.Load(ctx, id)
	if err != nil {
		return c, err
	}
	e := casefile.ReadingGiven{}
	if e.Request, err = k.read(d); err != nil {
		return c, err
	}
	if e.Act, err = k.act(by, c.ReadStatement(e.Request), ""); err != nil {
		return c, err
	}
	return k.step(ctx, id, e)
}

// Verify says that the requester was reached by a contact of the directory ("" takes the first) and is who the paper
// says; then the law decides.
func (k *Keeper) Verify(ctx context.Context, id, contact string, by Signer) (casefile.Case, error) {
	c, err := k.cases.Load(ctx, id)
	if err != nil {
		return c, err
	}
	agency, ok := k.agencies.Find(c.Agency)
	if !ok {
		return c, casefile.ErrAgency
	}
	if contact == "" && len(agency.Contacts) > 0 {
		contact = agency.Contacts[0].ID
	}
	e := casefile.Verification{Agency: agency, Contact: contact}
	if e.Act, err = k.act(by, c.Statement(scope.Verified), ""); err != nil {
		return c, err
	}
	if _, err := k.step(ctx, id, e); err != nil {
		return c, err
	}
	return k.Decide(ctx, id)
}

// Decide asks the law what may and must leave.
func (k *Keeper) Decide(ctx context.Context, id string) (casefile.Case, error) {
	c, err := k.cases.Load(ctx, id)
	if err != nil {
		return c, err
	}
	now := k.clock()
	dem, err := casefile.Compose(c, k.profile, now)
	if err != nil {
		return c, err
	}
	d, err := law.Decide(dem, k.packs)
	if err != nil {
		return c, err
	}
	if err := keepLaw(k.home, k.packs); err != nil {
		return c, err
	}
	return k.step(ctx, id, casefile.DecisionMade{At: now, Decision: d, Preserve: preserveUntil(d)})
}

// step moves the case and brings its entries onto the ledger.
func (k *Keeper) step(ctx context.Context, id string, e casefile.Event) (casefile.Case, error) {
	c, _, err := k.cases.Step(ctx, id, e)
	if err != nil {
		return c, err
	}
	return c, k.settle(ctx)
}
