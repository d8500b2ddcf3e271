// Package seal holds the keys and what is sealed under them: files to age recipients, people's signing
// keys under their passphrases, the tenant's root split into shares, the keys that follow from the root,
// one key for each case, and a sealed spool.
//
// No key is written anywhere unwrapped, and none prints. Primitives are age (age-encryption.org/v1, hybrid
// ML-KEM-768 with X25519), Ed25519, HKDF-SHA-256, XChaCha20-Poly1305 and AES-256-GCM; docs/formats/keys.md
// has the forms. Hardware keys are left out (outside/pkcs11).
//
// Start at [Root] and [PersonFile].
package seal
