package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"writ/law"
	"writ/law/signed"
)

func newPacksSign(sh *shell) *cobra.Command {
	var key string
	c := &cobra.Command{
		Use:   "sign PACKDIR --key FILE",
		Short: "Sign a pack of your own; two people do, then a home can take it in",
		Long: `Signs every file in PACKDIR, the folder of one pack, named as the pack. The signature is written beside them, into
` + signed.Name + ` (docs/formats/pack-signature.md). Two people sign, each with their own key: counsel or approver, one of them
counsel. A pack that is not sound can't be signed. When a file was changed, who signed before signs anew.`,
		Example: "  writ packs sign mylaw/ie --key counsel.key",
		Args:    cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			p, err := packFolder(args[0])
			if err != nil {
				return err
			}
			if _, err := law.LoadFiles(p.Files); err != nil {
				return notSo(err)
			}
			d, err := unsigned(sh, p)
			if err != nil {
				return err
			}
			by, err := sh.signer(key)
			if err != nil {
				return err
			}
			if d, err = d.Sign(by.Name, by.Key, sh.now()); err != nil {
				return notSo(err)
			}
			if err := os.WriteFile(filepath.Join(args[0], signed.Name), d.Encode(), 0o644); err != nil { //nolint:gosec // signatures are no secret
				return later(err)
			}
			return saySigned(sh, d)
		},
	}
	keyFlag(c, &key)
	return c
}

// packFolder reads the folder of one pack.
func packFolder(dir string) (signed.Pack, error) {
	full, err := filepath.Abs(dir)
	if err != nil {
		return signed.Pack{}, err
	}
	p, err := signed.ReadPack(os.DirFS(full), filepath.Base(full))
	if err != nil {
		return p, fmt.Errorf("read the pack: %w", err)
	}
	return p, nil
}

// unsigned gives what is there to be signed: the signatures so far, none where the files have changed since.
func unsigned(sh *shell, p signed.Pack) (signed.Document, error) {
	if p.Doc == nil {
		return signed.New(p), nil
	}
	d, err := signed.Read(p.Doc)
	if err != nil {
		return d, err
	}
	err = d.Compare(p)
	if errors.Is(err, signed.ErrChanged) {
		sh.say("what was signed before is void: %s", strings.TrimPrefix(words(err), "writ: "))
		return signed.New(p), nil
	}
	return d, err
}

func saySigned(sh *shell, d signed.Document) error {
	var by []string
	for _, s := range d.Signatures {
		by = append(by, s.Name)
	}
	if len(by) < 2 {
		sh.say("a second person signs it: writ packs sign … --key FILE")
	}
	return sh.result(map[string]any{"pack": d.Pack, "hash": d.Hash, "signed_by": by}, "%s %s, signed by %s", d.Pack, d.Hash, strings.Join(by, ", "))
}
