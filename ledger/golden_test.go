package ledger

import (
	"bytes"
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

var update = flag.Bool("update", false, "write the golden files anew")

const golden = "testdata/v1"

// The golden log was written by version 1 of the format, with a key of 32 octets of value 1.
func TestALogOfVersion1StaysReadable(t *testing.T) {
	if *update {
		writeGolden(t)
	}
	st := NewMemory()
	err := filepath.WalkDir(golden, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		name, _ := filepath.Rel(golden, path)
		st.files[filepath.ToSlash(name)] = b
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	st.journal = st.files["journal"]
	l, err := Open(st, inKey(1), inOrigin)
	if err != nil || l.Head().Size != 3 {
		t.Fatalf("%v", err)
	}
	r, err := Verify(st, inVKey(1), [][]byte{st.files[CheckpointFile]})
	if err != nil || !r.OK() || r.Published != 3 {
		t.Errorf("%+v, %v", r.Broken(), err)
	}
	var p Proof
	if err := p.UnmarshalText(st.files["entry-1.tlog-proof"]); err != nil {
		t.Fatal(err)
	}
	if e, err := p.Verify(inVKey(1)); err != nil || e.Key != "k/1" {
		t.Errorf("%+v, %v", e, err)
	}
}

func TestALogOfVersion1IsWrittenTheSame(t *testing.T) {
	for name, got := range goldenFiles(t) {
		if want, err := os.ReadFile(filepath.Join(golden, filepath.FromSlash(name))); err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s differs from the golden file, %v", name, err)
		}
	}
}

func goldenFiles(t *testing.T) map[string][]byte {
	t.Helper()
	st, l := fill(t, 3)
	proof, err := prove(t, l, 1).MarshalText()
	if err != nil {
		t.Fatal(err)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	st.files["journal"] = st.journal
	st.files["entry-1.tlog-proof"] = proof
	return st.files
}

func writeGolden(t *testing.T) {
	t.Helper()
	for name, b := range goldenFiles(t) {
		path := filepath.Join(golden, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, b, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func TestACommitmentIsAKeyedHash(t *testing.T) {
	key := [32]byte(bytes.Repeat([]byte{1}, 32))
	// printf '\0\0\0\006target+15550100' | openssl dgst -sha256 -mac HMAC -macopt hexkey:0101…01, in base64url
	const want = "ILnrcqL-mJRG4AVNWeyEsQxSRHNpVGayamZdjZPDPyw"
	got := Commit(key, "target", "+15550100")
	if got != want {
		t.Errorf("%s", got)
	}
	for name, other := range map[string]string{
		"another key":           Commit([32]byte{}, "target", "+15550100"),
		"another label":         Commit(key, "targe", "t+15550100"),
		"another text":          Commit(key, "target", "+15550101"),
		"label and text shared": Commit(key, "", "target+15550100"),
	} {
		if other == got {
			t.Errorf("%s gives the same commitment", name)
		}
	}
	if !Committed(key, "target", "+15550100", got) || Committed(key, "target", "+15550100", "") || Committed(key, "target", "+15550101", got) {
		t.Error("the comparison is wrong")
	}
}
