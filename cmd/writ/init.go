package main

import (
	"crypto/rand"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"writ/outside/seal"
	"writ/role/keeper"
	"writ/scope"
)

// initFlags are what a new tenant begins with.
type initFlags struct {
	profile, agencies, keys, auditor string
	shares, threshold                int
	founders                         []string
	carrier                          bool
}

// firstPeople are the founders of a tenant for which none are named: enough for every step, and no more.
var firstPeople = []string{"clerk-1:clerk", "clerk-2:clerk", "verifier-1:verifier", "approver-1:approver", "approver-2:approver"}

func newInit(sh *shell) *cobra.Command {
	var f initFlags
	var w *where
	c := &cobra.Command{
		Use:   "init --home DIR",
		Short: "Make a home: keys, shares of them, a ledger, the first people",
		Long: `Makes the folder in which everything of a provider is kept, and its first people.

The root of all keys is split into --shares parts; --threshold of them open it. The parts are printed once: write each
down and give it to its holder. One part stays in the home, wrapped under the passphrase.

The first people are named with --founder NAME:ROLE (or NAME:ROLE:carrier for the carrier's own employee, where a
third party acts for it). Their keys are written to --keys, wrapped under the passphrase; hand each to its person. Later
people are enrolled by two others. Roles: clerk, verifier, approver, counsel, custodian, operator, auditor.`,
		Example: `  WRIT_PASSPHRASE=… writ init --home /var/lib/writ --profile provider.yaml --agencies agencies.yaml
  writ init --home H --shares 3 --threshold 2 --founder "Ann Adler:approver" --founder "Bo Berg:approver" --founder "Cy Cole:clerk"`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error { return initHome(sh, w, f) },
	}
	w = whereFlags(c, sh)
	c.Flags().IntVar(&f.shares, "shares", 1, "parts into which the root is split")
	c.Flags().IntVar(&f.threshold, "threshold", 1, "parts that open it")
	c.Flags().StringVar(&f.profile, "profile", "", "the provider's profile (docs/formats/profile.md)")
	c.Flags().StringVar(&f.agencies, "agencies", "", "the agency directory (docs/formats/agencies.md)")
	c.Flags().StringArrayVar(&f.founders, "founder", nil, "NAME:ROLE[:carrier] of one of the first people")
	c.Flags().StringVar(&f.keys, "keys", "", "folder for the first people's keys; default: HOME/keys-to-hand-out")
	c.Flags().StringVar(&f.auditor, "auditor", "", "age recipient of the auditor; default: a new key, shown once")
	c.Flags().BoolVar(&f.carrier, "carrier-approves", false, "one approver must be the carrier's own employee (47 CFR 1.20003)")
	return c
}

func initHome(sh *shell, w *where, f initFlags) error {
	if err := w.resolve(); err != nil {
		return err
	}
	pass, err := sh.passphrase("New passphrase of the home", passphraseVar)
	if err != nil {
		return err
	}
	found := keeper.Founding{Tenant: w.tenant, Shares: f.shares, Threshold: f.threshold, Passphrase: pass, Now: sh.now(), Rand: rand.Reader}
	found.Policy.CarrierNeeded = f.carrier
	if found.Profile, err = readOptional(f.profile); err != nil {
		return err
	}
	if found.Agencies, err = readOptional(f.agencies); err != nil {
		return err
	}
	keys, err := f.foundPeople(&found, pass)
	if err != nil {
		return err
	}
	auditor, err := f.foundAuditor(&found)
	if err != nil {
		return err
	}
	shares, err := keeper.Init(w.home, found)
	if err != nil {
		return err
	}
	dir := f.keys
	if dir == "" {
		dir = filepath.Join(w.home, "keys-to-hand-out")
	}
	if err := writeKeys(dir, keys); err != nil {
		return err
	}
	return sayInit(sh, w, f, found, shares, auditor, dir)
}

// foundAuditor takes the auditor's recipient, or makes a key whose secret half is shown once.
func (f initFlags) foundAuditor(found *keeper.Founding) (secret string, err error) {
	if f.auditor != "" {
		found.Auditor, err = readKeyText(f.auditor)
		return "", err
	}
	id, err := seal.NewIdentity()
	if err != nil {
		return "", err
	}
	found.Auditor = id.Recipient().String()
	return id.Reveal(), nil
}

type keyFile struct {
	name string
	file []byte
}

// foundPeople makes a key for each founder.
func (f initFlags) foundPeople(found *keeper.Founding, pass string) ([]keyFile, error) {
	specs := f.founders
	if len(specs) == 0 {
		specs = firstPeople
	}
	var out []keyFile
	for _, spec := range specs {
		name, role, carrier, err := parsePerson(spec)
		if err != nil {
			return nil, err
		}
		file, pub, err := seal.NewPersonKey(name, pass, found.Rand)
		if err != nil {
			return nil, err
		}
		found.Policy.Founders = append(found.Policy.Founders, scope.Person{Name: name, Role: role, Key: pub, Carrier: carrier})
		out = append(out, keyFile{name, file})
	}
	return out, nil
}

// parsePerson reads NAME:ROLE[:carrier].
func parsePerson(spec string) (name string, role scope.Role, carrier bool, err error) {
	parts := strings.Split(spec, ":")
	if len(parts) == 3 && parts[2] == "carrier" {
		carrier, parts = true, parts[:2]
	}
	if len(parts) != 2 || strings.TrimSpace(parts[0]) == "" {
		return "", "", false, usage("a founder is written NAME:ROLE or NAME:ROLE:carrier")
	}
	role, err = parseRole(parts[1])
	return strings.TrimSpace(parts[0]), role, carrier, err
}

func parseRole(s string) (scope.Role, error) {
	if slices.Contains(roleNames(), s) {
		return scope.Role(s), nil
	}
	return "", usage("no such role; write one of %s", strings.Join(roleNames(), ", "))
}

func writeKeys(dir string, keys []keyFile) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return later(err)
	}
	for _, k := range keys {
		if err := os.WriteFile(filepath.Join(dir, keyName(k.name)), k.file, 0o600); err != nil {
			return later(err)
		}
	}
	return nil
}

// keyName is a file's name for a person's key.
func keyName(person string) string {
	return strings.Map(func(r rune) rune {
		if r == ' ' || r == '/' || r == '\\' || r == ':' {
			return '-'
		}
		return r
	}, strings.ToLower(person)) + ".key"
}

func sayInit(sh *shell, w *where, f initFlags, found keeper.Founding, shares []seal.Share, auditor, dir string) error {
	var texts, people []string
	for _, s := range shares {
		texts = append(texts, s.Reveal())
	}
	for _, p := range found.Policy.Founders {
		people = append(people, fmt.Sprintf("%s (%s)", p.Name, p.Role))
	}
	if sh.json {
		return sh.result(map[string]any{"home": w.home, "tenant": w.tenant, "shares": texts, "threshold": f.threshold, "people": people, "keys": dir, "auditor_key": auditor}, "")
	}
	for i, t := range texts {
		sh.line("share %d of %d (%d open the home): %s", i+1, len(texts), f.threshold, t)
	}
	if auditor != "" {
		sh.line("auditor's key: %s", auditor)
	}
	sh.say("Write each share down and give it to its holder. They are not shown again.")
	sh.say("First people: %s", strings.Join(people, ", "))
	sh.say("Their keys are in %s, under the same passphrase: hand each to its person. Later people are enrolled by two of them.", dir)
	return nil
}
