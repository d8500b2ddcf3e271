package x2x3

import "testing"

func TestATargetIsWrittenAsItsElementAndReadBack(t *testing.T) {
	for _, value := range []string{"sip:alice@example.com", "a&b<c>d'e\"f", "", "&amp;"} {
		text := AppendTarget(nil, "sipUri", value)
		element, got, ok := ParseTarget(text)
		if !ok || element != "sipUri" || got != value {
			t.Errorf("%s: %q %q %v", text, element, got, ok)
		}
	}
	if got := string(AppendTarget(nil, "sipUri", "sip:a&b@example.com")); got != "<sipUri>sip:a&amp;b@example.com</sipUri>" {
		t.Error(got)
	}
}

func TestATargetIsReadByItsLocalName(t *testing.T) {
	for text, want := range map[string]string{
		`<x:e164Number xmlns:x="urn:x"> 15550100 </x:e164Number>`: "15550100",
		"<E164Number>15550100</E164Number>":                       "15550100",
	} {
		if _, got, ok := ParseTarget([]byte(text)); !ok || got != want {
			t.Errorf("%s: %q %v", text, got, ok)
		}
	}
}

func TestWhatIsNoTargetElementIsRefused(t *testing.T) {
	for _, text := range []string{
		"", "<", "<>", "<a>", "sip:alice@example.com", "<a>x</b>", "<a><b>x</b></a>", "<a/>", "<a>&x;</a>", "<a>&amp</a>",
		"<a>&#65;</a>", "< >x</ >", "<x:>1</x:>",
	} {
		if e, v, ok := ParseTarget([]byte(text)); ok {
			t.Errorf("%q is read as %q %q", text, e, v)
		}
	}
}
