package x1_test

import (
	"bytes"
	"regexp"
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"writ/wire/x1"
)

var (
	wholeElement = regexp.MustCompile(`<([a-zA-Z:]+)(?: [^<>]*)?>[^<>]*</[a-zA-Z:]+>`)
	anyTag       = regexp.MustCompile(`</?([a-zA-Z0-9:]+)`)
)

// spoil changes one thing in a document: an element goes, comes twice, changes places with the next, gets another name or another text.
func spoil(t *rapid.T, doc []byte) []byte {
	leaves := wholeElement.FindAllIndex(doc, -1)
	n := rapid.IntRange(0, len(leaves)-1).Draw(t, "leaf")
	at := leaves[n]
	leaf := doc[at[0]:at[1]]
	put := func(from, until int, with ...[]byte) []byte {
		return bytes.Join([][]byte{doc[:from], bytes.Join(with, nil), doc[until:]}, nil)
	}
	switch rapid.IntRange(0, 5).Draw(t, "how") {
	case 0:
		return put(at[0], at[1])
	case 1:
		return put(at[0], at[1], leaf, leaf)
	case 2:
		if n+1 < len(leaves) && leaves[n+1][0] == at[1] {
			return put(at[0], leaves[n+1][1], doc[leaves[n+1][0]:leaves[n+1][1]], leaf)
		}
		return put(at[0], at[1])
	case 3:
		names := anyTag.FindAllSubmatch(doc, -1)
		other := names[rapid.IntRange(0, len(names)-1).Draw(t, "name")][1]
		return put(at[0], at[1], bytes.ReplaceAll(leaf, wholeElement.FindSubmatch(leaf)[1], other))
	default:
		begin, end := bytes.IndexByte(leaf, '>')+1, bytes.LastIndexByte(leaf, '<')
		text := rapid.SampledFrom([]string{"", " ", "0", "-1", "1", "65536", "x", "true", "X2Only", "+5", " 7 ", "2026-01-05T09:00:00.000001Z", "2026-01-05T09:00:00Z", "2026-02-30T09:00:00.000001Z",
			"2026-01-05T09:00:00.000001+14:30", "29f28e1c-f230-486a-a860-f5a784ab9172", " 29f28e1c-f230-486a-a860-f5a784ab9172 ", "29F28e1c-f230-486a-a860-f5a784ab9172", "v1.2.3", " v1.2.3", "é", "a\nb", "198.51.100.07",
			"2001:db8::1", "ab", "abc", "1.5", "1e3"}).Draw(t, "text")
		return put(at[0], at[1], leaf[:begin], []byte(text), leaf[end:])
	}
}

// TestWhatIsReadIsWhatTheSchemaAllows: documents of which one thing is changed are read if and only if the published schemas allow them.
// (Whole numbers are taken up to 64 bits only, and attributes beside xsi:type and xsi:schemaLocation, or an empty URI as an address, not at all.)
func TestWhatIsReadIsWhatTheSchemaAllows(t *testing.T) {
	lint := schema(t)
	var docs [][]byte
	rapid.Check(t, func(rt *rapid.T) {
		for range 6 {
			root := x1.Root(rapid.IntRange(1, 2).Draw(rt, "root"))
			c := x1.Container{Root: root, Messages: []x1.Message{message(rt, root, enum(rt, x1.DeleteAllObjects))}}
			out, err := c.Append(nil)
			if err != nil {
				rt.Fatal(err)
			}
			if bytes.Count(out, []byte(" xmlns=")) == 1 && !bytes.Contains(out, []byte("<uri>")) { // what is of other namespaces is not looked into
				docs = append(docs, spoil(rt, out))
			}
		}
	})
	said := lint(docs...)
	bad := map[string]bool{}
	for _, m := range regexp.MustCompile(`/(\d+)\.xml fails to validate`).FindAllStringSubmatch(said, -1) {
		bad[m[1]] = true
	}
	refused := 0
	for n, doc := range docs {
		_, err := x1.Decode(doc, x1.RequestLimits)
		name := strconv.Itoa(n)
		if bad[name] {
			refused++
		}
		if (err != nil) != bad[name] {
			t.Fatalf("read: %v; the schema refuses: %v\n%s", err, bad[name], doc)
		}
	}
	if refused == 0 || refused == len(docs) {
		t.Errorf("%d of %d are refused", refused, len(docs))
	}
}

func TestATextWhereElementsBelongIsRefused(t *testing.T) {
	src := samples(t, true)["ActivateTaskRequest"]
	bad := bytes.Replace(src, []byte("<listOfDIDs><dId>19867c20-8c94-473e-b9cd-8b72b7b05fd4</dId></listOfDIDs>"), []byte("<listOfDIDs>none</listOfDIDs>"), 1)
	if _, err := x1.Decode(bad, x1.RequestLimits); err == nil || bytes.Equal(src, bad) {
		t.Errorf("got %v", err)
	}
}
