package module

import (
	"strings"
	"testing"
)

// table reads modules and gives the table of the first.
func table(t *testing.T, text string) string {
	t.Helper()
	set := Set{}
	if err := set.Add("test.asn", text); err != nil {
		t.Fatal(err)
	}
	all, err := Read("test.asn", text)
	if err != nil {
		t.Fatal(err)
	}
	out, err := set.Table(all[0].Name)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestAModuleBecomesATable shows each part of ASN.1 that is read.
func TestAModuleBecomesATable(t *testing.T) {
	for _, tc := range []struct{ name, in, want string }{
		{"tags, options and extensions", `A ::= SEQUENCE { a [0] INTEGER, b [1] IMPLICIT NULL OPTIONAL, c BOOLEAN DEFAULT TRUE, ..., d [2] REAL, ... , e UTF8String }`,
			"seq A\n 0 a int\n 1? b null\n -? c bool\n ...\n 2 d real\n ...\n - e utf8\n"},
		{"a marker at the end", `A ::= CHOICE { a [0] NULL, ... }`, "choice A\n 0 a null\n ...\n"},
		{"groups of additions", `A ::= SET { ..., [[ 2: a [0] NULL, b [1] NULL ]], c [2] NULL }`, "set A\n ...\n 0? a null\n 1? b null\n 2 c null\n"},
		{"enumerations with and without numbers", `A ::= ENUMERATED { a, b(0), c, ..., d, e(9) }`, "enum A\n 1 a\n 0 b\n 2 c\n ...\n 3 d\n 9 e\n"},
		{"sizes and ranges", `A ::= SEQUENCE SIZE (0..maxN) OF OCTET STRING (SIZE (1 | 3..4))
			maxN INTEGER ::= 7 B ::= INTEGER (-5..MAX) C ::= IA5String (SIZE(2))(FROM("a".."z")) D ::= INTEGER (1..5, ...) E ::= C (SIZE (1))`,
			"is A seqof 0..7 octets 1..4\nis B int -5..\nis C ia5 2\nis D int\nis E C 1\n"},
		{"types within types", `A ::= SEQUENCE { a [0] CHOICE { x [0] NULL }, b SET OF SEQUENCE { y ENUMERATED { z(1) } } } B ::= SET OF SEQUENCE { c NULL }`,
			"seq A\n 0 a A/a\n - b setof A/b\nchoice A/a\n 0 x null\nseq A/b\n - y A/b/y\nenum A/b/y\n 1 z\nis B setof B/item\nseq B/item\n - c null\n"},
		{"tags of other classes, and a type's own", `A ::= [APPLICATION 3] EXPLICIT NULL B ::= SEQUENCE { a [PRIVATE 1] A }`, "is A [a3!] null\nseq B\n p1 a A\n"},
		{"names of numbers, bits and values", `A ::= INTEGER { a(1) } (0..9) B ::= BIT STRING { b(0) } (SIZE(8)) v A ::= 3 w OBJECT IDENTIFIER ::= { 1 2 } C ::= OBJECT IDENTIFIER (w)`,
			"is A int 0..9\nis B bits 8\nis C oid\n"},
		{"comments of each kind", "A -- to the next -- ::= NULL -- to the end\n-----------\nB ::= -- a --\nNULL", "is A null\nis B null\n"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got := table(t, "M {itu-t(0) m(7)} DEFINITIONS IMPLICIT TAGS ::= BEGIN "+tc.in+" END")
			if got != "module M 0.7\n"+tc.want {
				t.Errorf("\n got %s\nwant %s", got, tc.want)
			}
		})
	}
}

