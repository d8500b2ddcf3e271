package verify

// IsRow is parseRow, for the fuzz test.
func IsRow(b []byte) bool { return parseRow(string(b), &row{}) }
