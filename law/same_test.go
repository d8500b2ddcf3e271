package law_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"writ/law"
)

// embeddedCases gives the cases beside the packs of the program.
func embeddedCases(t *testing.T) []law.Case {
	t.Helper()
	files, err := law.EmbeddedFiles()
	if err != nil {
		t.Fatal(err)
	}
	var out []law.Case
	for _, f := range files {
		if strings.HasSuffix(f.Name, "/cases.yaml") {
			all, err := law.ReadCases([]byte(f.Text), f.Name)
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, all...)
		}
	}
	return out
}

// TestARemarkInAPackChangesNoAnswer: the hash is another, and so is the digest; the answers are the same.
func TestARemarkInAPackChangesNoAnswer(t *testing.T) {
	s, err := law.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	files := s.Files()
	for i := range files {
		files[i].Text += "# read again by counsel\n"
	}
	worded, err := law.LoadFiles(files)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range embeddedCases(t) {
		a, errA := law.Decide(c.Demand, s)
		b, errB := law.Decide(c.Demand, worded)
		if errA != nil || errB != nil || !a.SameAnswers(b) || a.Digest() == b.Digest() {
			t.Errorf("%s: %v %v: %s and %s", c.ID, errA, errB, a, b)
		}
	}
}

// TestOtherAnswersAreNotTheSame: of any two cases, decisions that print differently but for their provisions differ.
func TestOtherAnswersAreNotTheSame(t *testing.T) {
	s, err := law.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	cases := embeddedCases(t)
	rapid.Check(t, func(t *rapid.T) {
		x := rapid.SampledFrom(cases).Draw(t, "a").Demand
		y := rapid.SampledFrom(cases).Draw(t, "b").Demand
		a, errA := law.Decide(x, s)
		b, errB := law.Decide(y, s)
		if errA != nil || errB != nil {
			t.Skip()
		}
		if a.SameAnswers(b) != b.SameAnswers(a) || !a.SameAnswers(a) {
			t.Fatal("it depends on who asks")
		}
		if a.Verdict() != b.Verdict() && a.SameAnswers(b) {
			t.Fatalf("%s and %s", a, b)
		}
	})
	if (law.Decision{}).SameAnswers(law.Decision{}) {
		t.Error("nothing was decided, and it is the same")
	}
}

func TestFilesInMemoryLoadAsFilesInAFolder(t *testing.T) {
	s, err := law.Embedded()
	if err != nil {
		t.Fatal(err)
	}
	all, err := law.EmbeddedFiles()
	if err != nil {
		t.Fatal(err)
	}
	for name, files := range map[string][]law.File{"the law alone": s.Files(), "with the cases": all} {
		again, err := law.LoadFiles(files)
		if err != nil || again.Hash() != s.Hash() {
			t.Errorf("%s: %v, another hash", name, err)
		}
	}
	if _, err := law.LoadFiles(append(s.Files(), s.Files()[0])); err == nil || !strings.Contains(err.Error(), "stands twice") {
		t.Errorf("a file twice: %v", err)
	}
	if _, err := law.LoadFiles(nil); err == nil {
		t.Error("no file is a set")
	}
}
