package demo

import (
	"context"
	"fmt"
	"html/template"
	"os"
	"path/filepath"
)

var page = template.Must(template.ParseFS(data, "data/report.html"))

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
