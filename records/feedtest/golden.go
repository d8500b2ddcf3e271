package feedtest

import (
	"fmt"
	"strings"
	"testing"

	"writ/records"
)

// Text writes rows one field a line, as golden files hold them.
func Text(rows []records.Row) string {
	var b strings.Builder
	for _, r := range rows {
		fmt.Fprintf(&b, "%s %s", r.Kind, records.Stamp(r.At))
		if !r.Until.IsZero() {
			fmt.Fprintf(&b, " until %s", records.Stamp(r.Until))
		}
		fmt.Fprintf(&b, " key %x\n", r.Key)
		for _, v := range r.Values {
			fmt.Fprintf(&b, "  %s: %s\n", v.Field, v.Text())
		}
	}
	return b.String()
}

// Same fails where got is not the golden text, and shows the first line that differs.
func Same(tb testing.TB, name, got, want string) {
	tb.Helper()
	if got == want {
		return
	}
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range min(len(g), len(w)) {
		if g[i] != w[i] {
			tb.Fatalf("%s, line %d: got %q, want %q (-update writes it anew)", name, i+1, g[i], w[i])
		}
	}
	tb.Fatalf("%s: got %d lines, want %d (-update writes it anew)", name, len(g), len(w))
}
