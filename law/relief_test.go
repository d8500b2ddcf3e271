package law_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"writ/law"
)

// appeals lets the provider of Ruritania object to the royal writ, each relief in another way.
var appeals = strings.Replace(ruritania, "- type: rt-freeze", `  relief:
  - {id: conflict, is: object, decides: the Crown court, when: {facts.bar: true}, last-day: {of: served, plus: P10D, count: after}, provision: Post Act art. 20, because: a foreign law forbids it}
  - {id: burden, is: modify, decides: the Crown court, when: {category: subscriber}, certainty: uncertain, provision: Post Act art. 21, because: it is too much work}
  - {id: late, is: more-time, decides: the issuer, last-day: {of: served, plus: P1D, count: after}, provision: Post Act art. 22, because: it takes longer}
  - {id: voice, is: lift-secrecy, decides: the issuer, when: {secrecy: ordered}, last-day: facts.until, provision: Post Act art. 23, because: the secrecy has no end}
  - {id: old, is: cost, decides: the Treasury, to: 2021-01-01, provision: Post Act art. 24, because: it costs}
- type: rt-freeze`, 1) + `relief:
- {id: fee, is: cost, decides: the Treasury, instruments: [rt-writ], provision: Post Act art. 25, because: it costs}
`

func reliefOf(d law.Decision, id string) *law.Relief {
	for _, r := range d.Reliefs() {
		if strings.HasSuffix(r.Ground.Rule, "/"+id) {
			return &r
		}
	}
	return nil
}

func TestADecisionCarriesTheReliefsThatHold(t *testing.T) {
	s := invented(t, appeals)
	d := inventedDemand(t, "CATEGORY", "call-records")
	d.Asks = append(d.Asks, d.Asks[0])
	d.Asks[1].Category = "subscriber"
	plain := decide(t, d, s)
	for id, want := range map[string]bool{"conflict": false, "burden": true, "late": true, "voice": false, "old": false, "fee": true} {
		if got := reliefOf(plain, id); (got != nil) != want {
			t.Errorf("%s is carried: %v, want %v", id, got != nil, want)
		}
	}
	if r := reliefOf(plain, "burden"); !slices.Equal(r.Asks, []int{1}) || r.Ground.Certainty != "uncertain" || r.Is != law.ReliefModify || r.To != "the Crown court" || !r.By.IsZero() {
		t.Errorf("the second ask alone, uncertain, without a day: %+v", r)
	}
	if r := reliefOf(plain, "late"); !slices.Equal(r.Asks, []int{0, 1}) || !r.Over(d.At) || r.Over(r.By.Add(-time.Nanosecond)) {
		t.Errorf("both asks, and too late: %+v", r)
	}
	d.Instrument.Facts = map[string]any{"bar": true}
	d.Instrument.Secrecy = &law.Secrecy{}
	barred := decide(t, d, s)
	if r := reliefOf(barred, "conflict"); r == nil || r.By.Format(time.DateTime) != "2026-03-11 00:00:00" || r.Over(d.At) {
		t.Errorf("ten days after service, whole: %+v", r)
	}
	if r := reliefOf(barred, "voice"); r == nil || !r.By.IsZero() {
		t.Errorf("a day that is not stated is none: %+v", r)
	}
	if fulfils := plain.Verdict(); barred.Verdict() != fulfils {
		t.Error("a relief changes no answer")
	}
}

func TestReliefIsShownWithItsLastDay(t *testing.T) {
	s := invented(t, appeals)
	d := inventedDemand(t, "CATEGORY", "subscriber")
	d.Instrument.Facts = map[string]any{"bar": true}
	text := law.Explain(decide(t, d, s)).String()
	for _, want := range []string{"object, of the Crown court (asks 1)\n    before 2026-03-11T00:00:00+01:00", "too late since 2026-03-02T00:00:00+01:00",
		"because it is too much work\n      Post Act art. 21, in force since 2020-01-01 (uncertain)", "the law names no last day"} {
		if !strings.Contains(text, want) {
			t.Errorf("the explanation lacks %q:\n%s", want, text)
		}
	}
}

