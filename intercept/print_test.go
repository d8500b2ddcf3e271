package intercept

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"writ"
)

type inside struct{ l LIID }

type target struct{ t Target }

type shown struct {
	X XID
	L LIID
	T Target
	K Task
}

// TestNoNumberOfATapPrints prints each type with each verb, alone, in structs, as keys, in logs and as JSON. %p of what is no
// pointer is left out: fmt asks no method there, and go vet refuses it.
func TestNoNumberOfATapPrints(t *testing.T) {
	const xid, liid, number = "29f28e1c-f230-486a-a860-f5a784ab9172", "LIID-2026-001", "+12025551965"
	x, err := ParseXID(xid)
	if err != nil {
		t.Fatal(err)
	}
	l, err := ParseLIID(liid)
	if err != nil {
		t.Fatal(err)
	}
	id, err := writ.ParseIdentifier(writ.E164, number)
	if err != nil {
		t.Fatal(err)
	}
	task := Task{XID: x, Product: x, LIID: l, Targets: []Target{{id}}, Deliver: IRIOnly, Proof: []byte(xid)}
	all := shown{x, l, Target{id}, task}
	var texts []string
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%o", "%b", "%t", "%T", "%10v", "%U", "%c", "%e"} {
		for _, v := range []any{x, &x, l, &l, inside{l}, &inside{l}, target{Target{id}}, Target{id}, task, &task, all, &all, []XID{x}, []LIID{l}, map[XID]LIID{x: l}, map[LIID]XID{l: x}, map[Target]Task{{id}: task}} {
			texts = append(texts, fmt.Sprintf(verb, v))
		}
	}
	var log bytes.Buffer
	for _, h := range []slog.Handler{slog.NewTextHandler(&log, nil), slog.NewJSONHandler(&log, nil)} {
		slog.New(h).Error("x", "xid", x, "liid", l, "task", task, "all", all, "in", inside{l}, "err", fmt.Errorf("about %v %v", x, l))
	}
	for _, v := range []any{x, l, all, task, map[string]any{"k": l}} {
		b, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		texts = append(texts, string(b))
	}
	decimal := func(b []byte) string { return strings.Trim(fmt.Sprintf("%d", b), "[]") }
	marks := []string{xid, strings.ReplaceAll(xid, "-", ""), decimal(x.octets()), liid, fmt.Sprintf("%x", liid), decimal([]byte(liid)), number[1:], decimal([]byte(number))}
	for _, s := range append(texts, log.String()) {
		for _, mark := range marks {
			if strings.Contains(strings.ToLower(s), strings.ToLower(mark)) {
				t.Fatalf("a number of a tap prints: %s", s)
			}
		}
	}
	if got := fmt.Sprint(x, XID{}, l, LIID{}, task); got != "XID:*** XID:none LIID:*** LIID:none task(iri, 1 targets, 0 destinations)" {
		t.Errorf("got %q", got)
	}
}

// octets is for the test alone: what a number-printing verb would show.
func (x XID) octets() []byte { return x[:] }

func TestErrorsDoNotQuoteWhatTheyRefuse(t *testing.T) {
	const mark = "29F28E1Z"
	for _, err := range []error{
		second(ParseXID(mark + "-f230-486a-a860-f5a784ab9172")),
		second(ParseLIID(mark + " " + mark)),
		Task{Targets: []Target{{}}, Until: time.Unix(1, 0)}.Check(time.Time{}, 1),
	} {
		if err == nil || strings.Contains(err.Error(), mark) {
			t.Errorf("got %v", err)
		}
	}
}

func second[T any](_ T, err error) error { return err }
