package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"writ/production/verify"
)

func newLetter(sh *shell) *cobra.Command {
	c := &cobra.Command{Use: "letter", Short: "Check letters", Example: "  writ letter verify --signer signer.pub letters/4f1c…-1"}
	c.AddCommand(newLetterVerify(sh))
	return c
}

func newLetterVerify(sh *shell) *cobra.Command {
	var signer string
	c := &cobra.Command{
		Use:   "verify FOLDER...",
		Short: "Check a letter offline: its signature, and that its PDF and HTML are those that were signed",
		Long: `Checks a letter (letter.json, letter.html, letter.pdf in one folder), a line a check; exit 1 names the first that broke.

With --signer, the provider's signer.pub, it knows whose letter it must be; without, it prints a fingerprint and says that
it was not checked. letter.json alone can be checked too; a document that is not there is said to be "not brought".`,
		Example: "  writ letter verify --signer signer.pub letters/4f1c…-1",
		Args:    cobra.MinimumNArgs(1),
		RunE: func(_ *cobra.Command, folders []string) error {
			signers, err := knownSigners(signer)
			if err != nil {
				return err
			}
			var first error
			for _, f := range folders {
				if err := verifyLetter(sh, f, signers); err != nil && first == nil {
					first = err
				}
			}
			return first
		},
	}
	c.Flags().StringVar(&signer, "signer", "", "the provider's signer.pub; several may stand in one file")
	return c
}

// knownSigners reads a signer file; no file is no signer.
func knownSigners(file string) ([]verify.Known, error) {
	text, err := readOptional(file)
	if err != nil || len(text) == 0 {
		return nil, err
	}
	return verify.ParseSigners(text)
}

func verifyLetter(sh *shell, folder string, signers []verify.Known) error {
	out, err := letterBy(folder, signers)
	if err != nil {
		return err
	}
	for _, c := range out.Checks {
		if err := sh.result(packageLine{folder, c}, "%-8s %-13s %s", c.State, c.Name, c.Detail); err != nil {
			return err
		}
	}
	if b := out.Broken(); b != nil {
		return notSo(fmt.Errorf("%s is not intact: %s: %s", folder, b.Name, b.Detail))
	}
	if len(signers) == 0 {
		sh.say("%s: signed by %s: fingerprint, not checked", folder, out.Fingerprint)
		return nil
	}
	sh.say("%s: intact", folder)
	return nil
}

func letterBy(folder string, signers []verify.Known) (verify.Outcome, error) {
	text, err := os.ReadFile(filepath.Join(folder, "letter.json"))
	if err != nil {
		return verify.Outcome{}, fmt.Errorf("read the letter: %w", err)
	}
	html, err := readIfThere(filepath.Join(folder, "letter.html"))
	pdf, err2 := readIfThere(filepath.Join(folder, "letter.pdf"))
	if err := errors.Join(err, err2); err != nil {
		return verify.Outcome{}, err
	}
	return verify.Letter(text, html, pdf, signers), nil
}

// readIfThere reads a file; one that is not there gives nil.
func readIfThere(file string) ([]byte, error) {
	b, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read the letter: %w", err)
	}
	return b, nil
}
