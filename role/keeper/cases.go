package keeper

import (
	"context"
	"io"
	"path/filepath"

	"writ/ledger"
	"writ/outside/seal"
	"writ/outside/sqlite"
)

// openCases opens the tenant's cases, sealed under keys that the root wraps.
func (k *Keeper) openCases(ctx context.Context) error {
	commit, err := k.root.CommitmentKey()
	if err != nil {
		return err
	}
	st, err := sqlite.Open(ctx, filepath.Join(k.dir, caseFile), caseSealer{k.root, commit, k.rand})
	if err != nil {
		return err
	}
	k.cases, k.closeCases = st, st.Close
	return nil
}

// caseSealer gives the case store its keys: one a case, wrapped under the root.
type caseSealer struct {
	root   seal.Root
	commit [32]byte
	rand   io.Reader
}

func (s caseSealer) NewKey(caseID string) ([]byte, error) {
	_, wrapped, err := s.root.NewCaseKey(caseID, s.rand)
	return wrapped, err
}

func (s caseSealer) Seal(caseID string, wrapped []byte, label string, plain []byte) ([]byte, error) {
	key, err := s.root.OpenCaseKey(caseID, wrapped)
	if err != nil {
		return nil, err
	}
	return key.Seal(label, plain, s.rand)
}

func (s caseSealer) Open(caseID string, wrapped []byte, label string, sealed []byte) ([]byte, error) {
	key, err := s.root.OpenCaseKey(caseID, wrapped)
	if err != nil {
		return nil, err
	}
	return key.Open(label, sealed)
}

func (s caseSealer) Tag(label, text string) string { return ledger.Commit(s.commit, label, text) }
