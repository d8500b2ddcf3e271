package profiles

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"writ/intercept"
	"writ/strict"
)

// A value is one line of values: what it is, and where that was read.
type value struct {
	key string
	set func(c strict.Cursor, p *intercept.Profile)
}

// all are the values in the order of the documentation. Every profile has every one: what is left out is nowhere said to be so.
var all = []value{
	{"module", func(c strict.Cursor, p *intercept.Profile) { p.Module = within(c, 1, 127) }},
	{"ip-access", func(c strict.Cursor, p *intercept.Profile) { p.IPAccess = within(c, 1, 127) }},
	{"ip-multimedia", func(c strict.Cursor, p *intercept.Profile) { p.IPMultimedia = within(c, 1, 127) }},
	{"time", func(c strict.Cursor, p *intercept.Profile) {
		p.Time = word(c, map[string]intercept.TimeForm{"microSecondTimeStamp": intercept.Micro, "timeStamp": intercept.GeneralizedTime})
	}},
	{"liid", func(c strict.Cursor, p *intercept.Profile) {
		p.LIID = word(c, map[string]intercept.LIIDForm{"octets": intercept.LIIDOctets, "printable": intercept.LIIDPrintable, "digits": intercept.LIIDDigits})
	}},
	{"authorisation-country", func(c strict.Cursor, p *intercept.Profile) { p.Authorisation = country(c) }},
	{"delivery-country", func(c strict.Cursor, p *intercept.Profile) { p.Delivery = country(c) }},
	{"operator", func(c strict.Cursor, p *intercept.Profile) { p.Operator = ownText(c, 16) }},
	{"element", func(c strict.Cursor, p *intercept.Profile) { p.Element = ownText(c, 16) }},
	{"keep-alive-idle", func(c strict.Cursor, p *intercept.Profile) { p.KeepAlive.Idle = seconds(c) }},
	{"keep-alive-answer", func(c strict.Cursor, p *intercept.Profile) { p.KeepAlive.Answer = seconds(c) }},
	{"keep-alive-give-up", func(c strict.Cursor, p *intercept.Profile) { p.KeepAlive.GiveUp = seconds(c) }},
	{"keep-alive-liid", func(c strict.Cursor, p *intercept.Profile) { p.KeepAlive.LIID = text(c, intercept.MaxLIID) }},
	{"hash", func(c strict.Cursor, p *intercept.Profile) {
		p.Integrity.Hash = word(c, map[string]intercept.HashAlgorithm{"none": 0, "sha-256": intercept.SHA256, "sha-384": intercept.SHA384, "sha-512": intercept.SHA512})
	}},
	{"hash-every-pdus", func(c strict.Cursor, p *intercept.Profile) { p.Integrity.EveryPDUs = within(c, 0, 1000) }},
	{"hash-after", func(c strict.Cursor, p *intercept.Profile) { p.Integrity.After = seconds(c) }},
	{"signature", func(c strict.Cursor, p *intercept.Profile) {
		p.Integrity.Signatures = word(c, map[string]intercept.SignatureAlgorithm{"none": 0, "ecdsa": intercept.ECDSA, "eddsa": intercept.EdDSA})
	}},
	{"sign-every-hashes", func(c strict.Cursor, p *intercept.Profile) { p.Integrity.EveryHash = within(c, 0, 1000) }},
	{"sign-after", func(c strict.Cursor, p *intercept.Profile) { p.Integrity.SignAfter = seconds(c) }},
	{"encryption", func(c strict.Cursor, p *intercept.Profile) {
		p.Encryption = word(c, map[string]intercept.Encryption{"none": intercept.NoEncryption, "aes-192-cbc": intercept.AES192CBC, "aes-256-cbc": intercept.AES256CBC})
	}},
	{"acknowledge", func(c strict.Cursor, p *intercept.Profile) { p.Acknowledge = c.Truth() }},
	{"tls", func(c strict.Cursor, p *intercept.Profile) { p.TLS = c.Truth() }},
	{"notices", func(c strict.Cursor, p *intercept.Profile) { p.Notices = c.Truth() }},
}

func read(t strict.Table) Sourced {
	s := Sourced{Sources: map[string]string{}}
	if c, ok := t.Must("format", "write format: "+Format); ok && c.Text() != Format {
		c.Fail("is another format", "write format: "+Format)
	}
	if c, ok := t.Must("name", "write name: and one word"); ok {
		s.Name = c.Text()
	}
	if c, ok := t.Must("title", "write title: and whose way it is"); ok {
		s.Title = c.Text()
	}
	if c, ok := t.Must("since", "write since: YYYY-MM-DD"); ok {
		s.Since = c.Day()
	}
	if c, ok := t.Must("values", "write values: and one line for each"); ok {
		s.readValues(c)
	}
	return s
}

func (s *Sourced) readValues(c strict.Cursor) {
	keys := make([]string, len(all))
	for i, v := range all {
		keys[i] = v.key
	}
	t := c.Table(keys...)
	for _, v := range all {
		line, ok := t.Must(v.key, "write "+v.key+": {is: …, from: …}")
		if !ok {
			continue
		}
		one := line.Table("is", "from").Named(v.key)
		if from, ok := one.Must("from", "write where the value was read, or [inferred] and why"); ok {
			s.Sources[v.key] = from.Text()
		}
		if is, ok := one.Must("is", "write the value"); ok {
			v.set(is, &s.Profile)
		}
	}
	s.agree(c)
}

// agree complains of values that do not fit one another.
func (s *Sourced) agree(c strict.Cursor) {
	i, k := s.Integrity, s.KeepAlive
	switch {
	case i.On() && (i.Hash == 0 || i.After == 0):
		c.Fail("hashes are asked for without algorithm or time", "write hash and hash-after, or hash-every-pdus: {is: 0, …}")
	case i.Signed() && (i.Signatures == 0 || i.SignAfter == 0):
		c.Fail("signatures are asked for without algorithm or time", "write signature and sign-after, or sign-every-hashes: {is: 0, …}")
	case k.Idle > 0 && (k.Answer == 0 || k.GiveUp < k.Answer):
		c.Fail("keep-alive times do not fit", "write 0 < answer <= give-up, or 0 for all three")
	}
}

func within(c strict.Cursor, least, most int) int {
	n := c.Number()
	if n < least || n > most {
		c.Fail(c.Quoted()+" is out of range", "write "+strconv.Itoa(least)+" to "+strconv.Itoa(most))
	}
	return n
}

// seconds reads a whole number of seconds, up to a day.
func seconds(c strict.Cursor) time.Duration { return time.Duration(within(c, 0, 86400)) * time.Second }

func word[T any](c strict.Cursor, known map[string]T) T {
	v, ok := known[c.Text()]
	if !ok {
		c.Fail(c.Quoted()+" is not known here", strict.Nearest(c.Text(), slices.Sorted(maps.Keys(known))))
	}
	return v
}

// country reads two capital letters, or none.
func country(c strict.Cursor) string {
	s := c.Text()
	if s == "none" {
		return ""
	}
	if len(s) != 2 || strings.Trim(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "" {
		c.Fail(c.Quoted()+" is no country", "write two capital letters (ISO 3166-1), or none")
	}
	return s
}

// ownText reads a text, or "own": the provider's configuration has it.
func ownText(c strict.Cursor, most int) string {
	if s := text(c, most); s != "own" {
		return s
	}
	return ""
}

func text(c strict.Cursor, most int) string {
	s := c.Text()
	if len(s) > most {
		c.Fail("is longer than "+strconv.Itoa(most)+" octets", "write a shorter one")
	}
	return s
}
