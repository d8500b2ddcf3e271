package main

import (
	_ "embed"
	"strings"

	"github.com/spf13/cobra"
)

//go:embed request.yaml
var requestTemplate string

func newRequestTemplate(sh *shell) *cobra.Command {
	var out string
	c := &cobra.Command{
		Use:   "template",
		Short: "Print an empty request to fill in from the paper",
		Long: `Prints an empty request with a remark at each line. Fill it in from the paper, and from nothing else: the one who brings
the demand in does, and so does each of the two who read it.`,
		Example: "  writ request template --out my-reading.yaml",
		Args:    cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			if out == "" {
				return sh.result(map[string]any{"template": requestTemplate}, "%s", strings.TrimRight(requestTemplate, "\n"))
			}
			if err := writeNew(out, []byte(requestTemplate)); err != nil {
				return err
			}
			return sh.result(map[string]any{"file": out}, "%s", out)
		},
	}
	c.Flags().StringVar(&out, "out", "", "write it into this file, which must not be there yet")
	return c
}
