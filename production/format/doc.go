// Package format holds the names of the package's parts and versions: all that those who assemble a
// package and those who verify one have in common. docs/formats/package.md says what each part holds.
package format

// Versions, each the first word of what it names. What is signed begins with one, so that no signature
// can be taken for another.
const (
	Package      = "writ/package/1"      // the package as a whole
	Manifest     = "writ/manifest/1"     // manifest.json
	Scope        = "writ/scope/1"        // scope.json
	Shortfall    = "writ/shortfall/1"    // shortfall.json
	Approvals    = "writ/approvals/1"    // approvals.json
	Conservation = "writ/conservation/1" // the auditor's part
	Signer       = "writ/signer/1"       // signer.pub
	Outcome      = "writ/outcome/1"      // body of the ledger's entry that carries the manifest's hash
	Letter       = "writ/letter/1"       // a letter's JSON
)

// Members of the outer file, in their order.
const (
	ReadMe    = "READ-ME.txt" // how to open it, for whoever finds it
	Sealed    = "package.age" // the inner archive, for the agency
	Audit     = "audit.age"   // conservation, for the auditor
	Seal      = "seal.json"   // sizes and hashes of the three before it
	SealProof = "seal.sig"    // Ed25519 over seal.json
)

// Members of the inner archive that stand before the parts, in their order.
const (
	ManifestFile = "manifest.json"
	ManifestSig  = "manifest.sig" // Ed25519 over manifest.json
	Proof        = "proof.txt"    // c2sp.org/tlog-proof of the outcome's entry
)

// Parts that the manifest names. Tables are named by [Table].
const (
	ApprovalsFile   = "approvals.json"
	CertificateHTML = "certificate.html"
	CertificatePDF  = "certificate.pdf"
	ReportHTML      = "report.html"
	ReportPDF       = "report.pdf"
	Rows            = "rows.jsonl"
	ScopeFile       = "scope.json"
	ShortfallFile   = "shortfall.json"
	TableFolder     = "tables/"
)

// ConservationFile is what the auditor's part holds; it never stands in the agency's.
const ConservationFile = "conservation.json"

// Shown is how many rows the report shows. All of them stand in rows.jsonl and in the tables.
const Shown = 200

// TableRows is the most rows that one table holds: a spreadsheet cuts off what goes beyond 1,048,576.
const TableRows = 1_000_000
