package production

import (
	"io"
	"time"

	"writ/ledger"
)

// Inputs are what a package says beside its rows. All of it is needed unless it says otherwise.
type Inputs struct {
	At        time.Time        // the instant of assembly, from the caller's clock
	Random    io.Reader        // 32 octets are drawn: they blind what the manifest says of conservation
	Entries   []ledger.Proof   // from [Entries]
	LedgerKey string           // the log's verification key
	Packs     []PackText       // every file of the packs that decided, as Decide was given them
	Paper     Paper            // who asked whom
	Texts     ReportTexts      // in the issuer's language; zero: English only
	Certify   *CertificateText // of the pack; nil: the country has none
	Custodian Custodian        // who signs the certificate; not needed without Certify
}

// A PackText is one file of a pack: its path within the set ("packname/pack.yaml") and its text.
type PackText struct {
	Name string `json:"name"`
	Text string `json:"text"`
}

// A Paper says who asked whom, in words for the reader.
type Paper struct {
	Provider   string // "Example Telephone Ltd"
	Agency     string // who gets the package
	Reference  string // the agency's own reference; may be empty
	Instrument string // the instrument's name in words, from the pack; empty: its type stands for it
	Sheet      string // paper size of the documents: "A4" or "Letter"; empty reads as "A4"
}

// A Custodian is the person who keeps the records and signs for them.
type Custodian struct{ Name, Title string }

// A CertificateText is the business-records certificate of a country, as its pack has it. In the texts
// {custodian}, {title}, {provider}, {agency}, {reference}, {case}, {date} and {rows} are filled in.
type CertificateText struct {
	Language   string   // BCP 47
	Title      string   // "Certificate of records"
	Provisions []string // the provisions that it serves; shown under the title
	Body       []string // paragraphs before the table of hashes
	Hashes     string   // sentence over the table of the rows' hashes
	Closing    []string // paragraphs after it ("I declare under penalty of perjury …")
	Sign       []string // labels of the lines to be filled by hand: "Signature", "Date"
}

// ReportTexts are the report's headings in another language beside English, by their keys ([HeadingKeys]). A heading that
// is missing is shown in English only; where all are, the report says so.
type ReportTexts struct {
	Language string // BCP 47; empty: English only
	Words    map[string]string
}
