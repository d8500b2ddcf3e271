package main

import (
	"bytes"
	"context"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"filippo.io/age"
)

const housePassphrase = "correct horse battery staple"

var houseDir string // what tidy removes

// house gives a folder with the home of a small provider, made once a run by the commands themselves: home/, keys/ of
// Ann and Bo (clerks), Cy (verifier), Di and Ed (approver, counsel), agency.key and what testdata/house holds. Its keys
// are wrapped again with little work, so that a script's hundred commands don't cost a hundred times a tenth of a second.
var house = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "writ-house-")
	if err != nil {
		return "", err
	}
	houseDir = dir
	if err := os.CopyFS(dir, os.DirFS("testdata/house")); err != nil {
		return "", err
	}
	in := func(name string) string { return filepath.Join(dir, name) }
	log, err := typed(dir, "init", "--home", in("home"), "--profile", in("profile.yaml"), "--agencies", in("agencies.yaml"), "--keys", in("keys"),
		"--founder", "Ann:clerk", "--founder", "Bo:clerk", "--founder", "Cy:verifier", "--founder", "Di:approver", "--founder", "Ed:counsel")
	if err != nil {
		return "", err
	}
	if err := keepAuditor(in("auditor.key"), log); err != nil {
		return "", err
	}
	for _, args := range [][]string{
		{"ingest", "--home", in("home"), "--feed", "kamailio", "../../records/kamailio/testdata/acc.csv"},
		{"ingest", "--home", in("home"), "--feed", "subscribers", in("subscribers.csv")},
	} {
		if _, err := typed(dir, args...); err != nil {
			return "", err
		}
	}
	return dir, lighten(dir)
})

// typed runs a command in this process, an hour before the scripts begin, and gives what it printed.
func typed(dir string, args ...string) (string, error) {
	var out, errs bytes.Buffer
	env := func(name string) string { return map[string]string{passphraseVar: housePassphrase}[name] }
	sh := &shell{in: strings.NewReader(""), out: &out, err: &errs, now: func() time.Time { return today.Add(-time.Hour) }, env: env}
	if code := run(context.Background(), args, sh); code != 0 {
		return "", fmt.Errorf("writ %s in %s: exit %d: %s", args[0], dir, code, errs.String())
	}
	return out.String(), nil
}

func keepAuditor(file, printed string) error {
	_, after, ok := strings.Cut(printed, "auditor's key: ")
	if !ok {
		return fmt.Errorf("init printed no auditor's key")
	}
	key, _, _ := strings.Cut(after, "\n")
	return os.WriteFile(file, []byte(key+"\n"), 0o600)
}

// lighten wraps every key and share below dir again with the least work.
func lighten(dir string) error {
	return filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if p, _ := pem.Decode(b); p != nil && strings.HasPrefix(p.Type, "WRIT ") {
			p.Bytes, err = rewrapped(p.Bytes)
			var other *age.NoIdentityMatchError
			if errors.As(err, &other) {
				return nil // under a passphrase of its own
			}
			if err != nil {
				return err
			}
			return os.WriteFile(path, pem.EncodeToMemory(p), 0o600)
		}
		return nil
	})
}

func rewrapped(sealed []byte) ([]byte, error) {
	id, err := age.NewScryptIdentity(housePassphrase)
	if err != nil {
		return nil, err
	}
	r, err := age.Decrypt(bytes.NewReader(sealed), id)
	if err != nil {
		return nil, err
	}
	to, err := age.NewScryptRecipient(housePassphrase)
	if err != nil {
		return nil, err
	}
	to.SetWorkFactor(1)
	var out bytes.Buffer
	w, err := age.Encrypt(&out, to)
	if err != nil {
		return nil, err
	}
	if _, err := io.Copy(w, r); err != nil {
		return nil, err
	}
	err = w.Close()
	return out.Bytes(), err
}

// bring takes a request to a decided case, as Ann, Bo and Cy do, and prints its number: bring REQUEST.yaml. Words after
// it go on: di, ed approve; run runs.
func bring(args []string) int {
	sh := scriptShell()
	var id bytes.Buffer
	steps := func(all ...[]string) int {
		for _, s := range all {
			sh.out = &bytes.Buffer{}
			if s[0] == "request" {
				sh.out = &id
			}
			if code := run(context.Background(), s, sh); code != 0 {
				return code
			}
		}
		return 0
	}
	file := args[0]
	if code := steps([]string{"request", "add", file}); code != 0 {
		return code
	}
	number := strings.TrimSpace(id.String())
	fmt.Println(number)
	all := [][]string{{"case", "read", number, "--key", "keys/ann.key", file}, {"case", "read", number, "--key", "keys/bo.key", file},
		{"case", "verify", number, "--key", "keys/cy.key", "--contact", "switchboard"}}
	for _, more := range args[1:] {
		if more == "run" {
			all = append(all, []string{"case", "run", number})
			continue
		}
		all = append(all, []string{"case", "approve", number, "--key", "keys/" + more + ".key"})
	}
	return steps(all...)
}
