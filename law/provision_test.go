package law

import "testing"

func TestProvisionsAgreeByActAndSection(t *testing.T) {
	aliases := [][2]string{{"Interception Act 1993", "Interception of Postal Packets and Telecommunications Messages (Regulation) Act 1993"},
		{"IPA 2016", "Investigatory Powers Act 2016"}, {"L. 20 Nov 2017 n. 167", "L. 167/2017"}}
	for _, tc := range []struct {
		want, got string
		agree     bool
	}{
		{"18 USC 2703(c)(2)(A)-(B)", "18 USC 2703(c)(2)", true},
		{"18 USC 2703(a)-(b)", "18 USC 2702(a)", false},
		{"18 U.S.C. § 2703(a)", "18 USC 2703(c)", true},
		{"47 USC 2703", "18 USC 2703", false},
		{"47 CFR 42.6", "47 CFR 42.6", true},
		{"47 CFR 42.6", "47 CFR 42.7", false},
		{"18 USC 2702(a)(3); 18 USC 2703(c)(1)", "18 USC 2703(d)", true},
		{"18 USC 2703(a), (c)(1)(A)", "18 USC 2703(c)(2)", true},
		{"Fed. R. Crim. P. 41(e)(2)(A)(i)", "Fed. R. Crim. P. 41", true},
		{"Fed. R. Crim. P. 41", "Fed. R. Crim. P. 17(a)", false},
		{"Fed. R. Civ. P. 45", "Fed. R. Crim. P. 45", false},
		{"Carpenter v. United States; 18 USC 2703(c)(1)(A)", "Carpenter v. United States, 585 U.S. 296 (2018)", true},
		{"Carpenter v. United States", "Chatrie v. United States", false},
		{"Regulation (EU) 2023/1543 Art 4(1)(a), Art 5(3)", "Regulation (EU) 2023/1543 Art 5(4)", true},
		{"Regulation (EU) 2023/1543 Art 4(1)(a), Art 5(3)", "Regulation (EU) 2023/1543 Art 50", false},
		{"Regulation (EU) 2023/1543 Art 3(1) (Denmark not bound); recital 101", "Regulation (EU) 2023/1543 recital 101", true},
		{"Regulation (EU) 2023/1543 recital 101", "Regulation (EU) 2023/1543 Art 101", false},
		{"IPA 2016 Sch 4", "Investigatory Powers Act 2016 Sch 4", true},
		{"IPA 2016 Sch 4", "IPA 2016 s 4", false},
		{"IPA 2016 Schedule 4", "IPA 2016 Art 4", false},
		{"GDPR Art 48; mutual legal assistance", "mutual legal assistance", true},
		{"GDPR Article 48", "GDPR Art 48", true},
		{`Communications (Retention of Data) Act 2011 s 1(1) "user data", s 6(1)`, "Communications (Retention of Data) Act 2011 s 6(8)", true},
		{"Communications (Retention of Data) Act 2011 s 3(1)", "Communications (Retention of Data) Act 2011 s 3B(1)", false},
		{"Communications (Retention of Data) Act 2011 s 7C(8), (9)(a), (11)", "Communications (Retention of Data) Act 2011 s 7C(3)", true},
		{"Interception Act 1993 s 2(1), (5), s 4", "Interception of Postal Packets and Telecommunications Messages (Regulation) Act 1993 s 2", true},
		{"D.Lgs. 196/2003 art. 132 c. 1, c. 3", "D.Lgs. 196/2003 art. 132 c. 4-ter", true},
		{"D.Lgs. 196/2003 art. 132 c. 1 (esclusi i contenuti); c.p.p. art. 254", "c.p.p. art. 254", true},
		{"c.p.p. artt. 266, 267 c. 1 e 3, 268", "c.p.p. art. 267", true},
		{"c.p.p. artt. 266, 267 c. 1 e 3, 268", "c.p.p. art. 256", false},
		{"L. 20 Nov 2017 n. 167 art. 24", "L. 167/2017 art. 24", true},
		{"CPP artt. 99-3, 60-1-2 1°; CPCE art. L34-1 IV; art. R10-14", "CPP art. 60-1-2", true},
		{"CPP artt. 99-3, 60-1-2 1°; CPCE art. L34-1 IV; art. R10-14", "CPCE art. R10-14", true},
		{"CPCE art. L34-1 II bis 3°", "CPCE art. L34-1 III", true},
		{"IPA 2016 s 60A(8), s 66", "Investigatory Powers Act 2016 s 66", true},
		{"IPA 2016 s 62(A1)", "IPA 2016 s 62", true},
		{"IPA 2016 s 62", "IPA 2016 s 6", false},
		{"PACE 1984 Sch 1; IPA 2016 s 6(1)(c)", "PACE 1984 Sch 1", true},
		{"TIA Act s 178; s 187AA item 6", "TIA Act s 187AA", true},
		{"StPO §§ 100g(1), 101a(1), 100e", "StPO § 101a(1)", true},
		{"StPO §§ 100g(1), 101a(1)", "StPO § 100a", false},
		{"TKG §§ 172(1), 174", "TKG § 172(3)", true},
		{"BÜPF Art 26(1)(b), (4), (5); StPO Art 273", "BÜPF Art 26", true},
		{"rättegångsbalken 27:19, 27:21", "rättegångsbalken 27:21", true},
		{"lagen (2022:482) om elektronisk kommunikation 9 kap. 19 §, 22 §; rättegångsbalken 27:19", "lagen (2022:482) om elektronisk kommunikation 9 kap. 19 §", true},
		{"lagen (2022:482) om elektronisk kommunikation 9 kap. 22 § (two months)", "lagen (2022:482) om elektronisk kommunikation 9 kap. 19 §, 22 §", true},
		{"lagen (2022:482) om elektronisk kommunikation 9 kap. 22 §", "lagen (2022:482) om elektronisk kommunikation 2 kap. 22 §", false},
		{"lagen (2022:482) om elektronisk kommunikation 9 kap. 19 §, 22 §", "lagen (2022:482) om elektronisk kommunikation 9 kap. 33 §", false},
		{"rättegångsbalken 27:19", "rättegångsbalken 27 kap. 18 §, 19 §", true},
		{"lagen (2022:482) om elektronisk kommunikation 9 kap. 29 c §", "lagen (2022:482) om elektronisk kommunikation 9 kap. 29 §", false},
		{"ekomloven § 3-13, § 3-14(1)", "ekomloven § 3-14", true},
		{"retsplejeloven § 786 f, § 804", "retsplejeloven § 804 b", true},
		{"Criminal Code s 487.014", "Criminal Code s 487.016", false},
		{"Ley 25/2007 art. 5.1", "Ley 25/2007 art. 5", true},
		{"Code d'instruction criminelle art. 88bis § 1", "Code d'instruction criminelle art. 88bis", true},
		{"Sv art. 126m(1), (5)", "Sv art. 126n", false},
		{"18 USC 2703", "", false},
		{"", "18 USC 2703", false},
	} {
		if got := agree(tc.want, tc.got, aliases); got != tc.agree {
			t.Errorf("%q and %q: agree %v; read as %v and %v", tc.want, tc.got, got, sections(tc.want, aliases), sections(tc.got, aliases))
		}
	}
}
