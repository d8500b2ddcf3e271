package scope

import (
	"crypto/ed25519"
	"encoding/binary"
	"testing"
)

func TestAMemoHoldsSoManyAndStartsAnew(t *testing.T) {
	id := func(n int) (out [32]byte) {
		binary.BigEndian.PutUint64(out[:], uint64(n)+1)
		return out
	}
	var m memo[int]
	for n := range mostRemembered {
		m.put(id(n), n)
	}
	for _, n := range []int{0, 1, mostRemembered - 1} {
		if v, ok := m.get(id(n)); !ok || v != n {
			t.Fatalf("%d is forgotten", n)
		}
	}
	m.put(id(mostRemembered), 7)
	if v, ok := m.get(id(mostRemembered)); !ok || v != 7 || len(m.all) != 1 {
		t.Errorf("%d are remembered", len(m.all))
	}
}

func TestOnlyWhatIsGoodIsRemembered(t *testing.T) {
	key := ed25519.NewKeyFromSeed(make([]byte, 32))
	pub, _ := key.Public().(ed25519.PublicKey)
	message := []byte("a statement that nobody else makes here")
	sig := ed25519.Sign(key, message)
	bad := append([]byte{}, sig...)
	bad[0] ^= 1
	before := len(proven.all)
	for range 2 {
		if verify(pub, message, bad) || verify(pub, message, sig[:63]) || verify(pub[:31], message, sig) || verify(pub, message[1:], sig) {
			t.Fatal("a bad signature is good")
		}
	}
	if len(proven.all) != before {
		t.Error("a bad signature is remembered")
	}
	for range 2 {
		if !verify(pub, message, sig) {
			t.Fatal("a good signature is bad")
		}
	}
	if len(proven.all) != before+1 {
		t.Error("a good signature is not remembered")
	}
	if fingerprint(pub, message, sig) == fingerprint(pub, append(append([]byte{}, sig...), message...), nil) {
		t.Error("the message runs into the signature")
	}
}

func TestAnEnrolmentIsReadOnce(t *testing.T) {
	body := []byte(`{"v":1,"person":{"name":"read once"}}`)
	before := len(enrolments.all)
	for range 2 {
		if en, ok := readEnrolment(body); !ok || en.Person.Name != "read once" {
			t.Fatal("it is not read")
		}
		if _, ok := readEnrolment([]byte("no JSON, and remembered never")); ok {
			t.Fatal("what is no enrolment is one")
		}
	}
	if len(enrolments.all) != before+1 {
		t.Error("it is not remembered")
	}
}
