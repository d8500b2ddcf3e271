package mediation

// A name stands for the text of a Domain ID, NFID or IPID, so that keys are small. 0 is the empty text.
type name uint32

// A names table gives each text its name, in the order in which texts came.
type names struct {
	of    map[string]name
	texts []string // of name 1 and on
	saved int      // how many of these are in the state
}

// The limits of a table: the texts are few and short, whatever a point of interception sends.
const (
	mostNames   = 1 << 14
	longestName = 1 << 10
)

// name allocates only at a text's first time. It is not ok beyond the limits.
func (n *names) name(text []byte) (v name, ok bool) {
	if len(text) == 0 {
		return 0, true
	}
	if v, ok := n.of[string(text)]; ok {
		return v, true
	}
	if len(n.texts) == mostNames || len(text) > longestName {
		return 0, false
	}
	return n.add(string(text)), true
}

func (n *names) add(text string) name {
	if n.of == nil {
		n.of = map[string]name{}
	}
	n.texts = append(n.texts, text)
	v := name(len(n.texts))
	n.of[text] = v
	return v
}
