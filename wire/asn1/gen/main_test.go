package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestTheTablesAreWhatTheModulesSay makes every table anew and compares.
func TestTheTablesAreWhatTheModulesSay(t *testing.T) {
	var files []string
	for _, pattern := range []string{"asn1-set/*.asn", "asn1-set/*.asn1", "asn1-102657/*.asn"} {
		some, err := filepath.Glob(filepath.Join("../../../../shared/schemas/etsi", pattern))
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, some...)
	}
	if len(files) == 0 {
		t.Skip("NOT RUN: the tables were not compared with the modules: ../shared is not beside this repository")
	}
	all, err := tables(files)
	if err != nil || len(all) < 30 {
		t.Fatal(len(all), err)
	}
	for name, want := range all {
		got, err := os.ReadFile(filepath.Join("../tables", name+".txt"))
		if err != nil || string(got) != want {
			t.Errorf("%s.txt is another than the module gives: %v", name, err)
		}
		if !strings.Contains(want, "# ETSI ") && !strings.Contains(want, "# 3GPP ") && !strings.Contains(want, "# PacketCable ") {
			t.Errorf("%s.txt names no standard", name)
		}
	}
}
