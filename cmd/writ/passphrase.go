package main

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"golang.org/x/term"

	"writ/outside/seal"
	"writ/role/keeper"
)

// The variables that hold what is otherwise asked for at the prompt.
const (
	passphraseVar    = "WRIT_PASSPHRASE"     // opens one share of the root, or one person's key
	keyPassphraseVar = "WRIT_KEY_PASSPHRASE" // opens a person's key, where it differs
	sharesVar        = "WRIT_SHARES"         // further shares, as written down, separated by spaces
	homeVar          = "WRIT_HOME"
)

// passphrase gives the first variable that is set, or asks.
func (s *shell) passphrase(prompt string, vars ...string) (string, error) {
	for _, v := range vars {
		if p := s.env(v); p != "" {
			return p, nil
		}
	}
	in, ok := s.in.(*os.File)
	if !ok || !term.IsTerminal(int(in.Fd())) {
		return "", usage("no passphrase: set %s, or run it at a terminal", strings.Join(vars, " or "))
	}
	fmt.Fprintf(s.err, "%s: ", prompt)
	b, err := term.ReadPassword(int(in.Fd()))
	fmt.Fprintln(s.err)
	if err != nil {
		return "", later(errors.New("the passphrase could not be read"))
	}
	return string(b), nil
}

// unlock is what opens a home.
func (s *shell) unlock() (keeper.Unlock, error) {
	shares := strings.Fields(s.env(sharesVar))
	p, err := s.passphrase("Passphrase of the home", passphraseVar)
	if err != nil && len(shares) == 0 {
		return keeper.Unlock{}, err
	}
	return keeper.Unlock{Passphrase: p, Shares: shares}, nil
}

// signer opens a person's key file.
func (s *shell) signer(file string) (keeper.Signer, error) {
	if file == "" {
		return keeper.Signer{}, usage("--key is missing: name the file of the key of the person who does this")
	}
	b, err := os.ReadFile(file)
	if err != nil {
		return keeper.Signer{}, fmt.Errorf("read the key: %w", err)
	}
	shown, err := seal.ReadPersonFile(b)
	if err != nil {
		return keeper.Signer{}, fmt.Errorf("%s: %w", file, err)
	}
	p, err := s.passphrase("Passphrase of "+shown.Name, keyPassphraseVar, passphraseVar)
	if err != nil {
		return keeper.Signer{}, err
	}
	key, name, err := seal.OpenPersonKey(b, p)
	if err != nil {
		return keeper.Signer{}, fmt.Errorf("%s: %w", file, err)
	}
	return keeper.Signer{Name: name, Key: key}, nil
}
