package sip

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"
)

// differs lists the messages that we read otherwise than the other reader, and why.
var differs = map[string]string{
	"lwsruri.dat":  "a blank inside the Request-URI: it takes the message for something else",
	"lwsstart.dat": "more than one blank in the start line: as above",
	"trws.dat":     "blanks after the start line: as above",
	"wsinv.dat":    "it reads no address without angle brackets after a fold",
	"unksm2.dat":   "it reads no address of an unknown scheme",
	"quotbal.dat":  "a quote is left open: it gives no address, we the rest",
	"insuf.dat":    "the mandatory headers are missing: nothing to compare",
}

// RFC 4475's torture messages, as another reader understands them.
func TestTortureMessagesAreReadAsTsharkReadsThem(t *testing.T) {
	folder := filepath.FromSlash("../../../shared/corpus/sip-torture")
	b, err := os.ReadFile(filepath.Join(folder, "messages.truth.yaml"))
	if err != nil {
		t.Skip("EXTRA SAMPLES NOT RUN: ../shared/corpus is not beside the project")
	}
	var truth struct {
		Messages []struct {
			File   string
			Tshark struct {
				Method, Status string
				CallID         string `yaml:"call_id"`
				From           string `yaml:"from_addr"`
				To             string `yaml:"to_addr"`
				URI            string `yaml:"request_uri"`
			}
		}
	}
	if err := yaml.Unmarshal(b, &truth); err != nil || len(truth.Messages) < 40 {
		t.Fatal(len(truth.Messages), err)
	}
	for _, tc := range truth.Messages {
		t.Run(tc.File, func(t *testing.T) {
			src, err := os.ReadFile(filepath.Join(folder, tc.File))
			if err != nil {
				t.Fatal(err)
			}
			var m Message
			want := tc.Tshark
			err = m.Scan(src)
			if why := differs[tc.File]; why != "" {
				if err != nil {
					t.Errorf("not read: %v (%s)", err, why)
				}
				return
			}
			if (err == nil) != (want.Method+want.Status != "") {
				t.Fatalf("read: %v, tshark: %q %q", err, want.Method, want.Status)
			}
			if err != nil {
				return
			}
			status := ""
			if m.Status > 0 {
				status = strconv.Itoa(m.Status)
			}
			for _, f := range [][2]string{
				{string(m.Method), want.Method}, {status, want.Status}, {string(m.CallID), want.CallID}, {string(m.From.URI), want.From},
				{string(m.To.URI), want.To}, {string(m.RequestURI), want.URI},
			} {
				if f[0] != strings.TrimSpace(f[1]) {
					t.Errorf("%q, tshark reads %q", f[0], f[1])
				}
			}
		})
	}
}
