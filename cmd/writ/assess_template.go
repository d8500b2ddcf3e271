package main

import (
	_ "embed"
	"strings"
)

// profileTemplate is a profile with a remark at each line.
//
//go:embed strategy-profile.yaml
var profileTemplate string

func trimmed(s string) string { return strings.TrimRight(s, "\n") }
