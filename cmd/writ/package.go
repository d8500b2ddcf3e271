package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"writ/outside/lap"
	"writ/production/verify"
)

type verifyFlags struct{ identity, signer, auditor, caseID string }

func newPackage(sh *shell) *cobra.Command {
	c := &cobra.Command{Use: "package", Short: "Check packages, and open them", Example: "  writ package verify --signer signer.pub --identity agency.key 4f1c…-1.lap"}
	c.AddCommand(newPackageVerify(sh), newPackageOpen(sh))
	return c
}

func newPackageVerify(sh *shell) *cobra.Command {
	var f verifyFlags
	c := &cobra.Command{
		Use:   "verify FILE...",
		Short: "Check a package offline: each row, each reason, each signature, against the ledger's proof",
		Long: `Checks a package, a line a check; exit 1 names the first that broke.

With --identity, the agency's key, it opens the package and judges every row again. With --signer, the provider's
signer.pub, it knows whose package and whose ledger it must be; without, it prints a fingerprint and says that it was not
checked. With --auditor it checks that what was examined is what left and what stayed.`,
		Example: `  writ package verify --identity agency.key --signer signer.pub 4f1c….lap`,
		Args:    cobra.MinimumNArgs(1),
		RunE:    func(_ *cobra.Command, files []string) error { return verifyPackages(sh, f, files) },
	}
	c.Flags().StringVar(&f.identity, "identity", "", "the agency's age identity file")
	c.Flags().StringVar(&f.signer, "signer", "", "the provider's signer.pub; several may stand in one file")
	c.Flags().StringVar(&f.auditor, "auditor", "", "the auditor's age identity file")
	c.Flags().StringVar(&f.caseID, "case", "", "the case that the package must be of")
	return c
}

func verifyPackages(sh *shell, f verifyFlags, files []string) error {
	var o lap.VerifyOptions
	var err error
	if o.Identity, err = readOptional(f.identity); err != nil {
		return err
	}
	if o.Auditor, err = readOptional(f.auditor); err != nil {
		return err
	}
	if o.Signer, err = readOptional(f.signer); err != nil {
		return err
	}
	o.Expect.Case = f.caseID
	var first error
	for _, file := range files {
		if err := verifyPackage(sh, o, file); err != nil && first == nil {
			first = err
		}
	}
	return first
}

func verifyPackage(sh *shell, o lap.VerifyOptions, file string) error {
	out, err := lap.Verify(file, o)
	if err != nil {
		return err
	}
	for _, c := range out.Checks {
		if err := sh.result(packageLine{file, c}, "%-8s %-13s %s", c.State, c.Name, c.Detail); err != nil {
			return err
		}
	}
	if b := out.Broken(); b != nil {
		return notSo(fmt.Errorf("%s is not intact: %s: %s", file, b.Name, b.Detail))
	}
	if len(o.Signer) == 0 {
		sh.say("%s: signed by %s: fingerprint, not checked", file, out.Fingerprint)
		return nil
	}
	sh.say("%s: intact, %d rows", file, out.Rows)
	return nil
}

type packageLine struct {
	File string `json:"file"`
	verify.Check
}
