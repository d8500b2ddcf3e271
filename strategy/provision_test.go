package strategy

import "testing"

func TestProvisionsAgreeByActSectionAndParagraph(t *testing.T) {
	for _, tc := range []struct {
		name, want, got string
		agree           bool
	}{
		{"a section agrees with itself", "18 USC 2703", "18 USC 2703", true},
		{"a section agrees with its paragraph", "47 USC 1002", "47 USC 1002(b)(2)(A)", true},
		{"two paragraphs differ", "47 USC 1002(b)(2)(A)", "47 USC 1002(b)(2)(B)", false},
		{"one of several sections is enough", "47 USC 1002(b)(2)(A)", "47 USC 1001(6)(B)(iii), 1001(8)(C)(i), 1002(b)(2)(A)", true},
		{"points are spelled or not", "18 U.S.C. 2703", "18 USC 2703(f)", true},
		{"two sections differ", "47 CFR 1.20003", "47 CFR 1.20005", false},
		{"two titles differ", "18 USC 2703", "47 USC 2703", false},
		{"a range holds what is between", "Directive (EU) 2023/1544 Art 3", "Directive (EU) 2023/1544 Arts 1-3", true},
		{"a range ends", "Directive (EU) 2023/1544 Art 4", "Directive (EU) 2023/1544 Arts 1-3", false},
		{"a range agrees with itself", "TDDDG ss 9-10", "TDDDG ss 9-10", true},
		{"the act may stand behind", "§ 170 TKG", "TKG s 170", true},
		{"several sections before the act", "§§ 9, 10 TDDDG", "TDDDG ss 9-10", true},
		{"umlauts are spelled or not", "TKÜV s 3(2)", "TKUEV s 3(2)", true},
		{"an alternative without an act is of the act before", "TIA Act s 187A; s 187C", "TIA Act s 187C", true},
		{"an act without sections agrees with its sections", "Executive Order 13913", "Executive Order 13913 s 5(b)", true},
		{"a letter belongs to the section", "TIA Act s 187A", "TIA Act s 187C", false},
		{"a comma is a paragraph", "D.Lgs. 196/2003 Art 132 c. 1", "D.Lgs. 196/2003 Art 132 c. 5-bis", false},
		{"without a comma either will do", "D.Lgs. 196/2003 Art 132", "D.Lgs. 196/2003 Art 132 c. 5-bis", true},
		{"a roman paragraph differs", "CPCE Art L34-1 III", "CPCE Art L34-1 II bis 1", false},
		{"hyphens are part of a number", "CPP Art 60-1", "CPP Art 60-1-2", false},
		{"a point is a paragraph of an article", "Ley 25/2007 art. 5.1", "Ley 25/2007 art. 5", true},
		{"a point is none in a code of regulations", "47 CFR 1", "47 CFR 1.20003", false},
		{"another act never agrees", "IPA 2016 s 66", "PACE 1984 s 66", false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if Agree(tc.want, tc.got) != tc.agree || Agree(tc.got, tc.want) != tc.agree {
				t.Errorf("%q and %q: not %t; read as %v and %v", tc.want, tc.got, tc.agree, sections(tc.want), sections(tc.got))
			}
		})
	}
}
