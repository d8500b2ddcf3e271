package lemf

import "writ/wire/etsi"

// Before gives how many numbers of the stream lie under the first that came. Counters begin at 0; for hash and signature
// PDUs and other TRI some senders begin at 1, which is no loss.
func (c *Count) Before() uint64 {
	first := uint64(max(c.First(), 0))
	if first == 1 && c.Kind != KindIRI && c.Kind != KindCC {
		return 0
	}
	return first
}

// Expected gives how many PDUs the stream must have had by its highest number.
func (c *Count) Expected() uint64 { return c.Received() + c.Missing() + c.Before() }

// Whole says whether nothing is missing as far as numbers can tell. What is lost behind the last number, no number tells.
func (c *Count) Whole() bool { return c.Missing() == 0 && c.Before() == 0 }

// Lacks lists what a session lacks, each as a sentence; none where IRI and CC belong together.
func (t *Tally) Lacks() []string {
	var out []string
	iris := t.IRIs()
	add := func(when bool, what string) {
		if when {
			out = append(out, what)
		}
	}
	add(t.CCs > 0 && iris == 0 && !t.sealed, "CC came, and no IRI of the session")
	add(t.CCs > 0 && iris > 0 && t.Types[etsi.IRIBegin] == 0, "CC came, and no IRI-Begin")
	add(t.CCs == 0 && t.Answered && t.Media && !t.sealed, "the communication was answered and announced media, and no CC came (right where only IRI is ordered)")
	add(t.Types[etsi.IRIContinue]+t.Types[etsi.IRIEnd] > 0 && t.Types[etsi.IRIBegin] == 0, "IRI-Continue or IRI-End came, and no IRI-Begin")
	add(t.Types[etsi.IRIBegin] > 0 && t.Types[etsi.IRIEnd] == 0, "no IRI-End: the session goes on, or its end is missing")
	return out
}
