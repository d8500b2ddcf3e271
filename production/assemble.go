package production

import (
	"crypto/sha256"
	"fmt"

	"writ/production/format"
	"writ/production/verify"
	"writ/scope"
)

// Assemble spends the permit and writes the parts of the package to the staging area. Memory does not grow with
// the rows. It asks the ledger again and again whether it may go on, and ends with its error if not. What was
// written has been verified when it returns. The Work is returned with an error too, once the permit is spent.
func Assemble(p scope.Permit, h scope.Harvest, in Inputs, st Staging) (Staged, scope.Work, error) {
	if h.Zero() || st == nil {
		return Staged{}, scope.Work{}, ErrZero
	}
	if err := in.check(); err != nil {
		return Staged{}, scope.Work{}, err
	}
	w, err := p.Spend(scope.Assemble)
	if err != nil {
		return Staged{}, scope.Work{}, err
	}
	if w.Ledger() != h.Ledger() || w.Decision().Digest() != h.Decision().Digest() || w.Ledger() == (scope.Work{}).Ledger() {
		return Staged{}, w, ErrForeign
	}
	s, err := assemble(w, h, in, st)
	return s, w, err
}

func (in Inputs) check() error {
	switch {
	case in.At.IsZero():
		return fmt.Errorf("%w: the instant", ErrInput)
	case in.Random == nil:
		return fmt.Errorf("%w: the random octets", ErrInput)
	case len(in.Entries) == 0 || in.LedgerKey == "":
		return fmt.Errorf("%w: the ledger's entries and key", ErrInput)
	case len(in.Packs) == 0:
		return fmt.Errorf("%w: the packs that decided", ErrInput)
	case in.Paper.Provider == "" || in.Paper.Agency == "":
		return fmt.Errorf("%w: the names of provider and agency", ErrInput)
	case in.Certify != nil && in.Custodian.Name == "":
		return fmt.Errorf("%w: the custodian who signs the certificate", ErrInput)
	}
	return nil
}

func assemble(w scope.Work, h scope.Harvest, in Inputs, st Staging) (Staged, error) {
	if err := w.Live(); err != nil {
		return Staged{}, err
	}
	rows, err := writeRows(st, w, h)
	if err != nil {
		return Staged{}, err
	}
	if err := rows.check(h); err != nil {
		return Staged{}, err
	}
	parts, err := writeParts(st, h, in, rows)
	if err != nil {
		return Staged{}, err
	}
	s, err := conclude(st, h, in, rows, parts)
	if err != nil {
		return Staged{}, err
	}
	if err := w.Live(); err != nil {
		return Staged{}, err
	}
	report := verify.Parts(s.source(), verify.Options{LedgerKey: in.LedgerKey, Pending: true})
	if broken := report.Broken(); broken != nil {
		return Staged{}, fmt.Errorf("%w: %s: %s", ErrRejected, broken.Name, broken.Detail)
	}
	return s, nil
}

// writeParts writes what stands beside the rows.
func writeParts(st Staging, h scope.Harvest, in Inputs, rows *written) ([]staged, error) {
	parts := rows.parts
	keep := func(name string, b []byte, err error) error {
		if err != nil {
			return err
		}
		about, err := stage(st, name, b)
		parts = append(parts, about)
		return err
	}
	d := h.Decision()
	text, err := scopeOf(d, in)
	if err != nil {
		return nil, err
	}
	b, err := canonical(text)
	if err := keep(format.ScopeFile, b, err); err != nil {
		return nil, err
	}
	b, err = canonical(shortfallOf(d, h.Findings()))
	if err := keep(format.ShortfallFile, b, err); err != nil {
		return nil, err
	}
	entries, err := approvalsOf(in.Entries)
	if err != nil {
		return nil, err
	}
	b, err = canonical(entries)
	if err := keep(format.ApprovalsFile, b, err); err != nil {
		return nil, err
	}
	if err := drawn(keep, reportOf(h, in, rows), format.ReportHTML, format.ReportPDF); err != nil {
		return nil, err
	}
	if in.Certify != nil {
		if err := drawn(keep, certificateOf(h, in, rows), format.CertificateHTML, format.CertificatePDF); err != nil {
			return nil, err
		}
	}
	return parts, nil
}

// conclude writes the auditor's part, the manifest and the index of what is staged.
func conclude(st Staging, h scope.Harvest, in Inputs, rows *written, parts []staged) (Staged, error) {
	conservation, err := conservationOf(h, in.Random)
	if err != nil {
		return Staged{}, err
	}
	audit, err := stage(st, format.ConservationFile, conservation)
	if err != nil {
		return Staged{}, err
	}
	manifest, err := canonical(manifestOf(h, in, rows, parts, conservation))
	if err != nil {
		return Staged{}, err
	}
	about, err := stage(st, format.ManifestFile, manifest)
	if err != nil {
		return Staged{}, err
	}
	sum := sha256.Sum256(manifest)
	index := index{V: 1, Manifest: about, Audit: audit, Parts: parts}
	b, err := canonical(index)
	if err != nil {
		return Staged{}, err
	}
	if _, err := stage(st, indexFile, b); err != nil {
		return Staged{}, err
	}
	return Staged{&stagedPackage{st, sum, index}}, nil
}
