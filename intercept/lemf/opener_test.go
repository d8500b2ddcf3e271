package lemf

import (
	"fmt"
	"strings"
	"testing"
)

func TestAKeyPrintsMasked(t *testing.T) {
	const digits = "00112233445566778899aabbccddeeff0011223344556677"
	k, err := ParseKey(digits + "\n")
	if err != nil {
		t.Fatal(err)
	}
	for _, verb := range []string{"%v", "%s", "%+v", "%q"} {
		if got := fmt.Sprintf(verb, k); !strings.Contains(got, "key:***") {
			t.Errorf("%s prints %s", verb, got)
		}
	}
	if _, err := ParseKey(digits[1:]); err == nil || strings.Contains(err.Error(), digits[1:9]) {
		t.Errorf("a key that is none: %v", err)
	}
}