// TestTheModulesTaggingIsKept compares the three modes, and additions that are implied.
func TestTheModulesTaggingIsKept(t *testing.T) {
	const types = "A ::= SEQUENCE { a [4] NULL } B ::= SEQUENCE { a NULL, ..., b NULL, ..., c NULL } "
	for mode, want := range map[string]string{
		"":                      "seq A\n 4! a null\nseq B\n - a null\n ...\n - b null\n ...\n - c null\n",
		"IMPLICIT TAGS":         "seq A\n 4 a null\nseq B\n - a null\n ...\n - b null\n ...\n - c null\n",
		"AUTOMATIC TAGS":        "seq A\n 4 a null\nseq B\n 0 a null\n ...\n 2 b null\n ...\n 1 c null\n",
		"EXTENSIBILITY IMPLIED": "seq A\n 4! a null\n ...\nseq B\n - a null\n ...\n - b null\n ...\n - c null\n",
		"EXPLICIT TAGS":         "seq A\n 4! a null\nseq B\n - a null\n ...\n - b null\n ...\n - c null\n",
	} {
		if got := table(t, "M DEFINITIONS "+mode+" ::= BEGIN "+types+" END"); got != "module M \n"+want {
			t.Errorf("%s\n got %s\nwant %s", mode, got, want)
		}
	}
}

func TestATypeOfAnotherModuleIsNamedWithIt(t *testing.T) {
	got := table(t, `M DEFINITIONS ::= BEGIN EXPORTS ALL; IMPORTS A, b FROM N {1 2} C FROM O; X ::= SEQUENCE { a A, c C } END
		N DEFINITIONS ::= BEGIN A ::= NULL END O DEFINITIONS ::= BEGIN C ::= NULL END`)
	if got != "module M \nseq X\n - a N.A\n - c O.C\n" {
		t.Error(got)
	}
}

// TestWhatIsNotKnownIsRefusedByItsLine names file, line and problem.
func TestWhatIsNotKnownIsRefusedByItsLine(t *testing.T) {
	for in, want := range map[string]string{
		"A ::= SEQUENCE {\nCOMPONENTS OF B }": "test.asn:2: COMPONENTS OF is not known here",
		"A ::= [0] [1] NULL":                  "test.asn:1: two tags on one type",
		"A ::= [x] NULL":                      `test.asn:1: "x" is no number`,
		"A ::= SEQUENCE { a b }":              `test.asn:1: "b" is no type`,
		"A ::= SEQUENCE { a":                  "test.asn:1: ",
		"A ::= OCTET INTEGER":                 `test.asn:1: "INTEGER" where "STRING" was expected`,
		"A ::= SEQUENCE { ..., ..., ... }":    "test.asn:1: a third extension marker",
	} {
		_, err := Read("test.asn", "M DEFINITIONS ::= BEGIN "+in+" END")
		if err == nil || !strings.HasPrefix(err.Error(), "asn1 module: "+want) {
			t.Errorf("%s\n got %v\nwant %s", in, err, want)
		}
	}
	set := Set{}
	if err := set.Add("test.asn", "M DEFINITIONS ::= BEGIN A ::= B END"); err != nil {
		t.Fatal(err)
	}
	if _, err := set.Table("M"); err == nil || err.Error() != "asn1 module: M: B is used and nowhere defined" {
		t.Error(err)
	}
	if _, err := set.Table("N"); err == nil {
		t.Error("there is no module N")
	}
}

// FuzzRead never panics: a module is right or refused.
func FuzzRead(f *testing.F) {
	f.Add("M {a(1)} DEFINITIONS AUTOMATIC TAGS ::= BEGIN IMPORTS A FROM B; X ::= SEQUENCE SIZE (1..n) OF ENUMERATED { a, ..., b } END")
	f.Add("M DEFINITIONS ::= BEGIN v T ::= \"x\" A ::= CHOICE { [[2: a [0] INTEGER (MIN..-4 | 9)]] } -- x -- END")
	f.Fuzz(func(_ *testing.T, text string) {
		if all, err := Read("fuzz", text); err == nil {
			set := Set{}
			for _, m := range all {
				set[m.Name] = m
				_, _ = set.Table(m.Name)
			}
		}
	})
}
