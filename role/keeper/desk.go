package keeper

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"writ/outside/seal"
	"writ/scope"
)

// deskName is who brings in what comes by mail: no person, so that it can neither read nor approve for one.
const deskName = "intake"

// found makes the intake's key and enrols it among the founders.
func (f *Founding) found(dir string) error {
	file, pub, err := seal.NewPersonKey(deskName, f.Passphrase, f.Rand)
	if err != nil {
		return err
	}
	f.Policy.Founders = append(f.Policy.Founders, scope.Person{Name: deskName, Role: scope.Intake, Key: pub})
	return writeDurable(filepath.Join(dir, intakeFile), file, 0o600)
}

// Intake is the tenant's own signer for what comes by mail. It registers and does nothing else.
func (k *Keeper) Intake() (Signer, error) {
	b, err := os.ReadFile(filepath.Join(k.dir, intakeFile))
	if err != nil {
		return Signer{}, fmt.Errorf("open the intake's key: %w", err)
	}
	key, _, err := seal.OpenPersonKey(b, k.passphrase)
	if err != nil {
		return Signer{}, errors.New("the intake's key did not open; give --key of the person who brings the demand in")
	}
	return Signer{Name: deskName, Key: key}, nil
}

// DefaultDelivery is the folder for what is handed over where none is named.
func (k *Keeper) DefaultDelivery() string { return filepath.Join(k.dir, "delivered") }
