package check

import (
	"path"
	"strings"

	"writ/intercept/lemf"
	"writ/wire/etsi"
)

// handover guesses from a file's name on which interface its PDUs came: encrypted IRI and CC are numbered apart, and nothing
// but the interface tells which is which.
func handover(file string) lemf.Handover {
	name := strings.ToLower(path.Base(file))
	switch {
	case strings.Contains(name, "hi2"):
		return lemf.HI2
	case strings.Contains(name, "hi3"):
		return lemf.HI3
	default:
		return 0
	}
}

// container judges an encryption container, opened or not.
func (c *Checker) container(p *etsi.PDU, m lemf.Mark, opened error, at Place) {
	k := &p.Container
	if k.Type == 0 {
		return
	}
	switch {
	case opened != nil && c.options.Cipher != nil:
		c.found.add("sealed-key", m.LIID, at, 1, "the container does not open: "+opened.Error())
	case p.Kind == etsi.KindEncrypted:
		c.found.add("sealed", m.LIID, at, 1, "the payload is encrypted and was not judged")
	}
	block := 8
	switch k.Type {
	case etsi.NotEncrypted:
		c.found.add("sealed-none", m.LIID, at, 1, "the container says that it is not encrypted")
		block = 1
	case etsi.AES192CBC, etsi.AES256CBC:
		block = 16
	case etsi.Blowfish192CBC, etsi.Blowfish256CBC, etsi.TripleDESCBC:
		c.found.add("sealed-type", m.LIID, at, 1, "the cipher has blocks of 64 bits")
	case etsi.NationalEncryption:
		block = 1
	}
	if len(k.Octets) == 0 || len(k.Octets)%block != 0 {
		c.found.add("sealed-length", m.LIID, at, 1, "the encrypted octets fill no whole number of blocks")
	}
	if k.Part == etsi.NoPart || k.Part == etsi.UnknownPart {
		c.found.add("sealed-part", m.LIID, at, 1, "nothing says which part of the standard is inside")
	}
}
