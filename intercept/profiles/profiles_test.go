package profiles

import (
	"errors"
	"strings"
	"testing"
	"time"

	"writ/intercept"
	"writ/strict"
)

func TestEachValueOfAnEmbeddedProfileSaysWhereItWasRead(t *testing.T) {
	if got := strings.Join(Names(), " "); got != "generic nl" {
		t.Fatalf("got %s", got)
	}
	for _, name := range Names() {
		p, err := Load(name)
		if err != nil {
			t.Fatal(err)
		}
		if p.Name != name || p.Title == "" || p.Since.IsZero() || len(p.Sources) != len(all) {
			t.Errorf("%s: name %q, %d sources of %d", name, p.Name, len(p.Sources), len(all))
		}
		for key, from := range p.Sources {
			if len(from) < 8 {
				t.Errorf("%s: %s: %q is no source", name, key, from)
			}
		}
	}
	if _, err := Load("../doc"); !errors.Is(err, ErrUnknown) {
		t.Errorf("got %v", err)
	}
}

func TestTheGenericProfileReadsAsItIsWritten(t *testing.T) {
	p, err := Load("generic")
	if err != nil {
		t.Fatal(err)
	}
	want := intercept.Profile{Name: "generic", Since: time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC), Module: 43, IPAccess: 20, IPMultimedia: 17,
		Time: intercept.Micro, LIID: intercept.LIIDOctets,
		KeepAlive: intercept.KeepAlive{Idle: 2 * time.Minute, Answer: 30 * time.Second, GiveUp: time.Minute, LIID: "-"},
		Integrity: intercept.Integrity{Hash: intercept.SHA256, EveryPDUs: 1000, After: time.Second}, TLS: true, Notices: true}
	if p.Profile != want {
		t.Errorf("got  %+v\nwant %+v", p.Profile, want)
	}
}

func TestAProfileIsRefusedFor(t *testing.T) {
	good, err := files.ReadFile("generic.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct{ name, old, new, want string }{
		{"another format", "profile/1", "profile/2", "is another format"},
		{"a value without its source", `{is: true, from: "HI1 operations over HI2, as the open peer sends them"}`, "{is: true}", "has no from"},
		{"a value that is left out", "  tls:", "  # tls:", "has no tls"},
		{"a word that is not known", "is: microSecondTimeStamp,", "is: nanoSecondTimeStamp,", "is not known here"},
		{"a module out of range", "is: 43", "is: 430", "is out of range"},
		{"no country", "country: {is: none", "country: {is: Nova", "is no country"},
		{"hashes without time", "hash-after: {is: 1,", "hash-after: {is: 0,", "hashes are asked for"},
		{"signatures without algorithm", "sign-every-hashes: {is: 0", "sign-every-hashes: {is: 3", "signatures are asked for"},
		{"an answer that may come after giving up", "give-up: {is: 60", "give-up: {is: 6", "keep-alive times do not fit"},
		{"a key that is not known", "  tls:", "  tsl: {is: 1, from: x}\n  tls:", "unknown key"},
		{"a text that is too long", `{is: "-"`, `{is: "--------------------------"`, "is longer than 25"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			bad := strings.Replace(string(good), tc.old, tc.new, 1)
			_, err := Read("own.yaml", []byte(bad))
			if place := new(strict.Error); err == nil || !strings.Contains(err.Error(), tc.want) || !errors.As(err, &place) {
				t.Errorf("got %v", err)
			}
		})
	}
}

// FuzzRead: no file makes the reader fail otherwise than by an error.
func FuzzRead(f *testing.F) {
	good, err := files.ReadFile("nl.yaml")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good)
	f.Fuzz(func(t *testing.T, in []byte) { _, _ = Read("any", in) })
}
