package production

import (
	"encoding/base64"

	"writ/production/format"
)

// SignerText is the file by which the provider makes known what its packages are checked with: the package
// signing key and the ledger's verification key. It is handed over once, outside any package.
func SignerText(key [32]byte, ledgerKey string) []byte {
	return []byte(format.Signer + "\npackage " + base64.StdEncoding.EncodeToString(key[:]) + "\nledger " + ledgerKey + "\n")
}
