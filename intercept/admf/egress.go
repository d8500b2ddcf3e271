package admf

import (
	"slices"

	"writ/intercept"
)

// A Flow is what left a host for one destination over a part of time, in octets of payload, measured by something else than the point of
// interception: the kernel's counters, a switch.
type Flow struct {
	To     intercept.DID
	Octets int64
}

// A Share is what the point of interception says that it made for one task over the same time.
type Share struct {
	XID    intercept.XID
	To     []intercept.DID // each of them got it all
	Octets int64
}

// Slack is how much a flow may differ from what the tasks made: frames of TLS, keepalives, what is still kept for a link that was down.
type Slack struct {
	Fixed   int64 // octets
	PerMill int64 // of what was made
}

// Egress is the second reconciliation: it compares what left the host with what the tasks made that were ordered in that time. ordered says
// whether a task was. A share of a task that was not counts for nothing, so that its octets have left without an order.
func Egress(element string, flows []Flow, shares []Share, ordered func(intercept.XID) bool, slack Slack) []Finding {
	var found []Finding
	made := map[intercept.DID]int64{}
	for _, s := range shares {
		if !ordered(s.XID) {
			if s.Octets > 0 {
				found = append(found, Finding{NotOrdered, element, s.XID})
			}
			continue
		}
		for _, to := range s.To {
			made[to] += s.Octets
		}
	}
	for _, f := range flows {
		room := slack.Fixed + made[f.To]/1000*slack.PerMill
		switch m := made[f.To]; {
		case f.Octets > m+room:
			found = append(found, Finding{What: Unaccounted, Element: element})
		case f.Octets < m-room:
			found = append(found, Finding{What: Undelivered, Element: element})
		}
	}
	for to, m := range made {
		if m > slack.Fixed && !slices.ContainsFunc(flows, func(f Flow) bool { return f.To == to }) {
			found = append(found, Finding{What: Undelivered, Element: element})
		}
	}
	return found
}
