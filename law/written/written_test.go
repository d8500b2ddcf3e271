package written_test

import (
	"testing"
	"testing/fstest"

	"writ/law"
	"writ/law/written"
)

func pack(t *testing.T) written.Pack {
	t.Helper()
	s, err := law.Load(fstest.MapFS{"nova/pack.yaml": {Data: []byte("format: writ-pack/1\npack: nova\ntitle: Nova\ncountry: NV\nnotice: permitted\naliases: {A: Act, B: Book}\n")}})
	if err != nil {
		t.Fatal(err)
	}
	p, err := written.Read(s, "nova")
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestAValueKnowsItsPlace(t *testing.T) {
	v := pack(t).Get("title")
	if v.Text() != "Nova" || v.Place() != (written.Place{File: "nova/pack.yaml", Line: 3}) {
		t.Errorf("%q at %v", v.Text(), v.Place())
	}
}

func TestWhatWasNotReadIsNamed(t *testing.T) {
	p := pack(t)
	for _, key := range []string{"format", "pack", "title", "country", "aliases"} {
		p.Get(key)
	}
	left := p.Files[0].Unread()
	if len(left) != 3 || left[0].Key != "notice" || left[1].Key != "A" || left[1].Place.Line != 6 {
		t.Errorf("left are %v", left)
	}
	p.Get("notice")
	p.Get("aliases").Entries()
	if left := p.Files[0].Unread(); len(left) != 0 {
		t.Errorf("left are %v", left)
	}
}

func TestWhatIsAbsentIsHarmless(t *testing.T) {
	v := pack(t).Get("no-such-key")
	if !v.Absent() || v.Text() != "" || v.Words() != nil || v.List() != nil || v.Entries() != nil || v.Unread() != nil || !v.Get("x").Absent() || v.Place().Line != 0 {
		t.Error("an absent value says something")
	}
}

func TestAPackThatIsNotThereCannotBeRead(t *testing.T) {
	s, err := law.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := written.Read(s, "atlantis"); err == nil {
		t.Error("it was read")
	}
}
