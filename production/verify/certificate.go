package verify

import (
	"slices"
	"strconv"
	"strings"

	"writ/production/format"
)

// certificate: where there is one, it binds exactly the parts that hold the rows, for the custodian named.
func (c *checker) certificate() *fault {
	html, has := c.small[format.CertificateHTML]
	pdf, hasPDF := c.small[format.CertificatePDF]
	if c.sc.Certificate == nil {
		if has || hasPDF {
			return broken("a certificate is enclosed that scope.json does not name")
		}
		c.out.set(Certificate, Untold, "there is none: the law enclosed asked for none")
		return nil
	}
	p, ok := readPage(html)
	if !has || !hasPDF || !ok {
		return broken("the certificate is missing or not in its one form")
	}
	custodian := c.sc.Certificate.Custodian
	if c.sc.Certificate.Title != "" {
		custodian += ", " + c.sc.Certificate.Title
	}
	for id, text := range map[string]string{"case": c.caseShown(), "decision": c.m.Decision, "custodian": custodian} {
		if p.facts[id] != visible(text) {
			return broken("the certificate is of another case, decision or custodian")
		}
	}
	if g := p.tables["hashes"]; g == nil || !sameGrid(sorted(g.rows), c.rowParts()) {
		return broken("the certificate names other parts or hashes than are enclosed")
	}
	if !twin(pdf, format.CertificateHTML, html) {
		return broken("certificate.pdf is not the twin of certificate.html")
	}
	return nil
}

// rowParts lists the parts that hold rows, by name.
func (c *checker) rowParts() [][]string {
	var out [][]string
	for _, p := range c.m.Parts {
		if p.Name == format.Rows || strings.HasPrefix(p.Name, format.TableFolder) {
			out = append(out, []string{p.Name, p.SHA256, strconv.FormatInt(p.Size, 10)})
		}
	}
	return out
}

func sorted(rows [][]string) [][]string {
	out := slices.Clone(rows)
	slices.SortFunc(out, func(a, b []string) int { return slices.Compare(a, b) })
	return out
}
