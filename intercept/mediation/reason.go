package mediation

import (
	"fmt"

	"writ/wire/x2x3"
)

// A Reason says why a PDU was not delivered.
type Reason uint8

// The reasons.
const (
	Delivered         Reason = iota // it was
	UnknownTask                     // its XID is of no task here
	OtherElement                    // its NFID may not send for the task
	NoTimestamp                     // it does not say when it was captured
	BeforeStart                     // captured before the authority began
	AfterEnd                        // captured at or after the authority's end
	AfterStop                       // captured at or after the task was stopped
	ContentNotOrdered               // content, or what can't be parted from it, of a task for IRI alone
	Duplicate                       // it was here before, by its Sequence Number
	Unsupported                     // its payload format is not delivered here
	Unreadable                      // its payload is not what its format says
	NoDestination                   // the task has no destination for its handover
	reasons
)

var reasonNames = [reasons]string{
	"delivered", "unknown task", "network function not allowed", "no time of capture", "captured before the start", "captured at or after the end",
	"captured at or after the stop", "content where only IRI is ordered", "duplicate", "unsupported payload format",
	"unreadable payload", "no destination for it",
}

// String says it in words.
func (r Reason) String() string {
	if r < reasons {
		return reasonNames[r]
	}
	return "no reason"
}

// formats is one more than the highest payload format that is counted by its number; the last one stands for all beyond.
const formats = int(x2x3.PSPDU) + 2

var formatNames = [formats]string{
	"reserved", "TS 102 232-1", "TS 33.128", "TS 33.108", "proprietary", "IPv4", "IPv6", "Ethernet", "RTP", "SIP", "DHCP", "RADIUS", "GTP-U", "MSRP",
	"EpsIRIContent", "MIME", "3GPP unstructured", "PS-PDU", "later format",
}

func formatIndex(f x2x3.Format) int { return min(int(f), formats-1) }

// FormatName gives the name of a payload format.
func FormatName(f x2x3.Format) string { return formatNames[formatIndex(f)] }

// Counts says what became of PDUs, those of one task or all. A PDU that is for two tasks (Additional XID Related Information) counts twice.
type Counts struct {
	Taken   uint64          // X2 and X3 PDUs
	IRI, CC uint64          // of these, delivered as IRI and as CC
	Dropped [reasons]uint64 // by reason; [Delivered] stays 0
	Waiting uint64          // content that waits for its IRI-Begin

	Missing     uint64          // Sequence Numbers that never came, so far
	Unnumbered  uint64          // without Sequence Number: a duplicate of these is not seen
	Restarts    uint64          // contexts whose numbers began anew at the point of interception
	Unsupported [formats]uint64 // of Dropped[Unsupported], by format
	Reported    uint64          // PDUs that a point of interception says it dropped

	Product    uint64 // PS-PDUs made: IRI and CC, one for each destination
	Made       uint64 // of these, IRI that no X2 PDU stands behind
	Hashes     uint64
	Signatures uint64
	Messages   uint64 // operatorLeaMessage
	Notices    uint64 // HI1 operations
}

// Check fails unless Taken = IRI + CC + all Dropped + Waiting, and what is unsupported adds up.
func (c *Counts) Check() error {
	out, unsupported := c.IRI+c.CC+c.Waiting, uint64(0)
	for _, n := range c.Dropped {
		out += n
	}
	for _, n := range c.Unsupported {
		unsupported += n
	}
	if out != c.Taken || c.Dropped[Delivered] != 0 || unsupported != c.Dropped[Unsupported] {
		return fmt.Errorf("mediation: %d PDUs taken, but %d IRI + %d CC + dropped + %d waiting are %d", c.Taken, c.IRI, c.CC, c.Waiting, out)
	}
	return nil
}

func (c *Counts) drop(r Reason, f x2x3.Format) {
	c.Dropped[r]++
	if r == Unsupported {
		c.Unsupported[formatIndex(f)]++
	}
}

// code writes or reads the counts that last; what waits does not.
func (c *Counts) code(w *coder) {
	w.uint(&c.Taken)
	w.uint(&c.IRI)
	w.uint(&c.CC)
	w.uint(&c.Missing)
	w.uint(&c.Unnumbered)
	w.uint(&c.Restarts)
	w.uint(&c.Reported)
	w.uint(&c.Product)
	w.uint(&c.Made)
	w.uint(&c.Hashes)
	w.uint(&c.Signatures)
	w.uint(&c.Messages)
	w.uint(&c.Notices)
	for i := range c.Dropped {
		w.uint(&c.Dropped[i])
	}
	for i := range c.Unsupported {
		w.uint(&c.Unsupported[i])
	}
}
