package records_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"writ/records"
)

type dumped struct {
	line int64
	text string
}

// readDump writes each row of table t as "columns: values", or what is wrong with it.
func readDump(in string) (out []dumped, d *records.Dump) {
	d = records.NewDump(records.NewInput(strings.NewReader(in)), func(table string) bool { return table == "t" })
	for r, ok := d.Next(); ok; r, ok = d.Next() {
		text := strings.Join(r.Columns, ",") + ": " + strings.Join(r.Values, "|")
		if r.Refusal != nil {
			text = "refused: " + r.Refusal.Problem
		}
		out = append(out, dumped{r.Line, text})
	}
	return out, d
}

func TestDumps(t *testing.T) {
	const insert, row, copied = "refused: is no whole INSERT statement", "refused: is no whole row of an INSERT", "refused: is no whole line of COPY"
	for _, tc := range []struct {
		name, in string
		want     []dumped
	}{
		{"one row a statement", "INSERT INTO t (a,b) VALUES (1,'x');\nINSERT INTO t (a,b) VALUES (2,NULL);\n", []dumped{{1, "a,b: 1|x"}, {2, "a,b: 2|"}}},
		{"columns from CREATE TABLE", "CREATE TABLE `t` (\n  `a` int(10) DEFAULT '0',\n  `b` decimal(10,2),\n  PRIMARY KEY (`a`),\n  KEY `k` (`b`)\n);\nINSERT INTO `t` VALUES (1,'x'),(2,'y');\n", []dumped{{7, "a,b: 1|x"}, {7, "a,b: 2|y"}}},
		{"rows on lines of their own", "INSERT INTO t VALUES\n(1),\n(2);\nINSERT INTO t VALUES (3);\n", []dumped{{2, ": 1"}, {3, ": 2"}, {4, ": 3"}}},
		{"a quote is doubled, a parenthesis and a semicolon are text", "INSERT INTO t VALUES ('it''s); (', ';');\n", []dumped{{1, ": it's); (|;"}}},
		{"a line end in a string", "INSERT INTO t VALUES ('a\nb');\nINSERT INTO t VALUES (2);\n", []dumped{{1, ": a\nb"}, {3, ": 2"}}},
		{"a backslash is an escape for MySQL", "-- MySQL dump 10\nINSERT INTO `t` VALUES ('a\\'b\\n\\\\');\n", []dumped{{2, ": a'b\n\\"}}},
		{"a backslash is none for SQLite", "INSERT INTO t VALUES ('a\\');\n", []dumped{{1, ": a\\"}}},
		{"a backslash is one in E''", "INSERT INTO t VALUES (E'a\\'b');\n", []dumped{{1, ": a'b"}}},
		{"COPY", "COPY public.t (a, \"b\") FROM stdin;\n1\tx\\ty\n\\N\t\n\\.\nCOPY public.u (a) FROM stdin;\n1\n\\.\n", []dumped{{2, "a,b: 1|x\ty"}, {3, "a,b: |"}}},
		{"another table's rows are none", "INSERT INTO u VALUES (1);\nINSERT INTO t VALUES (2);\nINSERT INTO s.T VALUES (3);\n", []dumped{{2, ": 2"}, {3, ": 3"}}},
		{"another statement is none", "BEGIN;\nDROP TABLE t;\n/* VALUES */\nCREATE INDEX i ON t (a);\nINSERT INTO t VALUES (1);\nCOMMIT;\n", []dumped{{5, ": 1"}}},
		{"a statement that is cut", "INSERT INTO t VALUES (1);\nINSERT INTO t VAL", []dumped{{1, ": 1"}, {2, insert}}},
		{"a row that is cut", "INSERT INTO t VALUES (1);\nINSERT INTO t VALUES (2,'x", []dumped{{1, ": 1"}, {2, row}}},
		{"a row that is damaged costs its line", "INSERT INTO t VALUES (1,'x;\nINSERT INTO t VALUES (2,'y');\n", []dumped{{1, row}, {2, ": 2|y"}}},
		{"a row with a bare word", "INSERT INTO t VALUES (drop,1);\nINSERT INTO t VALUES (2);\n", []dumped{{1, row}, {2, ": 2"}}},
		{"the word INSERT is damaged", "INSER INTO t VALUES (1);\nINSERT INTO t VALUES (2);\n", []dumped{{1, insert}, {2, ": 2"}}},
		{"COPY that is cut", "COPY t (a) FROM stdin;\n1\n2", []dumped{{2, "a: 1"}, {3, copied}}},
	} {
		if got, _ := readDump(tc.in); !slices.Equal(got, tc.want) {
			t.Errorf("%s: got %+v, want %+v", tc.name, got, tc.want)
		}
	}
}

