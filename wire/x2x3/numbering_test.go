package x2x3

import "testing"

func number1(n *Numbering, change func(*PDU)) uint32 {
	p := PDU{Type: X2, XID: [16]byte{1}, Correlation: 5, Attributes: Attributes{NFID: []byte("n"), IPID: []byte("i")}}
	change(&p)
	n.Number(&p)
	return p.Seq.V
}

func TestEachContextCountsForItself(t *testing.T) {
	var n Numbering
	same := func(*PDU) {}
	for want := range uint32(3) {
		if got := number1(&n, same); got != want {
			t.Errorf("%d, want %d", got, want)
		}
	}
	for name, change := range map[string]func(*PDU){
		"task":                  func(p *PDU) { p.XID[0] = 2 },
		"domain":                func(p *PDU) { p.Domain = []byte("d") },
		"network function":      func(p *PDU) { p.NFID = []byte("m") },
		"interception point":    func(p *PDU) { p.IPID = []byte("j") },
		"correlation":           func(p *PDU) { p.Correlation++ },
		"X3":                    func(p *PDU) { p.Type = X3 },
		"texts that join alike": func(p *PDU) { p.NFID, p.IPID = []byte("ni"), nil },
	} {
		if got := number1(&n, change); got != 0 {
			t.Errorf("another %s begins at %d", name, got)
		}
	}
	if got := number1(&n, same); got != 3 {
		t.Errorf("the first context goes on at %d", got)
	}
}

func TestNumbersWrapAndAreStoredAndDropped(t *testing.T) {
	var n, restored Numbering
	c := (&PDU{Type: X2, XID: [16]byte{1}, Correlation: 5, Attributes: Attributes{NFID: []byte("n"), IPID: []byte("i")}}).Context()
	n.Set(c, 1<<32-1)
	same := func(*PDU) {}
	if a, b := number1(&n, same), number1(&n, same); a != 1<<32-1 || b != 0 {
		t.Errorf("%d, %d", a, b)
	}
	n.Each(restored.Set)
	if got := number1(&restored, same); got != 1 {
		t.Errorf("after a restart: %d", got)
	}
	number1(&n, func(p *PDU) { p.Correlation++ })
	n.Forget(c)
	if a, b := number1(&n, same), number1(&n, func(p *PDU) { p.Correlation++ }); a != 0 || b != 1 {
		t.Errorf("forgotten %d, other %d", a, b)
	}
	number1(&n, func(p *PDU) { p.XID[0] = 2 })
	n.Drop([16]byte{1})
	if a, b := number1(&n, same), number1(&n, func(p *PDU) { p.XID[0] = 2 }); a != 0 || b != 1 {
		t.Errorf("after deactivation: %d, other task %d", a, b)
	}
}
