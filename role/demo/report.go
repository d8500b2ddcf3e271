package demo

import (
	"context"
	"fmt"
	"html/template"
	"os"
	"path/filepath"
)

var page = template.Must(template.New("report").Parse(`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>writ: the demo</title>
<style>
body{font:16px/1.5 system-ui,Helvetica,Arial,sans-serif;color:#1c2b39;max-width:64rem;margin:2rem auto;padding:0 1rem;background:#fff}
h1{font-size:1.7rem;margin-bottom:.2rem}h2{font-size:1.15rem;margin:0}
section{border:1px solid #c9d6e2;border-radius:10px;padding:1rem 1.2rem;margin:1.2rem 0}
.s{color:#51636f;margin:.2rem 0 .6rem}.v{border-radius:1rem;padding:.05rem .7rem;border:1px solid #35506b;background:#e9f1f8;color:#1c2b39;font-size:.9rem}
table{border-collapse:collapse;width:100%;margin:.5rem 0;font-size:.93rem}th{text-align:left;color:#51636f;font-weight:600;font-size:.85rem}
td,th{padding:.25rem .6rem .25rem 0;border-bottom:1px solid #e3eaf0;vertical-align:top}
.a{border-radius:1rem;padding:0 .55rem;white-space:nowrap;border:1px solid}
.release,.must-release,.preserve,.intercept{background:#e6f3e3;border-color:#3c7a31}.withhold,.not-held{background:#f6e9e7;border-color:#a04436}
.clarify,.refer,.default{background:#fbf2dc;border-color:#a87b14}
.line{display:flex;flex-wrap:wrap;gap:.4rem;list-style:none;padding:0;margin:.6rem 0;font-size:.85rem}
.line li{background:#f2f5f8;border-left:3px solid #35506b;border-radius:4px;padding:.15rem .6rem}.line time{color:#51636f;margin-right:.3rem}
a{color:#1a4f8b}code{background:#f2f5f8;padding:.1rem .3rem;border-radius:4px}
</style></head><body>
<h1>From the demand to the answer</h1>
<p class="s">Made by <code>writ demo</code>. Every demand is invented; the records were written by Kamailio and FreeRADIUS in a laboratory. The clock of the demo is fixed: it begins at {{.Start}}.</p>
{{range .Notes}}<section><h2>{{.Title}}</h2>
<p class="s">Case {{.Case}} <span class="v">{{.Verdict}}</span></p>
<table><thead><tr><th>Asked</th><th>Answer</th><th>On which provision</th><th>The rest</th></tr></thead><tbody>
{{range .Answers}}<tr><td>{{.Category}}</td><td><span class="a {{.Answer}}">{{.Answer}}</span>{{if .Ground}} {{.Ground}}{{end}}</td><td>{{.Provision}}</td><td>{{.Rest}}</td></tr>
{{end}}</tbody></table>
<ol class="line">{{range .Steps}}<li><time>{{.At}}</time>{{if .Who}}<b>{{.Who}}</b>: {{end}}{{.What}}</li>{{end}}</ol>
<p>{{range $i, $f := .Files}}{{if $i}} · {{end}}<a href="{{$f.Href}}">{{$f.Name}}</a>{{end}}</p></section>
{{end}}<section><h2>Check it yourself</h2>
<p>Packages: <code>writ package verify --identity agency.key --signer signer.pub packages/*.lap</code><br>
Ledgers: <code>writ ledger verify ledger</code>, <code>writ ledger verify ledger-rete-esempio</code></p></section>
</body></html>
`))

// report writes the page to look at.
func (s *Show) report(context.Context) error {
	f, err := os.OpenFile(filepath.Join(s.out, "report.html"), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("write the report page: %w", err)
	}
	err = page.Execute(f, map[string]any{"Start": start.Format("2006-01-02 15:04 MST"), "Notes": s.notes})
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	return err
}
