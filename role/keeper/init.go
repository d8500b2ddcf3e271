package keeper

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"writ/ledger"
	"writ/outside/seal"
	"writ/outside/tiles"
	"writ/scope"
)

// Founding is what a new tenant begins with.
type Founding struct {
	Tenant     string
	Shares     int // parts of the root; 1 to 255
	Threshold  int // how many of them open it
	Passphrase string
	Policy     scope.Policy // founders, ceilings; its zero values take the defaults
	Auditor    string       // age recipient to which conservation is sealed
	Profile    []byte       // PROVIDER.yaml; may come later
	Agencies   []byte       // the agency directory; may come later
	Now        time.Time
	Rand       io.Reader
}

// The ceilings of a tenant that names none.
const (
	defaultSubscribers = 100
	defaultMonthly     = 10_000
	defaultEmergency   = 12
)

// Init makes a home, if there is none, and a tenant in it: its root, split, the ledger with the founders in its first
// entry, its public keys. It returns the recovery shares, which are shown once and kept nowhere. One share stays in the
// home, wrapped under the passphrase.
func Init(home string, f Founding) ([]seal.Share, error) {
	if err := f.check(); err != nil {
		return nil, err
	}
	if err := makeHome(home); err != nil {
		return nil, err
	}
	dir, err := tenantDir(home, f.Tenant)
	if err != nil {
		return nil, err
	}
	if there, err := founded(dir); err != nil || there {
		return nil, errors.Join(err, errThere)
	}
	for _, d := range []string{"", sharesDir, ledgerDir, storeDir, stagingDir, packagesDir, lettersDir} {
		if err := os.MkdirAll(filepath.Join(dir, d), 0o700); err != nil {
			return nil, fmt.Errorf("make the tenant's folders: %w", err)
		}
	}
	root, err := seal.NewRoot(f.Rand)
	if err != nil {
		return nil, err
	}
	shares, err := root.Split(f.Shares, f.Threshold, f.Rand)
	if err != nil {
		return nil, err
	}
	if err := errors.Join(f.keep(dir, root, shares[0]), f.found(dir)); err != nil {
		return nil, err
	}
	return shares, f.begin(dir, root)
}

var errThere = errors.New("the tenant is there already; nothing was changed")

// founded reports whether a tenant lives in the folder: its founding came to its end, or something was kept in it
// since. What a crash in the middle of a founding left is nobody's, and is written anew.
func founded(dir string) (bool, error) {
	if _, err := os.Stat(filepath.Join(dir, caseFile)); !errors.Is(err, fs.ErrNotExist) {
		return true, err
	}
	kept, err := os.ReadDir(filepath.Join(dir, storeDir))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return true, err
	}
	if _, err := os.Stat(filepath.Join(dir, ledgerDir)); errors.Is(err, fs.ErrNotExist) {
		return len(kept) > 0, nil
	}
	folder, err := tiles.Open(filepath.Join(dir, ledgerDir))
	if err != nil {
		return true, err
	}
	entries := false
	for _, err := range folder.Frames() {
		if entries = true; err != nil {
			return true, errors.Join(err, folder.Close())
		}
	}
	return entries || len(kept) > 0, folder.Close()
}

func (f *Founding) check() error {
	p := &f.Policy
	p.V, p.Tenant = 1, f.Tenant
	p.Approvers = max(p.Approvers, 2)
	p.Subscribers = orElse(p.Subscribers, defaultSubscribers)
	p.Monthly = orElse(p.Monthly, defaultMonthly)
	p.EmergencyHours = orElse(p.EmergencyHours, defaultEmergency)
	switch {
	case f.Passphrase == "":
		return errors.New("a passphrase is needed to wrap the share that stays in the home")
	case f.Shares < 1 || f.Threshold < 1 || f.Threshold > f.Shares:
		return errors.New("--threshold is 1 to --shares")
	case !isRecipient(f.Auditor):
		return errors.New("an auditor's key is needed: the age recipient to which conservation is sealed")
	case len(p.Founders) < 2:
		return errors.New("at least two founders are needed: later people are enrolled by two others")
	}
	return nil
}

func isRecipient(text string) bool {
	_, err := seal.ParseRecipient(text)
	return err == nil
}

func orElse(n, def int) int {
	if n == 0 {
		return def
	}
	return n
}

// keep writes what the tenant's folder holds beside the ledger.
func (f *Founding) keep(dir string, root seal.Root, share seal.Share) error {
	wrapped, err := share.Wrap(f.Passphrase)
	if err != nil {
		return err
	}
	id, err := root.Identity()
	if err != nil {
		return err
	}
	signer, err := signerText(root, f.Tenant)
	if err != nil {
		return err
	}
	files := map[string][]byte{
		filepath.Join(sharesDir, "share-1"): wrapped,
		rootFile:                            []byte(id.Recipient().String() + "\n"),
		signerFile:                          signer,
		auditorFile:                         []byte(f.Auditor + "\n"),
	}
	if f.Profile != nil {
		files[profileFile] = f.Profile
	}
	if f.Agencies != nil {
		files[agenciesFile] = f.Agencies
	}
	for name, b := range files {
		if err := writeDurable(filepath.Join(dir, name), b, 0o600); err != nil {
			return err
		}
	}
	return nil
}

// begin appends the ledger's first entry: the policy, with the founders.
func (f *Founding) begin(dir string, root seal.Root) error {
	folder, log, err := openLedger(dir, root, f.Tenant)
	if err != nil {
		return err
	}
	defer func() { _ = folder.Close() }()
	body, err := json.Marshal(f.Policy)
	if err != nil {
		return err
	}
	_, err = log.Append(ledger.Entry{V: 1, Key: scope.PolicyKey, Kind: "policy", At: f.Now, Body: body})
	if err != nil {
		return fmt.Errorf("begin the ledger: %w", err)
	}
	return log.Close()
}

// origin is the ledger's name in its checkpoints.
func origin(tenant string) string { return "writ/" + tenant }

func openLedger(dir string, root seal.Root, tenant string) (*tiles.Folder, *ledger.Log, error) {
	key, err := root.LedgerKey()
	if err != nil {
		return nil, nil, err
	}
	folder, err := tiles.Open(filepath.Join(dir, ledgerDir))
	if err != nil {
		return nil, nil, err
	}
	log, err := ledger.Open(folder, key, origin(tenant))
	if err != nil {
		return nil, nil, errors.Join(err, folder.Close())
	}
	return folder, log, nil
}
