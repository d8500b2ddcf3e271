package verify

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"
	"time"

	"writ"
	"writ/production/format"
	"writ/records"
)

type (
	manifest struct {
		Format       string  `json:"format"`
		Case         string  `json:"case"`
		Version      int     `json:"version"`
		Decision     string  `json:"decision"`
		Ledger       string  `json:"ledger"`
		Made         string  `json:"made"`
		Asks         []asked `json:"asks"`
		Rows         int64   `json:"rows"`
		Records      int64   `json:"records"`
		Tables       []table `json:"tables"`
		Parts        []part  `json:"parts"`
		Conservation string  `json:"conservation"`
	}
	asked struct {
		Ask      int    `json:"ask"`
		Category string `json:"category"`
		Rows     int64  `json:"rows"`
	}
	table struct {
		Category writ.Category `json:"category"`
		Kind     records.Kind  `json:"kind"`
		Files    int           `json:"files"`
		Rows     int64         `json:"rows"`
	}
	part struct {
		Name   string `json:"name"`
		SHA256 string `json:"sha256"`
		Size   int64  `json:"size"`
	}
)

// readManifest reads the manifest and checks that it covers every part and nothing else. The parts that hold rows
// are hashed later, while the rows are judged.
func (c *checker) readManifest() *fault {
	b, f := whole(c.src, format.ManifestFile)
	if f != nil {
		return f
	}
	if !strict(b, &c.m) || c.m.Format != format.Manifest {
		return broken("manifest.json is not in its one form, or of another version")
	}
	c.manifest = b
	made, err := time.Parse(time.RFC3339Nano, c.m.Made)
	if err != nil || c.m.Case == "" || c.m.Version < 0 || !hash32(c.m.Decision) || !hash32(c.m.Conservation) {
		return broken("manifest.json lacks the case, the instant, the decision or the conservation")
	}
	c.made = made
	c.out.Case, c.out.Version, c.out.Rows = c.m.Case, c.m.Version, c.m.Rows
	if f := c.samePart(); f != nil {
		return f
	}
	for _, p := range c.m.Parts {
		if p.Name == format.Rows || strings.HasPrefix(p.Name, format.TableFolder) {
			continue
		}
		if f := c.keep(p); f != nil {
			return f
		}
	}
	return nil
}

// samePart compares the names in the archive with those of the manifest, and with those that a package may have.
func (c *checker) samePart() *fault {
	want := []string{format.ManifestFile}
	if !c.o.Pending {
		want = append(want, format.ManifestSig, format.Proof)
	}
	for i, p := range c.m.Parts {
		if i > 0 && c.m.Parts[i-1].Name >= p.Name {
			return broken("manifest.json names its parts twice or out of order")
		}
		if p.Size < 0 || !hash32(p.SHA256) {
			return broken("manifest.json gives a part no size or hash")
		}
		want = append(want, p.Name)
	}
	if !slices.Equal(c.src.Names(), want) {
		return broken("the parts enclosed are not those that the manifest names")
	}
	for _, name := range []string{format.ApprovalsFile, format.ReportHTML, format.ReportPDF, format.Rows, format.ScopeFile, format.ShortfallFile} {
		if !slices.Contains(want, name) {
			return broken(name + " is missing")
		}
	}
	return c.knownParts()
}

func (c *checker) knownParts() *fault {
	known := []string{format.ApprovalsFile, format.ReportHTML, format.ReportPDF, format.Rows, format.ScopeFile, format.ShortfallFile,
		format.CertificateHTML, format.CertificatePDF}
	for _, t := range c.m.Tables {
		if t.Files < 1 || t.Files > 1<<20 {
			return broken("manifest.json gives a table no number of files")
		}
		for n := range t.Files {
			known = append(known, t.file(n+1))
		}
	}
	tables := 0
	for _, p := range c.m.Parts {
		if !slices.Contains(known, p.Name) {
			return broken("a part is enclosed that no package has")
		}
		if strings.HasPrefix(p.Name, format.TableFolder) {
			tables++
		}
	}
	if tables != len(known)-8 {
		return broken("a table that the manifest counts is missing")
	}
	return nil
}

// file is the name of a table's n-th file, from 1.
func (t table) file(n int) string {
	suffix := ".csv"
	if n > 1 {
		suffix = "." + strconv.Itoa(n) + ".csv"
	}
	return format.TableFolder + string(t.Category) + "." + string(t.Kind) + suffix
}

// keep reads a small part and checks its hash.
func (c *checker) keep(p part) *fault {
	if p.Size > mostSmall {
		return broken(p.Name + " is larger than any such part")
	}
	b, f := whole(c.src, p.Name)
	if f != nil {
		return f
	}
	sum := sha256.Sum256(b)
	if int64(len(b)) != p.Size || hex.EncodeToString(sum[:]) != p.SHA256 {
		return broken(p.Name + " is not the part that the manifest names")
	}
	c.small[p.Name] = b
	return nil
}

func (c *checker) part(name string) part {
	for _, p := range c.m.Parts {
		if p.Name == name {
			return p
		}
	}
	return part{}
}

func hash32(s string) bool {
	b, err := hex.DecodeString(s)
	return err == nil && len(b) == 32 && hex.EncodeToString(b) == s
}
