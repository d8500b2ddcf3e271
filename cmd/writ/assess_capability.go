package main

import (
	"crypto/ed25519"
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"writ/law"
	"writ/outside/seal"
	"writ/production/verify"
	"writ/strategy"
	"writ/strategy/capability"
)

// state signs the capability statement of a profile.
func (a *assessing) state(sh *shell, rules *strategy.Rules, file string) error {
	p, at, err := a.profile(sh, file)
	if err != nil {
		return err
	}
	packs, err := law.Embedded()
	if err != nil {
		return err
	}
	s, err := capability.State(rules.Assess(p, at), rules, packs)
	if err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	by, err := sh.signer(a.key)
	if err != nil {
		return err
	}
	doc, err := capability.Sign(s, by.Key)
	if err != nil {
		return err
	}
	pub, _ := by.Key.Public().(ed25519.PublicKey)
	sh.say("signed by %s; publish it at %s and make the key known beside it: %s", verify.Fingerprint(pub), capability.Path, seal.PublicKeyText(pub))
	if a.out == "" {
		sh.line("%s", doc)
		return nil
	}
	if err := os.WriteFile(a.out, append(doc, '\n'), 0o644); err != nil {
		return later(fmt.Errorf("write the statement: %w", err))
	}
	return sh.result(map[string]any{"file": a.out, "key": seal.PublicKeyText(pub), "path": capability.Path}, "%s", a.out)
}

func newAssessVerify(sh *shell) *cobra.Command {
	var signer string
	c := &cobra.Command{
		Use:   "verify FILE",
		Short: "Check a signed capability statement offline",
		Long: `Checks a capability statement: its form, its signature, by whom, and its days. With --signer, the provider's public key
(ed25519:…) or a file in which it stands, it knows whose statement it must be; without, it prints a fingerprint and says that it
was not checked.`,
		Example: "  writ assess verify --signer ed25519:… lawful-access.json",
		Args:    cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			doc, err := os.ReadFile(args[0])
			if err != nil {
				return fmt.Errorf("read the statement: %w", err)
			}
			var known ed25519.PublicKey
			if signer != "" {
				if known, err = publicKey(signer); err != nil {
					return err
				}
			}
			return verifyStatement(sh, args[0], doc, known)
		},
	}
	c.Flags().StringVar(&signer, "signer", "", "the public key that must have signed it, or a key file")
	return c
}

func verifyStatement(sh *shell, file string, doc []byte, signer ed25519.PublicKey) error {
	s, key, err := capability.Verify(doc, signer, sh.now().UTC())
	if err != nil {
		return notSo(fmt.Errorf("%s is not so: %w", file, err))
	}
	if sh.json {
		return sh.result(map[string]any{"ok": true, "signer_checked": signer != nil, "fingerprint": verify.Fingerprint(key), "statement": json.RawMessage(statementText(s))}, "")
	}
	codes := make([]string, len(s.Countries))
	for i, c := range s.Countries {
		codes[i] = c.Code
	}
	sh.line("%s, in %s, %s to %s", s.Provider, strings.Join(codes, ", "), s.Issued, s.Expires)
	if signer == nil {
		sh.say("signed by %s: fingerprint, not checked", verify.Fingerprint(key))
		return nil
	}
	sh.say("%s: intact", file)
	return nil
}

func statementText(s capability.Statement) []byte {
	b, err := json.Marshal(s)
	if err != nil {
		return []byte("null")
	}
	return b
}
