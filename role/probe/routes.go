package probe

import (
	"maps"
	"slices"

	"writ/intercept"
	"writ/intercept/probe"
	"writ/wire/x1"
	"writ/wire/x2x3"
)

// update makes the lines those of the element's destinations, after a change.
func (p *Probe) update() error {
	clear(p.routes)
	wanted := map[intercept.DID]bool{}
	for _, d := range p.element.Destinations() {
		did := intercept.DID(d.DID)
		wanted[did] = true
		if n := p.lines[did]; n != nil {
			n.move(d)
			continue
		}
		n, err := newLine(p.cfg, d, p.report)
		if err != nil {
			return err
		}
		p.lines[did] = n
		if p.spawn != nil {
			p.spawn(n)
		}
	}
	for did, n := range p.lines {
		if !wanted[did] {
			n.retire()
			delete(p.lines, did)
		}
	}
	return nil
}

func (p *Probe) all() []*line { return slices.Collect(maps.Values(p.lines)) }

// route gives the lines of a PDU.
func (p *Probe) route(e probe.Emitted) []*line {
	r, known := p.routes[e.XID]
	if !known {
		t, _, _ := p.core.Task(e.XID)
		for _, did := range t.To {
			n := p.lines[did]
			if n == nil {
				continue
			}
			if n.takes != x1.X3Only {
				r.x2 = append(r.x2, n)
			}
			if n.takes != x1.X2Only {
				r.x3 = append(r.x3, n)
			}
		}
		p.routes[e.XID] = r
	}
	if e.Type == x2x3.X2 {
		return r.x2
	}
	return r.x3
}

// Links gives the counts of each destination.
func (p *Probe) Links() map[intercept.DID]probe.LinkStats {
	p.mu.Lock()
	defer p.mu.Unlock()
	out := map[intercept.DID]probe.LinkStats{}
	for did, n := range p.lines {
		out[did] = n.stats()
	}
	return out
}
