package records_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"writ"
	"writ/records"
)

// secret stands in every value below; no way of printing may show it, nor its octets.
const secret = "+12025551965"

var verbs = []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%t", "%T", "%10v", "%.3v"}

// hidden holds a value in an unexported field, where fmt can't call its methods.
type hidden[T any] struct{ inner T }

// shown holds it in an exported one.
type shown[T any] struct{ Inner T }

// prints lists every text that fmt, slog and JSON make of a value.
func prints[T any](t *testing.T, v T) []string {
	t.Helper()
	var out []string
	for _, verb := range verbs {
		for _, x := range []any{v, &v, hidden[T]{v}, &hidden[T]{v}, shown[T]{v}, []T{v}, []hidden[T]{{v}}, map[string]T{"k": v}, map[string]hidden[T]{"k": {v}}} {
			out = append(out, fmt.Sprintf(verb, x))
		}
	}
	var log bytes.Buffer
	for _, h := range []slog.Handler{slog.NewTextHandler(&log, nil), slog.NewJSONHandler(&log, nil)} {
		slog.New(h).Info("x", "v", v, "h", hidden[T]{v}, "s", shown[T]{v})
	}
	if b, err := json.Marshal(shown[T]{v}); err == nil {
		out = append(out, string(b))
	}
	return append(out, log.String(), fmt.Sprint(v), fmt.Errorf("bad value %v", v).Error())
}

func leaks(t *testing.T, name string, texts []string) {
	t.Helper()
	decimal := strings.Trim(fmt.Sprintf("%d", []byte(secret)), "[]")
	for _, s := range texts {
		for _, mark := range []string{secret, secret[1:], fmt.Sprintf("%x", secret), decimal} {
			if strings.Contains(strings.ToLower(s), mark) {
				t.Errorf("%s prints its text: %s", name, s)
				return
			}
		}
	}
}

func TestNoRecordPrintsItsText(t *testing.T) {
	id, err := writ.ParseIdentifier(writ.E164, secret)
	if err != nil {
		t.Fatal(err)
	}
	row, err := records.New(records.Call, records.KeyOf("f", "k"), time.Now(), time.Time{}, records.V(records.Caller, secret), records.V(records.Event, "call"))
	if err != nil {
		t.Fatal(err)
	}
	leaks(t, "Value", prints(t, records.V(records.Caller, secret)))
	leaks(t, "Row", prints(t, row))
	leaks(t, "Result", prints(t, records.Result{Line: 1, Rows: []records.Row{row}}))
	leaks(t, "Tenure", shallow(records.Tenure{ID: id, Holder: secret, Login: secret}))
	leaks(t, "Refusal", shallow(*records.Refuse([]byte(secret), "p", "f")))
	leaks(t, "Draft", prints(t, filled(t)))
}

func filled(t *testing.T) *records.Draft {
	t.Helper()
	return records.NewDraft(records.Call, writ.NumberPlan{Calling: "1"})
}

// shallow prints what holds plain text by contract (a holder, raw octets) in the ways in which its methods count.
func shallow[T any](v T) []string {
	var out []string
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q"} {
		out = append(out, fmt.Sprintf(verb, v), fmt.Sprintf(verb, &v), fmt.Sprintf(verb, shown[T]{v}), fmt.Sprintf(verb, []T{v}))
	}
	return out
}

func TestWhatAKeyIs(t *testing.T) {
	if records.KeyOf("f", "ab", "c") == records.KeyOf("f", "a", "bc") || records.KeyOf("f", "a") == records.KeyOf("g", "a") || records.KeyOf("f", "a", "") == records.KeyOf("f", "a") {
		t.Error("two records have one key")
	}
	long := strings.Repeat("x", 10_000)
	if records.KeyOf("f", long) == records.KeyOf("f", long+"x") {
		t.Error("a long part is cut")
	}
}
