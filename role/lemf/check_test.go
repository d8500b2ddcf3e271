package lemf

import (
	"context"
	"crypto/ecdsa"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"writ/intercept/lemf/check"
	"writ/intercept/lemf/lemftest"
)

func TestFilesOfOneNameAreToldApart(t *testing.T) {
	hi2, hi3 := lemftest.Render(lemftest.Call(lemftest.PCMA, silence))
	dir := t.TempDir()
	var files []string
	for folder, b := range map[string][]byte{"a": hi2, "b": hi3[:100]} {
		f := filepath.Join(dir, folder, "x.ber")
		if err := os.MkdirAll(filepath.Dir(f), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(f, b, 0o600); err != nil {
			t.Fatal(err)
		}
		files = append(files, f)
	}
	found, err := Check(context.Background(), files, check.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range found {
		if f.Rule == "cut" && strings.HasSuffix(f.File, filepath.Join("b", "x.ber")) {
			return
		}
	}
	t.Errorf("%+v", found)
}

func TestTargetsAndKeysThatCantBeReadSayWhereAndQuoteNothing(t *testing.T) {
	if _, err := Targets([]byte("# who\n\nL-1 sip:a@b\nL-2 alice too many\n")); err == nil || !strings.Contains(err.Error(), "line 4") || strings.Contains(err.Error(), "alice") {
		t.Errorf("%v", err)
	}
	if all, err := Targets([]byte("L-1\tsip:a@b\n")); err != nil || len(all) != 1 || all[0].Party.Reveal() != "sip:a@b" {
		t.Errorf("%v %v", all, err)
	}
	cert, key := certificate(t, "x")
	if k, err := PublicKey(cert); err != nil {
		t.Error(err)
	} else if _, ok := k.(*ecdsa.PublicKey); !ok {
		t.Errorf("%T", k)
	}
	for _, bad := range [][]byte{key, []byte("secret")} {
		if _, err := PublicKey(bad); err == nil || strings.Contains(err.Error(), "secret") {
			t.Errorf("%v", err)
		}
	}
}
