package strict

import (
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v4"

	"writ"
)

// Text reads a scalar as it stands in the file.
func (c Cursor) Text() string {
	if c.Node.Kind != yaml.ScalarNode || c.Node.Tag == "!!null" || c.Node.Value == "" {
		c.Fail("has no value", "write one value, or leave the key out")
		return ""
	}
	return c.Node.Value
}

// Words reads one scalar or a list of them.
func (c Cursor) Words() []string {
	var out []string
	for _, e := range c.OneOrMore() {
		out = append(out, e.Text())
	}
	return out
}

// Some complains of a list that names nothing.
func (c Cursor) Some() {
	if c.Node.Kind == yaml.SequenceNode && len(c.Node.Content) == 0 {
		c.Fail("is an empty list", "name at least one, or leave the key out")
	}
}

// AtLeastOne reads words, at least one.
func (c Cursor) AtLeastOne() []string {
	c.Some()
	return c.Words()
}

// Truth reads true or false.
func (c Cursor) Truth() bool {
	if c.Node.Kind != yaml.ScalarNode || c.Node.Tag != "!!bool" {
		c.Fail(c.Quoted()+" is neither true nor false", "write true or false")
		return false
	}
	return strings.EqualFold(c.Node.Value, "true")
}

// Number reads a whole number that is not negative.
func (c Cursor) Number() int {
	n, err := strconv.Atoi(c.Text())
	if err != nil || n < 0 {
		c.Fail(c.Quoted()+" is no whole number from 0", "write digits only")
		return 0
	}
	return n
}

// Period reads a period of ISO 8601.
func (c Cursor) Period() writ.Period {
	p, err := writ.ParsePeriod(c.Text())
	if err != nil {
		c.Fail(c.Quoted()+" is no period", "write for example P18M, P5Y, P30D or PT72H")
	}
	return p
}

// Day reads a date as 00:00 UTC of that day.
func (c Cursor) Day() time.Time {
	t, err := time.Parse(time.DateOnly, c.Text())
	if err != nil {
		c.Fail(c.Quoted()+" is not a date", "write YYYY-MM-DD")
	}
	return t
}

// One reads a word of a closed list.
func One[T any](c Cursor, what string, parse func(string) (T, error)) T {
	v, err := parse(c.Text())
	if err != nil {
		c.Fail(c.Quoted()+" is no "+what, err.Error())
	}
	return v
}

// All reads one word or a list of words of a closed list.
func All[T any](c Cursor, what string, parse func(string) (T, error)) []T {
	var out []T
	for _, e := range c.OneOrMore() {
		out = append(out, One(e, what, parse))
	}
	return out
}