// TestADigestBindsTheRelief: one pack, two demands that differ in a fact alone, and two packs that differ in a day.
func TestADigestBindsTheRelief(t *testing.T) {
	d := inventedDemand(t, "CATEGORY", "subscriber")
	with, without := decide(t, d, invented(t, appeals)), decide(t, d, invented(t, ruritania))
	if with.Digest() == without.Digest() {
		t.Error("a relief changes nothing in the digest")
	}
	if rs := with.Reliefs(); len(rs) == 0 {
		t.Error("no relief")
	} else {
		rs[0].To, rs[0].Asks[0] = "nobody", 9
		if again := with.Reliefs(); again[0].To == "nobody" || again[0].Asks[0] == 9 {
			t.Error("a relief was changed through its copy")
		}
	}
	if (law.Decision{}).Reliefs() != nil {
		t.Error("the zero Decision has a relief")
	}
}

func TestNoticeIsToldWithItsProvisionAndItsEnd(t *testing.T) {
	s := invented(t, strings.Replace(ruritania, "  due:\n", `  notice:
  - {is: delayed, when: {facts.quiet: true}, until: {of: served, plus: P3D, count: after}, provision: Post Act art. 30}
  - {is: required, provision: Post Act art. 31}
  cost: the Treasury pays for copies (Post Act art. 32)
  due:
`, 1))
	for _, tc := range []struct {
		name, at, until string
		quiet, secret   bool
		secretUntil     string
		want            law.Telling
	}{
		{name: "required", at: "2026-03-02T10:00:00+01:00", want: law.Telling{Is: "required", Provision: "Post Act art. 31"}},
		{name: "put off", at: "2026-03-02T10:00:00+01:00", quiet: true, until: "2026-03-04T00:00:00+01:00", want: law.Telling{Is: "delayed", Provision: "Post Act art. 30"}},
		{name: "put off until now", at: "2026-03-04T00:00:00+01:00", quiet: true, want: law.Telling{Is: "required", Provision: "Post Act art. 31"}},
		{name: "secrecy ordered", at: "2026-03-02T10:00:00+01:00", quiet: true, secret: true, want: law.Telling{Is: "prohibited"}},
		{name: "secrecy with an end", at: "2026-03-02T10:00:00+01:00", secret: true, secretUntil: "2026-06-01", until: "2026-06-02T00:00:00+02:00", want: law.Telling{Is: "prohibited"}},
		{name: "secrecy that is over", at: "2026-03-02T10:00:00+01:00", secret: true, secretUntil: "2026-03-01", want: law.Telling{Is: "required", Provision: "Post Act art. 31"}},
	} {
		d := inventedDemand(t, "CATEGORY", "subscriber")
		d.At = stamp(t, tc.at).Time
		d.Instrument.Facts = map[string]any{"quiet": tc.quiet}
		if tc.secret {
			d.Instrument.Secrecy = &law.Secrecy{}
		}
		if tc.secretUntil != "" {
			until := stamp(t, tc.secretUntil)
			d.Instrument.Secrecy.Until = &until
		}
		out := decide(t, d, s)
		got := out.Telling()
		if (tc.until == "") != got.Until.IsZero() || tc.until != "" && !got.Until.Equal(stamp(t, tc.until).Time) {
			t.Errorf("%s: until %v, want %s", tc.name, got.Until, tc.until)
		}
		if got.Until = (time.Time{}); got != tc.want || out.Notice() != tc.want.Is {
			t.Errorf("%s: %+v, want %+v", tc.name, got, tc.want)
		}
		if out.Cost() != "the Treasury pays for copies (Post Act art. 32)" || !strings.Contains(law.Explain(out).String(), "cost: the Treasury pays") {
			t.Errorf("%s: cost %q", tc.name, out.Cost())
		}
	}
}
