package verify_test

import (
	"archive/zip"
	"bytes"
	"crypto/ed25519"
	"encoding/hex"
	"hash/crc32"
	"io"
	"strconv"
	"strings"
	"testing"

	"writ/ledger/ledgertest"
	"writ/production/productiontest"
	"writ/production/verify"
)

// A member of an archive, by hand.
type member struct {
	name string
	data []byte
}

func members(t *testing.T, archive []byte) []member {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(archive), int64(len(archive)))
	if err != nil {
		t.Fatal(err)
	}
	var out []member
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, member{f.Name, b})
	}
	return out
}

// archived writes members in the one form.
func archived(t *testing.T, list []member) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, m := range list {
		h := &zip.FileHeader{Name: m.name, Flags: 8, CreatorVersion: 20, ReaderVersion: 20, CRC32: crc32.ChecksumIEEE(m.data),
			CompressedSize64: uint64(len(m.data)), UncompressedSize64: uint64(len(m.data))}
		h.ModifiedDate = 33 //nolint:staticcheck // 1980-01-01; Modified would add a field beside it
		w, err := z.CreateRaw(h)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(m.data); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// sealedAgain writes the seal anew over the members, signed by a key that it names as named.
func sealedAgain(list []member, key, named ed25519.PrivateKey) {
	var parts []string
	for _, m := range list[:3] {
		parts = append(parts, `{"name":"`+m.name+`","sha256":"`+sum(m.data)+`","size":`+strconv.Itoa(len(m.data))+`}`)
	}
	public := named.Public().(ed25519.PublicKey)
	seal := `{"format":"writ/package/1","key":"` + hex.EncodeToString(public) + `","members":[` + strings.Join(parts, ",") + `]}`
	list[3].data = []byte(seal)
	list[4].data = ed25519.Sign(key, append([]byte("writ/package/1\n"), seal...))
}

func TestForgedOutsides(t *testing.T) {
	a, file := lap(t, 10)
	own, other := productiontest.SigningKey().PrivateKey, ledgertest.Key(201)
	// The agency's part is sealed, in these tests, by an octet before it.
	inner := func(list []member, change func(in []member) []member) []member {
		in := members(t, list[1].data[1:])
		list[1].data = append([]byte{'!'}, archived(t, change(in))...)
		sealedAgain(list, own, own)
		return list
	}
	for _, tc := range []struct {
		name  string
		forge func(list []member) []member
		want  string
	}{
		{"the seal as it was, written again, holds", func(l []member) []member { sealedAgain(l, own, own); return l }, ""},
		{"the inner archive as it was, written again, holds", func(l []member) []member { return inner(l, func(in []member) []member { return in }) }, ""},
		{"sealed by another, who names that key", func(l []member) []member { sealedAgain(l, other, other); return l }, verify.Signer},
		{"sealed by another, who names the provider's key", func(l []member) []member { sealedAgain(l, other, own); return l }, verify.Seal},
		{"another hash in the seal", func(l []member) []member {
			l[3].data = bytes.Replace(l[3].data, []byte(`"sha256":"`), []byte(`"sha256":"0`), 1)
			return l
		}, verify.Seal},
		{"a seal of another version", func(l []member) []member {
			l[3].data = bytes.Replace(l[3].data, []byte("package/1"), []byte("package/2"), 1)
			return l
		}, verify.Seal},
		{"a seal that is none", func(l []member) []member { l[3].data = []byte("{}"); return l }, verify.Seal},
		{"a seal over two members alone", func(l []member) []member {
			sealedAgain(l, own, own)
			i := bytes.LastIndex(l[3].data, []byte(",{"))
			l[3].data = append(l[3].data[:i:i], "]}"...)
			l[4].data = ed25519.Sign(own, append([]byte("writ/package/1\n"), l[3].data...))
			return l
		}, verify.Seal},
		{"the auditor's part changed under the old seal", func(l []member) []member { l[2].data[9] ^= 1; return l }, verify.Seal},
		{"a member more", func(l []member) []member { return append(l, member{"more.txt", nil}) }, verify.Container},
		{"a member less", func(l []member) []member { return l[1:] }, verify.Container},
		{"members in another order", func(l []member) []member { l[0], l[1] = l[1], l[0]; return l }, verify.Container},
		{"octets sealed to the agency that are no archive", func(l []member) []member {
			l[1].data = []byte("!no archive")
			sealedAgain(l, own, own)
			return l
		}, verify.Archive},
		{"octets before the inner archive", func(l []member) []member {
			l[1].data = append([]byte("!x"), l[1].data[1:]...)
			sealedAgain(l, own, own)
			return l
		}, verify.Archive},
		{"a part more in the inner archive", func(l []member) []member {
			return inner(l, func(in []member) []member { return append(in, member{"more.txt", []byte("x")}) })
		}, verify.Manifest},
		{"a part twice in the inner archive", func(l []member) []member {
			return inner(l, func(in []member) []member { return append(in, in[len(in)-1]) })
		}, verify.Archive},
		{"a part that leads out of its folder", func(l []member) []member {
			return inner(l, func(in []member) []member { return append(in, member{"../x", []byte("x")}) })
		}, verify.Archive},
		{"the manifest signed by another than the seal", func(l []member) []member {
			return inner(l, func(in []member) []member {
				in[1].data = ed25519.Sign(other, append([]byte("writ/manifest/1\n"), in[0].data...))
				return in
			})
		}, verify.Signature},
		{"an auditor's part of no meaning, sealed again", func(l []member) []member {
			l[2].data = []byte("!{}")
			sealedAgain(l, own, own)
			return l
		}, verify.Conservation},
	} {
		t.Run(tc.name, func(t *testing.T) {
			forged := archived(t, tc.forge(members(t, file)))
			got := ""
			if b := verify.File(bytes.NewReader(forged), int64(len(forged)), a.Brought()).Broken(); b != nil {
				got = b.Name
			}
			if got != tc.want {
				t.Errorf("found by %q, want %q", got, tc.want)
			}
		})
	}
}
