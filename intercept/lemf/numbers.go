package lemf

import "slices"

// MaxGaps is how many separate gaps are remembered in one stream; beyond it the oldest is closed and counts as missing for ever.
const MaxGaps = 1 << 12

// Numbers is the set of sequence numbers that came in one stream, over the wrap at 2^32. The zero Numbers is empty.
type Numbers struct {
	runs   []Run // in order, never touching
	closed uint64
}

// A Run is sequence numbers from First to Last, both in it, counted on beyond 2^32 after a wrap.
type Run struct{ First, Last int64 }

func (r Run) size() uint64 { return uint64(r.Last - r.First + 1) }

// Add takes one number and says whether it is new. Which turn of the counter it belongs to is the nearest to the highest so far.
func (n *Numbers) Add(seq uint32) (fresh bool) {
	v := n.place(seq)
	i, found := slices.BinarySearchFunc(n.runs, v, func(r Run, v int64) int {
		switch {
		case r.Last < v:
			return -1
		case r.First > v:
			return 1
		default:
			return 0
		}
	})
	if found {
		return false
	}
	n.insert(i, v)
	return true
}

func (n *Numbers) place(seq uint32) int64 {
	if len(n.runs) == 0 {
		return int64(seq)
	}
	top := n.runs[len(n.runs)-1].Last
	return top + int64(int32(seq-uint32(top)))
}

func (n *Numbers) insert(i int, v int64) {
	joinsBefore := i > 0 && n.runs[i-1].Last+1 == v
	joinsAfter := i < len(n.runs) && n.runs[i].First-1 == v
	switch {
	case joinsBefore && joinsAfter:
		n.runs[i-1].Last = n.runs[i].Last
		n.runs = slices.Delete(n.runs, i, i+1)
	case joinsBefore:
		n.runs[i-1].Last = v
	case joinsAfter:
		n.runs[i].First = v
	default:
		n.runs = slices.Insert(n.runs, i, Run{v, v})
	}
	if len(n.runs) > MaxGaps {
		n.closed += uint64(n.runs[1].First - n.runs[0].Last - 1)
		n.runs[1].First = n.runs[0].First
		n.runs = slices.Delete(n.runs, 0, 1)
	}
}

// Received gives how many different numbers came.
func (n *Numbers) Received() uint64 {
	var sum uint64
	for _, r := range n.runs {
		sum += r.size()
	}
	return sum - n.closed
}

// Missing gives how many numbers between the first and the last did not come.
func (n *Numbers) Missing() uint64 {
	if len(n.runs) == 0 {
		return 0
	}
	return Run{n.First(), n.Last()}.size() - n.Received()
}

// Gaps gives the runs of missing numbers, the oldest first; gaps that were closed are not among them.
func (n *Numbers) Gaps() []Run {
	var out []Run
	for i := 1; i < len(n.runs); i++ {
		out = append(out, Run{n.runs[i-1].Last + 1, n.runs[i].First - 1})
	}
	return out
}

// First gives the lowest number that came; 0 where none did.
func (n *Numbers) First() int64 {
	if len(n.runs) == 0 {
		return 0
	}
	return n.runs[0].First
}

// Last gives the highest; after a wrap it is above 2^32.
func (n *Numbers) Last() int64 {
	if len(n.runs) == 0 {
		return -1
	}
	return n.runs[len(n.runs)-1].Last
}
