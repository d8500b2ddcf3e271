package keeper

import (
	"crypto/ed25519"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"writ/casefile"
	"writ/ledger"
	"writ/outside/lap"
	"writ/outside/seal"
	"writ/production"
)

// inputs gathers what a package says beside its rows.
func (k *Keeper) inputs(c casefile.Case) (production.Inputs, error) {
	entries, err := production.Entries(k.log, c.ID)
	if err != nil {
		return production.Inputs{}, err
	}
	in := production.Inputs{At: k.clock(), Random: k.rand, Entries: entries, LedgerKey: k.log.VerificationKey(),
		Paper: production.Paper{Provider: k.profile.Name, Agency: c.Requester.Name, Reference: c.Request.Reference,
			Instrument: k.instrumentName(c), Sheet: k.sheet(c)},
		Certify:   k.certificate(c),
		Custodian: production.Custodian{Name: k.profile.Custodian.Name, Title: k.profile.Custodian.Title}}
	if lang := c.Requester.Language; lang != "en" {
		in.Texts = production.ReportTexts{Language: lang, Words: k.words(c, lang, production.HeadingKeys())}
	}
	packs, err := k.LawOf(c)
	if err != nil {
		return production.Inputs{}, err
	}
	for _, f := range packs.Files() {
		in.Packs = append(in.Packs, production.PackText{Name: f.Name, Text: f.Text})
	}
	return in, nil
}

// packOf is the pack that knows the instrument, and what it calls it in English; none where no pack in play does.
func (k *Keeper) packOf(c casefile.Case) (pack, name string) {
	for _, pack := range c.Decision.Demand.Demand.Packs {
		if name := k.said(c).InstrumentName(pack, c.Request.Instrument.Type, "en"); name != "" {
			return pack, name
		}
	}
	return "", ""
}

// instrumentName is what the pack that knows the instrument calls it.
func (k *Keeper) instrumentName(c casefile.Case) string {
	_, name := k.packOf(c)
	return name
}

// sheet is the size of paper in the country of the first pack that says so.
func (k *Keeper) sheet(c casefile.Case) string {
	for _, pack := range c.Decision.Demand.Demand.Packs {
		if size, ok := k.said(c).Text(pack, "en", "document/sheet"); ok {
			return size
		}
	}
	return ""
}

// certificate is the business-records certificate of the first pack in play that has one, where somebody signs it.
func (k *Keeper) certificate(c casefile.Case) *production.CertificateText {
	if k.profile.Custodian.Name == "" {
		return nil
	}
	for _, pack := range c.Decision.Demand.Demand.Packs {
		text := func(key string) string {
			t, _ := k.said(c).Text(pack, "en", "certificate/"+key)
			return strings.TrimSpace(t)
		}
		if text("heading") == "" || text("body") == "" {
			continue
		}
		return &production.CertificateText{Language: "en", Title: text("heading"), Provisions: items(text("provisions"), ";"),
			Body: items(text("body"), "\n\n"), Hashes: text("hashes"), Closing: items(text("closing"), "\n\n"), Sign: items(text("sign"), ";")}
	}
	return nil
}

func items(s, sep string) []string {
	var out []string
	for _, p := range strings.Split(s, sep) {
		if p = strings.Join(strings.Fields(p), " "); p != "" {
			out = append(out, p)
		}
	}
	return out
}

// sealing gathers what the package's one file is sealed with.
func (k *Keeper) sealing(c casefile.Case, outcome ledger.Receipt) (production.Sealing, error) {
	proof, err := k.log.Prove(outcome.Index())
	if err != nil {
		return production.Sealing{}, err
	}
	signer, err := k.packageSigner()
	if err != nil {
		return production.Sealing{}, err
	}
	agency, err := seal.ParseRecipient(c.Requester.Recipient)
	if err != nil {
		return production.Sealing{}, errNoRecipient
	}
	auditor, err := k.auditor()
	if err != nil {
		return production.Sealing{}, err
	}
	return production.Sealing{Proof: proof, LedgerKey: k.log.VerificationKey(), Sign: signer, Agency: sealTo(agency), Auditor: sealTo(auditor)}, nil
}

// auditor is the key to which conservation is sealed: that of the tenant's auditor, kept at its founding.
func (k *Keeper) auditor() (seal.Recipient, error) {
	return recipientIn(filepath.Join(k.dir, auditorFile))
}

// recipientIn reads the public key that stands in a file.
func recipientIn(file string) (seal.Recipient, error) {
	b, err := os.ReadFile(file)
	if err != nil {
		return seal.Recipient{}, fmt.Errorf("read a public key of the tenant: %w", err)
	}
	return seal.ParseRecipient(strings.TrimSpace(string(b)))
}

func (k *Keeper) packageSigner() (production.Signer, error) {
	key, err := k.root.PackageKey()
	if err != nil {
		return nil, err
	}
	return lap.Key(key), nil
}

// sealTo seals to one recipient.
func sealTo(r seal.Recipient) production.Recipient {
	return production.RecipientFunc(func(w io.Writer) (io.WriteCloser, error) { return seal.Seal(w, r) })
}

// signerText is the file by which the tenant makes known what its packages are checked with.
func signerText(root seal.Root, tenant string) ([]byte, error) {
	key, err := root.PackageKey()
	if err != nil {
		return nil, err
	}
	log, err := root.LedgerKey()
	if err != nil {
		return nil, err
	}
	pub, _ := log.Public().(ed25519.PublicKey)
	return production.SignerText(lap.Key(key).Public(), ledger.VerificationKey(pub, origin(tenant))), nil
}
