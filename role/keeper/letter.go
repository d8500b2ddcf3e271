package keeper

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"writ/casefile"
	"writ/ledger"
	"writ/production/letter"
	"writ/scope"
)

// needsLetter reports whether the answer needs a letter: what does not leave at all is said in one, and what is
// unclear is asked in one. What a package leaves out stands in the package.
func needsLetter(c casefile.Case) bool {
	d := c.Decision
	return d.Asks || d.Keeps || !d.Opens && !d.Taps
}

// letterPath is the folder of a version's letter: letter.html, letter.pdf, letter.json.
func (k *Keeper) letterPath(c casefile.Case) string {
	return filepath.Join(k.dir, lettersDir, fmt.Sprintf("%s-%d", c.ID, c.Version))
}

// writeLetter composes, signs and keeps the letter, and ends its action on the ledger.
func (k *Keeper) writeLetter(ctx context.Context, id string) (string, error) {
	c, err := k.cases.Load(ctx, id)
	if err != nil {
		return "", err
	}
	r, done := k.log.Find(scope.OutcomeKey(c.ID, c.Version, scope.Letter))
	if !done {
		if r, err = k.signLetter(ctx, c); err != nil {
			return "", err
		}
	}
	if answered := c.State == casefile.Clarifying || c.State == casefile.Delivered; !done || !answered {
		_, err = k.step(ctx, id, casefile.LetterSent{At: k.clock(), Outcome: r})
	}
	return k.letterPath(c), err
}

func (k *Keeper) signLetter(ctx context.Context, c casefile.Case) (ledger.Receipt, error) {
	s, err := k.grant(ctx, c)
	if err != nil {
		return ledger.Receipt{}, err
	}
	p, err := s.Issue(scope.Letter)
	if err != nil {
		return ledger.Receipt{}, err
	}
	w, err := p.Spend(scope.Letter)
	if err != nil {
		return ledger.Receipt{}, err
	}
	l, err := letter.Compose(w.Decision(), k.letterInputs(c))
	if err != nil {
		return ledger.Receipt{}, err
	}
	signer, err := k.packageSigner()
	if err != nil {
		return ledger.Receipt{}, err
	}
	files, err := letter.Sign(l, signer)
	if err != nil {
		return ledger.Receipt{}, err
	}
	if err := keepLetter(k.letterPath(c), files); err != nil {
		return ledger.Receipt{}, fullDisk(k.letterPath(c), err)
	}
	return w.Done(files.Outcome())
}

// letterFiles are what a letter consists of.
var letterFiles = []string{"letter.html", "letter.pdf", "letter.json"}

func keepLetter(dir string, f letter.Files) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("make the letter's folder: %w", err)
	}
	for i, b := range [][]byte{f.HTML, f.PDF, f.JSON} {
		if err := writeDurable(filepath.Join(dir, letterFiles[i]), b, 0o600); err != nil {
			return err
		}
	}
	return syncDir(filepath.Dir(dir))
}

// letterInputs gathers what a letter says beside the decision, in the language of the agency.
func (k *Keeper) letterInputs(c casefile.Case) letter.Inputs {
	in := letter.Inputs{At: k.clock(), Provider: k.profile.Name, Agency: c.Requester.Name, Reference: c.Request.Reference,
		Instrument: k.instrumentName(c), Sheet: k.sheet(c)}
	in.English = letter.Texts{Language: "en", Words: k.words(c, "en", letter.Keys())}
	if words := k.words(c, c.Requester.Language, letter.Keys()); len(words) > 0 {
		in.Texts = letter.Texts{Language: c.Requester.Language, Words: words}
	}
	return in
}

// words are the texts in a language of the pack that knows the instrument; where none does, of the first pack in play
// that has any.
func (k *Keeper) words(c casefile.Case, language string, keys []string) map[string]string {
	packs := c.Decision.Demand.Demand.Packs
	if own, _ := k.packOf(c); own != "" {
		packs = []string{own}
	}
	words := map[string]string{}
	for _, pack := range packs {
		for _, key := range keys {
			if t, ok := k.said(c).Text(pack, language, key); ok {
				words[key] = t
			}
		}
		if len(words) > 0 {
			break
		}
	}
	return words
}

// receipt is the body of the outcome of a delivery.
func receipt(sum [32]byte) ([]byte, error) {
	return json.Marshal(map[string]any{"sha256": fmt.Sprintf("%x", sum), "v": 1})
}
