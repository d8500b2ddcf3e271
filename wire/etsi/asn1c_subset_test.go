package etsi

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// subset returns one module with what PS-PDU needs of the standard's modules and asn1c 0.9.28 can compile: no other
// parts, no bound of 64 bits, and no two types of one name.
func subset(t *testing.T, folder string) string {
	t.Helper()
	s := types{}
	s.load(t, filepath.Join(folder, "LI-PS-PDU.asn"), nil)
	s.load(t, filepath.Join(folder, "IPAccessPDU.asn"), nil)
	s.load(t, filepath.Join(folder, "IPMultimediaPDU.asn"), map[string]string{"IPIRIContents": "IPMMIRIContents"})
	s.load(t, filepath.Join(folder, "TS_103_280.asn1"), nil, "LIID")
	old := map[string]string{"CommunicationIdentifier": "OldCommunicationIdentifier", "LawfulInterceptionIdentifier": "LIID", "IPAddress": "OldIPAddress"}
	s.load(t, filepath.Join(folder, "HI1NotificationOperations.asn"), old)
	s.load(t, filepath.Join(folder, "HI2Operations.asn"), old,
		"TimeStamp", "LocalTimeStamp", "OldCommunicationIdentifier", "Network-Identifier", "Network-Element-Identifier")
	for s.prune() {
	}
	return s.module("PS-PDU")
}

// types are type definitions by name.
type types map[string]string

var (
	comments   = regexp.MustCompile(`--[^\n]*`)
	imports    = regexp.MustCompile(`(?s)IMPORTS.*?;`)
	definition = regexp.MustCompile(`(?m)^([A-Za-z][\w-]*)(?:[ \t]+[A-Z][A-Z -]+)?\s*::=`)
	component  = regexp.MustCompile(`^\s*[a-z][\w-]*\s+\[\d+\]\s+(?:SEQUENCE OF\s+)?([A-Z][\w-]*)`)
	lastComma  = regexp.MustCompile(`,\s*}`)
	anyField   = regexp.MustCompile(`[a-z][\w-]*\s+\[`)
	name       = regexp.MustCompile(`[A-Z][\w-]*`)
)

// load takes the definitions of a file, all or only some, with types renamed.
func (s types) load(t *testing.T, path string, rename map[string]string, only ...string) {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	text := imports.ReplaceAllString(comments.ReplaceAllString(string(b), ""), "")
	text = text[strings.Index(text, "BEGIN")+len("BEGIN") : strings.LastIndex(text, "END")]
	for from, to := range rename {
		text = regexp.MustCompile(`([^\w-])`+from+`([^\w-])`).ReplaceAllString(text, "${1}"+to+"${2}")
	}
	text = strings.NewReplacer("18446744073709551615", "MAX", "OBJECT IDENTIFIER (hi1OperationId)", "OBJECT IDENTIFIER",
		"SEQUENCE OF INTEGER (0..4294967295)", "SEQUENCE OF INTEGER").Replace(text)
	heads := definition.FindAllStringSubmatchIndex(text, -1)
	for i, h := range heads {
		end := len(text)
		if i+1 < len(heads) {
			end = heads[i+1][0]
		}
		n := text[h[2]:h[3]]
		if _, there := s[n]; !there && n[0] <= 'Z' && (only == nil || slices.Contains(only, n)) {
			s[n] = strings.TrimSpace(text[h[1]:end])
		}
	}
}

var builtIn = strings.Fields("OCTET OBJECT INTEGER NULL BOOLEAN ENUMERATED SEQUENCE PrintableString UTF8String IA5String GeneralizedTime UTCTime RELATIVE-OID BIT CHOICE")

// prune drops the components of types that aren't here, and the types that have none left. It reports whether
// something was dropped.
func (s types) prune() bool {
	changed := false
	for n, d := range maps.Clone(s) {
		var keep []string
		for _, line := range strings.Split(d, "\n") {
			m := component.FindStringSubmatch(line)
			if m != nil && s[m[1]] == "" && !slices.Contains(builtIn, m[1]) {
				changed = true
				continue
			}
			keep = append(keep, line)
		}
		s[n] = lastComma.ReplaceAllString(strings.Join(keep, "\n"), "\n}")
		if strings.HasPrefix(d, "CHOICE") && !anyField.MatchString(s[n]) {
			delete(s, n)
			changed = true
		}
	}
	return changed
}

// module writes root and all that it needs.
func (s types) module(root string) string {
	var b strings.Builder
	b.WriteString("Subset DEFINITIONS IMPLICIT TAGS ::=\nBEGIN\n")
	done := map[string]bool{}
	for todo := []string{root}; len(todo) > 0; {
		n := todo[0]
		todo = todo[1:]
		if done[n] || s[n] == "" {
			continue
		}
		done[n] = true
		b.WriteString("\n" + n + " ::= " + s[n] + "\n")
		todo = append(todo, name.FindAllString(s[n], -1)...)
	}
	b.WriteString("\nEND\n")
	return b.String()
}
