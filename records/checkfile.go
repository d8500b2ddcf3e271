package records

import (
	"bytes"
	"unicode/utf8"
)

// CheckFile says whether the file is text that a feed can read: no other encoding, not compressed, no binary.
func (in *Input) CheckFile(feed string) error {
	head := in.Head()
	for _, m := range []struct{ magic, what string }{
		{"\x1f\x8b", "gzip"}, {"PK\x03\x04", "a ZIP archive"}, {"\x28\xb5\x2f\xfd", "zstd"}, {"BZh", "bzip2"}, {"\xfd7zXZ", "xz"},
		{"SQLite format 3\x00", "an SQLite database"}, {"PGDMP", "a pg_dump archive"},
	} {
		if bytes.HasPrefix(head, []byte(m.magic)) {
			return &FileError{feed, "the file is " + m.what + ", not text", "unpack it, or dump it as text, and ingest that"}
		}
	}
	if utf16(head) {
		return &FileError{feed, "the file is UTF-16", "convert it to UTF-8 (iconv -f UTF-16 -t UTF-8) and ingest that"}
	}
	return nil
}

// utf16 reports whether text has a byte order mark of UTF-16 or a NUL in every other octet.
func utf16(head []byte) bool {
	if bytes.HasPrefix(head, []byte("\xff\xfe")) || bytes.HasPrefix(head, []byte("\xfe\xff")) {
		return true
	}
	head = head[:min(len(head), 512)&^1]
	var nul [2]int
	for i, c := range head {
		if c == 0 {
			nul[i%2]++
		}
	}
	half := len(head) / 2
	return half >= 4 && (nul[0] == 0 && nul[1] > half*3/4 || nul[1] == 0 && nul[0] > half*3/4)
}

// Unreadable says what is wrong with the octets of a record, "" where nothing is.
func Unreadable(data []byte) (problem, fix string) {
	switch {
	case bytes.IndexByte(data, 0) >= 0:
		return "holds a NUL octet", "the file was damaged or is still being written; take a whole copy"
	case !utf8.Valid(data):
		return "is not UTF-8", "convert the file to UTF-8 and ingest it again"
	}
	return "", ""
}

// Refuse makes a Refusal that keeps what stood there.
func Refuse(raw []byte, problem, fix string) *Refusal {
	return &Refusal{Problem: problem, Fix: fix, Raw: bytes.Clone(raw[:min(len(raw), MaxRaw)]), Cut: len(raw) > MaxRaw}
}

// RefusePiece says why the piece is no whole record of text, or nil where it is one. An open piece is for the feed to judge.
func RefusePiece(p Piece) *Refusal {
	if p.Long {
		r := Refuse(p.Data, "is longer than 1 MiB", "no record is; look for a line end that is missing")
		r.Cut = true
		return r
	}
	if problem, fix := Unreadable(p.Data); problem != "" {
		return Refuse(p.Data, problem, fix)
	}
	return nil
}
