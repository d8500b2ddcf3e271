package probe

import (
	"crypto/tls"
	"crypto/x509"
	"net/url"
	"os/exec"
	"strings"
	"testing"

	"writ/outside/x1http"
	"writ/wire/x1"
)

func TestTheRoleKnowsNoCaseAndNoLaw(t *testing.T) {
	out, err := exec.CommandContext(t.Context(), "go", "list", "-deps", ".").Output()
	if err != nil {
		t.Skip("go list is not to be had here")
	}
	for p := range strings.FieldsSeq(string(out)) {
		for _, room := range []string{"writ/scope", "writ/law", "writ/casefile", "writ/intercept/admf", "writ/strategy", "writ/production", "writ/records"} {
			if p == room || strings.HasPrefix(p, room+"/") {
				t.Errorf("the probe links %s", p)
			}
		}
	}
}

func TestAPeerThatIsValidAndOfAnotherRoleGetsNoProduct(t *testing.T) {
	a := newAuthority(t)
	for _, tc := range []struct {
		name  string
		names []*url.URL
		ok    bool
	}{
		{"a mediation function", []*url.URL{URI("mdf-1")}, true},
		{"with another's name beside it", []*url.URL{URI("mdf-1"), {Scheme: "https", Host: "example.net"}}, true},
		{"a network element", []*url.URL{x1http.URI(x1.NE, "ne-1")}, false},
		{"an ADMF", []*url.URL{x1http.URI(x1.ADMF, "admf-1")}, false},
		{"two roles", []*url.URL{URI("mdf-1"), x1http.URI(x1.NE, "ne-1")}, false},
		{"without a name", nil, false},
		{"with an empty name", []*url.URL{URI("")}, false},
	} {
		leaf, err := x509.ParseCertificate(a.issue(soon(), tc.names...).Certificate[0])
		if err != nil {
			t.Fatal(err)
		}
		if err := MediationFunctions(tls.ConnectionState{PeerCertificates: []*x509.Certificate{leaf}}); (err == nil) != tc.ok {
			t.Errorf("%s: %v", tc.name, err)
		}
	}
}
