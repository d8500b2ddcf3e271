package x1_test

import (
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"writ/wire/x1"
)

// samples gives the sample documents by their names; valid ones, or those named invalid.
func samples(t testing.TB, valid bool) map[string][]byte {
	t.Helper()
	names, err := filepath.Glob("testdata/samples/*.xml")
	if err != nil || len(names) < 30 {
		t.Fatalf("%d samples, %v", len(names), err)
	}
	out := map[string][]byte{}
	for _, n := range names {
		if base := strings.TrimSuffix(filepath.Base(n), ".xml"); strings.HasPrefix(base, "invalid_") != valid {
			if out[base], err = os.ReadFile(n); err != nil {
				t.Fatal(err)
			}
		}
	}
	return out
}

func decode(t testing.TB, src []byte) x1.Container {
	t.Helper()
	c, err := x1.Decode(src, x1.RequestLimits)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func encode(t testing.TB, c x1.Container) []byte {
	t.Helper()
	out, err := c.Append(nil)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestEverySampleIsReadAndWrittenAgainWithEqualMeaning(t *testing.T) {
	for name, src := range samples(t, true) {
		c := decode(t, src)
		out := encode(t, c)
		if again := decode(t, out); !reflect.DeepEqual(again, c) {
			t.Errorf("%s: written again it reads otherwise:\n%s", name, out)
		}
		if got, want := flat(t, out), flat(t, src); got != want {
			t.Errorf("%s: other elements are written:\n got %s\nwant %s", name, got, want)
		}
	}
}

func TestASampleSaysWhatItSays(t *testing.T) {
	src := samples(t, true)["ActivateTaskRequest_mdf"]
	m := decode(t, src).Messages[0]
	if m.ADMF != "admf-1" || m.NE != "ne-1" || m.Version != "v1.22.1" || !m.At.Equal(time.Date(2026, 1, 5, 9, 0, 2, 1000, time.UTC)) {
		t.Errorf("envelope %+v", m.Envelope)
	}
	task := m.Body.(*x1.ActivateTaskRequest).Task
	if task.XID.String() != "29f28e1c-f230-486a-a860-f5a784ab9172" || task.Delivery != x1.X2andX3 || *task.Correlation != 1<<64-1 || *task.MayDeactivate ||
		task.Targets[0].Kind != x1.E164Number || task.Targets[0].Text != "442079460223" || len(task.Services) != 2 || task.Services[1] != x1.Messaging {
		t.Errorf("task %+v", task)
	}
	d := task.Mediation[0]
	if d.LIID != "XX-LIID-7" || d.Delivery != x1.HI2andHI3 || !d.End.Equal(time.Date(2026, 2, 5, 0, 0, 0, 0, time.UTC)) || !d.Scoping[0].Location.None {
		t.Errorf("mediation %+v", d)
	}
}

func TestEachInvalidSampleIsRefusedWithASchemaErrorThatSaysWhere(t *testing.T) {
	where := map[string]string{
		"invalid_e164_with_plus":         "X1Request/x1RequestMessage[1]/taskDetails/targetIdentifiers/targetIdentifier[1]/e164Number",
		"invalid_missing_transaction_id": "X1Request/x1RequestMessage[1]/x1TransactionId",
		"invalid_no_xsi_type":            "X1Request/x1RequestMessage[1]",
		"invalid_two_target_choices":     "X1Request/x1RequestMessage[1]/taskDetails/targetIdentifiers/targetIdentifier[1]",
		"invalid_uppercase_uuid":         "X1Request/x1RequestMessage[1]/xId",
	}
	all := samples(t, false)
	if len(all) != len(where) {
		t.Fatalf("%d samples", len(all))
	}
	for name, src := range all {
		_, err := x1.Decode(src, x1.RequestLimits)
		var e *x1.Error
		if !errors.As(err, &e) || e.Code != x1.Syntax || e.Path != where[name] {
			t.Errorf("%s: %v", name, err)
		}
		if err != nil && (strings.Contains(err.Error(), "442079460223") || strings.Contains(err.Error(), "29F28E1C")) {
			t.Errorf("%s: the error quotes the message: %v", name, err)
		}
	}
}
