package mapped_test

import (
	"bytes"
	"testing"

	"writ/records/mapped"
)

// TestAnotherMapIsAnotherReading: a corrected map must not be told that the file was read before.
func TestAnotherMapIsAnotherReading(t *testing.T) {
	read := func(more string) []byte {
		m, err := mapped.ParseMap("m.yaml", []byte("writ: map/1\nkind: call\nkey: [id]\ncolumns:\n  start: at\n  caller: a\n  call-id: id\nanswered: {column: ok, yes: [y], no: [n]}\n"+more))
		if err != nil {
			t.Fatal(err)
		}
		return mapped.New(m).(interface{ Settings() []byte }).Settings()
	}
	if a, b := read(""), read("# a word more\n"); len(a) != 32 || bytes.Equal(a, b) {
		t.Errorf("two maps have one name: %x, %x", a, b)
	}
}