// TestADumpReadsWhatADumpWrites writes random values as MySQL, PostgreSQL and COPY do and reads them back.
func TestADumpReadsWhatADumpWrites(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		values := rapid.SliceOfN(rapid.SliceOfN(rapid.StringOfN(rapid.SampledFrom([]rune("ab',()\\;\"\n\té")), 0, 8, -1), 2, 2), 1, 6).Draw(t, "rows")
		var my, pg, cp bytes.Buffer
		my.WriteString("-- MySQL dump\nINSERT INTO `t` VALUES ")
		cp.WriteString("COPY t (a, b) FROM stdin;\n")
		for i, v := range values {
			if i > 0 {
				my.WriteByte(',')
			}
			slashed := strings.NewReplacer(`\`, `\\`, "'", `\'`, "\n", `\n`, `"`, `\"`)
			fmt.Fprintf(&my, "('%s','%s')", slashed.Replace(v[0]), slashed.Replace(v[1]))
			doubled := strings.NewReplacer("'", "''")
			fmt.Fprintf(&pg, "INSERT INTO t VALUES ('%s', '%s');\n", doubled.Replace(v[0]), doubled.Replace(v[1]))
			tabbed := strings.NewReplacer(`\`, `\\`, "\n", `\n`, "\t", `\t`)
			fmt.Fprintf(&cp, "%s\t%s\n", tabbed.Replace(v[0]), tabbed.Replace(v[1]))
		}
		my.WriteString(";\n")
		cp.WriteString("\\.\n")
		for name, in := range map[string]string{"MySQL": my.String(), "PostgreSQL": pg.String(), "COPY": cp.String()} {
			got, _ := readDump(in)
			if len(got) != len(values) {
				t.Fatalf("%s: %d rows, want %d", name, len(got), len(values))
			}
			for i, v := range values {
				if _, text, _ := strings.Cut(got[i].text, ": "); text != v[0]+"|"+v[1] {
					t.Fatalf("%s: row %d is %q, want %q", name, i, text, v)
				}
			}
		}
	})
}

func TestWhetherADumpNamesATable(t *testing.T) {
	for in, want := range map[string]bool{"CREATE TABLE t (a int);\n": true, "CREATE TABLE u (a int);\n": false, "INSERT INTO t VALUES (1);": true, "": false} {
		if _, d := readDump(in); d.Saw() != want {
			t.Errorf("%q: got %v", in, !want)
		}
	}
	for head, want := range map[string]bool{"-- table acc as\nINSERT": true, "\n--\n-- MySQL dump 10\n": true, "PRAGMA foreign_keys=OFF;\nBEGIN TRANSACTION;\n": true,
		"a,b\n1,2\n": false, "Nov 24 10:25:42 vm x: INSERT\n": false, "": false, "Dear Sir,\n": false} {
		if got := records.LooksLikeDump([]byte(head)); got != want {
			t.Errorf("%q: got %v", head, got)
		}
	}
}

func FuzzDump(f *testing.F) {
	f.Add("CREATE TABLE t (a int);\nINSERT INTO t VALUES (1,'x'),(2,NULL);\nCOPY t (a) FROM stdin;\n1\n\\.\n")
	f.Add("INSERT INTO t (a) VALUES ('\\")
	f.Fuzz(func(t *testing.T, in string) {
		got, _ := readDump(in)
		last := int64(0)
		for _, r := range got {
			if r.line < last {
				t.Fatal("lines run backwards")
			}
			last = r.line
		}
	})
}
