package law_test

import (
	"errors"
	"testing"

	"writ/law"
)

func TestAFactOfAKindThatNoRuleCanLookAtIsRefused(t *testing.T) {
	s := invented(t, ruritania)
	nested := func(levels int) any {
		var v any = "x"
		for range levels {
			v = []any{v}
		}
		return v
	}
	itself := map[string]any{}
	itself["again"] = itself
	for name, tc := range map[string]struct {
		fact  any
		known bool
	}{
		"text": {"x", true}, "a truth": {true, true}, "a whole number": {7, true}, "nothing": {nil, true},
		"a list":                    {[]any{"x", 7, false, []any{"y"}}, true},
		"a map":                     {map[string]any{"a": "x", "b": map[string]any{"c": 1}}, true},
		"nested sixteen deep":       {nested(16), true},
		"nested seventeen deep":     {nested(17), false},
		"a fraction":                {1.5, false},
		"a whole number as a float": {float64(7), false},
		"a long number":             {int64(7), false},
		"octets":                    {[]byte("x"), false},
		"a list of texts":           {[]string{"x"}, false},
		"a map of texts":            {map[string]string{"a": "x"}, false},
		"a pointer":                 {ptr("x"), false},
		"a stamp":                   {law.Stamp{}, false},
		"a fraction in a list":      {[]any{"x", 1.5}, false},
		"a fraction in a map":       {map[string]any{"a": []any{map[string]any{"b": 1.5}}}, false},
		"a map that holds itself":   {itself, false},
	} {
		d := inventedDemand(t, "CATEGORY", "subscriber")
		d.Instrument.Facts = map[string]any{"sound": true, "fact": tc.fact}
		out, err := law.Decide(d, s)
		if tc.known != (err == nil) || !tc.known && (!errors.Is(err, law.ErrFact) || !out.Zero()) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
