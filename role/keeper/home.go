package keeper

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
)

// The layouts of a home that this program knows. It refuses a newer one.
const (
	homeVersion  = 1
	homeWithLaw  = 2 // as 1, and a tenant has taken in packs of its own: who does not know of them would decide by other law
	homeWithTaps = 3 // as 2, and a tenant has set taps: who does not know of them would not stop them
	homeVersions = homeWithTaps
)

// Where things lie in a home (docs/formats/home.md). Nothing here names a target.
const (
	homeFile     = "writ-home.json"
	tenantsDir   = "tenants"
	stopsFile    = "stops"
	sharesDir    = "shares"
	ledgerDir    = "ledger"
	storeDir     = "store"
	stagingDir   = "staging"
	packagesDir  = "packages"
	lettersDir   = "letters"
	tapsDir      = "taps"
	taskKeysDir  = "task-keys"
	caseFile     = "case.db"
	rootFile     = "root.pub"
	signerFile   = "signer.pub"
	auditorFile  = "auditor.pub"
	intakeFile   = "intake.key"
	profileFile  = "profile.yaml"
	agenciesFile = "agencies.yaml"
)

// DefaultTenant is the client for which a provider with none of its own works: itself.
const DefaultTenant = "main"

var tenantName = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,62}$`)

type homeMark struct {
	Writ    string `json:"writ"`
	Version int    `json:"version"`
}

// makeHome marks a folder as a home, or checks that it is one that this program can read.
func makeHome(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("make the home: %w", err)
	}
	err := checkHome(dir)
	if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	b, err := json.Marshal(homeMark{"home", homeVersion})
	if err != nil {
		return err
	}
	return writeDurable(filepath.Join(dir, homeFile), append(b, '\n'), 0o600)
}

func checkHome(dir string) error {
	_, err := readHome(dir)
	return err
}

// readHome gives a home's version.
func readHome(dir string) (int, error) {
	b, err := os.ReadFile(filepath.Join(dir, homeFile))
	if err != nil {
		return 0, fmt.Errorf("%s is no home of writ; make one with writ init: %w", dir, err)
	}
	var m homeMark
	if json.Unmarshal(b, &m) != nil || m.Writ != "home" {
		return 0, fmt.Errorf("%s is damaged; restore the home from a backup", filepath.Join(dir, homeFile))
	}
	if m.Version > homeVersions {
		return 0, fmt.Errorf("the home has version %d, this program knows %d; use a newer writ", m.Version, homeVersions)
	}
	return m.Version, nil
}

// raiseHome marks a home as one of a version at least, so that an older program refuses it.
func raiseHome(dir string, version int) error {
	has, err := readHome(dir)
	if err != nil || has >= version {
		return err
	}
	b, err := json.Marshal(homeMark{"home", version})
	if err != nil {
		return err
	}
	return writeDurable(filepath.Join(dir, homeFile), append(b, '\n'), 0o600)
}

// tenantDir is where a client's things lie, apart from every other's.
func tenantDir(home, tenant string) (string, error) {
	if !tenantName.MatchString(tenant) {
		return "", errors.New("a tenant's name has 1 to 63 of a-z, 0-9 and -, and begins with a letter or digit")
	}
	return filepath.Join(home, tenantsDir, tenant), nil
}
