package mediation

import (
	"crypto/tls"
	"errors"
	"strings"

	"writ/outside/x1http"
	"writ/wire/x1"
)

// ErrPeer says that a verified peer is no network element.
var ErrPeer = errors.New("mediation: the peer's certificate is not a network element's; give it one name urn:writ:ne:… and no other role")

// NetworkElements is a Peer that lets network elements send, by the name that outside/x1http gives them: a certificate
// that is valid but another role's may not.
func NetworkElements(s tls.ConnectionState) error {
	if len(s.PeerCertificates) == 0 {
		return ErrPeer
	}
	element := x1http.URI(x1.NE, "").String()
	role, _, _ := strings.Cut(element, ":ne:")
	named := 0
	for _, u := range s.PeerCertificates[0].URIs {
		name := u.String()
		if !strings.HasPrefix(name, role+":") {
			continue
		}
		if id, ok := strings.CutPrefix(name, element); !ok || id == "" {
			return ErrPeer
		}
		named++
	}
	if named != 1 {
		return ErrPeer
	}
	return nil
}
