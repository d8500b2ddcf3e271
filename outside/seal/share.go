package seal

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base32"
	"fmt"
	"io"
	"log/slog"
	"strconv"
	"strings"
)

const (
	shareKind   = "WRIT ROOT SHARE"
	sharePrefix = "writ-share-1-"
	setSize     = 8
	sumSize     = 4
)

// A Share is one part of a tenant's root: threshold of a set together give the root, fewer give nothing.
// It does not print; Reveal is the only way out.
type Share struct{ s *share }

type share struct {
	set       [setSize]byte // says which root it is of, and proves the joined root
	threshold byte
	x         byte // from 1: which one of the set
	y         *[rootSize]byte
}

// Split cuts the root into n shares of which any k give it back, 1 ≤ k ≤ n ≤ 255.
func (r Root) Split(n, k int, rand io.Reader) ([]Share, error) {
	if r.r == nil {
		return nil, ErrZero
	}
	if k < 1 || n < k || n > 255 {
		return nil, fmt.Errorf("%w: %d of %d; the threshold is from 1 to the number of shares, at most 255", ErrShares, k, n)
	}
	random := make([]byte, (k-1)*rootSize)
	if _, err := io.ReadFull(rand, random); err != nil {
		return nil, fmt.Errorf("seal: split the root: %w", err)
	}
	out := make([]Share, n)
	for i, y := range split(r.r.secret[:], n, k, random) {
		out[i] = Share{&share{r.set(), byte(k), byte(i + 1), (*[rootSize]byte)(y)}}
	}
	return out, nil
}

// Join gives the root back from shares of one set, at least as many as the threshold. A share may come twice.
func Join(shares []Share) (Root, error) {
	var xs []byte
	var ys [][]byte
	seen := map[byte]bool{}
	var first *share
	for _, s := range shares {
		switch {
		case s.s == nil:
			return Root{}, ErrZero
		case first == nil:
			first = s.s
		case s.s.set != first.set || s.s.threshold != first.threshold:
			return Root{}, fmt.Errorf("%w: they are of different sets", ErrShares)
		}
		if !seen[s.s.x] {
			seen[s.s.x] = true
			xs, ys = append(xs, s.s.x), append(ys, s.s.y[:])
		}
	}
	if first == nil || len(xs) < int(first.threshold) {
		return Root{}, fmt.Errorf("%w: too few of them", ErrShares)
	}
	k := int(first.threshold)
	r := Root{&root{(*[rootSize]byte)(join(xs[:k], ys[:k]))}}
	if got := r.set(); subtle.ConstantTimeCompare(got[:], first.set[:]) != 1 {
		return Root{}, fmt.Errorf("%w: one of them was changed", ErrShares)
	}
	return r, nil
}

// Zero reports whether it holds nothing.
func (s Share) Zero() bool { return s.s == nil }

// Index says which one of its set it is, from 1.
func (s Share) Index() int {
	if s.s == nil {
		return 0
	}
	return int(s.s.x)
}

// Threshold says how many of its set give the root.
func (s Share) Threshold() int {
	if s.s == nil {
		return 0
	}
	return int(s.s.threshold)
}

func (s *share) bytes() []byte {
	b := append([]byte{s.threshold, s.x}, s.set[:]...)
	return append(b, s.y[:]...)
}

func parseShare(b []byte) (Share, error) {
	if len(b) != 2+setSize+rootSize || b[0] == 0 || b[1] == 0 {
		return Share{}, fmt.Errorf("%w: no share", ErrForm)
	}
	y := [rootSize]byte(b[2+setSize:])
	return Share{&share{[setSize]byte(b[2:]), b[0], b[1], &y}}, nil
}

var shareText = base32.StdEncoding.WithPadding(base32.NoPadding)

// Reveal gives the share as text to be written down: base32 in groups of five, with a check sum.
func (s Share) Reveal() string {
	if s.s == nil {
		return ""
	}
	b := s.s.bytes()
	sum := sha256.Sum256(b)
	text := strings.ToLower(shareText.EncodeToString(append(b, sum[:sumSize]...)))
	var groups []string
	for len(text) > 5 {
		groups, text = append(groups, text[:5]), text[5:]
	}
	return sharePrefix + strings.Join(append(groups, text), "-")
}

// ParseShare reads what Reveal gave, in capitals or not, with or without the hyphens between groups.
func ParseShare(text string) (Share, error) {
	text = strings.ToLower(strings.Join(strings.Fields(text), ""))
	body, ok := strings.CutPrefix(text, sharePrefix)
	raw, err := shareText.DecodeString(strings.ToUpper(strings.ReplaceAll(body, "-", "")))
	if !ok || err != nil || len(raw) < sumSize {
		return Share{}, fmt.Errorf("%w: no share (%s…)", ErrForm, sharePrefix)
	}
	b, sum := raw[:len(raw)-sumSize], raw[len(raw)-sumSize:]
	if want := sha256.Sum256(b); subtle.ConstantTimeCompare(want[:sumSize], sum) != 1 {
		return Share{}, fmt.Errorf("%w: the share's check sum does not fit; read it again", ErrForm)
	}
	return parseShare(b)
}

// Wrap gives the file that keeps the share under a passphrase.
func (s Share) Wrap(passphrase string) ([]byte, error) {
	if s.s == nil {
		return nil, ErrZero
	}
	headers := map[string]string{
		"Set":       fmt.Sprintf("%x", s.s.set),
		"Share":     strconv.Itoa(int(s.s.x)),
		"Threshold": strconv.Itoa(int(s.s.threshold)),
	}
	return wrap(shareKind, headers, s.s.bytes(), passphrase)
}

// OpenShare opens a share's file. What stands in the open is for people; what counts is the sealed part.
func OpenShare(file []byte, passphrase string) (Share, error) {
	b, err := block(shareKind, file)
	if err != nil {
		return Share{}, err
	}
	secret, err := unwrap(b, passphrase)
	if err != nil {
		return Share{}, err
	}
	return parseShare(secret)
}

// String masks the share.
func (s Share) String() string { return "root share ***" }

// GoString masks it under %#v.
func (s Share) GoString() string { return "seal.Share(***)" }

// LogValue masks it in logs.
func (s Share) LogValue() slog.Value { return slog.StringValue(s.String()) }
