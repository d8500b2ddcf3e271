package law

// DraftSays reports whether there are words of our own under a key of a draft.
func DraftSays(key string) bool { return draftWords[key] != "" }
