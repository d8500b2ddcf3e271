package law_test

import (
	"encoding/json"
	"flag"
	"os"
	"strings"
	"testing"

	"writ/law"
)

var update = flag.Bool("update", false, "write golden files anew")

// caseNamed finds a case of a pack.
func caseNamed(t testing.TB, pack, id string) law.Case {
	t.Helper()
	data, err := os.ReadFile("packs/" + pack + "/cases.yaml")
	if err != nil {
		t.Fatal(err)
	}
	cases, err := law.ReadCases(data, pack)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range cases {
		if c.ID == id {
			return c
		}
	}
	t.Fatalf("no case %s in %s", id, pack)
	return law.Case{}
}

func decide(t testing.TB, d law.Demand, s *law.Set) law.Decision {
	t.Helper()
	out, err := law.Decide(d, s)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	file := "testdata/" + name
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if string(want) != got {
		t.Errorf("%s differs; got\n%s", file, got)
	}
}

func TestExplanationsReadAsALawyerNeedsThem(t *testing.T) {
	s := packs(t)
	for _, id := range [][2]string{{"us-federal", "us-018"}, {"us-federal", "us-031"}, {"it", "it-017"}, {"eu-eevidence", "eu-019"}} {
		x := law.Explain(decide(t, caseNamed(t, id[0], id[1]).Demand, s))
		x.PackSet, x.Digest = "(pack set)", "(digest)" // they change with every word of a pack
		golden(t, "explain/"+id[1]+".txt", x.String())
	}
}

func TestAnExplanationNamesNoOne(t *testing.T) {
	s := packs(t)
	c := caseNamed(t, "us-federal", "us-018")
	d := decide(t, c.Demand, s)
	asJSON, err := json.Marshal(law.Explain(d))
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{law.Explain(d).String(), string(asJSON), d.String()} {
		if strings.Contains(text, "2025550123") {
			t.Error("an explanation shows the number that was asked for")
		}
	}
}

func TestTheZeroDecisionExplainsItselfAsOneThatOpensNothing(t *testing.T) {
	x := law.Explain(law.Decision{})
	if x.Outcome != "reject" || len(x.Answers) != 0 || x.Notice != "prohibited" {
		t.Errorf("got %+v", x)
	}
	if x.String() == "" {
		t.Error("no text")
	}
}
