package probe

import (
	"testing"
	"time"

	"writ"
)

const mediaC = "192.0.2.3:7000"

func TestAForkThatAnswersAfterAnotherFailedIsTakenToItsEnd(t *testing.T) {
	c := aCore(t, order1(t, 1, alice))
	show(t, c, datagram(phoneA, phoneB, request("INVITE", "1", alice, bob, "a", sdp(mediaA)), noon))
	show(t, c, datagram(phoneB, phoneA, response(486, "INVITE", "1", alice, bob, "a/b", ""), noon.Add(time.Second)))
	show(t, c, datagram(phoneB, phoneA, response(200, "INVITE", "1", alice, bob, "a/c", sdp(mediaC)), noon.Add(5*time.Second)))
	if s := show(t, c, datagram(mediaA, mediaC, rtp, noon.Add(time.Minute))); s != "X3 3" {
		t.Errorf("a minute after the answer: %q", s)
	}
}

func TestABYEEndsTheDialogueOfItsTagsAlone(t *testing.T) {
	c := aCore(t, order1(t, 1, alice))
	talk(t, c, "1", noon)
	show(t, c, datagram(phoneB, phoneA, response(200, "INVITE", "1", alice, bob, "a/c", sdp(mediaC)), noon))
	show(t, c, datagram(phoneA, phoneB, request("BYE", "1", alice, bob, "a/b", ""), noon.Add(time.Second)))
	show(t, c, datagram(phoneA, phoneB, request("BYE", "1", alice, bob, "a/forged", ""), noon.Add(time.Second)))
	c = restored(t, c.Store(true))
	if s := show(t, c, datagram(mediaA, mediaC, rtp, noon.Add(time.Minute))); s != "X3 3" {
		t.Errorf("the other fork, a minute later: %q", s)
	}
	show(t, c, datagram(phoneB, phoneA, request("BYE", "1", bob, alice, "c/a", ""), noon.Add(2*time.Minute)))
	if s := show(t, c, datagram(mediaA, mediaC, rtp, noon.Add(3*time.Minute))); s != "" {
		t.Errorf("a minute after both have ended: %q", s)
	}
}

func TestACallThatWasOpenBeforeIsNotEndedByAReINVITEThatFails(t *testing.T) {
	c := aCore(t, order1(t, 1, alice))
	show(t, c, datagram(phoneA, phoneB, request("INVITE", "1", alice, bob, "a/b", sdp(mediaA)), noon))
	show(t, c, datagram(phoneB, phoneA, response(488, "INVITE", "1", alice, bob, "a/b", ""), noon))
	if s := show(t, c, datagram(mediaB, mediaA, rtp, noon.Add(time.Minute))); s != "X3 2" {
		t.Errorf("a minute later: %q", s)
	}
}

func TestAPortOfACallWhoseEndWasMissedGoesToTheNextThatAnnouncesIt(t *testing.T) {
	c := aCore(t, order1(t, 1, alice))
	talk(t, c, "1", noon)
	later := noon.Add(Silence + time.Second)
	show(t, c, datagram(phoneA, phoneB, request("INVITE", "2", "+12025550199", bob, "x", sdp(mediaA)), later))
	if s := show(t, c, datagram(mediaC, mediaA, rtp, later)); s != "" {
		t.Errorf("another's call is taken: %q", s)
	}
	show(t, c, datagram(phoneA, phoneB, request("INVITE", "1", alice, bob, "a/b", sdp(mediaA)), later))
	if s := show(t, c, datagram(mediaB, mediaA, rtp, later)); s != "X3 2" {
		t.Errorf("the call that goes on: %q", s)
	}
}

func TestCallsThatBeginAndEndAgainAndAgainAreNotRemembered(t *testing.T) {
	c := aCore(t, order1(t, 1, alice))
	for i := range 1000 {
		at := noon.Add(time.Duration(i) * time.Second)
		talk(t, c, "1", at)
		show(t, c, datagram(phoneA, phoneB, request("BYE", "1", alice, bob, "a/b", ""), at))
	}
	if n := len(c.order[0].ending); n > 20 {
		t.Errorf("%d ends are kept of one call", n)
	}
}

func TestANumberOfAnotherCountrysPlanIsAnotherNumber(t *testing.T) {
	cfg := foreign
	cfg.Plan = writ.NumberPlan{Calling: "31", Trunk: "0", International: "00"}
	c, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	task := order1(t, 1, "+31201234567")
	if err := c.Activate(task, noon); err != nil {
		t.Fatal(err)
	}
	for uri, want := range map[string]int{"tel:0201234567": 1, "tel:0201234567;phone-context=example.net": 1, "tel:201234567;phone-context=+31": 1, "tel:0201234567;phone-context=+44": 0,
		"sip:201234567;phone-context=+31@example.net": 1, "sip:0201234567;phone-context=+44@example.net": 0} {
		if _, got := c.named([]byte(uri)); len(got) != want {
			t.Errorf("%s names %d targets, want %d", uri, len(got), want)
		}
	}
}
