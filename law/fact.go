package law

// deepestFact is how deep facts may be nested: more than any reader of ours lets in.
const deepestFact = 16

// knownFact reports whether a fact is of a kind that rules can look at: text, a truth, a whole number, a list or a map
// of these. An entry that states nothing (nil) is one. Of any other kind the engine would see nothing, and in silence.
func knownFact(v any, depth int) bool {
	if depth > deepestFact {
		return false
	}
	switch v := v.(type) {
	case nil, string, bool, int:
		return true
	case []any:
		for _, e := range v {
			if !knownFact(e, depth+1) {
				return false
			}
		}
		return true
	case map[string]any:
		for _, e := range v {
			if !knownFact(e, depth+1) {
				return false
			}
		}
		return true
	default:
		return false
	}
}
