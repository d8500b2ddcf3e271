package probe

import (
	"slices"
	"testing"

	"writ/wire/x2x3"
)

func TestAPDUThatNoReceiverWouldTakeIsCounted(t *testing.T) {
	c := aCore(t, order1(t, 1, alice))
	talk(t, c, "1", noon)
	_, before, _ := c.Task(c.Tasks()[0].XID)
	p := datagram(mediaA, mediaB, rtp, noon)
	p.IP = append(slices.Clone(p.IP), make([]byte, x2x3.MaxPayload)...)
	var out Out
	c.Packet(p, &out)
	_, after, _ := c.Task(c.Tasks()[0].XID)
	if len(out.PDUs) != 0 || len(out.Unmade) != 1 || out.Unmade[0] != c.Tasks()[0].XID || after.Unmade != 1 || after.X3 != before.X3 {
		t.Errorf("%d PDUs, %d not made, %+v", len(out.PDUs), len(out.Unmade), after)
	}
	if _, kept, _ := restored(t, c.Store(false)).Task(c.Tasks()[0].XID); kept.Unmade != 1 {
		t.Errorf("after a restart: %+v", kept)
	}
	if out.Reset(); len(out.Unmade) != 0 {
		t.Error("it is told twice")
	}
}
