package player

import (
	"bytes"
	"os"
	"testing"

	"writ"
	"writ/intercept"
)

func FuzzPlay(f *testing.F) {
	b, err := os.ReadFile(lab)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(b[:6000])
	f.Add([]byte(pcapngMagic + "\x1c\x00\x00\x00\x4d\x3c\x2b\x1a\x01\x00\x00\x00\xff\xff\xff\xff\xff\xff\xff\xff\x1c\x00\x00\x00"))
	task := taskOf(1, intercept.IRIAndCC, target(f, writ.E164, "+12025550107"))
	f.Fuzz(func(t *testing.T, in []byte) {
		r, _ := Play(bytes.NewReader(in), core(t, task), Hooks{})
		if r.Frames != r.Packets+r.NotIP+r.Fragments+r.Broken {
			t.Errorf("%+v", r)
		}
	})
}
