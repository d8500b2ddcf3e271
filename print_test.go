package writ_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"writ"
)

type hidden struct{ inner writ.Identifier }

type shown struct {
	Inner  writ.Identifier
	Window writ.Window
	Plan   writ.NumberPlan
}

// TestNoIdentifierPrintsItsText prints one in every way: with each verb, inside structs, as a map's key.
func TestNoIdentifierPrintsItsText(t *testing.T) {
	const number = "+12025551965"
	id, err := writ.ParseIdentifier(writ.E164, number)
	if err != nil {
		t.Fatal(err)
	}
	var texts []string
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%o", "%t", "%p", "%T", "%10v", "%U", "%c", "%e"} {
		for _, v := range []any{id, &id, hidden{id}, &hidden{id}, shown{Inner: id}, &shown{Inner: id}, []writ.Identifier{id}, [1]hidden{{id}}, map[writ.Identifier]int{id: 1}, map[hidden]hidden{{id}: {id}}, any(id)} {
			texts = append(texts, fmt.Sprintf(verb, v))
		}
	}
	var log bytes.Buffer
	for _, h := range []slog.Handler{slog.NewTextHandler(&log, nil), slog.NewJSONHandler(&log, nil)} {
		slog.New(h).Error("x", "id", id, "in", hidden{id}, "out", shown{Inner: id}, "all", []writ.Identifier{id}, "err", fmt.Errorf("about %v", id))
	}
	for _, v := range []any{id, shown{Inner: id}, map[string]any{"k": id}} {
		b, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		texts = append(texts, string(b))
	}
	decimal := strings.Trim(fmt.Sprintf("%d", []byte(number)), "[]")
	for _, s := range append(texts, log.String()) {
		for _, mark := range []string{number, number[1:], fmt.Sprintf("%x", number), decimal} {
			if strings.Contains(strings.ToLower(s), mark) {
				t.Fatalf("an identifier prints its text: %s", s)
			}
		}
	}
	if got := fmt.Sprint(id, writ.Identifier{}); got != "e164:*** nobody" {
		t.Errorf("got %q", got)
	}
}

func TestEqualIdentifiersAreOneKey(t *testing.T) {
	a, _ := writ.ParseIdentifier(writ.E164, "+1 202 555 1965")
	b, _ := writ.ParseIdentifier(writ.E164, "+12025551965")
	c, _ := writ.ParseIdentifier(writ.Account, "+12025551965")
	if m := map[writ.Identifier]bool{a: true, b: true, c: true}; a != b || a == c || len(m) != 2 {
		t.Errorf("%d keys, want 2", len(m))
	}
}
