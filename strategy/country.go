package strategy

import (
	"slices"
	"strings"

	"writ/strict"
)

// iso lists the codes of ISO 3166-1 alpha-2.
const iso = " AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR " +
	"CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL " +
	"IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW " +
	"MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST " +
	"SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW "

// mistaken maps what people write to the code that is meant.
var mistaken = map[string]string{"UK": "GB", "EL": "GR"}

func isCountry(code string) bool {
	return len(code) == 2 && !strings.Contains(code, " ") && strings.Contains(iso, " "+code+" ")
}

// readCountry reads an ISO 3166-1 code. GB is the United Kingdom, GR is Greece.
func readCountry(c strict.Cursor) string {
	code := c.Text()
	if code != "" && !isCountry(code) {
		fix := "write two capital letters of ISO 3166-1, for example IT"
		if right, ok := mistaken[strings.ToUpper(code)]; ok {
			fix = "write " + right
		} else if isCountry(strings.ToUpper(code)) {
			fix = "write " + strings.ToUpper(code)
		}
		c.Fail(c.Quoted()+" is no country code", fix)
	}
	return code
}

func readCountries(c strict.Cursor) []string {
	var out []string
	for _, e := range c.List() {
		code := readCountry(e)
		if slices.Contains(out, code) {
			e.Fail("the country stands twice", "keep one of them")
			continue
		}
		out = append(out, code)
	}
	return out
}
