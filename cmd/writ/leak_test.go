package main

import (
	"bytes"
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// The marks stand for what must never be repeated: a number, a mail and SIP name, an address, a person's name.
var marks = []string{"5558641372", "558641372", "864-1372", "zaphod", "198.51.100.77", "2001:db8:77", "Beeblebrox"}

const (
	markedNumber = "+15558641372"
	markedLines  = "account,name,number,ip,from,until\n" +
		"A-9,Zaphod Beeblebrox," + markedNumber + ",,2025-01-01T00:00:00Z,\n" +
		"A-9,Zaphod Beeblebrox,,198.51.100.77,2025-01-01T00:00:00Z,\n" +
		"A-9,Zaphod Beeblebrox,+15558641372999999,,2025-01-01T00:00:00Z,\n" + // no number
		"A-9,Zaphod Beeblebrox," + markedNumber + ",198.51.100.77/33,2025-01-01T00:00:00Z,\n" + // no address
		"A-9,Zaphod Beeblebrox," + markedNumber + ",,5558641372,\n" + // no time
		"A-9,Zaphod Beeblebrox," + markedNumber + ",,2026-11-01 01:30:00,\n" + // no zone
		"A-9,\"Zaphod Beeblebrox," + markedNumber + "\n" // half a line
)

// TestNothingRepeatsAMark sends marked numbers, names and addresses through every entrance, right and wrong, and looks for
// them in all that is printed and in every file of the home.
func TestNothingRepeatsAMark(t *testing.T) {
	h := newLeakHouse(t)
	h.put("subscribers.csv", markedLines)
	h.put("acc.csv", "id,method,from_tag,to_tag,callid,sip_code,sip_reason,time,src_user,src_domain,src_ip,dst_ouser,dst_user,dst_domain,time_hires\n"+
		"8,INVITE,a,b,c-zaphod@198.51.100.77,200,OK,2461368.934508102,"+markedNumber+",voip.example.net,198.51.100.77,x,zaphod,e,1795515942.87\n"+
		"9,INVITE,a,b,c-zaphod@198.51.100.77,200,OK,not-a-time-5558641372,"+markedNumber+",voip.example.net,198.51.100.77,x,zaphod,e,5558641372x\n"+
		"10,INVITE,"+markedNumber+"\n")
	h.put("detail", "Tue Nov 24 10:00:00 2026\n\tAcct-Status-Type = Start\n\tUser-Name = \"zaphod@example.net\"\n\tFramed-IP-Address = 198.51.100.77x\n\tAcct-Session-Id = \"5558641372\"\n\n")
	h.put("Master.csv", "\"\",\""+markedNumber+"\",\"zaphod\",\"ctx\",\"half of a line\n")
	h.put("fs.csv", "\"Zaphod Beeblebrox\",\""+markedNumber+"\",\"zaphod\",\"ctx\",\"not a time 5558641372\",\"\",\"\",\"1\",\"1\",\"NORMAL\",\"u\",\"\",\"\"\n")
	h.put("map.yaml", "writ: map/1\nkind: call\nzone: Europe/Rome\nnumbers: US\ncolumns: {start: s, caller: c, callee: d}\nconstants: {event: call}\nanswered: {column: a, \"yes\": [Y], \"no\": [N]}\nkey: [s, c]\n")
	h.put("cdr.csv", "s,c,d,a\n5558641372,"+markedNumber+",zaphod,Y\n2026-11-24T10:00:00Z,"+markedNumber+",zaphod,5558641372\n")
	h.put("badmap.yaml", "writ: map/1\nkind: zaphod-5558641372\nzaphod@example.net: 198.51.100.77\n")
	for _, f := range [][]string{{"subscribers", "subscribers.csv"}, {"kamailio", "acc.csv"}, {"freeradius", "detail"}, {"asterisk", "Master.csv"}, {"freeswitch", "fs.csv"}} {
		h.run("ingest", "--feed", f[0], f[1])
		h.run("ingest", "--json", "--feed", f[0], "--zone", "Europe/Rome", "--numbers", "US", f[1])
	}
	h.run("ingest", "--feed", "csv", "--map", "map.yaml", "cdr.csv")
	h.run("ingest", "--feed", "csv", "--map", "badmap.yaml", "cdr.csv")
	h.run("quarantine")
	h.run("quarantine", "--json")

	h.goodCase()
	h.badRequests()
	h.wrongArguments()
	h.searchHome()
}

type leakHouse struct {
	*testing.T
	dir  string
	ran  int
	last string
}

func newLeakHouse(t *testing.T) *leakHouse {
	t.Helper()
	from, err := house()
	if err != nil {
		t.Fatal(err)
	}
	h := &leakHouse{T: t, dir: t.TempDir()}
	if err := os.CopyFS(h.dir, os.DirFS(from)); err != nil {
		t.Fatal(err)
	}
	t.Chdir(h.dir)
	return h
}

func (h *leakHouse) put(name, text string) {
	if err := os.WriteFile(filepath.Join(h.dir, name), []byte(text), 0o600); err != nil {
		h.Fatal(err)
	}
}

// run runs a command and looks for marks in what it printed; it gives the exit code.
func (h *leakHouse) run(args ...string) int {
	h.Helper()
	h.ran++
	var out, errs bytes.Buffer
	env := map[string]string{homeVar: "home", passphraseVar: housePassphrase}
	sh := &shell{in: strings.NewReader(""), out: &out, err: &errs, env: func(n string) string { return env[n] },
		now: func() time.Time { return today.Add(time.Duration(h.ran) * time.Second) }}
	code := run(context.Background(), args, sh)
	h.last = strings.TrimSpace(out.String())
	if slices.Contains(args, "--json") {
		objects(h.T, args, out.Bytes())
	}
	for _, m := range marks {
		if strings.Contains(out.String()+errs.String(), m) {
			h.Errorf("writ %v repeats %s:\n%s%s", args, m, out.String(), errs.String())
			break
		}
	}
	return code
}

func markedRequest(edit func(string) string) string {
	return edit(`reference: R-1
agency: us-grand-jury
papers: [paper.txt]
instrument:
  type: subpoena-grand-jury
  issuer: {kind: grand-jury, country: US}
  issued: 2026-11-20
  served: 2026-11-24T16:20:00-05:00
  addressee: provider
  signed: true
  facts: {return-date: 2026-12-09}
asks:
- category: subscriber
  identifiers: [{kind: e164, value: "` + markedNumber + `"}, {kind: ip, value: "198.51.100.77"}]
- category: call-records
  identifiers: [{kind: sip-uri, value: "sip:zaphod@example.net"}]
  window: {from: 2026-11-24T00:00:00-05:00, to: 2026-11-25T00:00:00-05:00}
- category: content
  identifiers: [{kind: e164, value: "` + markedNumber + `"}]
  window: {from: 2026-11-24T00:00:00-05:00, to: 2026-11-25T00:00:00-05:00}
`)
}

// goodCase goes from the request to the hand-over, with the marks as targets.
func (h *leakHouse) goodCase() {
	h.put("paper.txt", "the number of Zaphod Beeblebrox is "+markedNumber+"\n")
	h.put("good.yaml", markedRequest(func(s string) string { return s }))
	h.put("misread.yaml", markedRequest(func(s string) string { return strings.ReplaceAll(s, markedNumber, "+15558641327") }))
	if code := h.run("request", "add", "good.yaml"); code != 0 {
		h.Fatalf("request add: exit %d", code)
	}
	id := h.last
	for _, args := range [][]string{
		{"read", id, "--key", "keys/ann.key", "good.yaml"}, {"read", id, "--key", "keys/bo.key", "misread.yaml"}, {"show", id, "--key", "keys/cy.key"},
		{"show", id, "--json"}, {"read", id, "--key", "keys/bo.key", "good.yaml"}, {"verify", id, "--key", "keys/cy.key"}, {"approve", id, "--key", "keys/di.key"},
		{"dry-run", id}, {"dry-run", id, "--json"}, {"approve", id, "--key", "keys/ed.key"}, {"run", id}, {"deliver", id}, {"show", id}, {"show", id, "--json"}, {"list"}, {"list", "--json"},
	} {
		if code := h.run(append([]string{"case"}, args...)...); code != 0 && args[0] != "dry-run" {
			h.Errorf("case %s: exit %d", args[0], code)
		}
	}
	if code := h.run("case", "withdraw", id, "--key", "keys/ann.key", "--reason", "it was "+markedNumber); code == 0 {
		h.Error("a reason with a number in it went onto the ledger")
	}
	h.run("package", "verify", "--identity", "agency.key", "--signer", "home/tenants/main/signer.pub", "home/tenants/main/delivered/"+id+"-1.lap")
	h.run("ledger", "verify", "home/tenants/main/ledger")
}

// badRequests are wrong in each place in which a mark may stand.
func (h *leakHouse) badRequests() {
	replace := func(old, with string) func(string) string {
		return func(s string) string { return strings.ReplaceAll(s, old, with) }
	}
	h.put("n.csv", "e164\n"+markedNumber+"999999\nzaphod@example.net\n"+markedNumber+",extra\n\"half "+markedNumber+"\n")
	h.put("n2.csv", markedNumber+"\n"+markedNumber+"\n")
	h.put("n3.csv", "kind,value\nzaphod,"+markedNumber+"\ne164,"+markedNumber+"\x00\n")
	for name, edit := range map[string]func(string) string{
		"a number that is none":        replace(markedNumber, markedNumber+"999999"),
		"a wildcard":                   replace(markedNumber, markedNumber+"*"),
		"an address that is none":      replace(`"198.51.100.77"`, `"198.51.100.77/33"`),
		"a kind that is none":          replace("kind: e164", "kind: zaphod-5558641372"),
		"a category that is none":      replace("category: subscriber", "category: zaphod-5558641372"),
		"a window that is none":        replace("2026-11-24T00:00:00-05:00", "5558641372"),
		"a date that is none":          replace("2026-11-20", markedNumber),
		"an unknown key":               replace("asks:", "zaphod@example.net: 5558641372\nasks:"),
		"an unknown fact":              replace("facts: {", "facts: {zaphod: \"5558641372\", "),
		"an anchor":                    replace("reference: R-1", "reference: &zaphod5558641372 R-1"),
		"an alias that is none":        replace("reference: R-1", "reference: *zaphod5558641372"),
		"a tag":                        replace("reference: R-1", "reference: !!int zaphod-5558641372"),
		"no YAML":                      replace("reference: R-1", "reference: [5558641372"),
		"an agency that is unknown":    replace("us-grand-jury", "zaphod-5558641372"),
		"a paper that is not there":    replace("[paper.txt]", "[zaphod-5558641372.txt]"),
		"a truth that is none":         replace("signed: true", "signed: zaphod5558641372"),
		"an instrument that is none":   replace("subpoena-grand-jury", "zaphod-5558641372"),
		"an issuer that is none":       replace("kind: grand-jury", "kind: zaphod-5558641372"),
		"a country that is none":       replace("country: US", "country: zaphod-5558641372"),
		"a table with bad lines":       replace(`identifiers: [{kind: e164, value: "`+markedNumber+`"}, {kind: ip, value: "198.51.100.77"}]`, "identifiers-file: n.csv"),
		"a table without a heading":    replace(`identifiers: [{kind: e164, value: "`+markedNumber+`"}, {kind: ip, value: "198.51.100.77"}]`, "identifiers-file: n2.csv"),
		"a table with a NUL":           replace(`identifiers: [{kind: e164, value: "`+markedNumber+`"}, {kind: ip, value: "198.51.100.77"}]`, "identifiers-file: n3.csv"),
		"a table that is not there":    replace(`identifiers: [{kind: e164, value: "`+markedNumber+`"}, {kind: ip, value: "198.51.100.77"}]`, "identifiers-file: zaphod-5558641372.csv"),
		"a reference that is a target": replace("reference: R-1", "reference: "+markedNumber),
	} {
		h.Run(name, func(t *testing.T) {
			s := &leakHouse{T: t, dir: h.dir, ran: h.ran}
			defer func() { h.ran = s.ran }()
			s.put("bad.yaml", markedRequest(edit))
			if code := s.run("request", "add", "bad.yaml"); code == 0 {
				id := s.last
				for _, args := range [][]string{{"read", id, "--key", "keys/ann.key", "bad.yaml"}, {"read", id, "--key", "keys/bo.key", "bad.yaml"}, {"verify", id, "--key", "keys/cy.key"},
					{"approve", id, "--key", "keys/di.key"}, {"approve", id, "--key", "keys/ed.key"}, {"run", id}, {"deliver", id}, {"show", id}, {"show", "--json", id}} {
					s.run(append([]string{"case"}, args...)...)
				}
			}
			s.put("bad-question.yaml", "cases:\n- id: q-1\n  title: A question\n  packs: [us-federal]\n  at: 2026-11-25T10:00:00-05:00\n"+
				"  provider: {established: [US], offers: [US], service: voip-interconnected, keeps: {subscriber: P5Y}}\n"+asQuestion(markedRequest(edit)))
			s.run("decide", "--explain", "--what-if", "bad-question.yaml")
			s.run("decide", "--cases", "bad-question.yaml")
		})
	}
}

// asQuestion indents a request into a case.
func asQuestion(request string) string {
	var out strings.Builder
	for _, l := range strings.Split(request, "\n") {
		if l != "" && !strings.HasPrefix(l, "agency:") && !strings.HasPrefix(l, "papers:") && !strings.HasPrefix(l, "reference: R-1") {
			out.WriteString("  " + l + "\n")
		}
	}
	return out.String()
}

// wrongArguments puts a mark wherever something is typed.
func (h *leakHouse) wrongArguments() {
	h.put("zaphod-5558641372.yaml", "zaphod@example.net: [5558641372")
	for _, mark := range []string{markedNumber, "5558641372", "sip:zaphod@example.net", "198.51.100.77", "zaphod-5558641372.yaml", "dir/zaphod-5558641372.yaml"} {
		for _, args := range [][]string{
			{mark}, {"case", mark}, {"case", "show", mark}, {"case", "show", "a", mark}, {"case", "read", mark, "--key", "keys/ann.key", mark}, {"case", "paper", mark, mark, "--out", mark},
			{"case", "show", "x", "--key", mark}, {"case", "deliver", mark, "--to", mark}, {"case", "verify", mark, "--key", mark, "--contact", mark}, {"--" + mark}, {"case", "list", "--" + mark}, {"case", "list", "--home", mark},
			{"case", "list", "--tenant", mark}, {"case", "correct", mark, "--key", "keys/ann.key", "--request", mark},
			{"request", "add", mark}, {"ingest", "--feed", mark, "subscribers.csv"}, {"ingest", "--feed", "csv", "--map", mark, "subscribers.csv"},
			{"ingest", "--feed", "kamailio", "--zone", mark, "subscribers.csv"}, {"ingest", "--feed", "kamailio", "--numbers", mark, "subscribers.csv"}, {"ingest", "--feed", "kamailio", "--year", mark, "subscribers.csv"},
			{"ingest", "--feed", "asterisk", "no/" + mark}, {"config", "check", mark}, {"--config", mark, "case", "list"}, {"package", "verify", mark}, {"package", "verify", "--signer", mark, "x"},
			{"package", "open", "--identity", mark, "--out", mark, mark}, {"letter", "verify", mark}, {"ledger", "verify", mark}, {"ledger", "verify", "home/tenants/main/ledger", "--seen", mark},
			{"decide", "--explain", mark}, {"decide", "--cases", mark}, {"packs", "show", mark}, {"packs", "lint", mark}, {"packs", "test", mark}, {"packs", "diff", mark}, {"person", "add", "X", "--role", mark, "--key", mark},
			{"person", "key", "X", mark + "/k"}, {"help", mark}, {"completion", mark}, {"init", "--founder", mark, "--home", "h2"}, {"init", "--home", "h2", "--auditor", mark, "--profile", mark},
		} {
			h.run(args...)
		}
	}
}

// searchHome looks for the marks in every file and file name of the home.
func (h *leakHouse) searchHome() {
	files := 0
	err := filepath.WalkDir(filepath.Join(h.dir, "home"), func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		text := []byte(d.Name())
		if !d.IsDir() {
			files++
			b, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			text = append(text, b...)
		}
		for _, m := range marks {
			if bytes.Contains(text, []byte(m)) {
				h.Errorf("%s holds %s in the clear", path, m)
			}
		}
		return nil
	})
	if err != nil {
		h.Error(err)
	}
	h.Logf("%d commands ran, %d files of the home searched", h.ran, files)
	if h.ran < 300 || files < 20 {
		h.Errorf("too little was tried: %d commands, %d files", h.ran, files)
	}
}
