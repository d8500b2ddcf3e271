package production

import (
	"encoding/hex"
	"fmt"
	"strings"

	"writ/render"
	"writ/scope"
)

// certificateOf is the certificate of a country's pack, for the custodian's hand. Its table binds the parts that
// hold the rows by their hashes.
func certificateOf(h scope.Harvest, in Inputs, rows *written) render.Document {
	c, dem := in.Certify, h.Decision().Demand()
	fill := filler(in, dem.Case, rows.rows).Replace
	doc := render.Document{Title: c.Title, Subtitle: strings.Join(c.Provisions, " · "), Language: c.Language, Made: in.At, Sheet: in.Paper.Sheet,
		Footer: fmt.Sprintf("%s, case %s, version %d", in.Paper.Provider, dem.Case, dem.Version)}
	digest := h.Decision().Digest()
	doc.Blocks = append(doc.Blocks, render.Facts{Items: []render.Fact{
		{Name: "Custodian", Value: joinComma(in.Custodian.Name, in.Custodian.Title), ID: "custodian"}, {Name: "Provider", Value: in.Paper.Provider},
		{Name: "Given to", Value: in.Paper.Agency}, {Name: "Reference", Value: in.Paper.Reference},
		{Name: "Case", Value: fmt.Sprintf("%s, version %d", dem.Case, dem.Version), ID: "case"}, {Name: "Digest of the decision", Value: hex.EncodeToString(digest[:]), ID: "decision"}}})
	for _, p := range c.Body {
		doc.Blocks = append(doc.Blocks, render.Paragraph{Text: fill(p), Language: c.Language})
	}
	doc.Blocks = append(doc.Blocks, hashesOf(fill(c.Hashes), rows))
	for _, p := range c.Closing {
		doc.Blocks = append(doc.Blocks, render.Paragraph{Text: fill(p), Language: c.Language})
	}
	var lines render.Lines
	for _, s := range c.Sign {
		lines.Labels = append(lines.Labels, fill(s))
	}
	doc.Blocks = append(doc.Blocks, lines)
	return doc
}

func filler(in Inputs, caseID string, rows int64) *strings.Replacer {
	return strings.NewReplacer("{custodian}", in.Custodian.Name, "{title}", in.Custodian.Title, "{provider}", in.Paper.Provider, "{agency}", in.Paper.Agency,
		"{reference}", in.Paper.Reference, "{case}", caseID, "{date}", in.At.UTC().Format("2006-01-02"), "{rows}", number(rows))
}

func joinComma(parts ...string) string {
	var out []string
	for _, p := range parts {
		if p != "" {
			out = append(out, p)
		}
	}
	return strings.Join(out, ", ")
}

func hashesOf(caption string, rows *written) render.Table {
	t := render.Table{ID: "hashes", Caption: caption, Columns: append(cols("Part", "SHA-256"), render.Column{Title: "Octets", Number: true})}
	for _, p := range rows.parts {
		t.Rows = append(t.Rows, []string{p.Name, hex.EncodeToString(p.Sum), number(p.Size)})
	}
	return t
}
