package x1_test

import (
	"bytes"
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"writ/wire/x1"
)

func TestWhateverIsWrittenIsReadAsTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := container(t)
		out, err := c.Append([]byte("before"))
		if err != nil {
			t.Fatal(err)
		}
		again, err := x1.Decode(out[len("before"):], x1.RequestLimits)
		if err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		if !reflect.DeepEqual(again, c) {
			t.Fatalf("written\n%s\nread %#v\nof   %#v", out, again, c)
		}
		twice, err := again.Append(nil)
		if err != nil || !bytes.Equal(twice, out[len("before"):]) {
			t.Fatalf("the same is written otherwise: %v", err)
		}
	})
}

func TestAnAuthorityIsReadBackFromItsTask(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := authority(t)
		d := x1.TaskDetails{Extensions: []x1.Extension{{Owner: "another"}, a.Extension()}}
		got, found, err := d.Authority()
		if err != nil || !found || !reflect.DeepEqual(got, a) {
			t.Fatalf("%+v, %v, %v; wanted %+v", got, found, err, a)
		}
		d.Extensions = append(d.Extensions, a.Extension())
		if _, found, err := d.Authority(); err == nil || !found {
			t.Fatal("two authorities were taken")
		}
	})
}

func TestAnAmountIsReadBackFromItsStatus(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := amount(t)
		if got, found := (x1.TaskStatus{Extensions: []x1.Extension{{Owner: "another"}, a.Extension()}}).Amount(); !found || got != a {
			t.Fatalf("%+v, %v; wanted %+v", got, found, a)
		}
	})
	if _, found := (x1.TaskStatus{}).Amount(); found {
		t.Error("found where there is none")
	}
}

func FuzzDecode(f *testing.F) {
	for _, valid := range []bool{true, false} {
		for _, src := range samples(f, valid) {
			f.Add(src)
		}
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		c, err := x1.Decode(src, x1.RequestLimits)
		if err != nil {
			return
		}
		out, err := c.Append(nil)
		if err != nil {
			t.Fatalf("what was read can't be written: %v", err)
		}
		again, err := x1.Decode(out, x1.AnswerLimits)
		if err != nil || !reflect.DeepEqual(again, c) {
			t.Fatalf("written again it reads otherwise: %v\n%s", err, out)
		}
	})
}
