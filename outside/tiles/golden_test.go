package tiles

import (
	"os"
	"testing"
)

func TestAFolderOfVersion1StaysReadable(t *testing.T) {
	const golden = "../../ledger/testdata/v1"
	r, err := Verify(golden, "", nil)
	if err != nil || !r.OK() || r.Size != 3 || r.Published != 3 {
		t.Fatalf("%+v, %v", r.Broken(), err)
	}
	dir := t.TempDir() // a copy of it can be written on
	if err := os.CopyFS(dir, os.DirFS(golden)); err != nil {
		t.Fatal(err)
	}
	f := mustOpen(t, dir)
	defer f.Close()
	n := 0
	for _, err := range f.Frames() {
		if err != nil {
			t.Fatal(err)
		}
		n++
	}
	if n != 3 {
		t.Errorf("%d frames", n)
	}
}
