package main

import (
	"crypto/ed25519"
	"crypto/rand"
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"writ/outside/seal"
	"writ/role/keeper"
	"writ/scope"
)

func newPerson(sh *shell) *cobra.Command {
	c := &cobra.Command{Use: "person", Short: "People and their keys", Example: "  writ person list --home H"}
	c.AddCommand(newPersonKey(sh), newPersonAdd(sh), newPersonList(sh), newPersonRevoke(sh))
	return c
}

func newPersonKey(sh *shell) *cobra.Command {
	return &cobra.Command{
		Use:   "key NAME FILE",
		Short: "Make a person's own key, wrapped under that person's passphrase",
		Long: `Makes a signing key and writes it to FILE, wrapped under a passphrase that only this person knows. It prints the public
half. The key says nothing yet: two people who are enrolled must add the person (writ person add).`,
		Example: `  writ person key "Ann Adler" ann.key`,
		Args:    cobra.ExactArgs(2),
		RunE: func(_ *cobra.Command, args []string) error {
			if _, err := os.Stat(args[1]); err == nil {
				return errors.New("the file is there already; a key is never overwritten")
			}
			p, err := sh.passphrase("New passphrase of "+args[0], keyPassphraseVar, passphraseVar)
			if err != nil {
				return err
			}
			file, pub, err := seal.NewPersonKey(args[0], p, rand.Reader)
			if err != nil {
				return err
			}
			if err := os.WriteFile(args[1], file, 0o600); err != nil {
				return later(err)
			}
			return sh.result(map[string]any{"name": args[0], "public": seal.PublicKeyText(pub)}, "%s", seal.PublicKeyText(pub))
		},
	}
}

func newPersonAdd(sh *shell) *cobra.Command {
	var role, key string
	var by []string
	var carrier bool
	c := &cobra.Command{
		Use:     "add NAME --role ROLE --key FILE --by KEY --by KEY",
		Short:   "Enrol a person; two who are enrolled vouch",
		Long:    "Enrols a person on the ledger. --key is the person's key file, of which only the public half is read (or the public key itself); each --by is the key of one who vouches.",
		Example: `  writ person add "Ann Adler" --role approver --key ann.key --by approver-1.key --by clerk-1.key`,
		Args:    cobra.ExactArgs(1),
	}
	w := whereFlags(c, sh)
	c.Flags().StringVar(&role, "role", "", "clerk, verifier, approver, counsel, custodian, operator or auditor")
	_ = c.RegisterFlagCompletionFunc("role", cobra.FixedCompletions(roleNames(), cobra.ShellCompDirectiveNoFileComp))
	c.Flags().StringVar(&key, "key", "", "the person's key file, or the public key that `writ person key` printed")
	c.Flags().StringArrayVar(&by, "by", nil, "key file of one who vouches; given twice")
	c.Flags().BoolVar(&carrier, "carrier", false, "the carrier's own employee (47 CFR 1.20003)")
	c.RunE = func(cmd *cobra.Command, args []string) error {
		r, err := parseRole(role)
		if err != nil {
			return err
		}
		pub, err := publicKey(key)
		if err != nil {
			return err
		}
		return w.with(cmd.Context(), sh, func(k *keeper.Keeper) error {
			var signers []keeper.Signer
			for _, b := range by {
				s, err := sh.signer(b)
				if err != nil {
					return err
				}
				signers = append(signers, s)
			}
			if err := k.Enrol(scope.Person{Name: args[0], Role: r, Key: pub, Carrier: carrier}, signers...); err != nil {
				return err
			}
			return sh.result(map[string]any{"name": args[0], "role": r}, "%s is enrolled as %s", args[0], r)
		})
	}
	return c
}

// roleNames lists the roles of people, as they are typed. The intake is no person.
func roleNames() []string {
	var out []string
	for _, r := range scope.Roles() {
		if r != scope.Intake {
			out = append(out, string(r))
		}
	}
	return out
}

// publicKey reads the public half of a key file, or a public key as printed.
func publicKey(s string) (ed25519.PublicKey, error) {
	if s == "" {
		return nil, usage("--key is missing: name the person's key file")
	}
	if pub, err := seal.ParsePublicKey(s); err == nil {
		return pub, nil
	}
	b, err := os.ReadFile(s)
	if err != nil {
		return nil, fmt.Errorf("read the key: %w", err)
	}
	f, err := seal.ReadPersonFile(b)
	return f.Public, err
}

func newPersonList(sh *shell) *cobra.Command {
	c := &cobra.Command{Use: "list", Short: "Who is enrolled", Example: "  writ person list --home H", Args: cobra.NoArgs}
	w := whereFlags(c, sh)
	c.RunE = func(cmd *cobra.Command, _ []string) error {
		return w.with(cmd.Context(), sh, func(k *keeper.Keeper) error {
			for _, p := range k.People().All() {
				if err := sh.result(p, "%-10s %s", p.Role, p.Name); err != nil {
					return err
				}
			}
			return nil
		})
	}
	return c
}

func newPersonRevoke(sh *shell) *cobra.Command {
	var key string
	c := &cobra.Command{Use: "revoke NAME --key FILE", Short: "Take a person's key out for good", Example: `  writ person revoke "Ann Adler" --key approver-1.key`, Args: cobra.ExactArgs(1)}
	w := whereFlags(c, sh)
	keyFlag(c, &key)
	c.RunE = func(cmd *cobra.Command, args []string) error {
		return w.with(cmd.Context(), sh, func(k *keeper.Keeper) error {
			by, err := sh.signer(key)
			if err != nil {
				return err
			}
			if err := k.Revoke(args[0], by); err != nil {
				return err
			}
			return sh.result(map[string]any{"revoked": args[0]}, "%s is revoked", args[0])
		})
	}
	return c
}
