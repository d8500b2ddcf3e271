package probe

import (
	"errors"
	"testing"

	"writ/dissect/packet"
	"writ/intercept"
	"writ/wire/x2x3"
)

func restored(t *testing.T, state []byte) *Core {
	t.Helper()
	c := aCore(t)
	refused, err := c.Restore(state)
	if err != nil || len(refused) > 0 {
		t.Fatal(refused, err)
	}
	return c
}

func first(t *testing.T, c *Core, p *packet.Packet) (d x2x3.PDU) {
	t.Helper()
	var out Out
	c.Packet(p, &out)
	if len(out.PDUs) == 0 {
		return d
	}
	if err := d.Decode(out.PDU(out.PDUs[0])); err != nil {
		t.Fatal(err)
	}
	return d
}

func TestAfterACleanStopCallsAndNumbersGoOn(t *testing.T) {
	c := aCore(t, order1(t, 1, alice))
	talk(t, c, "1", noon)
	before := first(t, c, datagram(mediaA, mediaB, rtp, noon))
	c = restored(t, c.Store(true))
	if after := first(t, c, datagram(mediaA, mediaB, rtp, noon)); after.Seq.V != before.Seq.V+1 || after.Correlation != before.Correlation {
		t.Errorf("number %d after %d", after.Seq.V, before.Seq.V)
	}
	if _, st, _ := c.Task(c.Tasks()[0].XID); st.X3 != 2 {
		t.Errorf("%+v", st)
	}
	if a, b := string(c.Store(true)), string(restored(t, c.Store(true)).Store(true)); a != b {
		t.Errorf("a state is not what it was:\n%s\n%s", a, b)
	}
}

func TestAfterACrashTasksStandAndNoNumberComesTwice(t *testing.T) {
	c := aCore(t, order1(t, 1, alice))
	state := c.Store(false)
	talk(t, c, "1", noon)
	before := first(t, c, datagram(mediaA, mediaB, rtp, noon))
	c = restored(t, state)
	talk(t, c, "1", noon)
	after := first(t, c, datagram(mediaA, mediaB, rtp, noon))
	if after.Correlation == 0 || after.Correlation == before.Correlation {
		t.Error("numbers that were used before come again in the same context")
	}
}

func TestARestoredTaskIsCheckedAgain(t *testing.T) {
	c := aCore(t, order1(t, 1, alice), order1(t, 2, bob))
	config := foreign
	config.Limits.MaxTasks = 1
	smaller, _ := New(config)
	refused, err := smaller.Restore(c.Store(true))
	if err != nil || len(refused) != 1 || refused[0] != (intercept.XID{0: 7, 15: 2}) || len(smaller.Tasks()) != 1 {
		t.Errorf("%d refused, %v", len(refused), err)
	}
	_, key := aLedger(t, 'a')
	config.Limits.Foreign, config.Limits.Keys = false, []string{key}
	own, _ := New(config)
	if refused, err = own.Restore(c.Store(true)); err != nil || len(refused) != 2 || len(own.Tasks()) != 0 {
		t.Errorf("%d refused without proof, %v", len(refused), err)
	}
}

func TestATornStateIsNoState(t *testing.T) {
	state := aCore(t, order1(t, 1, alice)).Store(true)
	for _, s := range []string{"", "{}", string(state[:len(state)-1]), string(state) + "{}", `{"Form":"writ/probe-state/2"}`, `{"Form":"writ/probe-state/1","X":1}`, `{"Form":"writ/probe-state/1","Taps":[{"Task":"YQ=="}]}`} {
		if _, err := aCore(t).Restore([]byte(s)); !errors.Is(err, ErrState) {
			t.Errorf("%.60s: %v", s, err)
		}
	}
	if _, err := aCore(t, order1(t, 1, alice)).Restore(state); !errors.Is(err, ErrState) {
		t.Errorf("into a table that isn't empty: %v", err)
	}
}
