package intercept

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestAnIDIsWrittenAsItWasReadInLowerCase(t *testing.T) {
	const text = "29F28E1C-f230-486a-a860-f5a784ab9172"
	x, err := ParseXID(text)
	if err != nil || x.Reveal() != strings.ToLower(text) {
		t.Errorf("got %q, %v", x.Reveal(), err)
	}
	d, err := ParseDID(text)
	if err != nil || d.String() != strings.ToLower(text) {
		t.Errorf("got %q, %v", d, err)
	}
}

func TestATextThatIsNoUUIDIsRefused(t *testing.T) {
	for _, text := range []string{"", "29f28e1cf230486aa860f5a784ab9172", "29f28e1c-f230-486a-a860-f5a784ab917", "29f28e1c-f230-486a-a860-f5a784ab917g",
		"29f28e1c0f230-486a-a860-f5a784ab9172", "{29f28e1c-f230-486a-a860-f5a784ab917", "29f28e1c-f230-486a-a860-f5a784ab91722", "29f28e1-cf230-486a-a860-f5a784ab9172"} {
		if _, err := ParseXID(text); !errors.Is(err, ErrUUID) {
			t.Errorf("%q: got %v", text, err)
		}
	}
}

func TestALIIDHasOneTextAndOneOctetForm(t *testing.T) {
	for _, tc := range []struct {
		name, text, octets, shown string
	}{
		{"printable ASCII is itself", "LIID-1", "LIID-1", "LIID-1"},
		{"twenty-five hexadecimal digits are ASCII", "0123456789abcdef012345678", "0123456789abcdef012345678", "0123456789abcdef012345678"},
		{"twenty-six hexadecimal digits are octets", "00112233445566778899aabbcc", "\x00\x11\x22\x33\x44\x55\x66\x77\x88\x99\xaa\xbb\xcc", "00112233445566778899aabbcc"},
		{"octets that are printable have the printable text", "4142434445464748494a4b4c4d", "ABCDEFGHIJKLM", "ABCDEFGHIJKLM"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			l, err := ParseLIID(tc.text)
			if err != nil || string(l.Octets()) != tc.octets || l.Reveal() != tc.shown {
				t.Fatalf("got %q %q %v", l.Octets(), l.Reveal(), err)
			}
			if again, err := ParseLIID(l.Reveal()); err != nil || again != l {
				t.Errorf("its own text names another: %v", err)
			}
		})
	}
	for _, text := range []string{"", " ", "a b", "é", strings.Repeat("x", 26), strings.Repeat("a", 27), strings.Repeat("A", 26), strings.Repeat("a", 52)} {
		if _, err := ParseLIID(text); !errors.Is(err, ErrLIID) {
			t.Errorf("%q: got %v", text, err)
		}
	}
}

// TestTextAndOctetsOfALIIDGoTogether holds both readers to one rule.
func TestTextAndOctetsOfALIIDGoTogether(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		octets := rapid.SliceOfN(rapid.Byte(), 0, 30).Draw(t, "octets")
		l, err := LIIDOf(octets)
		if err != nil {
			if len(octets) > 12 && len(octets) <= MaxLIID {
				t.Fatalf("%d octets are refused", len(octets))
			}
			return
		}
		again, err := ParseLIID(l.Reveal())
		if err != nil || again != l || !bytes.Equal(again.Octets(), octets) {
			t.Fatalf("%x comes back as %x: %v", octets, again.Octets(), err)
		}
	})
}
