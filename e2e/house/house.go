package house

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"writ/law"
	"writ/outside/seal"
	"writ/role/keeper"
	"writ/scope"
)

// Tenant is the client that a house holds.
const Tenant = "main"

// start is when the clock of a house begins; it runs from there as the machine's own does.
var start = time.Date(2026, 11, 25, 9, 0, 0, 0, time.UTC)

// A House is a folder that holds a home and, beside it, what the people know: their keys and the recovery share.
type House struct {
	Dir     string
	People  map[string]keeper.Signer // by first name
	Agency  seal.Identity            // opens the packages
	Auditor seal.Identity
	share   string
	founded time.Time
	packs   *law.Set
}

// known is what a House keeps beside its home.
type known struct {
	Share   string            `json:"share"`
	Seeds   map[string][]byte `json:"seeds"` // by a person's whole name
	Agency  string            `json:"agency"`
	Auditor string            `json:"auditor"`
	Founded time.Time         `json:"founded"`
}

const knownFile = "known.json"

var people = []scope.Person{{Name: "Ann, clerk", Role: scope.Clerk}, {Name: "Bo, clerk", Role: scope.Clerk}, {Name: "Cy, verifier", Role: scope.Verifier},
	{Name: "Di, approver", Role: scope.Approver}, {Name: "Ed, counsel", Role: scope.Counsel}}

// Found makes a house in a folder: its home, its people, the demo's profile, agencies and records (data is the folder
// role/demo/data).
func Found(ctx context.Context, dir, data string) (*House, error) {
	agency, err := seal.NewIdentity()
	if err != nil {
		return nil, err
	}
	auditor, err := seal.NewIdentity()
	if err != nil {
		return nil, err
	}
	know := known{Seeds: map[string][]byte{}, Agency: agency.Reveal(), Auditor: auditor.Reveal(), Founded: time.Now()}
	f := keeper.Founding{Tenant: Tenant, Shares: 1, Threshold: 1, Passphrase: "a house for tests", Auditor: auditor.Recipient().String(), Now: start, Rand: rand.Reader}
	for _, p := range people {
		pub, key, err := ed25519.GenerateKey(rand.Reader)
		if err != nil {
			return nil, err
		}
		p.Key, know.Seeds[p.Name] = pub, key.Seed()
		f.Policy.Founders = append(f.Policy.Founders, p)
	}
	f.Policy.Monthly = 1_000_000
	if err := sheets(&f, data, agency.Recipient()); err != nil {
		return nil, err
	}
	shares, err := keeper.Init(filepath.Join(dir, "home"), f)
	if err != nil {
		return nil, err
	}
	know.Share = shares[0].Reveal()
	if err := know.write(dir); err != nil {
		return nil, err
	}
	h, err := Load(dir)
	if err != nil {
		return nil, err
	}
	return h, h.ingest(ctx, data)
}

// sheets takes the demo's profile and its agencies, with the agency's key in.
func sheets(f *keeper.Founding, data string, agency seal.Recipient) (err error) {
	if f.Profile, err = os.ReadFile(filepath.Join(data, "us-profile.yaml")); err != nil {
		return err
	}
	b, err := os.ReadFile(filepath.Join(data, "us-agencies.yaml"))
	f.Agencies = bytes.ReplaceAll(b, []byte("AGENCY"), []byte(agency.String()))
	return err
}

func (k known) write(dir string) error {
	b, err := json.Marshal(k)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, knownFile), b, 0o600)
}

// Load finds a house that was founded, or a copy of one.
func Load(dir string) (*House, error) {
	b, err := os.ReadFile(filepath.Join(dir, knownFile))
	if err != nil {
		return nil, err
	}
	var know known
	if err := json.Unmarshal(b, &know); err != nil {
		return nil, fmt.Errorf("read what the people know: %w", err)
	}
	h := &House{Dir: dir, People: map[string]keeper.Signer{}, share: know.Share, founded: know.Founded}
	for name, seed := range know.Seeds {
		h.People[name[:2]] = keeper.Signer{Name: name, Key: ed25519.NewKeyFromSeed(seed)}
	}
	if h.Agency, err = seal.ParseIdentity([]byte(know.Agency)); err != nil {
		return nil, err
	}
	if h.Auditor, err = seal.ParseIdentity([]byte(know.Auditor)); err != nil {
		return nil, err
	}
	h.packs, err = law.Embedded()
	return h, err
}

// Copy gives a copy of the house in a folder that is not there yet. Nobody may have the house open.
func (h *House) Copy(dir string) (*House, error) {
	if err := os.CopyFS(dir, os.DirFS(h.Dir)); err != nil {
		return nil, err
	}
	c := *h
	c.Dir = dir
	return &c, nil
}

// Home is where everything is kept.
func (h *House) Home() string { return filepath.Join(h.Dir, "home") }

// Path is a path in the tenant's folder.
func (h *House) Path(parts ...string) string {
	return filepath.Join(append([]string{h.Home(), "tenants", Tenant}, parts...)...)
}

// Delivery is the folder into which packages are handed over.
func (h *House) Delivery() string { return filepath.Join(h.Dir, "delivered") }

// Now is what the clock of the house says: it began when the house was founded, and runs as the machine's own.
func (h *House) Now() time.Time { return start.Add(time.Since(h.founded)) }

// Options open the house by its recovery share. A test may change them.
func (h *House) Options() keeper.Options {
	return keeper.Options{Home: h.Home(), Tenant: Tenant, Unlock: keeper.Unlock{Shares: []string{h.share}}, Clock: h.Now, Rand: rand.Reader, Packs: h.packs}
}

// Open opens the house.
func (h *House) Open(ctx context.Context) (*keeper.Keeper, error) {
	return keeper.Open(ctx, h.Options())
}

// Root is what the recovery share opens, as somebody has it who stole the share.
func (h *House) Root() (seal.Root, error) {
	s, err := seal.ParseShare(h.share)
	if err != nil {
		return seal.Root{}, err
	}
	return seal.Join([]seal.Share{s})
}
