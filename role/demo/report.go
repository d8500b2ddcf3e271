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
body{font:16px/1.5 system-ui,Helvetica,Arial,sans-serif;color:#1c2b39;max-width:62rem;margin:2rem auto;padding:0 1rem;background:#fff}
h1{font-size:1.7rem}h2{font-size:1.15rem;margin:0 0 .3rem}
section{border:1px solid #c9d6e2;border-radius:10px;padding:1rem 1.2rem;margin:1.2rem 0}
.v{display:inline-block;border-radius:1rem;padding:.05rem .7rem;background:#e9f1f8;border:1px solid #35506b;font-size:.9rem}
ol{margin:.6rem 0;padding-left:1.4rem}li{margin:.15rem 0}a{color:#1a4f8b}p.s{color:#51636f}
code{background:#f2f5f8;padding:.1rem .3rem;border-radius:4px}
</style></head><body>
<h1>From the demand to the answer</h1>
<p class="s">Made by <code>writ demo</code>. Every demand is invented; the records were written by Kamailio and FreeRADIUS in a laboratory. The clock of the demo is fixed: it begins at {{.Start}}.</p>
{{range .Notes}}<section><h2>{{.Title}}</h2>
<p class="s">Case {{.Case}} · <span class="v">{{.Verdict}}</span></p>
<ol>{{range .Steps}}<li>{{.}}</li>{{end}}</ol>
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
