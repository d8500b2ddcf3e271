package page

import (
	"strings"

	"writ"
)

// A subject is how a path of a condition is spoken of.
type subject struct {
	name  string              // "the offence's maximum penalty"
	unit  string              // after a number: "years"
	words func(string) string // a value of it
	yes   string              // for what is true or false: the sentence, with "not" where it is not
	no    string
	many  bool // holds several words at once: "include", not "is"
	fact  bool
}

// subjects speak of the paths of docs/formats/pack.md. Facts are spoken of by their own name.
var subjects = map[string]subject{
	"category":          {name: "the category as the law reads it", words: categoryWord},
	"asked":             {name: "the category asked for", words: categoryWord},
	"service":           {name: "the service", words: func(s string) string { return worded(serviceWords, s) }},
	"issuer":            {name: "the issuer", words: func(s string) string { return worded(issuerWords, s) }},
	"issuer-country":    {name: "the issuer's country"},
	"addressee":         {name: "the addressee", words: spaced},
	"language":          {name: "the language of the paper"},
	"signed":            {name: "the signature", yes: "the paper is signed", no: "the paper is not signed"},
	"emergency":         {name: "the emergency", yes: "the paper states an emergency", no: "the paper says that there is no emergency"},
	"secrecy":           {name: "secrecy", words: spaced},
	"offence.name":      {name: "the offence as named", words: quoted},
	"offence.max-years": {name: "the offence's maximum penalty", unit: "years"},
	"offence.listed":    {name: "the law's own list of offences", yes: "the offence is on the law's own list", no: "the offence is not on the law's own list"},
	"user.role":         {name: "the profession of the person", words: spaced},
	"user.residence":    {name: "the country where the person lives"},
	"user.nationality":  {name: "the nationality of the person"},
	"days-asked":        {name: "the number of days asked for", unit: "days"},
	"window":            {name: "a period", words: spaced},
	"established":       {name: "the countries where the provider is established", many: true},
	"offers":            {name: "the countries where the service is offered", many: true},
	"asks":              {name: "the categories that the whole paper asks for", words: categoryWord, many: true},
	"identifier":        {name: "the identifiers asked for", words: func(s string) string { return worded(kindWords, s) }, many: true},
	"packs":             {name: "the laws in play", many: true},
	"official-language": {name: "the official languages", many: true},
	"country":           {name: "the country whose law and calendar count"},
	"at":                {name: "the decision"},
	"issued":            {name: "the issue of the paper"},
	"served":            {name: "service"},
	"expires":           {name: "the last day of the paper"},
	"start":             {name: "the beginning of the period asked for"},
	"end":               {name: "the end of the period asked for"},
}

func categoryWord(s string) string { return worded(categoryWords, s) }

func quoted(s string) string { return "“" + s + "”" }

// about gives the subject of a path.
func about(path string) subject {
	if fact, ok := strings.CutPrefix(path, "facts."); ok {
		return subject{name: "the fact " + factName(fact), words: factWord, fact: true}
	}
	if s, ok := subjects[path]; ok {
		return s
	}
	return subject{name: quoted(spaced(path))}
}

// factName speaks of a fact: “return date”, “validation: by”.
func factName(fact string) string { return quoted(strings.ReplaceAll(spaced(fact), ".", ": ")) }

// factWord speaks of a fact's value: a category or an issuer by its words, truth as yes and no.
func factWord(s string) string {
	switch {
	case s == "true":
		return "yes"
	case s == "false":
		return "no"
	case categoryWords[writ.Category(s)] != "":
		return categoryWord(s)
	default:
		return quoted(spaced(s))
	}
}

// say gives the words of a value.
func (s subject) say(v string) string {
	if s.words != nil {
		return s.words(v)
	}
	return v
}

func (s subject) all(values []string) []string {
	out := make([]string, len(values))
	for i, v := range values {
		out[i] = s.say(v)
	}
	return out
}

// verb is "is" or, of several, "are".
func (s subject) verb(one, several string) string {
	if s.many {
		return several
	}
	return one
}
