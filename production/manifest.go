package production

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"

	"writ/production/format"
	"writ/scope"
)

// manifest.json: every part by its hash, and the counts.
type (
	manifestText struct {
		Format       string      `json:"format"`
		Case         string      `json:"case"`
		Version      int         `json:"version"`
		Decision     string      `json:"decision"`
		Ledger       string      `json:"ledger"` // verification key
		Made         string      `json:"made"`
		Asks         []askCount  `json:"asks"`
		Rows         int64       `json:"rows"`
		Records      int64       `json:"records"`
		Tables       []tableText `json:"tables"`
		Parts        []partText  `json:"parts"`
		Conservation string      `json:"conservation"` // SHA-256 of what the auditor gets
	}
	askCount struct {
		Ask      int    `json:"ask"`
		Category string `json:"category"`
		Rows     int64  `json:"rows"`
	}
	tableText struct {
		Category string `json:"category"`
		Kind     string `json:"kind"`
		Files    int    `json:"files"`
		Rows     int64  `json:"rows"`
	}
	partText struct {
		Name   string `json:"name"`
		SHA256 string `json:"sha256"`
		Size   int64  `json:"size"`
	}
)

func manifestOf(h scope.Harvest, in Inputs, o *written, parts []staged, conservation []byte) manifestText {
	id, version := h.Work().Case()
	digest, sum := h.Decision().Digest(), sha256.Sum256(conservation)
	m := manifestText{Format: format.Manifest, Case: id, Version: version, Decision: hex.EncodeToString(digest[:]), Ledger: in.LedgerKey,
		Made: stamp(in.At), Rows: o.rows, Records: o.records, Conservation: hex.EncodeToString(sum[:]),
		Asks: []askCount{}, Tables: []tableText{}}
	for _, t := range h.Totals() {
		m.Asks = append(m.Asks, askCount{t.Ask + 1, string(t.Category), t.Rows})
	}
	for _, t := range o.tables {
		m.Tables = append(m.Tables, tableText{string(t.key.category), string(t.key.kind), t.n, t.all})
	}
	for _, p := range parts {
		m.Parts = append(m.Parts, partText{p.Name, hex.EncodeToString(p.Sum), p.Size})
	}
	slices.SortFunc(m.Parts, func(a, b partText) int { return cmp.Compare(a.Name, b.Name) })
	return m
}
